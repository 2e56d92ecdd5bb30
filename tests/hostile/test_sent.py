"""Whatever readers report and editors import is taken as it was sent, or refused in words beside
the field or the row; never half of it, never without a word."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from positions.models import Report
from positions.packages import load
from positions.packages.tables import read_rows
from positions.packages.uploaded import read_uploaded
from tests import make
from tests.admin import imports

from . import nasty

pytestmark = pytest.mark.django_db

REPORT = {
    "text": "Another day.",
    "evidence_url": "https://example.org/t",
    "contact": "a@example.org",
}
BESIDE = re.compile(r'<span class="error" id="id_(\w+)_error">([^<]+)')


# What readers report


@pytest.fixture
def statement(db):
    return make.statement("Talks only after withdrawal.", slug="said")


def is_as_sent(kept, sent):
    """But for white space around it and for line ends, which browsers change."""
    return kept.replace("\r\n", "\n") == sent.replace("\r\n", "\n").strip()


@pytest.mark.parametrize("field", REPORT)
def test_a_report_is_stored_as_sent_or_refused_beside_the_field(client, statement, field):
    taken = 0
    for purpose, text in nasty.TEXTS.items():
        with transaction.atomic():
            response = client.post("/statements/said/report/", {**REPORT, field: text})
            stored = [*Report.objects.all()]
            transaction.set_rollback(True)
        if response.status_code == 302:
            assert [is_as_sent(getattr(report, field), text) for report in stored] == [True], (
                purpose
            )
            taken += 1
        else:
            assert (response.status_code, stored) == (400, []), purpose
            told = dict(BESIDE.findall(response.text))
            assert list(told) == [field], purpose
            assert unescape(told[field]).strip(), purpose
    assert 0 < taken < len(nasty.TEXTS)


# What editors import

# A row of each table that is like others but in these columns; and the one that names it.
LIKE = {"sources": "reuters-2022-12-02", "statements": imports.KIRBY}
OTHERWISE = {
    "sources": {"url": "", "archived_url": ""},
    "statements": {"status": "draft", "withdrawn_on": "", "withdrawn_because": ""},
}
NAMED = {"sources": "slug", "statements": "id"}


@pytest.fixture
def desk(package, client):
    load(package.folder)
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def lines_told(upload):
    return {line for _, line, _, _ in upload.preview["problems"] if line}


@pytest.mark.parametrize("table", NAMED)
def test_a_row_is_stored_as_sent_or_refused_by_its_line(desk, table):
    """Every string in every column, one a row; then the rows that nothing was said of."""
    (like,) = imports.on_record(table, slug=LIKE[table])
    columns = [*like]
    like |= OTHERWISE[table]
    texts = [text for text in nasty.TEXTS.values() if "\0" not in text]
    rows = [
        {**like, NAMED[table]: f"n-{place}-{n}", column: text}
        for place, column in enumerate(columns)
        for n, text in enumerate(texts)
    ]
    for _ in range(5):
        name, content = imports.text(table, *rows)
        upload = imports.checked(desk, (name, content))
        if upload.status == "checked":
            break
        told = lines_told(upload)
        assert told, upload.preview["problems"][:5]
        lines = [line for line, _ in read_rows(content)][1:]
        rows = [row for line, row in zip(lines, rows, strict=True) if line not in told]
    assert len(rows) > 100
    imports.store(desk, upload)
    assert upload.status == "stored", upload.preview["problems"][:5]
    stored = {row[NAMED[table]]: row for row in imports.on_record(table)}
    for row in rows:
        kept = stored[row[NAMED[table]].strip()]
        for name, text in row.items():
            if text:
                assert is_as_sent(kept[name], text), (name, text)


PARTS = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b";",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"id",
    b"text",
    b"a" * 200_000,
]


@given(st.one_of(st.binary(), st.lists(st.sampled_from(PARTS)).map(b"".join)))
@example("id,text\n1,a\n".encode("utf-16"))
def test_any_bytes_are_a_table_or_a_problem(content):
    reading = read_uploaded([("statements.csv", content)])
    assert bool(reading.tables) != bool(reading.problems)
    assert all(problem.reason for problem in reading.problems)
