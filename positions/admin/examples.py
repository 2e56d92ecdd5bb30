"""The columns of an import, described, and files to begin with."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date

import openpyxl
from django.utils import timezone

from positions.codebook import Status
from positions.dates import EARLIEST_YEAR
from positions.models import Actor, Precondition, Tenure
from positions.packages.descriptor import describe_column
from positions.packages.importing import DECIDED, STARTS
from positions.packages.schema import RESOURCES
from positions.packages.uploaded import TABLES

NAME = "parley-example"
SOURCE = {
    "slug": "example-source",
    "publisher": "Example News",
    "title": "An invented report",
    "url": "https://news.example/invented-report",
    "kind": "news_outlet",
    "language": "en",
}
AS_USUAL = {
    "outside_tenure": "0",
    "attribution": "named",
    "date_precision": "day",
    "date_basis": "said",
    "language": "en",
    "status": Status.DRAFT.value,
}
QUOTATION = "These are invented words, to show where a quotation goes."
PARAPHRASE = "Says, as an invented example, what somebody said in words that are ours."


@dataclass(frozen=True)
class Table:
    name: str
    description: str
    key: list
    columns: list


def tables():
    """The Tables of an import with their columns."""
    for name in TABLES:
        resource = RESOURCES[name]
        columns = [
            describe_here(resource, column)
            for column in resource.columns
            if column.name not in DECIDED
        ]
        yield Table(name, resource.description, resource.key, columns)


def describe_here(resource, column):
    """In the words of the data package, without values that an import refuses."""
    described = describe_column(resource, column) | {"may_be_absent": column.may_be_absent}
    if (resource.name, column.name) == ("statements", "status"):
        taken = [c for c in described["categories"] if c["value"] not in STARTS]
        described["categories"] = taken
    return described


def example():
    """Lists of rows by table, the header first: invented words, attributed to who is on record so
    that they can be imported. A table without rows is left out, as an import refuses it."""
    found = {}
    rows = invented()
    for table in tables():
        names = [column["name"] for column in table.columns]
        cells = [[row.get(name, "") for name in names] for row in rows[table.name]]
        found |= {table.name: [names, *cells]} if cells else {}
    return found


def invented():
    """Dicts by table."""
    today = timezone.localdate()
    begun = Tenure.objects.filter(start_date__range=(date(EARLIEST_YEAR, 1, 1), today))
    tenure = begun.select_related("official", "actor").order_by("-start_date", "-pk").first()
    actors = Actor.objects.order_by("pk")
    actor = tenure.actor if tenure else actors.first()
    other = actors.exclude(pk=actor.pk).first() if actor else None
    day = tenure.start_date if tenure else today
    shared = AS_USUAL | {"said_on": day.isoformat(), "sources": SOURCE["slug"]}
    whole = {"attribution": "institution"}
    named = {"official": tenure.official.slug, "role": tenure.role} if tenure else whole
    first = {"id": "example-1", "actor": slug_of(actor), "form": "quotation", "text": QUOTATION}
    second = {"id": "example-2", "actor": slug_of(other or actor), "form": "paraphrase"}
    on = Precondition.objects.order_by("pk").first()
    unit = {"statement": first["id"], "precondition": slug_of(on), "holder": first["actor"]}
    code = {"stance": "open", "gate": "none", "red_line": "0", "note": "An example."}
    words = {"statement": first["id"], "source": SOURCE["slug"], "exact": QUOTATION}
    return {
        "sources": [SOURCE],
        "statements": [first | shared | named, second | shared | whole | {"text": PARAPHRASE}],
        "citations": [words],
        "codings": [unit | code] if on else [],
    }


def slug_of(record):
    return record.slug if record else ""


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
