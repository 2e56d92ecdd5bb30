"""Statements as CSV, which the database writes: the rows that JSON tells, cell by cell."""

import csv
import io
import json
import re

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.exports import copied
from positions.exports.copied import cell
from positions.exports.tables import harmless, in_a_cell
from positions.models import Statement

from . import make
from .test_files import content

HOSTILE = ["", "\t=1", " +1", "\u2003-1", "\ufeff@x", "=\"a\",'b'", "a\nb", "\\.", "“;”", "'", "%s"]


def in_short(coding):
    said = f"{coding['holder']} {coding['stance']} {coding['precondition']}"
    said += "" if coding["gate"] == "none" else f" before {coding['gate']}"
    said += ", red line" * coding["red_line"]
    said += f" (claimed by {coding['claimed_by']})" if coding["claimed_by"] else ""
    return f"{said}: {coding['note']}" if coding["note"] else said


def from_json(told):
    """A row of JSON as it stands in CSV."""
    sources = told["sources"]
    return {
        **told,
        "codings": [in_short(coding) for coding in told.get("codings", ())],
        "sources": [": ".join(filter(None, (s["publisher"], s["title"]))) for s in sources],
        "source_addresses": [source["url"] for source in sources if source["url"]],
    }


def both(client, query):
    """The cells of the CSV, and those that the rows of the JSON make."""
    written = content(client.get(f"/statements.csv?{query}"))
    head, *rows = csv.reader(io.StringIO(written, newline=""))
    told = json.loads(content(client.get(f"/statements.json?{query}")))["rows"]
    made = [from_json(row) for row in told]
    return rows, [[in_a_cell(row[name]) for name in head] for row in made]


@pytest.mark.parametrize("shape", ["", "shape=codings&"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "order=oldest",
        "q=talks+-troops&order=best",
        "actor=russia&from=2023",
        "q=zzzz",
        "page=2",
    ],
)
def test_the_database_writes_the_rows_of_the_seeds(client, seeds, shape, query):
    written, made = both(client, shape + query)
    assert written == made
    # Not that what is empty is told as an empty text.
    assert ',"",' not in content(client.get(f"/statements.csv?{shape}{query}"))
    assert written or "zzzz" in query


@pytest.mark.parametrize("shape", ["", "shape=codings"])
@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_words_stand_in_a_cell_they_are_told_as_they_are(client, db, shape, words):
    # Names and titles are lines of their own, without controls.
    plain = re.sub(r"[\t\n\ufeff]", "", words) + "x"
    source = make.source(publisher=f"={plain}", title=plain)
    told = make.statement(
        f"{words}x", by="putin", on="2022-12-02", sources=[source], role=plain, venue=plain,
        original_text=f"{words}я", original_language="ru", translation="ours",
    )  # fmt: skip
    make.coding(told, "talks", "open", note=words)
    make.coding(told, "call", "rejects", holder="us", claimed_by="russia")
    make.statement("Uncoded.", by="zelensky", on="2022-12-02")
    written, made = both(client, shape)
    assert written == made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_the_database_takes_the_same_words_for_a_formula(db, words):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {cell('text', 'words')} FROM (SELECT %s) told (words)", [words])
        ((found,),) = cursor.fetchall()
    assert (found or "") == harmless(words)


def test_whoever_leaves_early_leaves_the_connection_as_it_was(seeds, monkeypatch):
    monkeypatch.setattr(copied, "BLOCK", 1)
    found = Statement.objects.published()
    first = found.first().slug
    lines = copied.lines(found, "http://testserver{}".format)
    assert next(lines).startswith(f"{first},http://testserver/statements/{first}/,".encode())
    lines.close()
    assert len([*copied.lines(found, str)]) == found.count() + 1


def test_a_download_asks_as_often_however_much_there_is(client, seeds, django_assert_num_queries):
    for query in ("", "from=2026", "shape=codings"):
        with django_assert_num_queries(12):
            content(client.get(f"/statements.csv?{query}"))
