"""What the desk decides, in a package: steps to readers, checks, restatements, settled codings."""

import pytest

from positions.models import Coding, Distinction, Statement
from positions.packages import load

from .package import refusal

KIRBY, PRICE = "2022-12-02-us-kirby-1", "2022-12-02-us-price-1"
UNIT = "statement, precondition, holder"


def draft(package):
    return package.edit("statements", KIRBY, status="draft")


def test_a_statement_goes_one_step_at_a_time(package, db):
    line = draft(package)
    load(package.folder)
    package.edit("statements", KIRBY, status="published")
    assert refusal(package.folder) == [
        f"statements.csv, line {line}, status: A statement goes from draft to review, from there "
        "to readers or back, and from readers only into withdrawal."
    ]
    for status in ("in_review", "published"):
        package.edit("statements", KIRBY, status=status)
        load(package.folder)
    assert Statement.objects.get(slug=KIRBY).status == "published"


def test_what_an_editor_entered_is_published_by_somebody_else(package, db, admin_user):
    line = draft(package)
    load(package.folder)
    Statement.objects.filter(slug=KIRBY).update(entered_by=admin_user, status="in_review")
    package.edit("statements", KIRBY, status="published")
    assert refusal(package.folder) == [
        f"statements.csv, line {line}, status: Nobody publishes what they entered themselves: "
        "another reviewer has to."
    ]


def test_a_withdrawal_says_when_and_why(package, db):
    line = package.edit("statements", KIRBY, status="withdrawn", withdrawn_on="2023-01-01")
    assert refusal(package.folder) == [
        f"statements.csv, line {line}, status, withdrawn_on, withdrawn_because: A withdrawn "
        "statement says when and why until it is published again, and no other does."
    ]
    package.edit("statements", KIRBY, withdrawn_because="It was another's.")
    load(package.folder)
    assert Statement.objects.get(slug=KIRBY).withdrawn_because == "It was another's."


def test_withdrawals_from_before_their_reasons_were_kept(package, db):
    package.edit("statements", KIRBY, status="withdrawn")
    rows = package.rows("statements")
    columns = [name for name in rows[0] if not name.startswith("withdrawn_")]
    package.write("statements", rows, columns)
    load(package.folder)
    kirby = Statement.objects.get(slug=KIRBY)
    assert kirby.withdrawn_on and kirby.withdrawn_because == "Withdrawn before reasons were kept."
    Statement.objects.filter(pk=kirby.pk).update(withdrawn_on="2023-01-01")
    assert load(package.folder)["statements"]["changed"] == 0


def test_a_restatement_names_a_statement_of_any_line(package, db):
    first, last = "2022-12-02-russia-peskov-1", "2022-12-02-russia-peskov-3"
    package.edit("statements", first, restates=last)
    assert load(package.folder)["statements"] == {"added": 13}
    assert Statement.objects.get(slug=first).restates.slug == last
    package.edit("statements", first, restates="")
    assert load(package.folder)["statements"]["changed"] == 1
    assert not Statement.objects.exclude(restates=None).exists()


@pytest.mark.parametrize(
    ("restates", "told"),
    [
        (KIRBY, "A statement cannot restate itself."),
        ("2022-12-02-us-price-2", f"there is no statement “2022-12-02-us-price-2”; did you mean "
         f"“{PRICE}”?"),
        (PRICE, "A restatement is by the same speaker, and not earlier than what it restates."),
    ],
)  # fmt: skip
def test_a_restatement_that_cannot_be_is_told(package, db, restates, told):
    line = package.edit("statements", KIRBY, restates=restates)
    assert refusal(package.folder) == [f"statements.csv, line {line}, restates: {told}"]


def test_a_check_of_changed_words_ends_unless_the_file_has_it(package, db, admin_user):
    package.edit("statements", KIRBY, reviewed_on="2023-01-01")
    load(package.folder)
    Statement.objects.filter(slug=KIRBY).update(reviewed_by=admin_user)
    package.edit("statements", KIRBY, text="Other words.")
    load(package.folder)
    kirby = Statement.objects.get(slug=KIRBY)
    assert (str(kirby.reviewed_on), kirby.reviewed_by) == ("2023-01-01", None)
    assert load(package.folder)["statements"]["changed"] == 0
    rows = package.rows("statements")
    package.write("statements", rows, [name for name in rows[0] if name != "reviewed_on"])
    kirby.text = "Words on record."
    Statement.objects.filter(pk=kirby.pk).update(text=kirby.text, reviewed_on="2023-01-02")
    load(package.folder)
    assert Statement.objects.get(slug=KIRBY).reviewed_on is None


def settle(package, **cells):
    """A unit with both coders' stances on file, settled by a third."""
    unit = next(row for row in package.rows("codings") if row["statement"] == PRICE)
    words = " ".join(unit[name] for name in ("statement", "precondition", "holder"))
    coding = package.edit("codings", words, stance="none", gate="none", note="No side.")
    package.edit("second_codings", words, of_gate="none")
    given = {"first_stance": unit["stance"], "first_gate": unit["gate"], "first_note": "a"}
    keys = {name: unit[name] for name in ("statement", "precondition", "holder")}
    row = {**keys, "of_gate": "none", **given, "settled_on": "2023-01-01", **cells}
    return coding, package.add("settlements", **row)


def test_all_three_codes_of_a_settled_unit_stay(package, db):
    settle(package)
    load(package.folder)
    coding = Coding.objects.get(statement__slug=PRICE, stance="none")
    assert coding.first_stance and coding.second_stance and str(coding.settled_on) == "2023-01-01"
    assert load(package.folder)["settlements"] == {"same": 1}


def test_what_is_settled_was_coded_twice_and_has_its_day(package, db):
    _, line = settle(package, settled_on="")
    column = "settled_on: it is empty, but must have a value"
    assert f"settlements.csv, line {line}, {column}" in refusal(package.folder)
    package.edit("codings", PRICE, stance="accepts")
    package.edit("settlements", PRICE, settled_on="2023-01-01", holder="un")
    reason = "there is no coding of this statement, precondition and holder with this gate"
    assert refusal(package.folder) == [f"settlements.csv, line {line}, {UNIT}, of_gate: {reason}"]


def test_a_distinction_stands_once_whichever_statement_is_named_first(package, db):
    package.add("distinctions", statement=KIRBY, other=PRICE, ruled_on="2023-01-01")
    package.add("distinctions", statement=PRICE, other=KIRBY, ruled_on="2023-01-01")
    load(package.folder)
    distinction = Distinction.objects.get()
    assert distinction.statement_id < distinction.other_id


def test_what_two_people_coded_is_not_changed_by_a_file(package, db, admin_user):
    load(package.folder)
    Coding.objects.update(coder=admin_user)
    line = package.edit("codings", KIRBY, stance="open", note="less")
    other = package.edit("second_codings", PRICE, note="more")
    reason = "A coding that was coded twice is changed by settling it: both codes stay on record."
    assert refusal(package.folder) == [
        f"codings.csv, line {line}, stance, note: {reason}",
        f"second_codings.csv, line {other}, note: {reason}",
    ]
