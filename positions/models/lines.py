"""The lines of every cell on every day on which its actor spoke, kept by the database.

positions.compare has the rules in Python; a test holds both against each other.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from positions.cells import Reach
from positions.codebook import MEANINGS, Gate, Stance, group, side
from positions.codes import NO_SIDE

from .evidence import changes


def by_stance(value, coding="c"):
    """SQL that gives for the stance of a coding what `value` gives for it."""
    whens = " ".join(f"WHEN '{stance}' THEN '{value(stance)}'" for stance in Stance)
    return f"CASE {coding}.stance {whens} END"


GATE_RANK = " ".join(f"WHEN '{gate}' THEN {rank}" for rank, gate in enumerate(Gate))

HEADLINE = "ARRAY[to_char(day, 'YYYY-MM-DD'), id::text, stance_group, gate]"

# Rows of positions_lineday for the codings `c` that {which} lets through, with the evidence that
# {reach} takes in. One pass of windows over them, as the planner knows nothing of their number.
# Slugs are compared by code points, as Python does.
LINES = f"""
WITH coding AS (
    SELECT c.id, c.holder_id, c.precondition_id, c.gate, c.counts_on AS day, c.stance,
        c.authority, c.evidence, c.gate = '{Gate.NONE}' AS ungated,
        CASE c.gate {GATE_RANK} END AS gate_rank,
        {by_stance(group)} AS stance_group,
        {by_stance(side)} AS side,
        {by_stance(lambda stance: MEANINGS[stance].rank)}::int AS rank,
        s.slug COLLATE "C" AS slug,
        coalesce(nullif(s.role, ''), s.actor_id::text) AS office
    FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id
    WHERE c.status = 'published' AND c.claimed_by_id IS NULL AND c.stance <> '{{no_side}}'
        AND {{reach}} AND {{which}}
),
-- At a gate, of equal precedence each group of stances puts its most specific coding forward;
forward AS (
    SELECT *, first_value(slug) OVER (
        PARTITION BY holder_id, precondition_id, gate, day, authority, evidence, stance_group
        ORDER BY rank, slug) AS foremost
    FROM coding
),
-- between the groups the statement decides. The first leads the line of the gate on that day.
led AS (
    SELECT *,
        row_number() OVER told = 1 AS leads_line,
        first_value(id) OVER told AS leader,
        first_value(stance) OVER told AS stance_led
    FROM forward
    WINDOW told AS (
        PARTITION BY holder_id, precondition_id, gate, day
        ORDER BY authority, evidence, foremost, stance_group, rank, slug)
),
-- An unbroken run of one stance at a gate has one number. What else has the stance of the line on
-- its day belongs to the run.
opening AS (
    SELECT *, stance = stance_led AS in_run, first_value(leader) OVER before AS leader_before,
        leads_line AND stance_led IS DISTINCT FROM first_value(stance_led) OVER before AS opens
    FROM led
    WINDOW before AS (
        PARTITION BY holder_id, precondition_id, gate
        ORDER BY day GROUPS BETWEEN 1 PRECEDING AND 1 PRECEDING)
),
numbered AS (
    SELECT *, count(*) FILTER (WHERE opens) OVER (
        PARTITION BY holder_id, precondition_id, gate ORDER BY day) AS run
    FROM opening
),
run AS (
    SELECT *,
        first_value(leader) OVER days AS first_id,
        first_value(leader_before) OVER days AS before_id,
        first_value(day) OVER days AS first_day,
        in_run AND row_number() OVER (
            PARTITION BY holder_id, precondition_id, gate, run, in_run, office ORDER BY day
        ) = 1 AS first_of_office
    FROM numbered
    WINDOW days AS (PARTITION BY holder_id, precondition_id, gate, run ORDER BY day)
),
counted AS (
    SELECT *,
        count(*) FILTER (WHERE in_run AND day > first_day) OVER days AS restated,
        count(*) FILTER (WHERE first_of_office) OVER days AS offices
    FROM run WINDOW days AS (PARTITION BY holder_id, precondition_id, gate, run ORDER BY day)
),
-- The same order between the lines of a day makes its headline.
line AS (
    SELECT *, first_value(slug) OVER (
        PARTITION BY holder_id, precondition_id, day, authority, ungated, evidence, stance_group
        ORDER BY rank, slug, gate_rank) AS foremost_line
    FROM counted WHERE leads_line
),
headline AS (
    SELECT *, row_number() OVER (
        PARTITION BY holder_id, precondition_id, day
        ORDER BY authority, ungated, evidence, foremost_line, stance_group, rank, slug, gate_rank
    ) = 1 AS leads
    FROM line
),
-- Of the days before, the last headline, and the last on either side.
before AS (
    SELECT *,
        max({HEADLINE}) FILTER (WHERE leads) OVER days AS last,
        max({HEADLINE}) FILTER (WHERE leads AND side = 'for') OVER days AS last_for,
        max({HEADLINE}) FILTER (WHERE leads AND side = 'against') OVER days AS last_against
    FROM headline
    WINDOW days AS (
        PARTITION BY holder_id, precondition_id
        ORDER BY day GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
opposed AS (
    SELECT *, CASE side WHEN 'for' THEN last_against WHEN 'against' THEN last_for END AS other
    FROM before
)
SELECT holder_id, precondition_id, gate, day, id AS coding_id, first_id, before_id,
    CASE WHEN other[1]::date > first_day THEN other[2]::bigint END AS between_id,
    restated::int, offices::int, leads,
    leads AND (last IS NULL OR last[3:4] <> ARRAY[stance_group, gate]) AS moved,
    CASE WHEN leads THEN last[2]::bigint END AS headline_before_id
FROM opposed
"""
COLUMNS = (
    "holder_id, precondition_id, gate, day, coding_id, first_id, before_id, between_id, restated, "
    "offices, leads, moved, headline_before_id"
)
REACH = "c.authority = ANY({authorities}) AND c.evidence = ANY({grades})"
BY_DEFAULT = REACH.format(
    authorities=f"'{{{','.join(map(str, Reach().authorities))}}}'::int[]",
    grades=f"'{{{','.join(Reach().grades)}}}'::text[]",
)


def made_anew(rows):
    """The body of a trigger for each statement that makes the lines anew of the cells in which
    `rows`, codings of which some are published, are. Cells are compared from their beginning, as
    words of long ago move all that follows; what has stayed as it was is not written."""
    touched = f"(SELECT holder_id, precondition_id FROM {rows} r WHERE r.status = 'published')"
    fresh = LINES.format(
        no_side=NO_SIDE,
        reach=BY_DEFAULT,
        which="(c.holder_id, c.precondition_id) IN (SELECT * FROM touched)",
    )
    values = COLUMNS.split(", ")[4:]
    return f"""
        IF NOT EXISTS {touched} THEN
            RETURN NULL;
        END IF;
        -- Whoever else changes these cells waits, and then sees what was changed here.
        PERFORM FROM positions_precondition p
            WHERE p.id IN (SELECT precondition_id FROM {rows} r) ORDER BY p.id FOR NO KEY UPDATE;
        WITH touched AS MATERIALIZED (SELECT DISTINCT * FROM {touched} r),
        fresh AS MATERIALIZED ({fresh}),
        gone AS (
            DELETE FROM positions_lineday d USING touched t
            WHERE d.holder_id = t.holder_id AND d.precondition_id = t.precondition_id
                AND NOT EXISTS (SELECT FROM fresh f WHERE f.holder_id = d.holder_id
                    AND f.precondition_id = d.precondition_id AND f.gate = d.gate
                    AND f.day = d.day)
        )
        INSERT INTO positions_lineday ({COLUMNS})
        SELECT {COLUMNS} FROM fresh
        EXCEPT
        SELECT {COLUMNS} FROM positions_lineday JOIN touched USING (holder_id, precondition_id)
        ON CONFLICT (holder_id, precondition_id, gate, day) DO UPDATE
            SET {", ".join(f"{name} = EXCLUDED.{name}" for name in values)};
        RETURN NULL;
    """


OF_CODINGS = [
    pgtrigger.Trigger(
        name=f"lines_follow_{kind}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=made_anew(rows),
    )
    for kind, (operation, referencing, rows) in changes("old_rows", "new_rows").items()
]
# The day, the status and the evidence of a statement come with its codings; these do not. They are
# compared first: asked whether there is any such coding, PostgreSQL would go through all new rows
# for each old one.
CHANGED_WORDS = """(WITH changed AS MATERIALIZED (
                SELECT n.id FROM old_rows o JOIN new_rows n ON n.id = o.id
                WHERE (o.slug, o.role, o.actor_id) <> (n.slug, n.role, n.actor_id))
            SELECT c.* FROM changed JOIN positions_coding c ON c.statement_id = changed.id)"""
OF_STATEMENTS = pgtrigger.Trigger(
    name="lines_follow_words",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
    func=made_anew(CHANGED_WORDS),
)


def derived(model, **options):
    """A key that its table does not check: the rows are made of those that it names."""
    return models.ForeignKey(
        model, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, **options
    )


class LineDay(models.Model):
    """A day on which a holder spoke of a precondition at a gate: the line that holds from then
    until the next such day, by the codebook's choice of evidence (positions.cells.Line).

    `leads` where it is the headline of that day; `moved` where that headline's group or gate is
    another than the headline's before, or where there was none. Rows are made by triggers alone.
    """

    pk = models.CompositePrimaryKey("holder", "precondition", "gate", "day")
    holder = derived("positions.Actor")
    precondition = derived("positions.Precondition")
    gate = models.CharField(max_length=16)
    day = models.DateField()
    coding = derived("positions.Coding")
    first = derived("positions.Coding")
    before = derived("positions.Coding", null=True)
    between = derived("positions.Coding", null=True)
    restated = models.IntegerField()
    offices = models.IntegerField()
    leads = models.BooleanField()
    moved = models.BooleanField()
    headline_before = derived("positions.Coding", null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(F("day").desc(), name="line_moved", condition=Q(moved=True))]

    def __str__(self):
        return f"{self.holder_id}, {self.precondition_id}, {self.gate}: {self.day}"
