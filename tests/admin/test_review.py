"""From a draft to readers and back: who may take which step, and what everybody is told."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from positions.admin import review
from positions.admin.review import STEPS
from positions.models import Correction, Statement
from tests import make

from .desk import ADD, change_address, changed, entry, member, messages, person, rows, told

pytestmark = pytest.mark.django_db
STEP = {step.name: step for step in STEPS}
ONLY_REVIEWERS = ["publish", "send_back", "withdraw", "reopen", "mark_checked"]


@pytest.fixture
def edda():
    return member("edda", "Editor")


@pytest.fixture
def rita():
    return member("rita", "Reviewer")


def run(client, listed, action, *statements, **given):
    """Run an action from the list."""
    sent = {"action": action, "_selected_action": [s.pk for s in statements], **given}
    return client.post(listed, sent, follow=True)


def press(client, statement, name, **given):
    """Press the button of a step in the statement's form."""
    sent = changed(statement, _step=name, **given)
    return client.post(change_address(statement), sent, follow=True)


def now(statement):
    return Statement.objects.get(pk=statement.pk)


def own(world, client, **given):
    return world.statement(entered_by=client.user, **given)


def test_a_statement_goes_from_its_editor_to_a_reviewer_to_readers(client, edda, rita, world):
    response = edda.post(ADD, entry(world, _step="submit"), follow=True)
    uncoded = "Without a coding: 1. Readers see such a statement without a position."
    assert messages(response) == ["Submitted for review: 1.", uncoded]
    statement = Statement.objects.get()
    assert (statement.status, statement.entered_by) == ("in_review", edda.user)
    assert "Since" in told(response) and "by edda. Entered by edda." in told(response)
    assert client.get(statement.get_absolute_url()).status_code == 404

    assert messages(press(rita, statement, "mark_checked")) == ["Checked against the source: 1."]
    make.coding(statement, "direct-talks", "demands", coder=edda.user)
    assert messages(press(rita, statement, "publish")) == ["Published: 1."]
    statement = now(statement)
    assert (statement.status, statement.published_by) == ("published", rita.user)
    assert (statement.reviewed_by, statement.entered_by) == (rita.user, edda.user)
    assert "Talks must begin." in client.get(statement.get_absolute_url()).text
    logged = {*LogEntry.objects.values_list("change_message", flat=True)}
    assert {"Submitted for review.", "Checked against the source.", "Published."} <= logged


def test_the_status_is_not_typed(edda, world):
    edda.post(ADD, entry(world, status="published"))
    statement = Statement.objects.get()
    assert statement.status == "draft"
    edda.post(change_address(statement), changed(statement, status="in_review"))
    assert now(statement).status == "draft"
    assert 'name="status"' not in edda.get(change_address(statement)).text


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_reviewer_takes_every_step(rita, world, listed, step):
    first, second = (world.statement(status=step.start) for _ in range(2))
    assert step.label in told(rita.get(listed))
    assert f'value="{step.name}"' in rita.get(change_address(first)).text
    why = {"why": "A reason."} if step.asks else {}
    response = run(rita, listed, step.name, first, second, **why)
    assert messages(response)[0] == f"{step.done}: 2."
    assert {*Statement.objects.values_list("status", flat=True)} == {step.end}


@pytest.mark.parametrize("name", ONLY_REVIEWERS)
def test_an_editor_is_not_offered_and_cannot_take_a_reviewers_step(edda, world, listed, name):
    start = STEP[name].start if name in STEP else "draft"
    statement = world.statement(status=start)
    given = {"why": "A reason."}
    assert f'value="{name}"' not in edda.get(listed).text
    assert f'value="{name}"' not in edda.get(change_address(statement)).text
    assert messages(run(edda, listed, name, statement, **given)) == ["No action selected."]
    assert press(edda, statement, name, **given).status_code == 403
    kept = now(statement)
    assert (kept.status, kept.reviewed_on, kept.withdrawn_because) == (
        start,
        None,
        statement.withdrawn_because,
    )


def test_who_may_only_look_takes_no_step(client, world, listed):
    clerk = person("clerk", rights=["view_statement"])
    client.force_login(clerk)
    statement = world.statement()
    assert 'value="submit"' not in client.get(change_address(statement)).text
    run(client, listed, "submit", statement)
    assert press(client, statement, "submit").status_code == 403
    assert now(statement).status == "draft"


def test_a_step_that_does_not_begin_here_is_refused_with_where_it_stands(rita, world, listed):
    for status, place in review.IN_WORDS.items():
        statement = world.statement(status=status)
        for step in STEPS:
            if step.start != status:
                response = run(rita, listed, step.name, statement, why="A reason.")
                there = review.IN_WORDS[step.start]
                assert f"It is {place}, not {there}." in messages(response)[0]
                assert now(statement).status == status


@pytest.mark.parametrize("may_all", [False, True])
def test_nobody_publishes_or_checks_what_they_entered(rita, world, listed, may_all):
    User.objects.update(is_superuser=may_all)
    statement = own(world, rita, status="in_review")
    page = rita.get(change_address(statement))
    assert "Its words are yours, so another reviewer publishes it." in told(page)
    for name in ("publish", "mark_checked"):
        assert f'<button type="submit" name="_step" value="{name}"' not in page.text
        for response in (run(rita, listed, name, statement), press(rita, statement, name)):
            assert "what they entered themselves: another reviewer has to." in messages(response)[0]
    assert (now(statement).status, now(statement).reviewed_on) == ("in_review", None)


def test_those_that_may_not_be_published_are_named_and_the_others_are(edda, rita, world, listed):
    fine = own(world, edda, status="in_review")
    bare = world.statement(status="in_review", cited=False)
    draft, yours = world.statement(), own(world, rita, status="in_review")
    response = run(rita, listed, "publish", fine, bare, draft, yours)
    name = "Sergei Lavrov, 2 December 2022"
    assert [m.replace(name, "") for m in sorted(messages(response))] == sorted([
        f'<a href="{change_address(bare)}"></a>: A published statement needs a source.',
        f'<a href="{change_address(draft)}"></a>: It is a draft, not in review.',
        f'<a href="{change_address(yours)}"></a>: Nobody publishes what they entered themselves: '
        "another reviewer has to.",
        "Published: 1.",
        "Without a coding: 1. Readers see such a statement without a position.",
    ])  # fmt: skip
    assert [*Statement.objects.published()] == [fine]


def test_only_so_many_at_once_and_only_so_many_by_name(rita, world, listed, monkeypatch):
    drafts = [world.statement() for _ in range(3)]
    monkeypatch.setattr(review, "NAMED", 1)
    response = run(rita, listed, "publish", *drafts)
    assert len(messages(response)) == 2
    assert messages(response)[1] == "2 more were refused."
    monkeypatch.setattr(review, "MOST", 2)
    for name in ("submit", "mark_checked"):
        response = run(rita, listed, name, *drafts)
        assert messages(response) == ["3 statements are selected; at most 2 are taken on at once."]
    assert not Statement.objects.exclude(status="draft", reviewed_on=None).exists()


# Withdrawing, sending back, reopening


def test_a_withdrawal_asks_why_and_tells_readers(client, rita, world, listed):
    first, second = (world.statement(f"Words {n}.", status="published") for n in "12")
    asked = run(rita, listed, "withdraw", first, second)
    page = told(asked)
    assert "Why is it withdrawn? Readers see this" in page
    assert "Words 1." in page and "Words 2." in page
    for wrong, why in (
        ("", "Give the reason."),
        ("  ", "Give the reason."),
        ("a\0b", "Null characters are not allowed."),
        ("x" * 2001, "at most 2000 characters"),
    ):
        assert why in told(run(rita, listed, "withdraw", first, second, why=wrong))
    assert Statement.objects.published().count() == 2

    response = run(rita, listed, "withdraw", first, second, why="Misread.\n<b>Sorry</b>.")
    assert messages(response) == ["Withdrawn: 2."]
    assert {(s.withdrawn_on, s.withdrawn_because) for s in Statement.objects.withdrawn()} == {
        (timezone.localdate(), "Misread.\n<b>Sorry</b>.")
    }
    gone = client.get(first.get_absolute_url())
    assert gone.status_code == 410
    assert "Misread.<br>&lt;b&gt;Sorry&lt;/b&gt;." in gone.text


def test_a_withdrawal_leaves_no_copy_for_when_the_database_is_away(
    rita, world, listed, settings, tmp_path, django_capture_on_commit_callbacks
):
    place = {"BACKEND": "positions.copies.Files"}
    settings.CACHES |= {
        name: {**place, "LOCATION": str(tmp_path / name)} for name in ("last", "last_asked")
    }
    for name in ("last", "last_asked"):
        caches[name].set("page", "Misread words.")
    statement = world.statement(status="published")
    with django_capture_on_commit_callbacks(execute=True):
        run(rita, listed, "withdraw", statement, why="Misread.")
    assert not any(caches[name].get("page") for name in ("last", "last_asked"))


def test_a_withdrawal_from_the_form_comes_back_to_it(rita, world, listed):
    statement = world.statement(status="published")
    page = press(rita, statement, "withdraw", venue="Moscow").text
    assert f'action="{listed}"' in page and 'name="alone"' in page
    again = run(rita, listed, "withdraw", statement, alone="yes", why="")
    assert 'name="alone"' in again.text
    response = run(rita, listed, "withdraw", statement, alone="yes", why="Misread.")
    assert response.redirect_chain[-1][0] == change_address(statement)
    assert "Readers see when and why it was withdrawn." in told(response)
    assert now(statement).venue == "Moscow"


def test_nothing_is_asked_of_nobody(rita, world, listed):
    for nobody, status in (("999999", 200), ("99999999999999999999", 400)):
        sent = {"action": "withdraw", "_selected_action": nobody, "alone": "yes", "why": "So."}
        assert rita.post(listed, sent, follow=True).status_code == status


def test_what_is_sent_back_says_why_to_the_editor_and_on_the_trail(edda, rita, world, listed):
    statement = own(world, edda, status="in_review")
    asked = press(rita, statement, "send_back")
    assert "The editor sees this, readers do not." in told(asked)
    run(rita, listed, "send_back", statement, alone="yes", why="The day is not in the source.")
    assert now(statement).status == "draft"
    page = told(edda.get(change_address(statement)))
    assert "Sent back: The day is not in the source." in page
    assert "by rita. Entered by edda." in page
    last = statement.events.latest("pgh_id")
    noted = last.pgh_context.metadata
    assert (last.status, noted["user"]) == ("draft", rita.user.pk)
    assert noted["reason"] == "The day is not in the source."
    press(edda, statement, "submit")
    assert "Sent back" not in told(edda.get(change_address(statement)))


def test_what_is_reopened_goes_through_review_again(rita, world, listed):
    statement = world.statement(status="withdrawn", published_by=rita.user)
    press(rita, statement, "reopen")
    reopened = now(statement)
    assert reopened.status == "in_review"
    assert (reopened.withdrawn_on, reopened.withdrawn_because) != (None, "")
    assert reopened.published_by is None
    assert "Published: 1." in messages(press(rita, reopened, "publish"))
    assert (now(statement).withdrawn_on, now(statement).withdrawn_because) == (None, "")


def test_readers_and_editors_find_it_withdrawn_until_it_is_published_again(
    client, edda, rita, world
):
    statement = world.statement(status="withdrawn", entered_by=edda.user)
    Correction.objects.create(
        statement=statement, corrected_on="2022-12-04", was_wrong="Not said.", changed="Withdrawn."
    )
    press(rita, statement, "reopen")
    page = client.get(statement.get_absolute_url())
    assert (page.status_code, "Entered in error." in page.text) == (410, True)
    assert "Talks must begin." not in page.text
    assert client.get(f"{statement.get_absolute_url()}history/").status_code == 200
    assert "A statement that was withdrawn" in client.get("/corrections/").text
    assert "only a reviewer can change" in told(edda.get(change_address(statement)))
    assert edda.post(change_address(statement), changed(now(statement))).status_code == 403


def test_who_rewords_what_readers_see_neither_checks_nor_publishes_it(edda, rita, world, listed):
    rolf = member("rolf", "Reviewer")
    statement = own(world, edda, status="published", published_by=rolf.user)
    rita.post(change_address(statement), changed(statement, text="Talks must start."))
    assert (now(statement).entered_by, now(statement).reworded_by) == (edda.user, rita.user)
    refused = messages(press(rita, now(statement), "mark_checked"))
    assert "Nobody checks what they entered themselves" in refused[-1]
    sent = {"action": "withdraw", "_selected_action": [statement.pk], "why": "Reworded."}
    rita.post(listed, sent)
    press(rita, now(statement), "reopen")
    assert (now(statement).entered_by, now(statement).reworded_by) == (rita.user, None)
    assert "entered themselves" in messages(press(rita, now(statement), "publish"))[-1]
    assert "Published: 1." in messages(press(rolf, now(statement), "publish"))


def test_what_has_changed_since_the_list_was_opened_is_looked_at_again(edda, rita, world, listed):
    statement = own(world, edda, status="in_review")
    shown = rita.get(listed).text
    seen = re.search(r'name="listed" value="([^"]+)"', shown)[1]
    edda.post(change_address(statement), changed(statement, text="Talks are off."))
    sent = {"action": "publish", "_selected_action": [statement.pk]}
    answer = rita.post(listed, {**sent, "listed": seen}, follow=True)
    assert "has changed since you opened the list" in told(answer)
    assert now(statement).status == "in_review"
    seen = re.search(r'name="listed" value="([^"]+)"', rita.get(listed).text)[1]
    answer = rita.post(listed, {**sent, "listed": seen}, follow=True)
    assert messages(answer)[0] == "Published: 1."


def test_nothing_is_checked_against_no_source(rita, world):
    statement = world.statement(cited=False, status="in_review")
    assert "no source to be checked" in messages(press(rita, statement, "mark_checked"))[-1]
    assert now(statement).reviewed_on is None


def test_a_refused_form_without_slug_is_shown_again(rita, world):
    statement = world.statement(status="published")
    answer = rita.post(change_address(statement), changed(statement, text="", slug=""))
    assert "This field is required" in told(answer)


# Whose words they are


def test_the_words_are_whose_who_changed_them_last_before_publication(edda, rita, world):
    statement = own(world, edda, status="in_review")
    rita.post(change_address(statement), changed(statement, venue="Moscow"))
    assert now(statement).entered_by == edda.user
    rita.post(change_address(statement), changed(statement, text="Talks must start."))
    assert now(statement).entered_by == rita.user
    assert "entered themselves" in messages(press(rita, now(statement), "publish"))[-1]
    rolf = member("rolf", "Reviewer")
    press(rolf, now(statement), "publish")
    rita.post(change_address(statement), changed(now(statement), text="Talks should start."))
    published = now(statement)
    assert (published.text, published.status) == ("Talks should start.", "published")
    assert (published.entered_by, published.published_by) == (rita.user, rolf.user)
    assert published.reworded_by == rita.user


def test_words_changed_with_the_button_are_saved_but_not_published(edda, rita, world):
    statement = own(world, edda, status="in_review")
    response = press(rita, statement, "publish", text="Talks must start.")
    assert "entered themselves" in messages(response)[0]
    assert (now(statement).text, now(statement).status) == ("Talks must start.", "in_review")


def test_a_form_that_is_refused_takes_no_step_and_keeps_what_was_typed(edda, world):
    statement = own(world, edda)
    response = press(edda, statement, "submit", said_on="9999-01-01", venue="Typed words stay.")
    assert "Said on lies in the future." in told(response)
    assert "Typed words stay." in response.text
    assert now(statement).status == "draft"


def test_the_mark_of_a_check_that_is_taken_off_is_told(edda, rita, world):
    statement = own(world, edda, reviewed_on="2022-12-03", reviewed_by=rita.user)
    same = edda.post(change_address(statement), changed(statement, venue="Moscow"), follow=True)
    assert len(messages(same)) == 1
    other = changed(statement, text="Talks must start.")
    response = edda.post(change_address(statement), other, follow=True)
    assert messages(response)[0] == (
        "What was checked against the source has changed: the mark is taken off."
    )
    assert now(statement).reviewed_on is None
    assert "Not checked against its source yet." in told(edda.get(change_address(statement)))


# What readers have seen


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_an_editor_only_looks_at_what_readers_have_seen(edda, world, status):
    statement = world.statement(status=status)
    coding = make.coding(statement, "direct-talks", "demands")
    page = edda.get(change_address(statement))
    assert "Readers have seen it, so only a reviewer can change, withdraw or reopen it." in told(
        page
    )
    assert "Talks must begin." in told(page)
    assert 'name="text"' not in page.text and 'name="codings-0-stance"' not in page.text
    row = {"id": coding.pk, "precondition": world.talks.pk, "stance": "accepts", "gate": "none"}
    for sent in (
        changed(statement, text="Other words."),
        changed(statement, codings=[row]),
        changed(statement, **{"codings-0-DELETE": "on"}),
        changed(statement, **rows("answers_given", {"responds_to": world.statement().pk})),
    ):
        assert edda.post(change_address(statement), sent).status_code == 403
    coding.refresh_from_db()
    assert (now(statement).text, coding.stance) == ("Talks must begin.", "demands")


def test_a_reviewer_changes_what_readers_see_with_its_rows(rita, world):
    statement = world.statement(status="published")
    coding = make.coding(statement, "direct-talks", "demands")
    row = {"id": coding.pk, "precondition": world.talks.pk, "stance": "accepts", "gate": "none"}
    sent = changed(statement, codings=[row], text="Other words.")
    assert rita.post(change_address(statement), sent).status_code == 302
    coding.refresh_from_db()
    assert (now(statement).text, coding.stance) == ("Other words.", "accepts")


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_nobody_deletes_what_readers_have_seen(edda, rita, desk, world, listed, status):
    statement, draft = world.statement(status=status), world.statement()
    address = reverse("admin:positions_statement_delete", args=[statement.pk])
    for client in (edda, rita, desk):
        assert "deletelink" not in client.get(change_address(statement)).text
        assert client.post(address, {"post": "yes"}).status_code == 403
        response = run(client, listed, "delete_selected", statement, draft, post="yes")
        assert "readers have seen it; withdraw it" in told(response)
    assert Statement.objects.count() == 2


def test_a_draft_that_readers_once_saw_stays_too(desk, world, listed):
    once, never = world.statement(status="published"), world.statement()
    found = Statement.objects.filter(pk=once.pk)
    found.update(status="withdrawn", withdrawn_on="2022-12-03", withdrawn_because="Wrong.")
    found.update(status="in_review", withdrawn_on=None, withdrawn_because="")
    found.update(status="draft")
    address = reverse("admin:positions_statement_delete", args=[once.pk])
    why = "A statement that readers have seen is withdrawn, not deleted."
    assert messages(desk.post(address, {"post": "yes"}, follow=True)) == [why]
    both = run(desk, listed, "delete_selected", once, never, post="yes")
    assert messages(both) == [why]
    assert Statement.objects.count() == 2
    run(desk, listed, "delete_selected", never, post="yes")
    assert Statement.objects.get() == once


# Preview


def test_a_preview_shows_the_page_to_the_desk_alone(client, edda, world):
    statement = world.statement("Nobody may read this.", cited=False)
    address = reverse("admin:positions_statement_preview", args=[statement.pk])
    assert address in edda.get(change_address(statement)).text
    response = edda.get(address)
    page = told(response)
    assert "Preview: draft. Only the desk sees this page." in page
    assert "Nobody may read this." in page and "None without a source." in page
    assert '<meta name="robots" content="noindex">' in response.text
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]

    assert client.get(address).status_code == 302
    client.force_login(person("clerk"))
    assert client.get(address).status_code == 403
    client.force_login(User.objects.create_user("reader"))
    assert client.get(address).status_code == 403
    for nowhere in ("x", "0", "99999999999999999999", "%00"):
        assert edda.get(f"/admin/positions/statement/{nowhere}/preview/").status_code == 404
    assert edda.get(address, {"as_of": "soon"}).status_code == 400


def test_the_list_tells_ones_own_from_others(edda, rita, world, listed):
    mine, other, nobodys = own(world, edda), own(world, rita), world.statement()
    for whose, found in (
        ("mine", {mine}),
        ("others", {other, nobodys}),
        ("rubbish", {mine, other, nobodys}),
    ):
        assert {*edda.get(listed, {"whose": whose}).context["cl"].result_list} == found
