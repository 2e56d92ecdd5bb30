"""How many statements of each actor take each stance group on each day, kept by the database, so
that what is counted over years need not be read.

StatementQuerySet.counted_marks() counts the same from the statements; a test holds both against
each other.
"""

import pgtrigger
from django.db import models
from django.db.models import Sum
from django.db.models.functions import Trunc

from positions.codebook import Status, group
from positions.codes import NO_SIDE
from positions.timeline import UNCODED

from .drawings import DatedQuerySet
from .evidence import changes
from .lines import by_stance, derived

ALL = ""  # The group of every statement.
COLUMNS = 'actor_id, counts_on, "group", number'
# Rows of positions_groupday for the statements `s` that {which} lets through.
# The groups of a statement are looked up by its key, whatever the planner knows of new tables.
COUNTED = f"""
SELECT s.actor_id, s.counts_on, taken."group", count(*)::int AS number
FROM positions_statement s CROSS JOIN LATERAL unnest(array_prepend('{ALL}', coalesce(nullif(
    ARRAY(SELECT DISTINCT {by_stance(group)} FROM positions_coding c
        WHERE c.statement_id = s.id AND c.claimed_by_id IS NULL AND c.stance <> '{NO_SIDE}'),
    '{{{{}}}}'), '{{{{{UNCODED}}}}}'))) taken ("group")
WHERE s.status = '{Status.PUBLISHED}' AND {{which}}
GROUP BY s.actor_id, s.counts_on, taken."group"
"""


def where(touched, then):
    """The body of a trigger for each statement that does something about days of actors, a query of
    (actor_id, counts_on), where there are any."""
    return f"""
        IF NOT EXISTS {touched} THEN
            RETURN NULL;
        END IF;
        -- Whoever else changes what these actors said waits, and then sees what was changed here.
        PERFORM FROM positions_actor a
            WHERE a.id IN (SELECT actor_id FROM {touched} r) ORDER BY a.id FOR NO KEY UPDATE;
        {then}
        RETURN NULL;
    """


def counted_anew(touched):
    then = f"""DELETE FROM positions_groupday d USING {touched} t
            WHERE d.actor_id = t.actor_id AND d.counts_on = t.counts_on;
        INSERT INTO positions_groupday ({COLUMNS})
        {COUNTED.format(which=f"(s.actor_id, s.counts_on) IN {touched}")};"""
    return where(touched, then)


def counted_too(touched):
    """For new statements: the others of their days are not looked at."""
    then = f"""INSERT INTO positions_groupday AS d ({COLUMNS})
        {COUNTED.format(which="s.id IN (SELECT id FROM new_rows)")}
        ON CONFLICT (actor_id, counts_on, "group") DO UPDATE
            SET number = d.number + EXCLUDED.number;"""
    return where(touched, then)


def touched_by_codings(rows):
    return f"""(SELECT s.actor_id, r.counts_on FROM {rows} r
            JOIN positions_statement s ON s.id = r.statement_id
            WHERE r.status = '{Status.PUBLISHED}')"""


def touched_by_statements(rows):
    return f"(SELECT actor_id, counts_on FROM {rows} r WHERE status = '{Status.PUBLISHED}')"


def differing(columns):
    """Of the rows of an update, before and after it, those that differ."""
    old, new = (f"SELECT {columns} FROM {rows}" for rows in ("old_rows", "new_rows"))
    return f"(({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old}))"


def on_change(of, touched, columns, **otherwise):
    """Triggers for each kind of change `of` a table, after which the days `touched` are counted
    anew, or `otherwise`; of an update only these columns count."""
    return [
        pgtrigger.Trigger(
            name=f"groups_follow_{of}_{kind}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=otherwise.get(kind, counted_anew)(
                touched(differing(columns) if kind == "update" else rows)
            ),
        )
        for kind, (operation, referencing, rows) in changes("old_rows", "new_rows").items()
    ]


OF_CODINGS = on_change(
    "coding", touched_by_codings, "statement_id, status, counts_on, stance, claimed_by_id"
)
OF_STATEMENTS = on_change(
    "statement",
    touched_by_statements,
    "id, status, actor_id, counts_on",
    insert=counted_too,
)


# All of it, after many rows of which the triggers were not asked.
COUNTED_AT_ONCE = [
    "SELECT FROM positions_actor ORDER BY id FOR NO KEY UPDATE",
    "DELETE FROM positions_groupday",
    f"INSERT INTO positions_groupday ({COLUMNS}) {COUNTED.format(which='true')}",
]


class GroupDayQuerySet(DatedQuerySet):
    def as_of(self, day):
        return self.filter(counts_on__lte=day)

    def how_many(self):
        """The number of statements."""
        return self.filter(group=ALL).aggregate(number=Sum("number"))["number"] or 0

    def counted_marks(self, preconditions=None):
        """As StatementQuerySet has them; of some preconditions only nothing is kept."""
        if preconditions is not None:
            raise ValueError("of all preconditions only")
        firsts = [Trunc("counts_on", unit) for unit in ("week", "month")]
        counted = self.exclude(group=ALL).values_list(*firsts, "actor__slug", "group")
        return {tuple(key): number for *key, number in counted.annotate(Sum("number"))}


class GroupDay(models.Model):
    """How many of an actor's published statements that count on a day take a stance `group`: one of
    codebook.Group, timeline.UNCODED, or ALL for the number of statements. Rows are made by triggers
    alone; where there is none, there is no statement."""

    pk = models.CompositePrimaryKey("actor", "counts_on", "group")
    actor = derived("positions.Actor")
    counts_on = models.DateField()
    group = models.CharField(max_length=16)
    number = models.IntegerField()

    objects = GroupDayQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.actor_id}, {self.counts_on}, {self.group}: {self.number}"
