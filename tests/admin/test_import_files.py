"""Files of every kind and of no kind: told in words, and nothing of them is kept."""

import io
import zipfile

import pytest
from django.contrib.auth.models import User

from positions.models import Statement, Upload
from positions.packages import load, uploaded, workbooks
from tests import make

from . import imports
from .imports import ADD, STATEMENT, imported, refused, send, unread, workbook

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::UserWarning:openpyxl"),
]
NAME, TEXT = imports.statements()
CSV = TEXT.encode()
NAMED = "a file is named by its table, which is one of sources, statements, citations, codings"
OLD = "this is the old format of Excel: save it as .xlsx, or as CSV UTF-8"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture
def desk(package, client):
    load(package.folder)
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


SAVE = "; save it as “CSV UTF-8”"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (NAME, TEXT.encode("utf-16"), f"{NAME}, line 1: it is UTF-16; it must be UTF-8{SAVE}"),
        (
            *(NAME, TEXT.replace("talk", "parlé").encode("latin-1")),
            f"{NAME}, line 2: not UTF-8: byte 0xe9 at position 147{SAVE}",
        ),
        (NAME, TEXT.encode("utf-16-le"), f"{NAME}, line 1: there is a NUL character in cell 1"),
        (NAME, CSV.replace(b"talk", b"ta\0lk"), "statements.csv, line 2: there is a NUL character"),
        (NAME, b" ", f"{NAME}: it has a line of column names and no rows below it"),
        (NAME, CSV.splitlines()[0], f"{NAME}: it has a line of column names and no rows below it"),
        (NAME, b"\xef\xbb\xbf", f"{NAME}: it is empty; its first line must name the columns"),
        (NAME, b",,\n,,\n", f"{NAME}: it is empty; its first line must name the columns"),
        (
            *(NAME, CSV.replace(b"We will", b'"We will')),
            f"{NAME}, line 2: not CSV: a quotation mark is opened here and never closed",
        ),
        (
            *(NAME, CSV.replace(b"talk", b"a" * 1_000_000)),
            f"{NAME}, line 2: not CSV: a cell has more than 131072 characters",
        ),
        ("people.csv", CSV, f"people.csv: {NAMED}"),
        ("statement.csv", CSV, f"statement.csv: {NAMED}; did you mean “statements”?"),
        ("statements", CSV, "statements: only .csv and .xlsx files can be imported"),
        ("statements.ods", CSV, "statements.ods: only .csv and .xlsx files can be imported"),
        ("statements.xls", OLE, f"statements.xls: {OLD}"),
        ("statements.zip", b"PK", "statements.zip: this is a ZIP archive: unpack it"),
        ("statements.csv", workbook(), f"{NAME}: this is no CSV file but an archive or a workbook"),
        ("statements.csv", OLE, f"{NAME}: this is no CSV file but an old Excel file"),
        ("a.xlsx", CSV, f"a.xlsx: this is no XLSX workbook: {workbooks.NOT_READ}"),
        ("a.xlsx", OLE, "a.xlsx: this is the old format of Excel with a new ending"),
        (
            *("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")),
            "a.xlsx: it is protected by a password: remove the password and save it again",
        ),
        ("a.xlsx", workbook()[:-300], "a.xlsx: this is no XLSX workbook"),
        ("a.xlsx", workbook(sheet="Notes"), "a.xlsx: the sheet “Notes” is not named by a table"),
        ("a.xlsx", workbook(sheet="Statement"), "did you mean “statements”?"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(desk, name, content, told):
    (found,) = unread(desk, (name, content))
    assert told in found


def test_an_empty_file_is_told(desk):
    assert unread(desk, (NAME, b"")) == [f"{NAME}: the file is empty"]
    assert unread(desk) == ["Choose one or several files."]


def test_fifty_megabytes_are_let_go_of_as_they_come(desk, monkeypatch):
    monkeypatch.setattr(uploaded, "read_uploaded", None)
    response = send(desk, (NAME, b"a" * 50 * 1024**2))
    assert response.status_code == 413
    assert not response.wsgi_request.FILES
    assert "These files are larger than 10 MB together; nothing was read." in response.text
    half = b"a" * 6 * 1024**2
    assert send(desk, (NAME, half), ("codings.csv", half)).status_code == 413
    assert not Upload.objects.exists()


def test_more_rows_than_are_taken_are_told(desk, monkeypatch):
    monkeypatch.setattr(uploaded, "MOST_ROWS", 2)
    rows = [{"id": f"a-{n}"} for n in range(3)]
    assert unread(desk, imports.statements(*rows)) == [
        "statements.csv: there are 3 rows; one import takes at most 2"
    ]


def test_every_file_is_told_and_two_for_one_table(desk):
    assert unread(desk, (NAME, CSV), ("STATEMENTS (1).CSV", CSV), ("people.csv", CSV)) == [
        "STATEMENTS (1).CSV: “statements.csv” already has the table statements",
        f"people.csv: {NAMED}",
    ]
    five = [(f"{n}.csv", CSV) for n in range(5)]
    assert unread(desk, *five) == ["These are 5 files; there are 4 tables."]


@pytest.mark.parametrize("name", ["../../etc/statements.csv", r"C:\data\statements.csv"])
def test_a_path_in_a_name_is_no_path(desk, name):
    upload = imported(desk, (name, CSV))
    assert "/" not in upload.names and "\\" not in upload.names


@pytest.mark.parametrize(
    "spelt",
    [
        b"\xef\xbb\xbf" + CSV,
        CSV.replace(b"\n", b"\r\n"),
        CSV.replace(b"\n", b"\r"),
        CSV + b",,,,,,,,,\n\n",
    ],
    ids=["byte order mark", "CRLF", "CR", "empty rows"],
)
def test_other_spellings_of_a_file_are_the_same(desk, spelt):
    imported(desk, (NAME, spelt))
    assert Statement.objects.get(slug=STATEMENT["id"]).text == STATEMENT["text"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (CSV.replace(b"text", b"words"), "there is no column “words” in this file"),
        (
            CSV.replace(b"text", b"txt"),
            "there is no column “txt” in this file; did you mean “text”",
        ),
        (CSV.replace(b",text", b",form"), "the column “form” stands there 2 times"),
        (CSV.replace(b"form,", b"").replace(b"quotation,", b""), "the column “form” is missing"),
        (CSV.replace(b",", b";"), "the columns are separated by semicolons; they must be"),
        (CSV.replace(b",", b"\t"), "the columns are separated by tabs; they must be separated by"),
        (CSV.replace(b",draft", b""), "the line has 9 cells, but there are 10 columns"),
        (CSV + CSV.splitlines()[1], "the same as in line 2"),
    ],
)
def test_columns_and_rows_that_do_not_fit_are_told(desk, content, told):
    assert any(told in problem for problem in refused(desk, (NAME, content)))


def test_too_many_columns_are_one_problem(desk):
    header, row = CSV.decode().splitlines()
    more = ",".join(f"c{n}" for n in range(1000))
    told = refused(desk, (NAME, f"{header},{more}\n{row}{',' * 1000}\n"))
    assert told == ["statements: 1: : there are 1010 columns; a table has at most 60"]


def test_a_formula_in_a_csv_file_is_text_and_stays_text(desk):
    words = '=cmd|"/c calc"!A1'
    imported(desk, imports.statements({"text": words, "venue": "+1"}))
    assert Statement.objects.get(slug=STATEMENT["id"]).text == words


def example(desk, kind):
    content = desk.get(f"/admin/positions/upload/example.{kind}").content
    if kind == "xlsx":
        return [("example.xlsx", content)]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_the_example_can_be_imported_and_is_invented(desk, kind):
    texts = {*Statement.objects.values_list("text", flat=True)}
    upload = imported(desk, *example(desk, kind))
    assert upload.preview["counts"] == {
        "sources": {"added": 1},
        "statements": {"added": 2},
        "citations": {"added": 1},
        "codings": {"added": 1},
    }
    assert upload.preview["alike"] == []
    first, second = Statement.objects.filter(slug__startswith="example-").order_by("slug")
    assert texts.isdisjoint([first.text, second.text])
    assert (first.official is None, second.official) == (False, None)
    assert [citation.exact for citation in first.citations.all()] == [first.text]


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_the_example_fits_a_record_with_one_actor_alone(client, db, kind):
    make.actor("tuvalu")
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    imported(client, *example(client, kind))
    statements = Statement.objects.values_list("actor__slug", "official")
    assert [*statements] == [("tuvalu", None)] * 2


def test_an_example_of_another_kind_is_not_there(desk):
    assert desk.get("/admin/positions/upload/example.exe").status_code == 404


def test_columns_are_described(desk):
    page = desk.get("/admin/positions/upload/columns/").text
    for name in ("said_on", "publisher", "exact", "stance"):
        assert f"<code>{name}</code>" in page
    assert "reviewed_on" not in page
    assert "“No G until (or unless) X.”" in page
    for status, taken in (("draft", 1), ("in_review", 1), ("published", 0), ("withdrawn", 0)):
        assert (f"<li><code>{status}</code>" in page) == taken


def test_the_form_needs_its_token(desk):
    desk.handler.enforce_csrf_checks = True
    assert desk.post(ADD).status_code == 403
