"""Addresses that hold, in a package: slugs that were others', and duplicates."""

import pytest

from positions.models import Actor, Statement
from positions.packages import dump, load

from . import make
from .package import Package, empty_database, refusal

KIRBY, PRICE = "2022-12-02-us-kirby-1", "2022-12-02-us-price-1"
GONE = {"status": "withdrawn", "withdrawn_on": "2023-01-01", "withdrawn_because": "Entered twice."}
OUTSIDE = (
    "withdrawn_on, duplicate_of: Only a withdrawn statement is a duplicate of another, until it is "
    "published again."
)


def rename(record, slug):
    type(record).objects.filter(pk=record.pk).update(slug=slug)


def test_a_slug_that_was_another_records_is_told_by_its_line(package, db):
    rename(make.actor("germany", name="Alemannia", short_name="Al"), "alemannia")
    rename(make.statement("No.", slug="before"), "after")
    rename(make.statement("No.", slug="drafted", status="draft"), "entered")
    germany = package.rows("actors").index(
        next(row for row in package.rows("actors") if row["slug"] == "germany")
    )
    before = package.add("statements", KIRBY, id="before", responds_to="")
    package.add("statements", KIRBY, id="drafted", responds_to="")
    told = "had this slug before, and a permanent address is given only once."
    assert refusal(package.folder) == [
        f"actors.csv, line {germany + 2}, slug: Another actor {told}",
        f"statements.csv, line {before}, id: Another statement {told}",
    ]
    package.keep("statements", lambda row: row["id"] != "before")
    package.keep("actors", lambda row: row["slug"] != "germany")
    load(package.folder)
    assert Statement.objects.filter(slug="drafted").exists()


def test_a_duplicate_comes_and_goes_with_a_package(package, db, tmp_path):
    package.edit("statements", KIRBY, **GONE, duplicate_of=PRICE)
    load(package.folder)
    kirby = Statement.objects.get(slug=KIRBY)
    assert kirby.duplicate_of.slug == PRICE
    dump(tmp_path / "dumped")
    written = Package(tmp_path / "dumped")
    row = next(row for row in written.rows("statements") if row["id"] == KIRBY)
    assert row["duplicate_of"] == PRICE
    empty_database()
    assert load(written.folder)["statements"]["added"] == 13
    assert load(package.folder)["statements"] == {"same": 13}


def test_a_package_from_before_there_were_duplicates_leaves_them(package, db):
    package.edit("statements", KIRBY, **GONE, duplicate_of=PRICE)
    load(package.folder)
    rows = package.rows("statements")
    package.write("statements", rows, [name for name in rows[0] if name != "duplicate_of"])
    assert load(package.folder)["statements"] == {"same": 13}
    assert Statement.objects.get(slug=KIRBY).duplicate_of.slug == PRICE


def test_what_a_package_publishes_again_is_no_duplicate(package, db):
    package.edit("statements", KIRBY, **GONE, duplicate_of=PRICE)
    load(package.folder)
    package.edit("statements", KIRBY, status="in_review")
    load(package.folder)
    assert Statement.objects.get(slug=KIRBY).duplicate_of.slug == PRICE
    again = {"status": "published", "withdrawn_on": "", "withdrawn_because": ""}
    line = package.edit("statements", KIRBY, **again)
    assert refusal(package.folder) == [f"statements.csv, line {line}, {OUTSIDE}"]
    package.edit("statements", KIRBY, duplicate_of="")
    load(package.folder)
    assert Statement.objects.get(slug=KIRBY).duplicate_of is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({KIRBY: {"duplicate_of": PRICE}}, OUTSIDE),
        ({KIRBY: {**GONE, "duplicate_of": "none"}}, "duplicate_of: there is no statement “none”"),
        (
            {KIRBY: {**GONE, "duplicate_of": KIRBY}},
            "duplicate_of: A statement cannot be a duplicate of itself.",
        ),
        (
            {KIRBY: {**GONE, "duplicate_of": PRICE}, PRICE: {"status": "draft"}},
            "duplicate_of: A duplicate leads to a statement that readers have seen.",
        ),
        (
            {KIRBY: {**GONE, "duplicate_of": PRICE}, PRICE: {**GONE, "duplicate_of": KIRBY}},
            "duplicate_of: Statements cannot be duplicates of each other in a circle.",
        ),
    ],
)
def test_what_is_no_duplicate_is_told_by_its_line(package, db, changes, told):
    lines = [package.edit("statements", slug, **cells) for slug, cells in changes.items()]
    told_of = f"statements.csv, line {lines[0]}, {told}"
    assert refusal(package.folder)[0].startswith(told_of)
    assert not Actor.objects.exists()
