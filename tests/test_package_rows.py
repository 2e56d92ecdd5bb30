"""A package with a bad row is refused as a whole; the file, line, column and reason are told."""

from datetime import UTC, datetime, timedelta

import pytest

from . import make
from .package import refusal

# Two days: tests may run over midnight.
AHEAD = str(datetime.now(UTC).date() + timedelta(days=2))
KIRBY, KYIV = "2022-12-02-us-kirby-1", "2022-12-02-ukraine-kyiv-1"
PESKOV, PRICE = "2022-12-02-russia-peskov-3", "2022-12-02-us-price-1"
BIDEN, REPORT = "2022-12-01-us-biden-1", "reuters-2022-12-02"
GATE = (
    "“Requires” and “rejects as a condition” need a gate, “rejects” may have one, every other "
    "stance has none."
)
HOLDER = (
    "Another holder than the statement's actor needs claimed by, or a joint statement that names "
    "whom it is on behalf of."
)
LIST = "has an empty item, or spaces around one; items stand between semicolons alone"
ONCE = "This official already holds this role for this actor on some of these days."
ORIGINAL = (
    "The original words need their language, and neither a language nor a kind of translation "
    "stands without them."
)
SPEAKER = "A statement is attributed to a named official exactly when an official is given."
TENURE = "give one that covers the day, or set outside_tenure to 1"
UNIT = "statement, precondition, holder"
WAIVED = (
    "Nothing to waive: the holder's earlier requires or demands is not on record, or readers do "
    "not see it."
)

# A cell of the row that starts so, what it is changed into, and what is told of that line.
CELLS = [
    ("statements", KIRBY, "said_on", "soon", "said_on: “soon” is not a day as YYYY-MM-DD"),
    ("statements", KIRBY, "said_on", "20221202", "said_on: “20221202” is not a day as YYYY-MM-DD"),
    (
        *("statements", KIRBY, "said_on", "2022-02-29"),
        "said_on: “2022-02-29” value has the correct format (YYYY-MM-DD) but it is an invalid "
        "date.",
    ),
    ("statements", KIRBY, "said_on", "", "said_on: it is empty, but must have a value"),
    ("statements", KIRBY, "said_on", AHEAD, "said_on: Said on lies in the future."),
    (
        *("statements", KIRBY, "said_on", "2021-12-02"),
        f"said_on: John Kirby has no known tenure for United States on 2021-12-02; {TENURE}",
    ),
    (
        *("statements", KIRBY, "form", "poem"),
        "form: “poem” is not one of: quotation, mixed, paraphrase, document",
    ),
    (
        *("statements", KIRBY, "outside_tenure", "yes"),
        "outside_tenure: “yes” is not 1 (yes) or 0 (no)",
    ),
    (
        *("statements", KIRBY, "language", "English"),
        "language: Give the language as a code: en, ru, uk.",
    ),
    (
        *("statements", KIRBY, "language", "e" * 13),
        "language: Ensure this value has at most 12 characters (it has 13).",
    ),
    ("statements", KIRBY, "text", "a\0b", "text: there is a NUL character in it"),
    ("statements", KIRBY, "text", " No.", "text: there are spaces around “No.”"),
    ("statements", KIRBY, "text", "No.\n", "text: there are spaces around “No.”"),
    ("statements", KIRBY, "actor", "usa", "actor: there is no actor “usa”; did you mean “us”?"),
    (
        *("statements", KIRBY, "official", "jon-kirby"),
        "official: there is no official “jon-kirby”; did you mean “john-kirby”?",
    ),
    (
        *("statements", KIRBY, "official", "\x1b[31m"),
        "official: there is no official “\\x1b[31m”",
    ),
    ("statements", KIRBY, "official", "", f"official, attribution: {SPEAKER}"),
    ("statements", KIRBY, "attribution", "unnamed", f"official, attribution: {SPEAKER}"),
    ("statements", KIRBY, "sources", "", "sources: A published statement needs a source."),
    (
        *("statements", KIRBY, "sources", "reuters"),
        "sources: there is no source “reuters”",
    ),
    ("statements", KIRBY, "sources", f"{REPORT};", f"sources: “{REPORT};” {LIST}"),
    ("statements", KIRBY, "sources", f"{REPORT}; a", f"sources: “{REPORT}; a” {LIST}"),
    (
        *("statements", KIRBY, "sources", f"{REPORT};{REPORT}"),
        f"sources: “{REPORT};{REPORT}” names the same twice",
    ),
    (
        *("statements", KIRBY, "responds_to", KIRBY),
        "responds_to: A statement cannot respond to itself.",
    ),
    (
        *("statements", KIRBY, "responds_to", "nothing"),
        "responds_to: there is no statement “nothing”",
    ),
    (
        *("statements", KIRBY, "translation", "ours"),
        f"original_text, original_language, translation: {ORIGINAL}",
    ),
    ("statements", KIRBY, "reviewed_on", AHEAD, "reviewed_on: Reviewed on lies in the future."),
    (
        *("actors", "us", "slug", "US"),
        "slug: The slug takes lower-case letters, digits and single hyphens.",
    ),
    (
        *("actors", "us", "iso_code", "USA"),
        "iso_code: Ensure this value has at most 2 characters (it has 3).",
    ),
    ("actors", "us", "other_names", "USA;;America", f"other_names: “USA;;America” {LIST}"),
    (
        *("tenures", "john-kirby", "start_date", "2030-01-01"),
        "start_date, end_date: The first day in the role is after the last one.",
    ),
    ("tenures", "john-kirby", "authority", "5", "authority: “5” is not one of: 1, 2, 3, 4"),
    ("tenures", "john-kirby", "authority", "+1", "authority: “+1” is not a whole number"),
    ("topics", "talks", "order", "-1", "order: “-1” is not a whole number"),
    (
        *("topics", "talks", "order", "32768"),
        "order: Ensure this value is less than or equal to 32767.",
    ),
    ("topics", "talks", "order", "9" * 5000, f"order: “{'9' * 57}...” is not a whole number"),
    (
        *("sources", REPORT, "url", "ftp://example.org"),
        "url: Give a full http:// or https:// address without spaces.",
    ),
    ("sources", REPORT, "published_on", AHEAD, "published_on: Published on lies in the future."),
    ("codings", BIDEN, "gate", "none", f"stance, gate: {GATE}"),
    (
        *("codings", PRICE, "claimed_by", "us"),
        "holder, claimed_by: A claim is about somebody else: claimed by cannot be the holder.",
    ),
    ("codings", f"{PESKOV} annexation-recognised us", "claimed_by", "", f"holder: {HOLDER}"),
    ("codings", KIRBY, "stance", "waives", f"stance: {WAIVED}"),
    ("second_codings", KIRBY, "stance", "", "stance: it is empty, but must have a value"),
    ("second_codings", KIRBY, "stance", "requires", f"stance, gate: {GATE}"),
]


@pytest.mark.parametrize(
    ("name", "start", "column", "value", "told"),
    CELLS,
    ids=[f"{name} {column} {number}" for number, (name, _, column, *_) in enumerate(CELLS)],
)
def test_a_bad_cell_is_told(package, db, name, start, column, value, told):
    line = package.edit(name, start, **{column: value})
    assert refusal(package.folder) == [f"{name}.csv, line {line}, {told}"]


def test_every_bad_row_of_every_file_is_told_at_once_and_in_order(package, db):
    lines = {
        "codings.csv": package.edit("codings", PRICE, stance="likes"),
        "tenures.csv": package.edit("tenures", "joe-biden", end_date="2020-01-01"),
        "topics.csv": package.edit("topics", "arms", order="many"),
        "statements.csv": package.edit("statements", BIDEN, form="poem", language="English"),
        "actors.csv": package.edit("actors", "nato", classification="club", iso_code="NATO"),
    }
    bare = package.edit("statements", KYIV, sources="")
    package.add("corrections", statement="nothing", corrected_on=AHEAD, was_wrong="a")
    told = [problem.split(":")[0] for problem in refusal(package.folder)]
    assert told == [
        f"actors.csv, line {lines['actors.csv']}, classification",
        f"actors.csv, line {lines['actors.csv']}, iso_code",
        f"tenures.csv, line {lines['tenures.csv']}, start_date, end_date",
        f"topics.csv, line {lines['topics.csv']}, order",
        f"statements.csv, line {lines['statements.csv']}, form",
        f"statements.csv, line {lines['statements.csv']}, language",
        f"statements.csv, line {bare}, sources",
        f"codings.csv, line {lines['codings.csv']}, stance",
        "corrections.csv, line 2, changed",
        "corrections.csv, line 2, statement",
        "corrections.csv, line 2, corrected_on",
    ]


def test_two_rules_broken_in_one_row_are_both_told(package, db):
    line = package.edit("codings", PRICE, stance="accepts_if", gate="sign", note="")
    package.edit("second_codings", PRICE, of_gate="sign")
    assert refusal(package.folder) == [
        f"codings.csv, line {line}, stance, note: “Accepts if” needs its condition in the note.",
        f"codings.csv, line {line}, stance, gate: {GATE}",
    ]


@pytest.mark.parametrize(
    ("name", "start", "key"),
    [
        ("actors", "us", "slug"),
        ("statements", KIRBY, "id"),
        ("tenures", "joe-biden", "official, actor, role, start_date"),
        ("codings", PRICE, f"{UNIT}, gate"),
        ("second_codings", PRICE, f"{UNIT}, of_gate"),
    ],
)
def test_a_key_that_stands_there_twice_is_told_with_the_other_line(package, db, name, start, key):
    first, second = package.edit(name, start), package.add(name, start)
    assert (
        refusal(package.folder)[0]
        == f"{name}.csv, line {second}, {key}: the same as in line {first}"
    )


def test_names_and_addresses_stand_there_once(package, db):
    make.source(slug="elsewhere", url="https://example.org/report")
    make.actor("utopia", name="Utopia", short_name="UT")
    second = package.edit("actors", "russia", short_name="US")
    third = package.edit("actors", "ukraine", name="Utopia")
    line = package.edit("sources", REPORT, url="https://example.org/report")
    assert refusal(package.folder) == [
        f"actors.csv, line {second}, short_name: the same as in line {second - 1}",
        f"actors.csv, line {third}, name: another actor on record has “Utopia”",
        f"sources.csv, line {line}, url: another source on record has “https://example.org/report”",
    ]
