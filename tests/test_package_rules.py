"""How the rows of a package must go together, with each other and with those on record."""

import pytest

from positions.models import Statement
from positions.packages import checks, load

from . import make
from .package import empty_database, refusal

KIRBY, KYIV = "2022-12-02-us-kirby-1", "2022-12-02-ukraine-kyiv-1"
PRICE, REPORT = "2022-12-02-us-price-1", "reuters-2022-12-02"
HOLDER = (
    "Another holder than the statement's actor needs claimed by, or a joint statement that names "
    "whom it is on behalf of."
)
ONCE = "This official already holds this role for this actor on some of these days."
UNIT = "statement, precondition, holder"


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        ("2025-01-20", "", "line 4"),
        ("2020-01-01", "2021-01-20", "line 4"),
        ("2015-01-01", "2015-01-01", "the tenures on record"),
        ("2025-01-21", "2025-01-21", None),
    ],
)
def test_the_same_role_is_held_once_at_a_time(package, db, start, end, place):
    biden = make.official(
        "joe-biden", of="us", role="President", start="2014-01-01", end="2016-01-01"
    )
    package.add("tenures", "joe-biden", start_date=start, end_date=end)
    if not place:
        load(package.folder)
        assert biden.tenures.count() == 3
    else:
        (told,) = refusal(package.folder)
        assert told.endswith(f"start_date, end_date: {ONCE} See {place}.")


def test_what_is_waived_may_have_been_asked_in_the_same_package_or_before(package, db):
    package.edit("codings", KIRBY, stance="waives")
    package.keep("second_codings", lambda row: row["statement"] != KIRBY)
    asked = make.statement("Call us.", by=None, of="us", role="White House", on="2022-11-01")
    make.coding(asked, "us-russia-leaders-talk", "demands")
    load(package.folder)


def test_what_a_bad_row_may_have_asked_is_not_told_to_be_missing(package, db):
    package.edit("codings", KIRBY, stance="waives")
    package.keep("second_codings", lambda row: row["statement"] != KIRBY)
    asked = f"{PRICE} us-russia-leaders-talk"
    line = package.add("codings", PRICE, precondition=asked.split()[1], stance="demands")
    load(package.folder)
    package.edit("codings", asked, note="a\0")
    empty_database()
    (told,) = refusal(package.folder)
    assert told.startswith(f"codings.csv, line {line}, note: ")


def test_the_database_has_the_last_word(package, db, monkeypatch):
    monkeypatch.setattr(checks, "across_tables", lambda loading: [])
    package.edit("statements", KIRBY, sources="")
    assert refusal(package.folder) == [
        "statements.csv: the database refuses the rows: A published statement needs a source."
    ]


def test_a_change_that_strands_what_is_on_record_is_told(package, db):
    """The coding that loses its holder is not in the package; its statement is."""
    load(package.folder)
    make.coding(Statement.objects.get(slug=KYIV), "withdrawal", "demands")
    package.keep("codings", lambda row: row["statement"] != KYIV)
    package.keep("second_codings", lambda row: row["statement"] != KYIV)
    line = package.edit("statements", KYIV, actor="poland")
    assert set(refusal(package.folder)) == {f"statements.csv, line {line}, actor: {HOLDER}"}


def test_a_second_coding_belongs_to_a_coding(package, db):
    line = package.edit("second_codings", PRICE, of_gate="sign")
    key = f"{UNIT}, of_gate"
    reason = "there is no coding of this statement, precondition and holder with this gate"
    assert refusal(package.folder) == [f"second_codings.csv, line {line}, {key}: {reason}"]


def test_a_second_coding_without_a_gate_needs_a_single_first(package, db):
    package.add("codings", f"{KYIV} russia-halts-attacks", gate="sign")
    rows = package.rows("second_codings")
    package.write("second_codings", rows, [name for name in rows[0] if name != "of_gate"])
    (told,) = refusal(package.folder)
    assert told.endswith(
        "there are several codings of this unit; the column of_gate must say which"
    )


def test_a_citation_names_a_source_of_its_statement(package, db):
    package.add("sources", slug="other", publisher="Agency", kind="reprint", language="en")
    package.add("citations", statement=KIRBY, source=REPORT, exact="not at a point")
    package.add("citations", statement=KIRBY, source="other", exact="not at a point")
    package.add("citations", statement=PRICE, source=REPORT, prefix="they will")
    reason = "the statement does not have this source among its sources"
    assert refusal(package.folder) == [
        f"citations.csv, line 3, statement, source: {reason}",
        "citations.csv, line 4, exact: it is empty, but must have a value",
    ]


def test_a_rule_that_no_check_foresees_is_told_too(package, db):
    """Two actors that swap their names meet the unique index one after the other."""
    load(package.folder)
    package.edit("actors", "us", name="Russia")
    package.edit("actors", "russia", name="United States")
    (told,) = refusal(package.folder)
    assert told.startswith("actors.csv: the database refuses the rows: ")
    assert "already exists" in told


def test_rows_that_stand_on_a_bad_row_are_not_told_too(package, db):
    line = package.edit("topics", "talks", name="")
    other = package.edit("actors", "us", slug="US")
    assert refusal(package.folder) == [
        f"actors.csv, line {other}, slug: The slug takes lower-case letters, digits and single "
        "hyphens.",
        f"topics.csv, line {line}, name: it is empty, but must have a value",
    ]


def test_drafts_need_no_source(package, db):
    package.edit("statements", KIRBY, sources="", status="draft")
    load(package.folder)
    assert Statement.objects.get(slug=KIRBY).status == "draft"


@pytest.mark.parametrize(
    ("day", "precision", "outside", "loads"),
    [
        ("2023-03-31", "day", "0", True),
        ("2023-03-01", "month", "0", True),
        ("2023-04-01", "day", "0", False),
        ("2023-03-31", "year", "0", False),
        ("2023-04-01", "day", "1", True),
    ],
)
def test_an_official_speaks_within_a_known_tenure(package, db, day, precision, outside, loads):
    """The spokesperson left on 31 March 2023; the day that counts is the last it can be."""
    cells = {"said_on": day, "date_precision": precision, "outside_tenure": outside}
    package.edit("statements", PRICE, **cells)
    if loads:
        load(package.folder)
    else:
        (told,) = refusal(package.folder)
        assert "said_on: Ned Price has no known tenure for United States on 2023-" in told


def test_a_shorter_tenure_is_asked_of_statements_on_record_too(package, db):
    load(package.folder)
    package.edit("tenures", "ned-price", end_date="2022-12-01")
    assert len(refusal(package.folder)) == 1
