"""Workbooks: what is no plain table in them, and what is made to harm."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.formula import ArrayFormula

from positions.models import Statement
from positions.packages import load, workbooks

from .imports import STATEMENT, checked, imported, problems, send, unread, workbook

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::UserWarning:openpyxl"),
]
TOO_MUCH = "there are too many cells, texts or formats in it: save each sheet as CSV UTF-8"


@pytest.fixture
def desk(package, client):
    load(package.folder)
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def repacked(content, change):
    """A workbook with its parts, by name, as `change` leaves them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return result.getvalue()


def hide(book):
    book.create_sheet("codings").sheet_state = "hidden"
    book["codings"].append(["a"])


def cell(name, value):
    def change(book):
        book.active[name] = value

    return change


def merge(book):
    book.active.merge_cells("A2:B2")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (cell("B2", "=1+1"), "sheet statements, line 2: cell B2 is a formula: paste its value"),
        (
            cell("C2", ArrayFormula("C2:C2", "=SUM(1,2)")),
            "sheet statements, line 2: cell C2 is a formula",
        ),
        (cell("B2", "#N/A"), "sheet statements, line 2: cell B2 is an error: “#N/A”"),
        (merge, "a.xlsx: the cells A2:B2 are merged: unmerge them"),
        (hide, "a.xlsx: the sheet “codings” is hidden: show it, or delete it"),
        (cell("XFD2", "far"), "line 2: there is something in cell XFD2; a table has at most 60"),
    ],
)
def test_what_is_no_plain_table_of_a_workbook_is_told(desk, change, told):
    (found,) = unread(desk, ("a.xlsx", workbook(change=change)))
    assert told in found


def bomb(parts):
    parts["xl/worksheets/sheet1.xml"] += b" " * (workbooks.LARGEST + 1)


def entities(parts):
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = (
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
        + sheet.replace(b"<sheetData>", b"<sheetData><row><c><v>&c;</v></c></row>")
    )


def many_parts(parts):
    parts.update({f"xl/media/{n}.png": b"" for n in range(600)})


def rows_far_below(parts):
    sheet = parts["xl/worksheets/sheet1.xml"]
    row = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", row)


def in_sheet(elements):
    """Puts these in the place of a sheet's rows, below the header and one row."""

    def change(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(
            b"</sheetData>", elements + b"</sheetData>"
        )

    return change


def many(element, number):
    return in_sheet(element * number)


def many_texts(parts):
    parts["xl/sharedStrings.xml"] = b"<sst>" + b"<si/>" * 500_000 + b"</sst>"


def many_formats(parts):
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(
        b"</cellXfs>", b"<xf/>" * 100_000 + b"</cellXfs>"
    )


def no_workbook(parts):
    del parts["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (bomb, "it has more than 20 MB once it is unpacked"),
        (entities, workbooks.NOT_READ),
        (many_parts, "files in it; a workbook has at most 500"),
        (rows_far_below, "it has rows after row 1048576, the last that a sheet can have"),
        (no_workbook, workbooks.NOT_READ),
        (many(b"<row/>", 20_001), "there are more than 20000 empty rows in it: delete the rows"),
        (many(b"<c/>", 2_000_000), TOO_MUCH),
        (many_texts, TOO_MUCH),
        (many_formats, TOO_MUCH),
    ],
)
def test_a_workbook_made_to_harm_is_told(desk, change, told):
    (found,) = unread(desk, ("a.xlsx", repacked(workbook(), change)))
    assert told in found


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("damage", [b"", b"<a/>", b"<a", b"\xff\xfe", None])
def test_damage_anywhere_in_a_workbook_is_never_a_failure(desk, part, damage):
    def change(parts):
        parts[part] = parts[part][: len(parts[part]) // 2] if damage is None else damage

    response = send(desk, ("a.xlsx", repacked(workbook(), change)))
    assert response.status_code == 200


def test_a_million_empty_rows_hold_nothing(desk):
    def far(book):
        book.active["A1048576"].number_format = "0.0"
        book.active["A1048576"] = ""

    upload = checked(desk, ("a.xlsx", workbook(change=far)))
    assert upload.preview["counts"] == {"statements": {"added": 1}}


def test_empty_cells_far_to_the_right_are_left_out(desk, monkeypatch):
    widths = []
    get_row = ReadOnlyWorksheet._get_row

    def watched(*given):
        row = get_row(*given)
        widths.append(len(row))
        return row

    monkeypatch.setattr(ReadOnlyWorksheet, "_get_row", watched)
    content = repacked(workbook(), many(b'<row><c r="XFD1"/></row>', 3))
    upload = checked(desk, ("a.xlsx", content))
    assert upload.preview["counts"] == {"statements": {"added": 1}}
    assert widths == [len(STATEMENT)] * 2 + [0] * 3


def test_a_search_for_merged_cells_does_not_look_beyond_an_element():
    assert workbooks.MERGED.search(b'<mergeCell count="1" ref="A1:B2"/>')
    assert not workbooks.MERGED.search(b'<mergeCell <other ref="A1:B2"/>')


def test_dates_and_numbers_of_a_workbook_are_read_as_they_are_written(desk):
    row = {**STATEMENT, "said_on": datetime(2022, 12, 3), "text": 7.0, "venue": 1.5}
    other = {**STATEMENT, "id": "other-1", "said_on": date(2022, 12, 3), "text": True}

    def add(book):
        book.active["K1"] = "venue"
        book.active["K2"] = row["venue"]

    rows = [[given[name] for name in STATEMENT] for given in (row, other)]
    imported(desk, ("a.xlsx", workbook(*rows, change=add)))
    statement = Statement.objects.get(slug=STATEMENT["id"])
    assert (str(statement.said_on), statement.text, statement.venue) == ("2022-12-03", "7", "1.5")
    assert Statement.objects.get(slug="other-1").text == "1"
    late = {**STATEMENT, "id": "late", "said_on": datetime(2022, 12, 3, 9)}
    upload = checked(desk, ("a.xlsx", workbook([late[name] for name in STATEMENT])))
    assert problems(upload) == [
        "statements: 2: said_on: “2022-12-03 09:00:00” is not a day as YYYY-MM-DD"
    ]


def test_problems_of_a_workbook_are_told_by_its_rows(desk):
    def gap(book):
        book.active.insert_rows(2, 3)

    row = [*{**STATEMENT, "form": "poem"}.values()]
    upload = checked(desk, ("a.xlsx", workbook(row, change=gap)))
    assert problems(upload)[0].startswith("statements: 5: form: “poem” is not one of")
