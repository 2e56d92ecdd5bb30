"""What is kept of how many statements take which stance group is what counting them gives."""

from collections import Counter
from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.codebook import group
from positions.models import Coding, GroupDay, Statement
from positions.models.groupdays import ALL
from positions.periods import Period, year
from positions.timeline import UNCODED

from . import make
from .test_moves import record, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def kept():
    return {(row.actor_id, row.counts_on, row.group): row.number for row in GroupDay.objects.all()}


def counted():
    """The same by the sentences of the codebook, statement by statement."""
    found = Counter()
    for statement in Statement.objects.published().prefetch_related("codings"):
        own = [c for c in statement.codings.all() if not c.claimed_by_id and c.stance != "none"]
        for taken in {ALL, *({group(c.stance) for c in own} or {UNCODED})}:
            found[statement.actor_id, statement.counts_on, taken] += 1
    return dict(found)


# Each changes what is counted of the first of two statements of a day, past the ORM.
CHANGES = {
    "another day": "UPDATE positions_statement SET said_on = '2022-03-01' WHERE id = {0}",
    "a month alone": "UPDATE positions_statement SET date_precision = 'month' WHERE id = {0}",
    "withdrawn": "UPDATE positions_statement SET status = 'withdrawn', withdrawn_on = '2022-12-30',"
    " withdrawn_because = 'An error.' WHERE id = {0}",
    "another actor": "UPDATE positions_statement SET actor_id = (SELECT id FROM positions_actor"
    " WHERE slug = 'us'), official_id = NULL, attribution = 'institution', on_behalf_of = 'Both'"
    " WHERE id = {0}",
    "another stance": "UPDATE positions_coding SET stance = 'rejects' WHERE statement_id = {0}",
    "another of the group": "UPDATE positions_coding SET stance = 'requires', gate = 'sign'"
    " WHERE statement_id = {0} AND stance = 'demands'",
    "a claim": "UPDATE positions_coding SET claimed_by_id = (SELECT id FROM positions_actor"
    " WHERE slug = 'us') WHERE statement_id = {0}",
    "a coding less": "DELETE FROM positions_coding WHERE id = (SELECT min(id) FROM positions_coding"
    " WHERE statement_id = {0})",
    "no coding": "DELETE FROM positions_coding WHERE statement_id = {0}",
    "stances exchanged": "UPDATE positions_coding c SET stance = o.stance FROM positions_coding o"
    " WHERE o.statement_id IN ({0}, {1}) AND c.statement_id IN ({0}, {1})"
    " AND o.statement_id <> c.statement_id AND o.precondition_id = c.precondition_id",
    "moved": "UPDATE positions_coding SET statement_id = {1}"
    " WHERE statement_id = {0} AND stance = 'accepts'",
    "published": "UPDATE positions_statement SET status = 'published' WHERE id = {2}",
    "a draft changed": "UPDATE positions_statement SET said_on = '2022-03-01' WHERE id = {2}",
    "a draft less": "DELETE FROM positions_coding WHERE statement_id = {2};"
    " DELETE FROM positions_citation WHERE statement_id = {2};"
    " DELETE FROM positions_statement WHERE id = {2}",
}
# What is counted is the same afterwards.
SAME = {"a draft changed", "a draft less", "another of the group", "stances exchanged", "moved"}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_path_a_change_takes_the_numbers_follow(change):
    make.actor("us")
    first, other, draft = (
        make.statement(text, by="putin", on="2022-12-02", status=status)
        for text, status in [("Out.", "published"), ("No.", "published"), ("If.", "in_review")]
    )
    make.coding(first, "withdrawal", "demands")
    make.coding(first, "ceasefire", "accepts")
    make.coding(other, "withdrawal", "rejects")
    make.coding(draft, "withdrawal", "open")
    before = kept()
    assert before == counted()
    with connection.cursor() as cursor:
        cursor.execute(CHANGES[change].format(first.pk, other.pk, draft.pk))
    assert kept() == counted()
    assert (kept() == before) == (change in SAME)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(random=st.randoms(use_true_random=True), size=st.integers(1, 30))
def test_many_at_once_are_counted_too(world, random, size):
    with transaction.atomic():
        world.enter(record(random, size))
        world.enter([told | {"slug": f"{told['slug']}-z"} for told in record(random, size)])
        assert kept() == counted()
        changed = random.sample(list(Statement.objects.values_list("pk", flat=True)), size // 2)
        Statement.objects.filter(pk__in=changed).update(said_on="2022-10-02")
        Coding.objects.filter(statement__in=changed[::2]).delete()
        assert kept() == counted()
        transaction.set_rollback(True)


def test_statements_and_kept_numbers_answer_alike():
    for on, stance in [("2021-12-31", "demands"), ("2022-12-02", "open"), ("2022-12-02", "open")]:
        make.coding(make.statement("Out.", by="putin", on=on), "withdrawal", stance)
    for on in ("2022-12-02", "2023-02-01"):
        make.statement("Well.", by="putin", on=on)
    assert kept() == counted()
    found, numbers = Statement.objects.published(), GroupDay.objects.all()
    for period in (None, year(2022), year(2020), Period("", date(2021, 12, 31), date(2022, 12, 1))):
        these, those = found.within(period), numbers.within(period)
        assert those.how_many() == these.how_many() == these.count()
        assert those.counted_marks() == these.counted_marks()
        assert those.years() == these.years()
    day = date(2022, 12, 2)
    assert numbers.as_of(day).how_many() == found.as_of(day).how_many() == 4


@pytest.mark.django_db(transaction=True)
def test_who_publishes_at_the_same_time_is_counted_too():
    """The second waits for the first, and counts what the first has entered."""
    one = make.statement("Out.", by="putin", on="2022-12-02", status="in_review")
    other = make.statement("Now.", by="putin", on="2022-12-02", status="in_review", authority=1)

    def publish():
        Statement.objects.filter(pk=other.pk).update(status="published")
        connection.close()

    second = Thread(target=publish)
    with transaction.atomic():
        Statement.objects.filter(pk=one.pk).update(status="published")
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join(10)
    assert GroupDay.objects.all().how_many() == 2
    assert kept() == counted()
