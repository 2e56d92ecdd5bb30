"""Where two coders differ, a third settles it, and all three codes stay."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.codes import Code
from positions.models import Coding
from tests import make

from .coders import CODINGS, code, now, restored, row, settled, unit
from .desk import change_address, changed, member, messages, told

pytestmark = pytest.mark.django_db


# Disagreements


def test_the_list_has_what_differs_and_is_open(cleo, coded, twice):
    stance = twice("demands", second="accepts")
    gate = twice("requires", "sign", "requires", "ceasefire", on="full-ceasefire")
    twice("demands", second="demands", on="withdrawal")
    twice(statement={"status": "withdrawn"})
    coded()

    def found(**query):
        return [coding.pk for coding in cleo.get(CODINGS, query).context["cl"].result_list]

    assert found() == [stance.pk, gate.pk]
    assert found(differs="stance") == [stance.pk]
    assert found(differs="gate") == [gate.pk]
    assert found(precondition__id__exact=gate.precondition_id) == [gate.pk]
    assert found(state="settled") == []
    settled(cleo, gate, stance="demands", note="A wish.")
    assert found() == [stance.pk]
    assert found(state="settled") == [gate.pk]
    assert found(state="settled", differs="gate") == [gate.pk]
    assert found(state="settled", differs="stance") == []
    assert len(found(state="all")) == 4
    page = told(cleo.get(CODINGS, {"state": "settled"}))
    assert "Requires, in a settlement Requires, before a ceasefire Demands" in page


def test_the_list_is_bounded_and_asks_no_more_for_more(cleo, twice):
    counts = []
    for number in (2, 60):
        for _ in range(number):
            twice()
        with CaptureQueriesContext(connection) as queries:
            listed = cleo.get(CODINGS).context["cl"].result_list
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(listed) == 50


def test_codings_are_not_entered_or_deleted_there(cleo, twice):
    coding = twice()
    assert cleo.get(f"{CODINGS}add/").status_code == 403
    address = reverse("admin:positions_coding_delete", args=[coding.pk])
    assert cleo.post(address, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": coding.pk, "post": "yes"}
    cleo.post(CODINGS, chosen)
    assert Coding.objects.filter(pk=coding.pk).exists()


def test_a_draft_with_codings_can_still_be_deleted(world, desk, coded):
    coding = coded(statement={"status": "draft"})
    address = reverse("admin:positions_statement_delete", args=[coding.statement_id])
    desk.post(address, {"post": "yes"})
    assert not Coding.objects.exists()


# Settling


def test_all_three_codes_stay_and_the_decision_holds(cleo, twice, client):
    coding = twice("requires", "sign", "rejects", "enter_talks", note="No peace without.")
    page = told(cleo.get(change_address(coding)))
    for shown in ("Requires, in a settlement", "No peace without.", "Rejects, before talks"):
        assert shown in page
    assert "A wish." in page and "Sergei Lavrov" in page and " ann " not in page

    answer = settled(cleo, coding, stance="demands", note="No gate is stated.")
    assert messages(answer) == ["Settled: Demands."]
    stored = now(coding)
    assert stored.decided == Code("demands", "none", "No gate is stated.")
    assert stored.first == Code("requires", "sign", "No peace without.")
    assert stored.second == Code("rejects", "enter_talks", "A wish.")
    assert stored.settled_by == cleo.user and stored.settled_on is not None
    assert LogEntry.objects.get().get_change_message() == "Settled."

    public = " ".join(client.get(stored.statement.get_absolute_url()).text.split())
    assert "No gate is stated." in public
    assert (
        "The first coder gave “requires, in a settlement”, the second “rejects, before talks”."
        in public
    )
    assert "cleo" not in public and "ben" not in public


def test_no_side_taken_leaves_the_record_and_stays_in_the_desk(cleo, twice, client):
    coding = twice("demands", second="none")
    settled(cleo, coding, stance="none", note="It speaks of something else.")
    stored = now(coding)
    assert (stored.stance, stored.first.stance, stored.second.stance) == ("none", "demands", "none")
    public = client.get(stored.statement.get_absolute_url()).text
    assert "No position on a precondition is recorded for it." in public
    assert "Settled" not in public and "settled" not in public
    assert "No side taken" in told(cleo.get(change_address(coding)))
    form = told(cleo.get(change_address(stored.statement)))
    assert "No side taken" in form


def test_only_a_third_may_settle(ann, ben, twice):
    coding = twice()
    reviewers = Group.objects.get(name="Reviewer")
    for client in (ann, ben):
        assert "You may look at it; a reviewer" in told(client.get(change_address(coding)))
        assert client.post(change_address(coding), code(note="Why.")).status_code == 403
        client.user.groups.add(reviewers)
        page = told(client.get(change_address(coding)))
        assert "One of the two codes is yours: a third person settles it." in page
        assert client.post(change_address(coding), code(note="Why.")).status_code == 403
    assert now(coding).settled_on is None


def test_only_what_was_coded_twice_is_settled(cleo, coded):
    coding = coded()
    answer = cleo.get(change_address(coding), follow=True)
    assert messages(answer) == ["Only a coding that was coded twice is settled."]
    assert answer.redirect_chain[-1][0] == CODINGS
    cleo.post(change_address(coding), code(note="Why."))
    assert now(coding).settled_on is None


def test_the_decision_says_why(cleo, twice):
    coding = twice()
    answer = settled(cleo, coding, stance="open", note=" ")
    assert answer.context["form"].errors["note"] == ["Give the reason."]


def test_a_gate_that_another_coding_of_the_unit_has_is_refused_beside_it(cleo, twice):
    coding = twice("requires", "sign")
    make.coding(coding.statement, "direct-talks", "rejects", gate="ceasefire")
    answer = settled(cleo, coding, stance="requires", gate="ceasefire", note="Why.")
    (said,) = answer.context["form"].errors["gate"]
    assert said.startswith("This statement already has a stance of this holder")
    assert now(coding).settled_on is None


def test_what_waives_needs_something_on_record(cleo, coded, twice):
    coding = twice("accepts", second="waives")
    nothing = (
        "Nothing to waive: the holder's earlier requires or demands is not on record, or readers "
        "do not see it."
    )
    answer = settled(cleo, coding, stance="waives", note="Why.")
    assert answer.context["form"].errors["stance"] == [nothing]
    assert "What was said" in told(answer)
    asked = twice("demands", second="none", statement={"on": "2022-11-01"})
    settled(cleo, coding, stance="waives", note="Why.")
    assert now(coding).stance == "waives"
    answer = settled(cleo, asked, stance="none", note="Not asked for.")
    assert answer.context["form"].errors["stance"] == [nothing]
    assert now(asked).settled_on is None


def test_a_decision_in_the_meantime_is_told(cleo, twice):
    coding = twice()
    other = member("dora", "Reviewer")
    page = cleo.get(change_address(coding))
    settled(other, coding, stance="open", note="Only open.")
    name, seen = page.context["seen"]
    answer = cleo.post(change_address(coding), {name: seen, **code("rejects", note="No.")})
    assert "has changed since you opened it" in told(answer)
    assert now(coding).decided == Code("open", "none", "Only open.")
    assert "No." in answer.context["form"]["note"].value()


def test_another_can_settle_it_again_and_the_first_code_stays(cleo, twice):
    coding = twice("demands")
    settled(cleo, coding, stance="open", note="Only open.")
    page = cleo.get(change_address(coding))
    assert page.context["form"]["stance"].value() == "open"
    again = settled(cleo, coding, stance="rejects", note="On second thoughts.")
    assert "another person, or the same on another day" in told(again)
    settled(member("dora", "Reviewer"), coding, stance="rejects", note="No.")
    stored = now(coding)
    assert (stored.first.stance, stored.second.stance) == ("demands", "accepts")
    assert stored.decided == Code("rejects", "none", "No.")


# The statement's form


def test_a_forged_form_changes_no_code_that_was_given_twice(world, desk, twice):
    coding = twice("demands", note="Words.")
    before = Coding.objects.filter(pk=coding.pk).values().get()
    other = make.precondition("full-ceasefire")
    forged = row(
        coding,
        stance="requires",
        gate="sign",
        note="Other words.",
        precondition=other.pk,
        holder=world.ukraine.pk,
        claimed_by=world.russia.pk,
        second_stance="demands",
        first_stance="open",
        settled_on="2022-12-03",
    )
    desk.post(change_address(coding.statement), changed(coding.statement, codings=[forged]))
    stored = Coding.objects.filter(pk=coding.pk).values().get()
    assert stored | {"claimed_by_id": None} == before


def test_the_rest_of_a_coding_that_was_given_twice_can_be_changed(desk, twice):
    coding = twice("rejects", "sign")
    sent = changed(coding.statement, codings=[row(coding, red_line="on")])
    assert desk.post(change_address(coding.statement), sent).status_code == 302
    assert now(coding).red_line


def test_a_statement_with_what_was_settled_as_no_side_is_saved(desk, cleo, twice):
    coding = twice("demands", second="none")
    settled(cleo, coding, stance="none", note="It speaks of something else.")
    coding = now(coding)
    page = told(desk.get(change_address(coding.statement)))
    assert "Demands" in page
    sent = changed(coding.statement, codings=[row(coding, stance="demands")], venue="Moscow")
    assert desk.post(change_address(coding.statement), sent).status_code == 302
    stored = now(coding)
    assert (stored.stance, stored.statement.venue) == ("none", "Moscow")


@pytest.mark.parametrize("known", [True, False])
def test_it_is_not_changed_or_deleted_from_the_form(desk, twice, known):
    """Nor where nobody is on record as having coded it, as in what came with the first data."""
    coding = twice("demands", **({} if known else {"coder": None, "second_coder": None}))
    sent = changed(coding.statement, codings=[row(coding, stance="open")])
    assert desk.post(change_address(coding.statement), sent).status_code == 302
    sent = changed(coding.statement, codings=[row(coding, DELETE="on")])
    page = told(desk.post(change_address(coding.statement), sent))
    assert "settle it as “no side taken” instead" in page
    assert now(coding).stance == "demands"


def test_the_form_tells_what_the_coders_gave_and_leads_to_settling(desk, coded, twice, cleo):
    page = told(desk.get(change_address(coded().statement)))
    assert "None yet." in page and "Only what was coded twice is settled." in page
    coding = twice("requires", "sign", note="No peace without.")
    page = told(desk.get(change_address(coding.statement)))
    assert "Requires, in a settlement. Note: No peace without." in page
    assert "Accepts. Note: A wish." in page and "Open: settle it" in page
    settled(cleo, coding, stance="demands", note="No gate.")
    response = desk.get(change_address(coding.statement))
    assert "by cleo" in told(response)
    assert f'<a href="{change_address(coding)}">Settled on' in response.text


def test_an_older_version_does_not_undo_a_code_given_twice(desk, coded, ben, cleo):
    coding = coded("requires", "sign")
    Coding.objects.filter(pk=coding.pk).update(stance="demands", gate="none")
    ben.post(unit(coding), code("open"))
    refusals = [restored(desk, coding)]
    settled(cleo, coding, stance="accepts", note="Agreed to.")
    refusals.append(restored(desk, coding))
    assert "is changed by settling it: both codes stay on record" in refusals[0]
    assert "A third coder settled this coding" in refusals[1]
    stored = now(coding)
    codes = (stored.first, stored.second, stored.decided)
    assert [code.stance for code in codes] == ["demands", "open", "accepts"]


def test_an_editor_does_not_bring_back_what_a_reviewer_changed_for_readers(ann, ben, coded):
    coding = coded("demands")
    Coding.objects.filter(pk=coding.pk).update(stance="rejects")
    oldest = f"coding-{coding.events.order_by('pgh_id').first().pgh_id}"
    for kind, pk in (("coding", coding.pk), ("statement", coding.statement_id)):
        address = reverse(f"admin:positions_{kind}_version", args=[pk, oldest])
        assert ben.post(address).status_code == 403
    assert now(coding).stance == "rejects"


def test_a_claim_that_was_coded_twice_stays_a_claim(desk, twice, world):
    coding = twice()
    sent = changed(coding.statement, codings=[row(coding, claimed_by=world.ukraine.pk)])
    desk.post(change_address(coding.statement), sent)
    assert now(coding).claimed_by is None
    with pytest.raises(IntegrityError):
        Coding.objects.filter(pk=coding.pk).update(claimed_by=world.ukraine)
