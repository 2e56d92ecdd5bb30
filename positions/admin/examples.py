"""The columns of an import, described, and files to begin with."""

import csv
import io
import zipfile
from dataclasses import dataclass

import openpyxl
from django.conf import settings

from positions.codebook import Status
from positions.packages.descriptor import describe_column
from positions.packages.importing import DECIDED
from positions.packages.schema import RESOURCES
from positions.packages.tables import read_rows, text_of
from positions.packages.uploaded import TABLES

NAME = "parley-example"
# Statements of the seeds that the example repeats under other names, as drafts.
TAKEN = {
    "2022-12-02-us-kirby-1": "example-1",
    "2022-12-02-russia-peskov-3": "example-2",
}


@dataclass(frozen=True)
class Table:
    name: str
    description: str
    key: list
    columns: list


def tables():
    """The Tables of an import with their columns in the words of the data package."""
    for name in TABLES:
        resource = RESOURCES[name]
        columns = [
            describe_column(resource, column) | {"may_be_absent": column.may_be_absent}
            for column in resource.columns
            if column.name not in DECIDED
        ]
        yield Table(name, resource.description, resource.key, columns)


def example():
    """Lists of rows by table, the header first: rows of the seeds, where they are, as drafts."""
    found = {table.name: [[c["name"] for c in table.columns]] for table in tables()}
    sources = set()
    for name in ("statements", "sources", "codings"):
        for row in seeds(name):
            if name == "sources":
                taken = row["slug"] in sources
            else:
                own = row.get("id") or row["statement"]
                taken = own in TAKEN
                row["id"] = row["statement"] = TAKEN.get(own)
            if name == "statements" and taken:
                row |= {"status": Status.DRAFT.value, "responds_to": "", "restates": ""}
                sources |= {*row["sources"].split(";")}
            if taken:
                found[name].append([row[column] for column in found[name][0]])
    for number, statement in enumerate(TAKEN.values()):
        for source in sorted(sources)[:1]:
            words = {"statement": statement, "source": source, "exact": f"exact words {number + 1}"}
            found["citations"].append([words.get(column, "") for column in found["citations"][0]])
    return found


def seeds(name):
    path = settings.BASE_DIR / "seeds" / RESOURCES[name].path
    if path.is_file():
        (_, header), *rows = read_rows(text_of(path))
        for _, cells in rows:
            yield dict(zip(header, cells, strict=True))


def as_zip():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in example().items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            # Spreadsheets take it for UTF-8 by the byte order mark only.
            archive.writestr(f"{name}.csv", text.getvalue().encode("utf-8-sig"))
    return content.getvalue()


def as_workbook():
    book = openpyxl.Workbook(write_only=True)
    for name, rows in example().items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
