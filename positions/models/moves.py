"""What moved, found in the database: positions.changes.moves() for tables of any size.

A test holds both against each other.
"""

from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Collate

from positions.cells import Reach
from positions.changes import Move
from positions.codebook import MEANINGS, Gate

from .codings import Coding
from .evidence import authority, grade
from .groups import group_of

# `coding` has one row for each coding of the cells in question; materialized, so that authority and
# grade are reckoned once. Slugs are compared by code points, as Python does.
MOVED = """
WITH coding AS MATERIALIZED ({codings}),
evidence AS (
    SELECT * FROM coding WHERE authority = ANY(%s) AND grade = ANY(%s)
),
-- At a gate, of equal precedence each group of stances puts its most specific coding forward;
forward AS (
    SELECT DISTINCT ON (holder_id, precondition_id, day, gate, authority, grade, stance_group) *
    FROM evidence
    ORDER BY holder_id, precondition_id, day, gate, authority, grade, stance_group,
        rank, statement_slug
),
-- between the groups the statement decides. This is the line of a gate on a day.
line AS (
    SELECT DISTINCT ON (holder_id, precondition_id, day, gate) *
    FROM forward
    ORDER BY holder_id, precondition_id, day, gate, authority, grade, statement_slug, stance_group
),
-- The same between the lines makes the headline of a day.
forward_line AS (
    SELECT DISTINCT ON (holder_id, precondition_id, day, authority, ungated, grade, stance_group) *
    FROM line
    ORDER BY holder_id, precondition_id, day, authority, ungated, grade, stance_group,
        rank, statement_slug, gate_rank
),
headline AS (
    SELECT DISTINCT ON (holder_id, precondition_id, day) *
    FROM forward_line
    ORDER BY holder_id, precondition_id, day, authority, ungated, grade, statement_slug,
        stance_group
),
-- Each with the headline before it, if there is one.
sequence AS (
    SELECT *,
        lag(id) OVER days AS id_before,
        lag(statement_slug) OVER days AS slug_before,
        lag(stance_group) OVER days AS stance_group_before,
        lag(gate) OVER days AS gate_before,
        lag(published_at) OVER days AS published_at_before
    FROM headline
    WINDOW days AS (PARTITION BY holder_id, precondition_id ORDER BY day)
),
moved AS (
    SELECT * FROM sequence
    WHERE (stance_group, gate) IS DISTINCT FROM (stance_group_before, gate_before)
        AND (id_before IS NOT NULL OR %s)
        AND day >= %s
)
"""
PAGE = """
SELECT id, id_before, holder_slug, precondition_slug,
    statement_slug, gate, slug_before, gate_before
FROM moved
ORDER BY day DESC, precision, authority, statement_slug, holder_slug, precondition_slug
LIMIT %s OFFSET %s
"""
# The same after one, which need not be there any more.
AFTER = """
SELECT id, id_before, holder_slug, precondition_slug,
    statement_slug, gate, slug_before, gate_before
FROM moved
WHERE day < %s OR day = %s
    AND (precision, authority, statement_slug, holder_slug, precondition_slug)
        > (%s, %s, %s, %s, %s)
ORDER BY day DESC, precision, authority, statement_slug, holder_slug, precondition_slug
LIMIT %s
"""
# A change is seen once both statements are published and the later one is coded so.
NEWLY_PUBLISHED = """
SELECT id, id_before, holder_slug, precondition_slug,
    statement_slug, gate, slug_before, gate_before,
    greatest(published_at, published_at_before, coded.at) AS at
FROM moved LEFT JOIN LATERAL (
    SELECT min(pgh_created_at) AS at FROM positions_codingevent e
    WHERE e.pgh_obj_id = moved.id AND e.stance = moved.stance AND e.gate = moved.gate
) coded ON true
ORDER BY at DESC, day DESC, statement_slug, holder_slug, precondition_slug
LIMIT %s
"""
COUNTS = """
SELECT holder_id, topic_id, id_before IS NULL, count(*), min(day), max(day)
FROM moved
GROUP BY 1, 2, 3
"""


RANKS = Case(*(When(stance=stance, then=Value(told.rank)) for stance, told in MEANINGS.items()))
GATE_RANKS = Case(*(When(gate=gate, then=Value(rank)) for rank, gate in enumerate(Gate)))


def deciding(codings):
    """Published codings that are no claims, with all that decides which of them is a headline."""
    return (
        codings.published()
        .filter(claimed_by=None)
        .order_by()
        .values(
            "id",
            "holder_id",
            "precondition_id",
            "gate",
            "stance",
            holder_slug=Collate("holder__slug", "C"),
            precondition_slug=Collate("precondition__slug", "C"),
            topic_id=F("precondition__topic_id"),
            statement_slug=Collate("statement__slug", "C"),
            day=F("statement__counts_on"),
            published_at=F("statement__published_at"),
            precision=F("statement__date_precision"),
            authority=authority("statement__"),
            ungated=Q(gate=Gate.NONE),
            gate_rank=GATE_RANKS,
            grade=grade("statement__"),
            stance_group=group_of("stance"),
            rank=RANKS,
        )
    )


class Count(NamedTuple):
    """How many changes, or first statements, an actor has on a topic, and between which days."""

    actor_id: int
    topic_id: int
    is_first: bool
    number: int
    earliest: date
    latest: date


def place(move):
    """What decides where a Move stands among others: its day, and what follows where days are
    equal."""
    now = move.after
    return (now.day, now.precision, now.authority, now.statement, now.holder, now.precondition)


class Moves:
    """The Moves among `codings`, newest first; counted and sliced as a Paginator asks for it.

    `codings` is a queryset of all codings of some cells, up to some day. Moves before `since` are
    left out, first statements too unless they are asked for.
    """

    ordered = True

    def __init__(self, codings, *, since=None, first_statements=False):
        self.codings = codings
        self.since = since or date.min
        self.first_statements = first_statements

    @cached_property
    def counts(self):
        """A Count for every actor and topic, changes and first statements apart."""
        return [Count(*row) for row in self.rows(COUNTS)]

    def count(self):
        return sum(count.number for count in self.counts)

    def __getitem__(self, part):
        start = part.start or 0
        return self.moves(self.rows(PAGE, part.stop - start, start))

    def after(self, key, most):
        """A list of at most so many that come after the one with this place()."""
        day, *rest = key
        return self.moves(self.rows(AFTER, day, day, *rest, most))

    def newly_published(self, most):
        """At most so many, the newest to readers first, each with when they could first see it: a
        list of pairs."""
        rows = self.rows(NEWLY_PUBLISHED, most)
        moments = {row[2:6]: row[-1] for row in rows}
        ends = ((move, move.after) for move in self.moves([row[:-1] for row in rows]))
        return [
            (move, moments[end.holder, end.precondition, end.statement, end.gate])
            for move, end in ends
        ]

    def moves(self, rows):
        codings = Coding.objects.filter(pk__in={pk for row in rows for pk in row[:2] if pk})
        positions = {
            (p.holder, p.precondition, p.statement, p.gate): p for p in codings.positions()
        }
        return [
            Move(positions.get((*cell, before, gate_before)), positions[*cell, after, gate])
            for _, _, *cell, after, gate, before, gate_before in rows
            if (*cell, after, gate) in positions
        ]

    def rows(self, select, *parameters):
        """What a SELECT of the moves above gives."""
        reach = Reach()
        try:
            codings, within = deciding(self.codings).query.sql_with_params()
        except EmptyResultSet:
            return []
        shown = [list(reach.authorities), list(reach.grades), self.first_statements, self.since]
        with connection.cursor() as cursor:
            cursor.execute(MOVED.format(codings=codings) + select, [*within, *shown, *parameters])
            return cursor.fetchall()
