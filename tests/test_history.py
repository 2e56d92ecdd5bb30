"""What changed, told from versions: occasions, what readers see of them, and the words."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from positions.history.readers import Step, public_entries
from positions.history.telling import Field, differences, summary, tell
from positions.history.versions import Occasion, Version, entries

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
NUMBERS = count(1)
STATEMENT = {
    "text": "No.",
    "language": "en",
    "original_text": "",
    "original_language": "",
    "translation": "",
    "form": "quotation",
    "said_on": date(2022, 12, 2),
    "date_precision": "day",
    "date_basis": "said",
    "official_id": 1,
    "attribution": "named",
    "role": "President",
    "outside_tenure": False,
    "actor_id": 1,
    "on_behalf_of": "",
    "venue": "",
    "restates_id": None,
    "reviewed_on": None,
    "reviewed_by_id": None,
    "slug": "no",
    "status": "draft",
    "entered_by_id": 5,
    "published_by_id": None,
}
CODING = {
    "statement_id": 1,
    "precondition_id": 1,
    "holder_id": 1,
    "stance": "demands",
    "gate": "none",
    "red_line": False,
    "claimed_by_id": None,
    "note": "",
    "second_stance": "",
}


def at(hours, **metadata):
    """One request by user 5, or what `metadata` says."""
    when = MORNING + timedelta(hours=hours)
    return Occasion(hours, when, metadata or {"user": 5, "url": "/admin/"})


def statement(occasion, label="update", **values):
    return Version("statement", 1, next(NUMBERS), label, STATEMENT | values, occasion)


def coding(occasion, label="update", row=7, **values):
    return Version("coding", row, next(NUMBERS), label, CODING | values, occasion)


def response(occasion, label, to):
    values = {"statement_id": 1, "responds_to_id": to}
    return Version("response", 3, next(NUMBERS), label, values, occasion)


def effects(entry):
    return [(change.kind, change.effect) for change in entry.changes]


def test_versions_of_one_occasion_are_one_entry():
    first, second = at(0), at(1)
    told = entries(
        [
            statement(first, "insert"),
            statement(second, text="Never."),
            statement(second, text="Never!"),
            coding(second, "insert"),
            coding(second, "insert", row=8),
            coding(second, "delete", row=8),
        ]
    )
    assert [entry.occasion for entry in told] == [first, second]
    assert effects(told[1]) == [("statement", "changed"), ("coding", "added")]
    change = told[1].changes[0]
    assert (change.before["text"], change.after["text"]) == ("No.", "Never!")


def test_versions_in_any_order_give_the_same_entries():
    versions = [statement(at(n), "update" if n else "insert", text=str(n)) for n in range(4)]
    assert entries(versions) == entries(versions[::-1])
    assert [e.changes[0].after["text"] for e in entries(versions)] == ["0", "1", "2", "3"]


def test_of_a_row_what_was_written_last_is_last_although_its_transaction_began_first():
    long, short = at(1), at(2)
    versions = [
        statement(at(0), "insert"),
        statement(short, text="Short."),
        statement(long, text="Long."),
    ]
    told = entries(versions)
    assert [entry.changes[0].after["text"] for entry in told] == ["No.", "Short.", "Long."]
    assert told[-1].changes[0].before["text"] == "Short."


def test_where_the_kept_versions_begin_it_is_not_known_what_changed():
    told = entries([statement(at(1), text="Never."), statement(at(2), text="Ever.")])
    assert [entry.changes[0].begins for entry in told] == [True, False]
    assert told[1].changes[0].before["text"] == "Never."


def test_a_deletion_tells_what_was_and_a_restored_row_what_came_back():
    told = entries([coding(at(1), "delete", note="x"), coding(at(2), "insert", note="x")])
    assert [effects(entry) for entry in told] == [[("coding", "removed")], [("coding", "added")]]
    assert told[0].changes[0].before["note"] == "x"


# For readers


def public(*versions, others=()):
    return public_entries(entries(versions), 1, {*others})


def told_of(entry):
    names = [
        name
        for change in entry.changes
        for name in (change.after or change.before)
        if (change.before or {}).get(name) != (change.after or {}).get(name)
    ]
    return entry.step, names


def test_readers_are_told_from_the_first_publication_on():
    found = public(
        statement(at(0), "insert", text="A draft."),
        statement(at(1), text="Another draft."),
        statement(at(2), text="No.", status="in_review"),
        coding(at(2), "insert"),
        statement(at(3), text="No.", status="published", published_by_id=6),
        statement(at(4), text="Never.", status="published"),
    )
    assert [told_of(entry) for entry in found] == [(Step.PUBLISHED, []), (None, ["text"])]
    assert found[1].changes[0].before["text"] == "No."
    assert "draft" not in repr(found).lower().replace("'status': 'draft'", "")


def test_a_draft_tells_nothing():
    assert public(statement(at(0), "insert"), statement(at(1), status="in_review")) == []


def test_what_changes_while_it_is_withdrawn_is_told_when_it_comes_back():
    found = public(
        statement(at(0), "insert", status="published"),
        statement(at(1), status="withdrawn", text="No."),
        statement(at(2), status="in_review", text="Secret."),
        coding(at(2), "insert", note="Secret."),
        statement(at(3), status="in_review", text="Never."),
        coding(at(3), note="Open."),
        statement(at(4), status="published", text="Never."),
    )
    assert [entry.step for entry in found] == [Step.PUBLISHED, Step.WITHDRAWN, Step.AGAIN]
    assert effects(found[2]) == [("statement", "changed"), ("coding", "added")]
    assert found[2].changes[1].after["note"] == "Open."
    assert "Secret" not in repr(found)


def test_what_is_the_desks_alone_is_not_told():
    found = public(
        statement(at(0), "insert", status="published"),
        coding(at(0), "insert"),
        statement(at(1), status="published", entered_by_id=8, reviewed_by_id=9),
        coding(at(2), second_stance="rejects"),
    )
    assert [entry.step for entry in found] == [Step.PUBLISHED]
    assert not {"entered_by_id", "reviewed_by_id", "second_stance"} & {*repr(found).split("'")}


def test_a_check_against_the_source_is_told_without_a_name():
    found = public(
        statement(at(0), "insert", status="published"),
        statement(at(1), status="published", reviewed_on=date(2026, 11, 23), reviewed_by_id=6),
        statement(at(2), status="published", text="Never."),
    )
    assert told_of(found[1]) == (None, ["reviewed_on"])
    assert [entry.by for entry in found[1:]] == ["by a reviewer", "by an editor"]
    assert told_of(found[2]) == (None, ["text", "reviewed_on"])


def test_who_it_was_is_told_by_what_they_did():
    found = public(
        statement(at(0, operator="load_package seeds"), "insert", status="published"),
        statement(Occasion(1, MORNING + timedelta(hours=1)), status="published", text="Raw."),
        statement(at(2), status="withdrawn", text="Raw."),
    )
    assert [entry.by for entry in found] == ["loaded with the data", "", "by a reviewer"]


def test_a_coding_settled_as_no_side_is_gone_for_readers():
    found = public(
        statement(at(0), "insert", status="published"),
        coding(at(0), "insert"),
        coding(at(1), stance="none"),
        coding(at(2), stance="rejects"),
    )
    assert [effects(entry) for entry in found[1:]] == [
        [("coding", "removed")],
        [("coding", "added")],
    ]


def test_a_row_that_comes_from_another_statement_is_added_and_one_that_goes_is_removed():
    found = public(
        statement(at(0), "insert", status="published"),
        coding(at(0), "insert", statement_id=2, note="Of another."),
        coding(at(1), note="Moved."),
        coding(at(2), note="Of another.", statement_id=2),
    )
    assert [effects(entry) for entry in found[1:]] == [
        [("coding", "added")],
        [("coding", "removed")],
    ]
    assert "Of another" not in repr(found)


def test_references_to_what_is_not_public_are_not_told():
    versions = [
        statement(at(0), "insert", status="published"),
        response(at(1), "insert", to=2),
        statement(at(2), status="published", restates_id=2),
    ]
    assert len(public(*versions)) == 1
    assert len(public(*versions, others=[2])) == 3


def test_where_the_kept_versions_begin_nothing_is_told_as_published_then():
    found = public(
        statement(at(1), status="published"),
        coding(at(0), "insert"),
        statement(at(2), status="published", text="Never."),
    )
    assert [told_of(entry) for entry in found] == [(None, ["text"])]


# In words


def plain(value, values):
    return "" if value is None else str(value)


FIELDS = [
    Field("holder_id", "holder", lambda value, values: {1: "Russia", 2: "Ukraine"}[value]),
    Field("stance", "stance", plain),
    Field("precondition_id", "precondition", lambda value, values: "Withdrawal"),
    Field("red_line", "red line", lambda value, values: "yes" if value else "no"),
    Field("note", "note", plain, prose=True),
]


def test_a_change_names_its_row_and_what_differs():
    first = coding(at(0), "insert")
    second = coding(at(1), holder_id=2, red_line=True, note="Both of them.")
    change = entries([first, second])[1].changes[0]
    told = tell(change, FIELDS, "statement")
    assert (told.noun, told.effect, told.name) == (
        "coding",
        "changed",
        "Ukraine, demands, Withdrawal",
    )
    assert [(d.label, d.before, d.after) for d in told.differences] == [
        ("holder", "Russia", "Ukraine"),
        ("red line", "no", "yes"),
        ("note", "", "Both of them."),
    ]


def test_of_an_added_row_only_what_it_has_is_told():
    found = differences({}, CODING, FIELDS)
    assert [d.label for d in found] == ["holder", "stance", "precondition"]
    assert [piece.kind for piece in found[0].pieces] == ["in"]


def test_the_summary_counts_rows_and_names_fields():
    text = Field("text", "text", plain, prose=True)
    checked = Field("reviewed_on", "reviewed on", plain)
    versions = [statement(at(0), "insert"), statement(at(1), text="Never.", reviewed_on="today")]
    versions += [
        coding(at(1), "insert"),
        coding(at(1), "insert", row=8),
        response(at(1), "insert", 2),
    ]
    changes = entries(versions)[1].changes
    fields = {
        "statement": [text, checked],
        "coding": FIELDS,
        "response": [Field("responds_to_id", "to", plain)],
    }
    told = [tell(change, fields[change.kind], "statement") for change in changes]
    assert summary(told) == (
        "text changed; checked against the source; 2 codings added; answered statement added"
    )
