"""What stands in cells as of a day, found in the database by a fixed number of queries whatever
number of codings there are; positions.compare.told() says the same in Python, and a test holds both
against each other."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from positions.cells import MOST_LEFT_OUT, MOST_SPLIT, Line, Reach, Told
from positions.codebook import Gate, Grade, Stance, side
from positions.codes import NO_SIDE
from positions.compare import SENIOR, SPLIT_WINDOW, offices_of, waived
from positions.replicas import planned, reading

from .lines import COLUMNS, LINES, REACH, by_stance
from .spoken import positions_of

# Of each gate the last day up to the one asked for: one probe of the index each.
KEPT_LINES = f"""
SELECT d.* FROM unnest(%(holders)s::bigint[]) AS holder
CROSS JOIN unnest(%(preconditions)s::bigint[]) AS precondition
CROSS JOIN unnest(%(gates)s::text[]) AS at CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM positions_lineday d
    WHERE d.holder_id = holder AND d.precondition_id = precondition AND d.gate = at
        AND d.day <= %(day)s
    ORDER BY d.day DESC LIMIT 1
) d
"""
CELLS = (
    "c.holder_id = ANY(%(holders)s) AND c.precondition_id = ANY(%(preconditions)s)"
    " AND c.counts_on <= %(day)s"
)
WITHIN = REACH.format(authorities="%(authorities)s::int[]", grades="%(grades)s::text[]")
# With other evidence than the codebook's they are made for the occasion.
LINES_MADE = f"""
SELECT DISTINCT ON (holder_id, precondition_id, gate) {COLUMNS}
FROM ({LINES.format(no_side=NO_SIDE, reach=WITHIN, which=CELLS)}) d
ORDER BY holder_id, precondition_id, gate, day DESC
"""
PUBLISHED = f"c.status = 'published' AND c.stance <> '{NO_SIDE}'"
SEEN = f"{PUBLISHED} AND {CELLS}"
AT_GATE = "(%(gate)s = '' OR c.gate = %(gate)s)"
# Who speaks, as position.Position has it.
SPEAKER = """(@.official_id, CASE WHEN @.official_id IS NULL THEN @.role END,
        CASE WHEN @.official_id IS NULL AND @.role = '' THEN @.actor_id END)"""
# What stands against a headline: the same as compare.split(), the latest of it.
OPPOSED = f"""
SELECT 'opposed', against.id FROM positions_coding l
JOIN positions_statement t ON t.id = l.statement_id
CROSS JOIN LATERAL (
    SELECT c.id FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id
    WHERE c.holder_id = l.holder_id AND c.precondition_id = l.precondition_id
        AND c.counts_on BETWEEN l.counts_on - {SPLIT_WINDOW.days} AND l.counts_on
        AND c.status = 'published' AND c.claimed_by_id IS NULL AND {WITHIN}
        AND ({by_stance(side)}, {by_stance(side, "l")}) IN (('for', 'against'), ('against', 'for'))
        AND (c.authority IN {SENIOR} OR c.counts_on = l.counts_on AND c.authority = l.authority)
        AND {SPEAKER.replace("@", "s")} IS DISTINCT FROM {SPEAKER.replace("@", "t")}
    ORDER BY c.counts_on DESC FETCH FIRST {MOST_SPLIT + 1} ROWS WITH TIES
) against
WHERE l.id = ANY(%(headlines)s::bigint[])
"""
CLAIMED_HERE = (
    "holder_id = holder AND precondition_id = precondition AND status = 'published'"
    " AND claimed_by_id IS NOT NULL"
)
WAIVES = f"""
SELECT DISTINCT ON (c.holder_id, c.precondition_id) 'waives', c.id FROM positions_coding c
WHERE {SEEN} AND c.stance = '{Stance.WAIVES}' AND c.claimed_by_id IS NULL AND {WITHIN}
ORDER BY c.holder_id, c.precondition_id, c.counts_on DESC, c.id
"""
# The claims of each other party on the last day on which it made one; the parties of a cell are
# found by a step down the index each.
CLAIMS = f"""
SELECT 'claims', claim.id FROM unnest(%(holders)s::bigint[]) AS holder
CROSS JOIN unnest(%(preconditions)s::bigint[]) AS precondition CROSS JOIN LATERAL (
    WITH RECURSIVE party (id) AS (
        SELECT min(claimed_by_id) FROM positions_coding WHERE {CLAIMED_HERE}
        UNION ALL
        SELECT (SELECT min(claimed_by_id) FROM positions_coding
            WHERE {CLAIMED_HERE} AND claimed_by_id > party.id)
        FROM party WHERE party.id IS NOT NULL)
    SELECT id FROM party WHERE id IS NOT NULL
) party CROSS JOIN LATERAL (
    SELECT c.id FROM positions_coding c
    WHERE {CLAIMED_HERE} AND c.claimed_by_id = party.id AND c.counts_on <= %(day)s
        AND c.stance <> '{NO_SIDE}' AND {AT_GATE} AND c.authority = ANY(%(authorities)s::int[])
    ORDER BY c.counts_on DESC FETCH FIRST ROW WITH TIES
) claim
"""
BESIDE = f"{OPPOSED} UNION ALL ({WAIVES}) UNION ALL {CLAIMS}"
COVERED = (
    "c.authority = ANY(%(authorities)s::int[])"
    " AND (c.evidence = ANY(%(shown)s::text[]) OR c.claimed_by_id IS NOT NULL)"
)
# The last time that each office spoke in the run of a line.
OFFICES = f"""
SELECT DISTINCT ON (l.id, s.role, CASE s.role WHEN '' THEN s.actor_id END) l.id, c.id
FROM unnest(%(latest)s::bigint[], %(first)s::bigint[]) AS line(id, first_id)
JOIN positions_coding l ON l.id = line.id JOIN positions_coding f ON f.id = line.first_id
JOIN positions_coding c ON c.holder_id = l.holder_id AND c.precondition_id = l.precondition_id
    AND c.gate = l.gate AND c.stance = l.stance AND c.counts_on BETWEEN f.counts_on AND l.counts_on
JOIN positions_statement s ON s.id = c.statement_id
WHERE c.status = 'published' AND c.claimed_by_id IS NULL AND {WITHIN}
ORDER BY l.id, s.role, CASE s.role WHEN '' THEN s.actor_id END, c.counts_on DESC
"""
# A statement's own codings are covered or not by its evidence; claims by who makes them.
NOT_COVERED = f"""{AT_GATE} AND NOT ({COVERED}) AND NOT coalesce((
    SELECT true FROM positions_coding o
    WHERE o.statement_id = c.statement_id AND o.precondition_id = c.precondition_id
        AND o.holder_id = c.holder_id AND o.counts_on = c.counts_on AND o.stance <> '{NO_SIDE}'
        AND o.status = 'published' AND o.claimed_by_id IS NOT NULL
        AND o.authority = ANY(%(authorities)s::int[]) LIMIT 1), false)
"""
LEFT_OUT = f"""
SELECT holder, precondition, number FROM unnest(%(holders)s::bigint[]) AS holder
CROSS JOIN unnest(%(preconditions)s::bigint[]) AS precondition CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM (
        SELECT DISTINCT c.counts_on, c.statement_id FROM positions_coding c
        WHERE c.holder_id = holder AND c.precondition_id = precondition
            AND c.counts_on <= %(day)s AND {PUBLISHED} AND {NOT_COVERED}
        ORDER BY c.counts_on DESC LIMIT {MOST_LEFT_OUT + 1}) newest
) o WHERE number > 0
"""
LEFT_OUT_OF_ALL = f"""
SELECT count(DISTINCT c.statement_id) FROM positions_coding c WHERE {SEEN} AND {NOT_COVERED}
"""


class Held(NamedTuple):
    """A row of COLUMNS, codings by their primary keys."""

    holder: int
    precondition: int
    gate: str
    day: date
    coding: int
    first: int
    before: int | None
    between: int | None
    restated: int
    offices: int
    leads: bool
    moved: bool
    headline_before: int | None

    @property
    def codings(self):
        return self.coding, self.first, self.before, self.between

    def line(self, positions, offices):
        """The Line, from its positions by primary key and the offices that it names."""
        return Line(
            positions[self.coding],
            positions[self.first],
            restated=self.restated,
            office_count=self.offices,
            offices=offices,
            before=positions.get(self.before),
            between=positions.get(self.between),
        )


class Standing:
    """What stands in the cells of some actors and preconditions as of a day, with some evidence
    (cells.Reach); with a `gate`, what is told beside the lines is what was said at that gate."""

    def __init__(self, actors, preconditions, day, *, reach=None, gate=""):
        self.actors = {actor.pk: actor.slug for actor in actors}
        self.preconditions = {found.pk: found.slug for found in preconditions}
        self.reach = reach or Reach()
        self.gate = gate
        self.parameters = {
            "holders": [*self.actors],
            "preconditions": [*self.preconditions],
            "gates": Gate.values,
            "day": day,
            "gate": gate,
            "authorities": [*self.reach.authorities],
            "shown": [*self.reach.grades],
            # What may set a cell.
            "grades": [grade for grade in self.reach.grades if grade != Grade.D],
        }

    def rows(self, select, *, cursor=None, **instead):
        with cursor or reading().cursor() as cursor:
            cursor.execute(select, {**self.parameters, **instead})
            return cursor.fetchall()

    def lines(self, **instead):
        select = KEPT_LINES if self.reach == Reach() else LINES_MADE
        return [Held(*row) for row in self.rows(select, **instead)]

    def unnamed(self):
        """What unnamed persons said last at each gate."""
        if Grade.D not in self.reach.grades:
            return []
        found = [Held(*row) for row in self.rows(LINES_MADE, grades=[Grade.D])]
        return [held for held in found if self.gate in ("", held.gate)]

    def headlines(self, lines):
        """Of these lines those that lead their cells: the latest, of one day the headline."""
        found = {}
        for held in sorted(lines, key=lambda held: (held.day, held.leads)):
            if self.gate in ("", held.gate):
                found[held.holder, held.precondition] = held
        return list(found.values())

    def at_gate(self, gate):
        """The positions that stand at a gate, without those that were waived since."""
        held = [line.coding for line in self.lines(gates=[gate]) if line.gate == gate]
        waives = [pk for _, pk in self.rows(WAIVES)]
        positions = positions_of([*held, *waives])
        of_cell = defaultdict(list)
        for found in (positions[pk] for pk in waives if pk in positions):
            of_cell[found.holder, found.precondition].append(found)
        stated = [positions[pk] for pk in held if pk in positions]
        return [p for p in stated if not waived(p, of_cell[p.holder, p.precondition])]

    def told(self, *, only_lines=False, offices=False):
        """{(actor, precondition): cells.Told}, by slugs; with lines alone it takes two queries, and
        one more where lines are to name their offices. What is withdrawn between two of them is
        left out."""
        lines = self.lines()
        unnamed, beside, left_out = [], [], []
        if not only_lines:
            unnamed, left_out = self.unnamed(), self.rows(LEFT_OUT)
            headlines = [held.coding for held in self.headlines(lines)]
            beside = self.rows(BESIDE, cursor=planned(), headlines=headlines)
        wanted = {pk for held in (*lines, *unnamed) for pk in held.codings if pk}
        spoken = self.spoken(lines) if offices else defaultdict(list)
        wanted |= {pk for _, pk in beside} | {pk for pks in spoken.values() for pk in pks}
        positions = positions_of(wanted)
        parts = defaultdict(lambda: defaultdict(tuple))
        for held in lines:
            if {held.coding, held.first} <= positions.keys():
                by = offices_of(positions[pk] for pk in spoken[held.coding] if pk in positions)
                parts[self.cell_of(held)]["lines"] += (held.line(positions, by),)
        for part, pk in [*(("unnamed", held.coding) for held in unnamed), *beside]:
            if found := positions.get(pk):
                parts[found.holder, found.precondition][part] += (found,)
        for holder, precondition, number in left_out:
            parts[self.actors[holder], self.preconditions[precondition]]["left_out"] = number
        return {cell: Told(**told) for cell, told in parts.items()}

    def spoken(self, lines):
        """{a line's coding: the codings with which each office spoke last in its run}."""
        found = defaultdict(list)
        ends = {"latest": [held.coding for held in lines], "first": [held.first for held in lines]}
        for line, coding in self.rows(OFFICES, cursor=planned(), **ends):
            found[line].append(coding)
        return found

    def cell_of(self, held):
        return self.actors[held.holder], self.preconditions[held.precondition]

    def left_out(self):
        """The number of statements that the evidence asked for does not take in, of all cells
        together."""
        return self.rows(LEFT_OUT_OF_ALL)[0][0]
