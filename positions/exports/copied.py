"""Statements and their codings as lines of CSV that the database writes: as many as there are, none
of them in Python's memory. Rows and columns are those of spoken.py.
"""

from django.core.exceptions import EmptyResultSet
from django.db import transaction
from django.urls import reverse

from positions.codebook import Gate, Grade, group
from positions.codes import NO_SIDE
from positions.models.lines import by_stance
from positions.overload import let_queries_take
from positions.replicas import read_from, reading

from . import spoken
from .tables import BETWEEN, FORMULA

# The database gives line by line; that many bytes are sent at once.
BLOCK = 1 << 16
# Milliseconds after which a download ends, so that nobody holds a connection for ever.
LONGEST = 1_800_000

# What a queryset tells of each statement, as `told`, by the names of the columns.
TOLD = {
    **{name: name for name in spoken.STATEMENT},
    "id": "slug",
    "address": "slug",
    "actor": "actor__slug",
    "actor_name": "actor__name",
    "official": "official__slug",
    "official_name": "official__name",
    "reviewed": "reviewed_on",
    **dict.fromkeys(["codings", "sources", "source_addresses"], "pk"),
}
ADDRESS = "%s || told.address || %s"
REVIEWED = "CASE WHEN told.reviewed IS NULL THEN 'no' ELSE 'yes' END"
# By its codes, then the note: "ukraine requires full-withdrawal before enter_talks, red line
# (claimed by us): of the army".
IN_SHORT = f"""concat(h.slug, ' ', c.stance, ' ', p.slug,
    CASE WHEN c.gate <> '{Gate.NONE}' THEN ' before ' || c.gate END,
    CASE WHEN c.red_line THEN ', red line' END, ' (claimed by ' || b.slug || ')',
    ': ' || NULLIF(c.note, ''))"""
CODINGS = f"""FROM positions_coding c
    JOIN positions_precondition p ON p.id = c.precondition_id
    JOIN positions_actor h ON h.id = c.holder_id
    LEFT JOIN positions_actor b ON b.id = c.claimed_by_id
    WHERE c.statement_id = told.codings AND c.stance <> '{NO_SIDE}'"""
# What a statement cites, as `cited`: one row.
CITED = f"""CROSS JOIN LATERAL (
    SELECT string_agg(concat(o.publisher, ': ' || NULLIF(o.title, '')), '{BETWEEN}' ORDER BY q.id)
        AS sources, string_agg(NULLIF(o.url, ''), '{BETWEEN}' ORDER BY q.id) AS addresses
    FROM positions_citation q JOIN positions_source o ON o.id = q.source_id
    WHERE q.statement_id = told.sources) cited"""
LISTS = {
    "codings": f"(SELECT string_agg({IN_SHORT}, '{BETWEEN}' ORDER BY c.id) {CODINGS})",
    "sources": "cited.sources",
    "source_addresses": "cited.addresses",
}
# What a coding tells, as `coded`.
CODING = {
    "precondition": "p.slug",
    "proposition": "p.proposition",
    "holder": "h.slug",
    "holder_name": "h.name",
    "stance": "c.stance",
    "stance_group": by_stance(group),
    "gate": "c.gate",
    "red_line": "CASE WHEN c.red_line THEN 'yes' ELSE 'no' END",
    "claimed_by": "b.slug",
    "note": "c.note",
}
EACH_CODING = f"""CROSS JOIN LATERAL (
    SELECT {", ".join(f"{value} AS {name}" for name, value in CODING.items())} {CODINGS}
    ORDER BY c.id) coded"""
CLAIMED = "coded.claimed_by IS NOT NULL"
OF_CODINGS = {
    **{name: f"coded.{name}" for name in CODING},
    "place": f"CASE WHEN {CLAIMED} THEN 'claim' END",
    "evidence": f"CASE WHEN {CLAIMED} THEN '{Grade.D}' ELSE told.evidence END",
}
# Columns with words that a spreadsheet might take for a formula.
WORDS = {
    *("actor_name", "official_name", "role", "text", "original_text", "venue", "on_behalf_of"),
    *("proposition", "holder_name", "note"),
    *LISTS,
}
NO_TEXT = {"said_on", "counts_on", "authority"}


def lines(statements, absolute, *, by_coding=False):
    """Blocks of bytes for a queryset of statements in its order, without the names of the columns:
    rows of spoken.STATEMENT, or of spoken.CODED by coding. `absolute` makes an address of a path.
    """
    try:
        query, parameters = statements.values_list(*TOLD.values()).query.sql_with_params()
    except EmptyResultSet:
        return
    address = absolute(reverse("positions:statement", args=["slug"])).rsplit("slug", 1)
    columns = CODED if by_coding else STATEMENT
    select = f"SELECT {columns} FROM ({query}) told ({', '.join(TOLD)}) {CITED}"
    if by_coding:
        select += f" {EACH_CODING}"
    with transaction.atomic(using=read_from()), reading().cursor() as cursor:
        let_queries_take(LONGEST)
        written = cursor.mogrify(select, [*address, *parameters])
        with cursor.copy(f"COPY ({written}) TO STDOUT (FORMAT csv)") as rows:
            block = bytearray()
            for row in rows:
                block += row
                if len(block) >= BLOCK:
                    yield bytes(block)
                    block.clear()
        yield bytes(block)


def cell(name, value):
    """SQL: what stands in a cell. An empty one is null, which COPY does not put in quotes."""
    if name in WORDS:
        value = f"regexp_replace({value}, '^(?={FORMULA.pattern})', '''')"
    return value if name in NO_TEXT else f"NULLIF({value}, '')"


def cells(columns, **values):
    return ", ".join(cell(name, values.get(name, f"told.{name}")) for name in columns)


OF_STATEMENTS = {"address": ADDRESS, "reviewed": REVIEWED, **LISTS}
STATEMENT = cells(spoken.STATEMENT, **OF_STATEMENTS)
CODED = cells(spoken.CODED, **OF_STATEMENTS, **OF_CODINGS)
