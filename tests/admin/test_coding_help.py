"""What stands beside the codings: definitions, the stance before, and the note of a reversal."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.models import Coding, Statement
from positions.models.reversals import Held, first_after, last_before, reverses
from tests import make

from .desk import ADD, change_address, changed, entry, messages, person, told

pytestmark = pytest.mark.django_db
BACKGROUND = "/admin/positions/statement/background/"
REVERSED = "This is on the other side than the stance before, so a note is needed"


@pytest.fixture
def refused(world):
    """Lavrov rejects talks in November."""
    before = world.statement("No talks.", on="2022-11-02", status="published")
    return make.coding(before, "direct-talks", "rejects", gate="sign")


def coded(world, **given):
    return {"precondition": world.talks.pk, "stance": "demands", **given}


# Which stance came before


def test_the_stance_before_is_the_latest_own_one_of_another_statement(world, refused):
    held = Held(world.russia.pk, world.talks.pk)

    def before(day="2022-12-02", **given):
        return last_before([held], day, **given).get(held)

    assert before() == refused
    assert before("2022-11-02") == refused
    assert before("2022-11-01") is None
    assert before(statement=refused.statement_id) is None
    later = make.coding(world.statement("Well.", on="2022-11-20"), "direct-talks", "open")
    assert before() == later, "a draft counts"
    make.coding(world.statement("X.", on="2022-11-21"), "full-ceasefire", "open")
    make.coding(world.statement("Y.", on="2022-11-22", by="zelensky", role="President"),
                "direct-talks", "open")  # fmt: skip
    claim = make.coding(
        world.statement("They want it.", on="2022-11-23", by="zelensky", role="President"),
        "direct-talks",
        "demands",
        holder="russia",
        claimed_by="ukraine",
    )
    assert before() == later, "neither another precondition, holder nor a claim"
    claimed = held._replace(claimed_by=world.ukraine.pk)
    assert last_before([claimed], "2022-12-02") == {claimed: claim}
    Statement.objects.filter(pk=later.statement_id).update(status="in_review")
    Statement.objects.filter(pk=later.statement_id).update(status="published")
    Statement.objects.filter(pk=later.statement_id).update(
        status="withdrawn", withdrawn_on="2022-12-05", withdrawn_because="Not said."
    )
    assert before() == refused, "what was withdrawn does not count"


def test_of_one_day_the_highest_authority_and_a_gate_come_first(world):
    held = Held(world.russia.pk, world.talks.pk)
    putin = world.statement("Never.", by="putin", role="President", on="2022-11-02")
    head = make.coding(putin, "direct-talks", "rejects")
    gated = make.coding(putin, "direct-talks", "rejects", gate="sign")
    minister = make.coding(world.statement("Yes.", on="2022-11-02"), "direct-talks", "open")
    assert last_before([held], "2022-11-02") == {held: gated}
    assert first_after([held], "2022-11-01") == {held: gated}
    assert last_before([held], "2022-11-02", putin.pk) == {held: minister}
    gated.delete()
    assert last_before([held], "2022-11-02") == {held: head}


def test_a_settled_coding_without_a_side_is_no_stance_before(world, refused):
    Coding.objects.filter(pk=refused.pk).update(
        stance="none",
        gate="none",
        second_stance="none",
        second_gate="none",
        first_stance="rejects",
        first_gate="sign",
        settled_on="2022-11-05",
        note="It is a wish.",
    )
    assert last_before([Held.by(refused)], "2022-12-02") == {}


def test_what_was_coded_twice_is_not_changed_beside_its_statement(desk, world):
    coders = [User.objects.create_user(name) for name in ("first", "second")]
    statement = world.statement("Talks, perhaps.", status="in_review")
    twice = {"coder": coders[0], "second_coder": coders[1], "second_gate": "none"}
    coding = make.coding(statement, "direct-talks", "demands", second_stance="none", **twice)
    row = {"id": coding.pk, "precondition": world.ceasefire.pk, "stance": "rejects", "note": "x"}
    sent = changed(statement, codings=[row], venue="Moscow")
    assert desk.post(change_address(statement), sent).status_code == 302
    coding.refresh_from_db()
    assert (coding.precondition, coding.stance, coding.note) == (world.talks, "demands", "")

    Coding.objects.update(
        stance="none",
        note="It is a wish.",
        first_stance="demands",
        first_gate="none",
        settled_on="2022-12-05",
    )
    page = desk.get(change_address(statement)).content.decode()
    assert '<option value="none" selected>No side taken</option>' in page
    sent = changed(statement, codings=[{"id": coding.pk}], venue="Geneva")
    assert desk.post(change_address(statement), sent).status_code == 302
    statement.refresh_from_db()
    assert statement.venue == "Geneva"


@pytest.mark.parametrize(
    ("stance", "earlier", "reversed_"),
    [
        ("demands", "rejects", True),
        ("rejects_as_condition", "requires", True),
        ("open", "rejects", True),
        ("rejects", "waives", True),
        ("demands", "open", False),
        ("rejects", "rejects_as_condition", False),
        ("noncommittal", "rejects", False),
        ("demands", "noncommittal", False),
        ("none", "rejects", False),
        ("", "rejects", False),
    ],
)
def test_a_reversal_is_a_change_of_side(stance, earlier, reversed_):
    assert reverses(stance, earlier) == reversed_


# A note where it is reversed


def test_a_reversal_needs_a_note(desk, world, refused):
    sent = entry(world, codings=[coded(world)])
    page = told(desk.post(ADD, sent))
    assert REVERSED in page
    assert (
        "Rejects, in a settlement ( Sergei Lavrov, 2 November 2022: No talks. ; published)" in page
    )
    assert Statement.objects.count() == 1
    response = desk.post(ADD, sent)
    codings = response.context["inline_admin_formsets"][1].formset
    assert [*codings.forms[0].errors] == ["note"]

    sent = entry(world, codings=[coded(world, note="After the decree was lifted.")])
    assert desk.post(ADD, sent).status_code == 302


@pytest.mark.parametrize(
    "given",
    [
        {"stance": "rejects"},
        {"stance": "noncommittal"},
        {"note": "Why."},
        {"claimed": True},
    ],
    ids=str,
)
def test_no_other_stance_does(desk, world, refused, given):
    claimed = given.pop("claimed", False)
    by_whom = {"holder": world.russia.pk, "claimed_by": world.ukraine.pk} if claimed else {}
    sent = entry(world, codings=[coded(world, **by_whom, **given)])
    assert desk.post(ADD, sent).status_code == 302


def test_a_claim_is_compared_with_the_same_partys_claims(desk, world, refused):
    claim = world.statement("They refuse.", by="zelensky", role="President", on="2022-11-20")
    make.coding(claim, "direct-talks", "rejects", holder="russia", claimed_by="ukraine")
    row = coded(world, holder=world.russia.pk, claimed_by=world.ukraine.pk)
    page = told(desk.post(ADD, entry(world, codings=[row])))
    assert REVERSED in page
    assert "claimed by Ukraine: Rejects" in page


def test_a_row_that_is_not_touched_is_left_alone(desk, world, refused):
    after = world.statement("Talks now.")
    coding = make.coding(after, "direct-talks", "demands")
    assert desk.post(change_address(after), changed(after, venue="Moscow")).status_code == 302
    row = {
        "id": coding.pk,
        "precondition": world.talks.pk,
        "holder": world.russia.pk,
        "stance": "requires",
        "gate": "sign",
        "note": "",
    }
    assert REVERSED in told(desk.post(change_address(after), changed(after, codings=[row])))
    early = world.statement("Talks early.", on="2022-10-01")
    make.coding(early, "direct-talks", "demands")
    moved = changed(early, said_on="2022-11-10")
    assert REVERSED in told(desk.post(change_address(early), moved)), "a day may reverse it too"
    away = {**changed(after), "codings-0-DELETE": "on"}
    assert desk.post(change_address(after), away).status_code == 302


def test_a_claim_needs_who_claims_it(desk, world):
    sent = entry(world, codings=[coded(world, holder=world.ukraine.pk)])
    page = told(desk.post(ADD, sent))
    assert (
        "The statement is Russia's: a position of Ukraine needs “claimed by”, or a joint statement "
        "that says on whose behalf it is made." in page
    )
    own = coded(world, holder=world.russia.pk, claimed_by=world.russia.pk)
    page = told(desk.post(ADD, entry(world, codings=[own])))
    assert "A claim is about somebody else: claimed by cannot be the holder." in page
    assert not Statement.objects.exists()


# What was entered later, but said before


def test_a_later_stance_that_may_be_the_reversal_now_is_named(desk, world, refused):
    early = entry(world, said_on="2022-10-02", codings=[coded(world)])
    response = desk.post(ADD, early, follow=True)
    (warning,) = [m for m in messages(response) if "a later stance" in m]
    assert "Rejects, in a settlement" in warning
    assert change_address(refused.statement) in warning
    Coding.objects.filter(pk=refused.pk).update(note="After the decree.")
    again = {**early, "text": "Prisoners come home."}
    assert not any("a later stance" in m for m in messages(desk.post(ADD, again, follow=True)))


def test_a_statement_that_is_moved_before_a_later_stance_is_too(desk, world, refused):
    after = world.statement("Talks now.")
    make.coding(after, "direct-talks", "demands", note="Why.")
    moved = changed(after, said_on="2022-10-01")
    response = desk.post(change_address(after), moved, follow=True)
    assert any("a later stance" in message for message in messages(response))


# Beside the fields


def helped(response, number, name):
    formset = response.context["inline_admin_formsets"][1].formset
    return str(formset.forms[number][name].help_text)


def test_a_saved_row_tells_what_its_words_mean_and_the_stance_before(desk, world, refused):
    after = world.statement("Talks now.")
    make.coding(after, "direct-talks", "requires", gate="enter_talks")
    response = desk.get(change_address(after))
    assert "Not this: X is wanted, but no gate is stated" in helped(response, 0, "stance")
    assert "No talks before this." in helped(response, 0, "gate")
    background = helped(response, 0, "precondition")
    assert "Direct talks, nothing else." in background
    assert "<strong>Before:</strong> Rejects, in a settlement" in background
    assert change_address(refused.statement) in background
    assert "This stance reverses it" in background


def test_a_row_that_was_sent_tells_it_too(desk, world, refused):
    response = desk.post(ADD, entry(world, form="", codings=[coded(world, gate="sign")]))
    assert "the holder proposes X to others" in helped(response, 0, "stance")
    assert "have a gate" in helped(response, 0, "gate")
    assert "<strong>Before:</strong> Rejects" in helped(response, 0, "precondition")


def test_an_empty_row_tells_nothing_yet(desk, world):
    response = desk.get(ADD)
    assert helped(response, 0, "stance") == '<div class="told"></div>'
    assert helped(response, 0, "gate").endswith("</div>")


def test_all_meanings_stand_above_the_rows_for_the_script(desk):
    page = desk.get(ADD).content.decode()
    assert page.count("<tr data-stance=") == 9
    assert page.count("<tr data-gate=") == 5
    assert '<td data-with="rejects">Refused before talks, or no talks while it stands.</td>' in page


def test_what_is_typed_is_answered(desk, client, world, refused):
    asked = {
        "precondition": world.talks.pk,
        "official": world.lavrov.pk,
        "said_on": "2022-12-02",
        "date_precision": "day",
        "stance": "demands",
    }

    def answer(**given):
        response = desk.get(BACKGROUND, {**asked, **given})
        assert response.status_code == 200
        return response.content.decode()

    assert "Direct talks, nothing else." in answer()
    assert "<strong>Before:</strong> Rejects, in a settlement" in answer()
    assert "This stance reverses it" in answer()
    assert "reverses" not in answer(stance="rejects")
    assert "Before" not in answer(holder=world.ukraine.pk)
    assert "Before" not in answer(statement=refused.statement_id)
    assert "Before" not in answer(said_on="2022-11-01")
    assert "Before" in answer(actor=world.russia.pk, official="")
    assert answer(said_on="") == '<p class="definition">Direct talks, nothing else.</p>'
    for rubbish in ({"precondition": "9" * 30}, {"precondition": "\0"}):
        assert answer(**rubbish) == ""
    for rubbish in ({"said_on": "0000-00-00"}, {"statement": "9" * 30}, {"stance": "\0"}):
        assert "Before" not in answer(**rubbish)
    client.force_login(person("clerk"))
    assert client.get(BACKGROUND, asked).status_code == 403
    client.logout()
    assert client.get(BACKGROUND, asked).status_code == 302


def test_queries_do_not_grow_with_the_codings(desk, world, refused):
    one, many = world.statement("One."), world.statement("Many.")
    make.coding(one, "direct-talks", "demands")
    for n in range(8):
        make.coding(many, f"row-{n}", "demands")

    def queries(statement):
        desk.get(change_address(statement))
        with CaptureQueriesContext(connection) as found:
            assert desk.get(change_address(statement)).status_code == 200
        return len(found)

    assert queries(one) == queries(many)


def test_the_desk_names_the_pages_that_scripts_ask(desk):
    page = desk.get(ADD).content.decode()
    assert reverse("admin:positions_statement_background") == BACKGROUND
    assert f'data-background="{BACKGROUND}"' in page
