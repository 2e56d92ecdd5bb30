"""Files that editors upload: CSV files named by their table, or a workbook with a sheet for each.

They may be anything at all, so what is read is bounded, and whatever is wrong is told in words.
"""

import io
from dataclasses import dataclass, field
from pathlib import PurePath

from . import workbooks
from .columns import quoted
from .tables import Problem, Unreadable, decoded, nearest, read_rows

# What an import can hold, in the order in which it is stored.
TABLES = ["sources", "statements", "citations", "codings"]
LARGEST = 10 * 1024 * 1024
MOST_ROWS = 20_000
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


@dataclass
class Reading:
    """`tables` has, by name, the rows as lists: the line, then the cells as text, the header
    first."""

    tables: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    found_in: dict = field(default_factory=dict)

    def keep(self, file, name, rows):
        """Take in (line, cells) of one table; empty rows hold nothing and are left out."""
        kept = []
        for line, cells in rows:
            if nul := next((n for n, cell in enumerate(cells, 1) if "\0" in cell), None):
                raise Unreadable(f"there is a NUL character in cell {nul}", line)
            if any(cells):
                kept.append([line, *cells])
        if not kept:
            raise Unreadable("it is empty; its first line must name the columns")
        if len(kept) == 1:
            raise Unreadable("it has a line of column names and no rows below it")
        if name in self.tables:
            raise Unreadable(f"{quoted(self.found_in[name])} already has the table {name}")
        self.tables[name], self.found_in[name] = kept, file

    def too_many(self):
        """A problem if all tables together have more rows than are read."""
        rows = sum(len(rows) - 1 for rows in self.tables.values())
        if rows > MOST_ROWS:
            yield Problem(
                ", ".join(dict.fromkeys(self.found_in.values())),
                f"there are {rows} rows; one import takes at most {MOST_ROWS}",
            )


def read_uploaded(files):
    """A Reading of pairs of a file's name and its bytes."""
    reading = Reading()
    for name, content in files:
        try:
            read_one(reading, PurePath(name.replace("\\", "/")).name, content)
        except Unreadable as error:
            reading.problems.append(Problem(name, error.reason, error.line))
    reading.problems += reading.too_many()
    return reading


def read_one(reading, name, content):
    stem, _, ending = name.rpartition(".")
    if not content:
        raise Unreadable("the file is empty")
    match ending.lower():
        case "xlsx":
            read_workbook(reading, name, content)
        case "csv":
            text = text_of(content)
            table = table_of(stem)
            reading.keep(name, table, read_rows(text))
        case "xls":
            raise Unreadable("this is the old format of Excel: save it as .xlsx, or as CSV UTF-8")
        case "zip":
            raise Unreadable("this is a ZIP archive: unpack it and choose the CSV files in it")
        case _:
            raise Unreadable("only .csv and .xlsx files can be imported")


def text_of(content):
    if content.startswith(ZIP):
        raise Unreadable("this is no CSV file but an archive or a workbook; a workbook is .xlsx")
    if content.startswith(OLE):
        raise Unreadable("this is no CSV file but an old Excel file: save it as CSV UTF-8")
    try:
        return decoded(content)
    except Unreadable as error:
        hint = "save it as “CSV UTF-8”"
        raise Unreadable(f"{error.reason}; {hint}", error.line) from None


def table_of(stem):
    """The table that a file is named by: statements, or “statements (2)” as browsers number
    copies."""
    name = stem.lower().partition(" (")[0].strip()
    if name not in TABLES:
        raise Unreadable(
            f"a file is named by its table, which is one of {', '.join(TABLES)}"
            f"{nearest(name, TABLES)}"
        )
    return name


def read_workbook(reading, name, content):
    if content.startswith(OLE):
        raise Unreadable(workbooks.ole(content))
    with workbooks.opened(io.BytesIO(content)) as book:
        for sheet, table in workbooks.sheets(book, TABLES):
            rows = workbooks.rows(sheet, MOST_ROWS)
            try:
                reading.keep(f"{name}, sheet {sheet.title}", table, rows)
            except Unreadable as error:
                place = f"{name}, sheet {sheet.title}"
                reading.problems.append(Problem(place, error.reason, error.line))
