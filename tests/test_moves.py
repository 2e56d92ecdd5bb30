"""What the database finds to have moved is what changes.moves() says has moved."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.changes import moves
from positions.codebook import GATED, MUST_BE_GATED, Form, Gate, SourceKind, Stance
from positions.models import Citation, Coding, LineDay, Statement
from positions.models.moves import Moves

from . import make

pytestmark = pytest.mark.django_db

ACTORS = ["us", "russia"]
ROWS = {"call": "talks", "call-2": "talks", "withdrawal": "forces"}
# Who speaks: an official by name, or an attribution without one.
SPEAKERS = ["head", "minister", "spokesman", "guest", "institution", "unnamed"]
DAYS = [date(2022, 9, 29), date(2022, 9, 30), date(2022, 10, 1), date(2022, 10, 31)]
FITTING = [
    (stance, gate)
    for stance in Stance
    for gate in Gate
    if (gate == Gate.NONE and stance not in MUST_BE_GATED)
    or (gate != Gate.NONE and stance in GATED)
]
ALL = 1000


def record(random, size):
    """Statements with their codings, crowded into few cells, days and grades so that ties occur."""

    def some(choices):
        return random.sample(choices, random.randint(1, min(3, len(choices))))

    rows, holders, days, speakers = some(list(ROWS)), some(ACTORS), some(DAYS), some(SPEAKERS)
    precisions, sources = some(["day", "month", "year"]), some(SourceKind.values)
    # Letters and hyphens, which most collations sort otherwise than code points.
    slugs = {"".join(random.choices(["a", "b", "-a", "-b"], k=4)).strip("-") for _ in range(size)}
    return [
        {
            "slug": slug,
            "actor": random.choice(ACTORS),
            "speaker": random.choice(speakers),
            "said_on": random.choice(days),
            "date_precision": random.choice(["day", *precisions]),
            "form": random.choice(Form.values),
            "status": random.choice(["published", "published", "published", "draft"]),
            "source": random.choice(sources),
            "codings": {
                (random.choice(rows), random.choice(holders), gate): (stance, random.random() < 0.2)
                for stance, gate in random.sample(FITTING, 3)
            },
        }
        for slug in random.sample(sorted(slugs), len(slugs))
    ]


@dataclass
class World:
    actors: dict
    officials: dict
    preconditions: dict
    sources: dict

    def enter(self, told):
        """Statements and codings, in a few queries."""
        made = Statement.objects.bulk_create(self.statement(**fields) for fields in told)
        Citation.objects.bulk_create(
            Citation(statement=statement, source=self.sources[fields["source"]])
            for statement, fields in zip(made, told, strict=True)
        )
        Coding.objects.bulk_create(
            self.coding(statement, *coded)
            for statement, fields in zip(made, told, strict=True)
            for coded in fields["codings"].items()
        )

    def statement(self, speaker, actor, source, codings, **fields):
        official = self.officials.get(speaker)
        return Statement(
            text="So it is.",
            actor=self.actors[actor],
            official=official,
            attribution="named" if official else speaker,
            role="Office",
            on_behalf_of="Both",
            **fields,
        )

    def coding(self, statement, where, what):
        (precondition, holder, gate), (stance, claimed) = where, what
        other = next(actor for slug, actor in self.actors.items() if slug != holder)
        return Coding(
            statement=statement,
            precondition=self.preconditions[precondition],
            holder=self.actors[holder],
            stance=stance,
            gate=gate,
            claimed_by=other if claimed else None,
            note="If.",
        )

    def tally(self, counts):
        """The counts by slugs, with their days."""
        actors = {actor.pk: slug for slug, actor in self.actors.items()}
        topics = {row.topic_id: row.topic.slug for row in self.preconditions.values()}
        return {
            (actors[c.actor_id], topics[c.topic_id], c.is_first): (c.number, c.earliest, c.latest)
            for c in counts
        }


@pytest.fixture
def world():
    """Two actors with officials of every authority, the guest of none in the second half."""
    actors = {slug: make.actor(slug) for slug in ACTORS}
    officials = {
        slug: make.official(slug, of=ACTORS[0], role=slug, authority=authority)
        for authority, slug in enumerate(SPEAKERS[:3], start=1)
    }
    for official in officials.values():
        make.tenure(official, ACTORS[1], "Envoy", authority=2)
    officials["guest"] = make.official("guest", of=ACTORS[0], authority=1, end="2022-09-30")
    rows = {slug: make.precondition(slug, topic) for slug, topic in ROWS.items()}
    return World(actors, officials, rows, {kind: make.source(kind) for kind in SourceKind.values})


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    random=st.randoms(use_true_random=True),
    size=st.integers(1, 40),
    since=st.sampled_from(DAYS),
    until=st.sampled_from(DAYS),
)
def test_the_database_finds_the_moves_of_the_codebook(world, random, size, since, until):
    with transaction.atomic():
        world.enter(record(random, size))
        everything = LineDay.objects.all()
        expected = moves(make.positions())
        changed = [move for move in expected if move.before]

        found = Moves(everything, first_statements=True)
        assert found[:ALL] == expected
        assert (found.count(), world.tally(found.counts)) == (len(expected), tally_of(expected))
        found = Moves(everything)
        assert found[:ALL] == changed
        assert found[1:3] == changed[1:3]
        assert (found.count(), world.tally(found.counts)) == (len(changed), tally_of(changed))

        earlier = everything.filter(day__lte=until)
        assert Moves(earlier, since=since)[:ALL] == [
            move for move in changed if since <= move.after.day <= until
        ]
        transaction.set_rollback(True)


def tally_of(found):
    days = defaultdict(list)
    for move in found:
        after = move.after
        days[after.holder, ROWS[after.precondition], move.before is None].append(after.day)
    return {key: (len(found), min(found), max(found)) for key, found in days.items()}


def test_two_gates_of_one_statement_stand_in_the_order_of_the_codebook():
    told = make.statement("Not before, and not in the end.", on="2022-12-02")
    make.coding(told, "withdrawal", "requires", gate="sign")
    make.coding(told, "withdrawal", "requires", gate="enter_talks")
    (move,) = Moves(LineDay.objects.all(), first_statements=True)[:ALL]
    assert move.after.gate == "enter_talks"
    assert [move] == moves(make.positions())


def test_moves_of_no_codings_are_none():
    assert Moves(LineDay.objects.none())[:5] == []
    assert Moves(LineDay.objects.none()).count() == 0


# The tests below see the seeds.


def test_the_seeds_have_the_same_moves_by_both(seeds):
    expected = moves(make.positions())
    found = Moves(LineDay.objects.all(), first_statements=True)
    assert found[:ALL] == expected
    assert Counter(c.is_first for c in found.counts for _ in range(c.number)) == Counter(
        move.before is None for move in expected
    )


def test_two_queries_find_a_page_however_long_it_is(seeds, django_assert_num_queries):
    for size in (1, 100):
        with django_assert_num_queries(2):
            assert len(Moves(LineDay.objects.all())[:size]) == size
