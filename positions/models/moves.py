"""What moved, as the database keeps it: positions.changes.moves() for tables of any size.

A test holds both against each other.
"""

from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet

from positions.changes import Move
from positions.replicas import reading

from .spoken import positions_of

# Slugs are compared by code points, as Python does.
MOVED = """
WITH moved AS (
    SELECT d.coding_id AS id, d.headline_before_id AS id_before, d.day, d.holder_id, p.topic_id,
        s.date_precision AS precision, c.authority, s.slug COLLATE "C" AS statement_slug,
        a.slug COLLATE "C" AS holder_slug, p.slug COLLATE "C" AS precondition_slug,
        s.published_at, c.stance, c.gate
    FROM ({lines}) d
    JOIN positions_coding c ON c.id = d.coding_id
    JOIN positions_statement s ON s.id = c.statement_id
    JOIN positions_actor a ON a.id = d.holder_id
    JOIN positions_precondition p ON p.id = d.precondition_id
    WHERE d.moved AND d.day >= %s AND (d.headline_before_id IS NOT NULL OR %s)
)
"""
PAGE = """
SELECT id, id_before FROM moved
ORDER BY day DESC, precision, authority, statement_slug, holder_slug, precondition_slug
LIMIT %s OFFSET %s
"""
# The same after one, which need not be there any more.
AFTER = """
SELECT id, id_before FROM moved
WHERE day < %s OR day = %s
    AND (precision, authority, statement_slug, holder_slug, precondition_slug)
        > (%s, %s, %s, %s, %s)
ORDER BY day DESC, precision, authority, statement_slug, holder_slug, precondition_slug
LIMIT %s
"""
# A change is seen once both statements are published and the later one is coded so.
NEWLY_PUBLISHED = """
SELECT moved.id, id_before, greatest(moved.published_at, b.published_at, coded.at) AS at
FROM moved LEFT JOIN positions_coding c ON c.id = id_before
LEFT JOIN positions_statement b ON b.id = c.statement_id
LEFT JOIN LATERAL (
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
    """The Moves among the lines of some cells (a queryset of LineDay), newest first; counted and
    sliced as a Paginator asks for it.

    Moves before `since` are left out, first statements too unless they are asked for.
    """

    ordered = True

    def __init__(self, lines, *, since=None, first_statements=False):
        self.lines = lines
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
        return [move for (move,) in self.moves(self.rows(PAGE, part.stop - start, start))]

    def after(self, key, most):
        """A list of at most so many that come after the one with this place()."""
        day, *rest = key
        return [move for (move,) in self.moves(self.rows(AFTER, day, day, *rest, most))]

    def newly_published(self, most):
        """At most so many, the newest to readers first, each with when they could first see it: a
        list of pairs."""
        return self.moves(self.rows(NEWLY_PUBLISHED, most))

    def moves(self, rows):
        """The Moves of rows of two codings, each with what else stands in its row."""
        wanted = {pk for row in rows for pk in row[:2] if pk}
        positions = positions_of(wanted)
        return [
            (Move(positions.get(before), positions[after]), *rest)
            for after, before, *rest in rows
            if after in positions
        ]

    def rows(self, select, *parameters):
        """What a SELECT of the moves above gives."""
        try:
            lines, within = self.lines.order_by().values().query.sql_with_params()
        except EmptyResultSet:
            return []
        shown = self.since, self.first_statements
        with reading().cursor() as cursor:
            cursor.execute(MOVED.format(lines=lines) + select, [*within, *shown, *parameters])
            return cursor.fetchall()
