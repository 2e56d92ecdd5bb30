"""What the database keeps of cells is what the codebook's rules in Python say."""

import re
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions import compare
from positions.cells import MOST_LEFT_OUT, Reach
from positions.changes import headlines, turns
from positions.codebook import Gate, Status
from positions.models import Actor, Coding, LineDay, Precondition, Statement
from positions.models.lines import CHANGED_WORDS
from positions.models.spoken import positions_of
from positions.models.standing import KEPT_LINES, Standing
from positions.models.turns import spoken_on

from . import make
from .test_moves import DAYS, SPEAKERS, record, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db

REACHES = [
    Reach(),
    Reach(grades=("A", "B", "C", "D"), authorities=(1, 2, 3, 4)),
    Reach(grades=("A", "D"), authorities=(1, 4)),
]


def by_rules(day, reach, gate, versus):
    positions = make.positions()
    before = versus and compare.told(positions, versus, reach=reach, gate=gate)
    return compare.told(positions, day, reach=reach, gate=gate), before


def by_database(day, reach, gate, versus):
    asked = list(Actor.objects.all()), list(Precondition.objects.all())
    before = versus and Standing(*asked, versus, reach=reach, gate=gate).told(only_lines=True)
    return Standing(*asked, day, reach=reach, gate=gate).told(offices=True), before


def tables(day, reach=None, gate="", versus=None):
    """The same comparison by the database and by the rules."""
    reach = reach or Reach()
    slugs = [list(model.objects.values_list("slug", flat=True)) for model in (Actor, Precondition)]
    headships = []
    for found in (by_database, by_rules):
        told, before = found(day, reach, gate, versus)
        yield compare.table(told, *slugs, day, before=before, headships=headships, gate=gate)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    random=st.randoms(use_true_random=True),
    size=st.integers(1, 40),
    day=st.sampled_from(DAYS),
    reach=st.sampled_from(REACHES),
    gate=st.sampled_from(["", *Gate]),
    versus=st.sampled_from([None, *DAYS]),
)
def test_the_database_has_the_cells_of_the_codebook(world, random, size, day, reach, gate, versus):
    with transaction.atomic():
        world.enter(record(random, size))
        found, expected = tables(day, reach, gate, versus)
        assert found == expected
        found, expected = turns_by_both(day)
        assert found == expected
        transaction.set_rollback(True)


def turns_by_both(day):
    """How every cell went up to a day, by the database and by the rules."""
    told = defaultdict(list)
    for position in make.positions(counts_on__lte=day):
        told[position.holder, position.precondition].append(position)
    days = {cell: [p.day for p in headlines(positions)] for cell, positions in told.items()}
    found = {}
    for precondition in Precondition.objects.all():
        newest = spoken_on(precondition, day, newest=2)
        for holder, spoken in spoken_on(precondition, day).items():
            found[holder, precondition.slug] = spoken[:2]
            assert newest[holder][:2] == (spoken.turns[-2:], spoken.days)
            assert newest[holder].earlier == max(len(spoken.turns) - 2, 0)
    return found, {cell: (turns(told[cell]), days[cell]) for cell in told if days[cell]}


def evidence_of(pk):
    """What codings copy of their statement, from each of the two."""
    columns = "status, counts_on, authority, evidence"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM positions_statement WHERE id = %s", [pk])
        statement = cursor.fetchall()
        cursor.execute(f"SELECT {columns} FROM positions_coding WHERE statement_id = %s", [pk])
        return statement[0], cursor.fetchall()


# Each changes what decides where a statement of Putin's stands, past the ORM.
CHANGES = {
    "an earlier day": "UPDATE positions_statement SET said_on = '2022-03-01' WHERE id = {0}",
    "a month alone": "UPDATE positions_statement SET date_precision = 'month' WHERE id = {0}",
    "withdrawn": "UPDATE positions_statement SET status = 'withdrawn', withdrawn_on = '2022-12-30',"
    " withdrawn_because = 'An error.' WHERE id = {0}",
    "an institution": "UPDATE positions_statement SET attribution = 'institution',"
    " official_id = NULL WHERE id = {0}",
    "unnamed": "UPDATE positions_statement SET attribution = 'unnamed', official_id = NULL"
    " WHERE id = {0}",
    "no head any more": "UPDATE positions_tenure SET end_date = '2022-01-01'",
    "a minister": "UPDATE positions_tenure SET authority = 2",
    "no tenure": "DELETE FROM positions_tenure",
    "another tenure": "INSERT INTO positions_tenure (official_id, actor_id, role, authority,"
    " start_date) SELECT official_id, actor_id, 'Head', 1, '2022-12-01' FROM positions_tenure",
    "a reprint": "UPDATE positions_source SET kind = 'reprint'",
    "an official record": "UPDATE positions_source SET kind = 'official_record'",
    "another source": "UPDATE positions_citation SET source_id = (SELECT id FROM positions_source"
    " WHERE slug = 'record') WHERE statement_id = {0} AND source_id IN (SELECT id"
    " FROM positions_source WHERE slug = 'first')",
    "one more source": "INSERT INTO positions_citation (statement_id, source_id, exact, prefix,"
    " suffix) SELECT {0}, id, '', '', '' FROM positions_source WHERE slug = 'record'",
    "one source less": "DELETE FROM positions_citation WHERE statement_id = {0}"
    " AND source_id IN (SELECT id FROM positions_source WHERE slug = 'first')",
    "another office": "UPDATE positions_statement SET role = 'Envoy' WHERE id = {0}",
    "another address": "UPDATE positions_statement SET slug = '0' WHERE id = {0}",
    "another coding": "UPDATE positions_coding SET stance = 'requires', gate = 'sign'"
    " WHERE statement_id = {0}",
    "a coding less": "DELETE FROM positions_coding WHERE statement_id = {0}",
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_path_a_change_takes_the_database_follows(change):
    """Copies are those of the statement, and cells what the rules make of it."""
    sources = [make.source(slug="first"), make.source("reprint")]
    make.source("official_record", slug="record")
    first = make.statement("Never.", by="putin", on="2022-06-01", sources=sources, authority=3)
    make.coding(first, "withdrawal", "demands")
    told = make.statement("Out.", by="putin", on="2022-12-02", sources=sources, slug="b")
    make.coding(told, "withdrawal", "demands")
    other = make.statement("Out!", by="lavrov", on="2022-12-02", slug="a", authority=3)
    make.coding(other, "withdrawal", "demands")
    make.coding(make.statement("No.", by="putin", on="2022-09-01"), "withdrawal", "rejects")
    connection.check_constraints()
    before = list(LineDay.objects.values_list()), evidence_of(told.pk)
    with connection.cursor() as cursor:
        cursor.execute(CHANGES[change].format(told.pk))
    statement, codings = evidence_of(told.pk)
    assert all(coding == statement for coding in codings)
    assert before != (list(LineDay.objects.values_list()), (statement, codings))
    found, expected = tables(date(2023, 1, 1))
    assert found == expected


def test_what_was_read_before_a_change_is_not_written_back():
    told = make.coding(make.statement("Out.", on="2022-12-02"), "withdrawal", "demands")
    read = Coding.objects.get(pk=told.pk)
    Statement.objects.update(said_on="2022-11-01")
    read.note = "Said at night."
    read.save()
    read.refresh_from_db()
    assert (read.note, read.counts_on) == ("Said at night.", date(2022, 11, 1))
    Coding.objects.update(counts_on="2020-01-01", authority=4, evidence="D", status="draft")
    statement, codings = evidence_of(told.statement_id)
    assert codings == [statement]


def copy_of(table, pk, **told):
    """A new row like another, but for these columns in SQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = '' AND attname <> 'id'",
            [table],
        )
        values = {name: f'"{name}"' for (name,) in cursor.fetchall()} | told
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(f'"{name}"' for name in values)}) "
            f"SELECT {', '.join(values.values())} FROM {table} WHERE id = {pk} RETURNING id"
        )
        return cursor.fetchone()[0]


def test_what_is_told_of_evidence_is_mended():
    told = make.statement("Out.", by="putin", on="2022-12-02", authority=1)
    given = {"slug": "'other'", "status": "'draft'", "published_at": "now()"}
    for claimed in ({"authority": "2"}, {"evidence": "'A'"}, {"authority": "NULL"}, {}):
        pk = copy_of("positions_statement", told.pk, **given, **claimed)
        entered = Statement.objects.filter(pk=pk)
        assert entered.values_list("authority", "evidence", "published_at").get() == (1, "", None)
        entered.delete()


def test_a_source_that_is_only_told_of_publishes_nothing():
    told = make.statement("Out.", by="putin", on="2022-12-02")
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="needs a source"), transaction.atomic():
        copy_of("positions_statement", told.pk, slug="'other'", evidence="'B'")
        connection.check_constraints()


@pytest.mark.parametrize(
    "told", [{"evidence": "'A'"}, {"counts_on": "'2020-01-01'"}, {"statement_id": "0"}]
)
def test_a_coding_that_stands_elsewhere_than_its_statement_is_refused(told):
    coding = make.coding(make.statement("Out.", on="2022-12-02"), "withdrawal", "demands")
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="as_its_statement"), transaction.atomic():
        copy_of("positions_coding", coding.pk, stance="'requires'", gate="'sign'", **told)
        connection.check_constraints()


def test_what_changed_of_many_statements_is_found_by_their_ids():
    """Not by looking at all new rows for each old one; of such rows there are no statistics."""
    rows = 2000
    statement = "id, 'a' AS slug, '' AS role, 1 AS actor_id"
    tables = {
        "old_rows": statement,
        "new_rows": statement,
        "positions_coding": "id AS statement_id, 'published' AS status",
    }
    with connection.cursor() as cursor:
        for table, columns in tables.items():
            cursor.execute(
                f"CREATE TEMP TABLE {table} AS SELECT {columns} FROM generate_series(1, {rows}) id"
            )
        cursor.execute(
            "EXPLAIN (ANALYZE, FORMAT JSON) SELECT EXISTS ("
            f"SELECT FROM {CHANGED_WORDS} r WHERE r.status = 'published')"
        )
        ((found,),) = cursor.fetchall()
    removed = [int(n) for n in re.findall(r"'Rows Removed by Join Filter': (\d+)", str(found))]
    assert sum(removed) <= rows


def test_a_line_is_one_descent_of_an_index_however_much_was_said():
    """Blocks are counted, as they are the same each time: one descent reads four at most here."""
    days = 200
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO positions_lineday (holder_id, precondition_id, gate, day, coding_id,
                first_id, restated, offices, leads, moved)
            SELECT holder, precondition, gate, date '2022-01-01' + day, 1, 1, 0, 1, true, false
            FROM generate_series(1, 4) holder, generate_series(1, 10) precondition,
                unnest(%s::text[]) gate, generate_series(1, {days}) day""",
            [Gate.values],
        )
        cursor.execute("ANALYZE positions_lineday")
    actors = [Actor(pk=number, slug=f"a{number}") for number in range(1, 5)]
    preconditions = [Precondition(pk=number, slug=f"p{number}") for number in range(1, 11)]
    asked = Standing(actors, preconditions, date(2022, 6, 1))
    lines = asked.lines()
    assert {line.day for line in lines} == {date(2022, 6, 1)}
    assert len(lines) == 4 * 10 * len(Gate)
    ((found,),) = asked.rows(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {KEPT_LINES}")
    blocks = found[0]["Plan"]["Shared Hit Blocks"] + found[0]["Plan"]["Shared Read Blocks"]
    assert blocks <= 4 * len(lines)


def crowded(number, days):
    """So many statements on one cell within so many days: two in three against what was said last,
    several by the same speaker, some with a claim beside the actor's own stance."""
    speakers = [*SPEAKERS, "head"]
    return [
        {
            "slug": f"s-{n}",
            "actor": "us",
            "speaker": speakers[n % len(speakers)],
            "said_on": date(2022, 9, 1) + timedelta(n % days),
            "date_precision": "day",
            "form": "quotation",
            "status": "published",
            "source": ["official_record", "news_agency"][n % 2],
            "codings": {
                ("call", "us", "none"): ("demands" if n % 3 else "rejects", n % 11 == 0),
                **({("call", "us", "sign"): ("requires", True)} if n % 5 == 0 else {}),
            },
        }
        for n in range(number)
    ]


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize(("number", "days"), [(75, 75), (24, 3), (320, 28)])
def test_cells_in_which_much_is_said_are_found_as_the_rules_have_them(world, reach, number, days):
    """More than is shown against a headline, and more left out than is counted."""
    make.actor("china")
    world.enter(crowded(number, days))
    claims = Coding.objects.filter(claimed_by__slug="russia").values_list("pk", flat=True)
    Coding.objects.filter(pk__in=[*claims[::2]]).update(claimed_by=make.actor("china"))
    for day in (date(2022, 9, 2), date(2022, 10, 5), date(2022, 12, 1)):
        for gate in ("sign", "none", ""):
            found, expected = tables(day, reach, gate)
            assert found == expected
    (cell,) = (cell for row in found for cell in row.cells if cell.claims)
    assert len(cell.claims) == 2
    if number > 300:
        assert cell.more_split or cell.left_out > MOST_LEFT_OUT


# The tests below see the seeds.


def test_what_takes_long_to_plan_is_planned_once_for_a_connection(seeds):
    asked = list(Actor.objects.all()), list(Precondition.objects.all()), date(2026, 7, 1)
    planned = "SELECT name FROM pg_prepared_statements WHERE statement LIKE %s ORDER BY name"
    found = []
    for _ in range(2):
        Standing(*asked).told(offices=True)
        with connection.cursor() as cursor:
            cursor.execute(planned, ["%positions_coding%"])
            found.append(cursor.fetchall())
    assert found[0] == found[1] and len(found[0]) >= 3


@pytest.mark.parametrize("reach", REACHES)
def test_what_is_withdrawn_while_it_is_read_is_left_out(seeds, monkeypatch, reach):
    """Each of the queries sees what was changed before it began."""
    day = date(2026, 7, 1)
    asked = list(Actor.objects.all()), list(Precondition.objects.all()), day
    precondition = Precondition.objects.get(slug="full-ceasefire")
    gone = Statement.objects.filter(codings__precondition=precondition)

    def withdrawn_meanwhile(codings):
        gone.update(status=Status.WITHDRAWN, withdrawn_on=day, withdrawn_because="Twice.")
        return positions_of(codings)

    assert any(cell[1] == "full-ceasefire" for cell in Standing(*asked, reach=reach).told())
    assert any(spoken.turns for spoken in spoken_on(precondition, day).values())
    for module in ("standing", "turns"):
        monkeypatch.setattr(f"positions.models.{module}.positions_of", withdrawn_meanwhile)
    with transaction.atomic():
        told = Standing(*asked, reach=reach).told(offices=True)
        transaction.set_rollback(True)
    assert told
    assert not any(told.lines for cell, told in told.items() if cell[1] == "full-ceasefire")
    with transaction.atomic():
        assert not any(spoken.turns for spoken in spoken_on(precondition, day).values())
        transaction.set_rollback(True)


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("gate", ["", "sign"])
def test_the_seeds_have_the_same_cells_by_both(seeds, reach, gate):
    for day in (date(2022, 12, 2), date(2025, 6, 2), date(2026, 7, 1)):
        found, expected = tables(day, reach, gate, versus=date(2022, 9, 1))
        assert found == expected


def test_the_seeds_went_the_same_way_by_both(seeds):
    found, expected = turns_by_both(date(2026, 7, 1))
    assert found == expected


def test_queries_do_not_grow_with_what_was_said(seeds, django_assert_num_queries):
    for actors in (Actor.objects.all()[:1], Actor.objects.all()):
        asked = list(actors), list(Precondition.objects.all())
        with django_assert_num_queries(5):
            Standing(*asked, date(2026, 7, 1)).told(offices=True)
