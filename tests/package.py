"""Packages for tests: a small one to be spoilt, and what makes a full one."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from positions.models import Citation, Correction, Distinction, Response, SearchNote, Statement
from positions.packages import BadPackage, load
from positions.packages.schema import RESOURCES

from . import make

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
REPORT = "reuters-2022-12-02"


class Package:
    def __init__(self, folder):
        self.folder = Path(folder)

    def path(self, name):
        return self.folder / f"{name}.csv"

    def rows(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, name, rows, columns=None):
        columns = columns or [column.name for column in RESOURCES[name].columns]
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)

    def edit(self, name, start, /, **cells):
        """Change the row whose first cells are these words; returns its line."""
        rows = self.rows(name)
        number = next(n for n, row in enumerate(rows) if starts(row, start))
        rows[number] |= cells
        self.write(name, rows)
        return number + 2

    def add(self, name, start="", /, **cells):
        """Add a row, made from the one that starts so; returns its line."""
        rows = self.rows(name)
        blank = dict.fromkeys((column.name for column in RESOURCES[name].columns), "")
        rows.append({**next((row for row in rows if start and starts(row, start)), blank), **cells})
        self.write(name, rows)
        return len(rows) + 1

    def keep(self, name, wanted):
        self.write(name, [row for row in self.rows(name) if wanted(row)])

    def describe(self, change):
        """Rewrite datapackage.json as `change` leaves its content."""
        path = self.folder / "datapackage.json"
        described = json.loads(path.read_text(encoding="utf-8"))
        change(described)
        path.write_text(json.dumps(described), encoding="utf-8")


def starts(row, words):
    return list(row.values())[: len(words.split())] == words.split()


def seeds_copied(folder):
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("*.md"))
    return Package(folder)


def first_report(folder):
    """The statements of one news report, who made them, and their codings."""
    package = seeds_copied(folder)
    told = [row for row in package.rows("statements") if row["sources"] == REPORT]
    ids, officials = {row["id"] for row in told}, {row["official"] for row in told}
    for row in told:
        row["responds_to"] = ";".join(i for i in row["responds_to"].split(";") if i in ids)
    package.write("statements", told)
    package.keep("sources", lambda row: row["slug"] == REPORT)
    package.keep("officials", lambda row: row["slug"] in officials)
    package.keep("tenures", lambda row: row["official"] in officials)
    for name in ("codings", "second_codings"):
        package.keep(name, lambda row: row["statement"] in ids)
    return package


def contents(folder):
    """The bytes of every file, by name."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.suffix != ".md"}


def empty_database():
    """What readers have seen cannot be deleted row by row, and its slugs stay its own."""
    connection.check_constraints()
    models = {resource.model for resource in RESOURCES.values()}
    models |= {model.pgh_event_model for model in models}
    tables = {model._meta.db_table for model in models}
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def enter_everything():
    """Rows of every kind, with what is hard to write down."""
    actor = make.actor("us", other_names=["Washington", "White House, the"])
    make.official("biden", of="us", start="2021-01-20", end="2025-01-20")
    draft = make.statement("A draft.", by="biden", sources=[], status="draft")
    told = make.statement(
        'Said: "no",\r\nand then;\n“never”\r\x85\u2028 so',
        by="biden",
        sources=[make.source(published_on=date(2022, 12, 2)), make.source("reprint", url="")],
        original_text="Ні — 🕊",
        original_language="uk",
        translation="ours",
        reviewed_on=date(2023, 1, 1),
        date_precision="month",
    )
    withdrawn = make.statement(
        "No.",
        by=None,
        of="us",
        role="White House",
        status="withdrawn",
        withdrawn_on=date(2023, 1, 2),
        withdrawn_because="It was said of something else.",
    )
    make.statement("Not now.", by="biden", status="withdrawn", duplicate_of=told)
    Statement.objects.filter(pk=told.pk).update(restates=draft)
    for other in (told, withdrawn):
        Distinction.objects.create(statement=draft, other=other, ruled_on=date(2023, 1, 2))
    Response.objects.create(statement=told, responds_to=withdrawn)
    Response.objects.create(statement=told, responds_to=draft)
    words = {"exact": " no ", "prefix": "he said ", "suffix": "\nthen"}
    Citation.objects.filter(source__kind="reprint").update(**words)
    Citation.objects.filter(statement=withdrawn).update(exact="No.")
    Citation.objects.create(statement=draft, source=make.source(), exact="Entered last.")
    second = {"second_stance": "none", "second_gate": "none", "second_note": "unclear"}
    make.coding(withdrawn, "withdrawal", "requires", gate="sign", **second)
    make.coding(told, "withdrawal", "requires", gate="enter_talks", red_line=True)
    settled = {**second, "first_stance": "requires", "first_gate": "sign", "first_note": "no “no”"}
    for on in ("talks", "relief"):
        make.coding(told, on, "none", note="No side.", **settled, settled_on=date(2023, 1, 3))
    make.coding(told, "withdrawal", "rejects", holder="russia", claimed_by="us")
    SearchNote.objects.create(
        actor=actor,
        precondition=make.precondition("withdrawal"),
        searched_until=date(2023, 1, 1),
        where="Archives",
        outcome="none_found",
    )
    for statement in (None, told):
        Correction.objects.create(
            statement=statement, corrected_on=date(2023, 1, 1), was_wrong="a", changed="b;c"
        )


def refusal(folder):
    """What is told of a folder that must not load, and has changed nothing."""
    before = numbers()
    with pytest.raises(BadPackage) as caught:
        load(folder)
    assert numbers() == before
    return [str(problem) for problem in caught.value.problems]


def numbers():
    return [resource.model.objects.count() for resource in RESOURCES.values()]
