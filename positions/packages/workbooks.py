"""XLSX workbooks as rows of text. They are archives of XML made by strangers, so their size is
known before they are unpacked, and every way in which openpyxl fails on one is told as one."""

import re
import zipfile
from contextlib import contextmanager
from datetime import date, datetime

import openpyxl

from .columns import quoted
from .tables import MOST_COLUMNS, Unreadable, nearest

# Bytes once unpacked, files in the archive.
LARGEST = 20 * 1024 * 1024
MOST_PARTS = 500
LAST_ROW = 1_048_576
# What takes openpyxl its time are elements. 10,000 full rows have about half of these.
MOST_ELEMENTS = {"xl/worksheets/": 2_000_000, "xl/sharedStrings.xml": 500_000, "": 100_000}
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*ref=\"([A-Z0-9:]{2,20})\"")
CSV = "save each sheet as CSV UTF-8 instead"
TOO_MUCH = f"there are too many cells, texts or formats in it: {CSV}"
NOT_READ = "it is damaged, or no workbook that can be read; save it anew as .xlsx, or as CSV UTF-8"


def ole(content):
    """What a file in Microsoft's older container is, which is no workbook that can be read."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "it is protected by a password: remove the password and save it again"
    return "this is the old format of Excel with a new ending: save it as .xlsx, or as CSV UTF-8"


@contextmanager
def opened(file):
    """The workbook in a file; raises Unreadable, also for what shows only while it is read."""
    book = None
    try:
        with zipfile.ZipFile(file) as archive:
            refuse_bombs(archive)
            refuse_by_content(archive)
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        yield book
    except Unreadable:
        raise
    except zipfile.BadZipFile:
        raise Unreadable(f"this is no XLSX workbook: {NOT_READ}") from None
    except Exception:  # openpyxl fails in any way on XML that it does not expect.
        raise Unreadable(NOT_READ) from None
    finally:
        if book:
            book.close()


def refuse_bombs(archive):
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise Unreadable(f"there are {len(parts)} files in it; a workbook has at most {MOST_PARTS}")
    if sum(part.file_size for part in parts) > LARGEST:
        raise Unreadable(f"it has more than {LARGEST // 1024**2} MB once it is unpacked; {CSV}")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("it is protected by a password: remove the password and save it again")


def refuse_by_content(archive):
    room = dict(MOST_ELEMENTS)
    for part in archive.infolist():
        content = archive.read(part)
        kind = next(start for start in room if part.filename.startswith(start))
        room[kind] -= content.count(b"<")
        if room[kind] < 0:
            raise Unreadable(TOO_MUCH)
        if kind == "xl/worksheets/" and (found := MERGED.search(content)):
            raise Unreadable(f"the cells {found[1].decode()} are merged: unmerge them")


def sheets(book, tables):
    """(sheet, table) for every sheet; each must be named by a table and be there to be seen."""
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name not in tables:
            raise Unreadable(
                f"the sheet {quoted(sheet.title)} is not named by a table: sheets are "
                f"{', '.join(tables)}{nearest(name, tables)}"
            )
        if sheet.sheet_state != "visible":
            raise Unreadable(f"the sheet {quoted(sheet.title)} is hidden: show it, or delete it")
        yield sheet, name


def rows(sheet, most):
    """(number, cells as text) of the rows that hold something, each as wide as the header."""
    sheet.reset_dimensions()  # What the sheet says of its size need not be so.
    leave_out_empty(sheet, most)
    width, found = 0, 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > LAST_ROW:
            raise Unreadable(f"it has rows after row {LAST_ROW}, the last that a sheet can have")
        if not row:
            continue
        if len(row) > MOST_COLUMNS:
            place = row[-1].coordinate
            raise Unreadable(
                f"there is something in cell {place}; a table has at most {MOST_COLUMNS} columns",
                number,
            )
        cells = [text_of(cell, number) for cell in row]
        width = width or len(cells)
        found += 1
        if found > most + 1:
            raise Unreadable(f"there are more than {most} rows", number)
        yield number, cells + [""] * (width - len(cells))


def leave_out_empty(sheet, most):
    """Makes openpyxl end a row at its last cell that holds something: it fills rows up to their
    last cell, which may be an empty one in column XFD. Rows that are left empty are counted."""
    fill_up, empty = sheet._get_row, 0

    def filled(cells, *given):
        nonlocal empty
        cells = [cell for cell in cells if cell["value"] not in (None, "")]
        empty += not cells
        if empty > most:
            raise Unreadable(
                f"there are more than {most} empty rows in it: delete the rows below the last one "
                "that you filled in"
            )
        return fill_up(sorted(cells, key=lambda cell: cell["column"]), *given)

    sheet._get_row = filled


def text_of(cell, number):
    value = cell.value
    if cell.data_type == "f":
        raise Unreadable(f"cell {cell.coordinate} is a formula: paste its value instead", number)
    if cell.data_type == "e":
        raise Unreadable(f"cell {cell.coordinate} is an error: {quoted(value)}", number)
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case datetime() if not (value.hour or value.minute or value.second or value.microsecond):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
