"""A statement's authority and evidence grade, which the database keeps on its row and its codings
whatever path a change takes; positions.codebook has the rule of the grade in Python, and a test
holds both against each other."""

import pgtrigger
from django.db.models import Q

from positions.cells import Reach
from positions.codebook import Authority

from .rules import LastDayCounted

# Of a statement on the day that counts: the highest of the tenures that cover it; an institution's
# counts as 3; without a tenure it is 4.
AUTHORITY = f"""CASE WHEN {{s}}.attribution = 'institution' THEN {Authority.SPOKESPERSON:d}
    ELSE coalesce((
        SELECT min(t.authority) FROM positions_tenure t
        WHERE t.official_id = {{s}}.official_id AND t.actor_id = {{s}}.actor_id
            AND (t.start_date IS NULL OR t.start_date <= {{day}})
            AND (t.end_date IS NULL OR t.end_date >= {{day}})), {Authority.OTHER:d}) END"""
# Claims aside, which are D wherever they are printed; empty while no source is on record.
EVIDENCE = """(
    SELECT CASE
        WHEN count(*) = 0 THEN ''
        WHEN {s}.attribution = 'unnamed' THEN 'D'
        WHEN bool_or(o.kind = 'official_record') THEN 'A'
        WHEN bool_or(o.kind <> 'reprint') AND ({s}.attribution = 'named' OR {s}.form = 'document')
            THEN 'B'
        ELSE 'C' END
    FROM positions_citation n JOIN positions_source o ON o.id = n.source_id
    WHERE n.statement_id = {s}.id)"""


def evidence_of(row):
    """SQL by column, of a row that is to be: the generated column of its day is not there yet."""
    day = LastDayCounted.template % {
        "day": f"{row}.said_on",
        "precision": f"{row}.date_precision",
    }
    return {
        "authority": AUTHORITY.format(s=row, day=day),
        "evidence": EVIDENCE.format(s=row),
    }


def kept(name, operation, **condition):
    found = evidence_of("NEW")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=f"""
            NEW.authority := {found["authority"]};
            NEW.evidence := {found["evidence"]};
            RETURN NEW;
        """,
        **condition,
    )


# Who enters many statements can tell both of them, which is seen to for all of them at once.
KEPT = [
    kept("evidence_kept", pgtrigger.Update),
    kept(
        "evidence_of_new",
        pgtrigger.Insert,
        condition=pgtrigger.Condition("(NEW.authority IS NULL OR NEW.evidence IS NULL)"),
    ),
    pgtrigger.Trigger(
        name="evidence_told",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=f"""
            UPDATE positions_statement SET authority = authority WHERE id IN (
                SELECT r.id FROM new_rows r
                WHERE r.authority <> {AUTHORITY.format(s="r", day="r.counts_on")}
                    OR r.evidence <> {EVIDENCE.format(s="r")});
            RETURN NULL;
        """,
    ),
]


def changes(old, new):
    """What a trigger for each statement needs of each kind of change, by its name: the operation,
    the names of its rows, and all of them as a table."""
    return {
        "insert": (pgtrigger.Insert, pgtrigger.Referencing(new=new), new),
        "update": (
            pgtrigger.Update,
            pgtrigger.Referencing(old=old, new=new),
            f"(TABLE {old} UNION ALL TABLE {new})",
        ),
        "delete": (pgtrigger.Delete, pgtrigger.Referencing(old=old), old),
    }


def followed(column, expression, of, statements, *kinds):
    """Triggers `of` another table after which a `column` of statements is as its rows have it now;
    `statements` is a condition on a statement `s` and a changed row `r`."""
    now = expression.format(s="s", day="s.counts_on")
    return [
        pgtrigger.Trigger(
            name=f"{column}_follows_{of}_{kind}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=f"""
                UPDATE positions_statement s SET {column} = {now}
                WHERE EXISTS (SELECT FROM {rows} r WHERE {statements}) AND s.{column} <> {now};
                RETURN NULL;
            """,
        )
        for kind, (operation, referencing, rows) in changes("old_rows", "new_rows").items()
        if kind in kinds
    ]


FOLLOW_TENURES = followed(
    "authority",
    AUTHORITY,
    "tenure",
    "r.official_id = s.official_id AND r.actor_id = s.actor_id",
    *("insert", "update", "delete"),
)
FOLLOW_CITATIONS = followed(
    "evidence", EVIDENCE, "citation", "r.statement_id = s.id", *("insert", "update", "delete")
)
# A source that is cited stays.
FOLLOW_SOURCES = followed(
    "evidence",
    EVIDENCE,
    "source",
    "s.id IN (SELECT n.statement_id FROM positions_citation n WHERE n.source_id = r.id)",
    "update",
)
# What a comparison takes in unless it is asked otherwise.
BY_DEFAULT = Q(authority__in=Reach().authorities) & (
    Q(evidence__in=Reach().grades) | Q(claimed_by__isnull=False)
)
# Codings copy what decides where their statement stands. A foreign key over all four (migration
# 0012) has the copies follow the statement, and refuses others; these make them where they are not
# told, and keep what was read before a change of the statement from being written back.
OF_ITS_STATEMENT = ["status", "counts_on", "authority", "evidence"]


def copied(name, operation, **condition):
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=f"""
            SELECT {", ".join(f"s.{column}" for column in OF_ITS_STATEMENT)}
                INTO {", ".join(f"NEW.{column}" for column in OF_ITS_STATEMENT)}
                FROM positions_statement s WHERE s.id = NEW.statement_id;
            RETURN NEW;
        """,
        **condition,
    )


COPIED = [
    copied("coding_as_its_statement", pgtrigger.Update),
    copied(
        "coding_new_as_its_statement",
        pgtrigger.Insert,
        condition=pgtrigger.Condition("(NEW.counts_on IS NULL)"),
    ),
]
