"""Two editors open the same record: the second to save is told what changed, and loses nothing."""

import re
import threading

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from psycopg.errors import DeadlockDetected

from positions.admin.meanwhile import CHANGED, DELETED, SEEN, UNKNOWN, as_numbers, as_text
from positions.models import Coding, Official, Response, Source, Statement, Topic
from positions.models.history import lock
from tests import make

from .desk import ADD, World, change_address, changed, official, opened, rows, source, told
from .trail import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    """Another editor's browser."""
    client = Client()
    client.force_login(User.objects.create_superuser("rita"))
    return client


def seen_in(response):
    """What the form of a page says that it was opened at."""
    (found,) = re.findall(rf'name="{SEEN}" value="([^"]*)"', response.text)
    return found


def field(response, name):
    return response.context["adminform"].form[name].value()


def refused(response, why=CHANGED):
    assert response.status_code == 200
    assert why in shown(response)
    return response


def test_a_form_says_at_which_versions_it_was_opened(desk, world):
    statement = world.statement()
    response = desk.get(change_address(statement))
    assert seen_in(response) == opened(statement)[SEEN]
    assert as_numbers(seen_in(response)).keys() == {
        "statement",
        "citation",
        "coding",
        "response",
        "correction",
    }
    assert seen_in(desk.get(ADD)) == ""


def test_the_second_to_save_is_told_what_changed_and_by_whom(desk, other, world):
    statement = world.statement("Talks must begin.")
    mine = changed(statement, text="Talks must begin in Geneva.", venue="My words")
    theirs = changed(statement, text="Talks must begin soon.", role="Minister")
    assert other.post(change_address(statement), theirs).status_code == 302

    response = refused(desk.post(change_address(statement), mine))
    page = shown(response)
    assert "Changed since you opened it" in page
    assert "rita" in page
    assert "Text Talks must begin[+ soon+]." in page
    assert "Role [-Foreign Minister-] [+Minister+]" in page
    assert field(response, "text") == "Talks must begin in Geneva."
    assert field(response, "venue") == "My words"
    statement.refresh_from_db()
    assert (statement.text, statement.venue) == ("Talks must begin soon.", "")

    again = {**mine, SEEN: seen_in(response)}
    assert desk.post(change_address(statement), again).status_code == 302
    statement.refresh_from_db()
    assert (statement.text, statement.venue) == ("Talks must begin in Geneva.", "My words")


def test_a_third_change_between_is_told_too(desk, other, world):
    statement = world.statement()
    mine = changed(statement, venue="Mine")
    other.post(change_address(statement), changed(statement, venue="Theirs"))
    first = refused(desk.post(change_address(statement), mine))
    statement.refresh_from_db()
    other.post(change_address(statement), changed(statement, venue="Theirs again"))
    second = refused(desk.post(change_address(statement), {**mine, SEEN: seen_in(first)}))
    page = shown(second)
    assert "[-Theirs-] [+Theirs again+]" in page
    assert "[+Theirs+]" not in page, "that was told before"


def test_a_status_that_moved_meanwhile_is_told(desk, other, world):
    statement = world.statement()
    mine = changed(statement, venue="Mine")
    selected = {"action": "submit", "index": "0", "_selected_action": [statement.pk]}
    other.post(reverse("admin:positions_statement_changelist"), selected)
    page = shown(refused(desk.post(change_address(statement), mine)))
    assert "Status [-Draft-] [+In review+]" in page


def test_rows_of_another_are_told_and_stay(desk, other, world):
    statement = world.statement()
    coding = make.coding(statement, "direct-talks", "demands")
    mine = changed(statement, venue="Mine")
    row = {
        "id": coding.pk,
        "precondition": world.talks.pk,
        "holder": world.russia.pk,
        "stance": "accepts",
        "gate": "none",
    }
    added = {**row, "id": "", "precondition": world.ceasefire.pk, "stance": "demands"}
    theirs = changed(statement, codings=[row, added])
    assert other.post(change_address(statement), theirs).status_code == 302

    response = refused(desk.post(change_address(statement), mine))
    page = shown(response)
    assert "Stance [-Demands-] [+Accepts+]" in page
    assert "Coding added: Russia, Demands, Full ceasefire" in page
    again = {**mine, SEEN: seen_in(response)}
    assert desk.post(change_address(statement), again).status_code == 302
    stances = dict(Coding.objects.values_list("precondition__slug", "stance"))
    assert stances == {"direct-talks": "demands", "full-ceasefire": "demands"}


def next_post(response, sent):
    """What a browser sends when the form of the answer is saved as it is."""
    kept = {
        name: value for name, value in sent.items() if not re.match(r"[a-z_]+-(\d|[A-Z])", name)
    }
    for inline in response.context["inline_admin_formsets"]:
        forms = inline.formset.forms
        kept[f"{inline.formset.prefix}-TOTAL_FORMS"] = len(forms)
        kept[f"{inline.formset.prefix}-INITIAL_FORMS"] = inline.formset.initial_form_count()
        for form in forms:
            for box in form:
                kept[box.html_name] = "" if box.value() is None else box.value()
    return {**kept, SEEN: seen_in(response)}


def test_a_row_deleted_meanwhile_that_was_not_touched_stays_deleted(desk, other, world):
    statement = world.statement()
    make.coding(statement, "direct-talks", "demands")
    sent = {**changed(statement), "venue": "Mine", "codings-0-note": ""}
    theirs = {**changed(statement), "codings-0-DELETE": "on"}
    assert other.post(change_address(statement), theirs).status_code == 302
    assert not Coding.objects.exists()

    response = refused(desk.post(change_address(statement), sent))
    assert "Coding removed: Russia, Demands, Direct talks" in shown(response)
    assert desk.post(change_address(statement), next_post(response, sent)).status_code == 302
    statement.refresh_from_db()
    assert statement.venue == "Mine"
    assert not Coding.objects.exists()


def test_a_row_deleted_meanwhile_that_was_written_in_becomes_a_new_row(desk, other, world):
    statement = world.statement()
    make.coding(statement, "full-ceasefire", "demands")
    make.coding(statement, "direct-talks", "demands")
    sent = {**changed(statement), "codings-0-note": "", "codings-1-note": "Typed at length."}
    theirs = {**changed(statement), "codings-1-DELETE": "on"}
    assert other.post(change_address(statement), theirs).status_code == 302

    response = refused(desk.post(change_address(statement), sent))
    assert "Typed at length." in response.text
    assert desk.post(change_address(statement), next_post(response, sent)).status_code == 302
    notes = dict(Coding.objects.values_list("precondition__slug", "note"))
    assert notes == {"full-ceasefire": "", "direct-talks": "Typed at length."}


def test_what_was_typed_into_a_deleted_record_can_be_entered_as_a_new_one(desk, other, world):
    statement = world.statement()
    make.coding(statement, "direct-talks", "demands")
    sent = {**changed(statement), "text": "Typed at length.", "codings-0-note": ""}
    address = change_address(statement)
    other.post(reverse("admin:positions_statement_delete", args=[statement.pk]), {"post": "yes"})
    assert not Statement.objects.exists()

    response = refused(desk.post(address, sent), DELETED)
    assert "rita" in shown(response)
    assert f'action="{ADD}"' in response.text
    assert desk.post(ADD, next_post(response, sent)).status_code == 302
    again = Statement.objects.get()
    assert again.text == "Typed at length."
    assert again.citations.get().source == world.source
    assert again.codings.get().precondition == world.talks


def test_every_form_of_the_desk_is_guarded(desk, other, world):
    topic = Topic.objects.create(slug="trade", name="Trade", order=1)
    for record, mine, theirs in (
        (
            topic,
            {"name": "Mine", "slug": "trade", "order": 1},
            {"name": "Theirs", "slug": "trade", "order": 1},
        ),
        (world.source, source(title="Mine", slug="tass"), source(title="Theirs", slug="tass")),
    ):
        before = opened(record)
        assert other.post(change_address(record), {**theirs, **before}).status_code == 302
        refused(desk.post(change_address(record), {**mine, **before}))
    assert Source.objects.get(pk=world.source.pk).title == "Theirs"


def test_an_officials_tenures_count(desk, other, world):
    lavrov, before = world.lavrov, opened(world.lavrov)
    tenure = lavrov.tenures.get()
    row = {"id": tenure.pk, "actor": tenure.actor_id, "role": "Minister", "authority": 2}
    names = {"name": "Sergei Lavrov", "slug": "sergei-lavrov"}
    theirs = official(**names, **rows("tenures", row, known=1), **before)
    assert other.post(change_address(lavrov), theirs).status_code == 302
    row["role"] = "Foreign Minister"
    mine = official(
        name="S. Lavrov", slug="sergei-lavrov", **rows("tenures", row, known=1), **before
    )
    page = shown(refused(desk.post(change_address(lavrov), mine)))
    assert "Role [-Foreign Minister-] [+Minister+]" in page
    assert Official.objects.get(pk=lavrov.pk).name == "Sergei Lavrov"


@pytest.mark.parametrize(
    "seen",
    [
        None,
        "",
        "\0",
        "x",
        "statement:x",
        "statement:1",
        "9" * 5000,
        "a:1 " * 9,
        "statement:" + "9" * 40,
    ],
)
def test_a_form_that_does_not_say_when_it_was_opened_is_refused_once(desk, world, seen):
    statement = world.statement()
    sent = changed(statement, venue="Mine")
    sent.pop(SEEN)
    if seen is not None:
        sent[SEEN] = seen
    response = refused(desk.post(change_address(statement), sent), UNKNOWN)
    assert field(response, "venue") == "Mine"
    assert (
        desk.post(change_address(statement), {**sent, SEEN: seen_in(response)}).status_code == 302
    )


def test_forged_numbers_are_refused_as_any_others(desk, world):
    statement = world.statement()
    numbers = dict.fromkeys(as_numbers(opened(statement)[SEEN]), 10**17)
    sent = changed(statement, venue="Mine", **{SEEN: as_text(numbers)})
    refused(desk.post(change_address(statement), sent))


@pytest.mark.parametrize(
    "forged",
    [
        {"codings-INITIAL_FORMS": "x"},
        {"codings-INITIAL_FORMS": "999"},
        {"codings-INITIAL_FORMS": "-1"},
        {"codings-TOTAL_FORMS": "\0"},
        {"codings-INITIAL_FORMS": "1", "codings-TOTAL_FORMS": "1", "codings-0-id": "\0"},
        {"codings-INITIAL_FORMS": "1", "codings-TOTAL_FORMS": "1", "codings-0-id": "9" * 30},
        {"codings-INITIAL_FORMS": "1", "codings-TOTAL_FORMS": "1", "codings-0-id": "77"},
        {"codings-99999-id": "1", "codings-0-": "x", "codings-0-id-0": "x"},
    ],
)
def test_forged_rows_of_a_refused_form_are_no_failure(desk, world, forged):
    statement = world.statement()
    for seen in ({SEEN: "statement:1"}, opened(statement)):
        response = desk.post(change_address(statement), changed(statement) | seen | forged)
        assert response.status_code in (200, 302)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_refused(editor):
    """The second waits until the first has saved, and then sees that it did."""
    statement = World().statement()
    sent = [changed(statement, venue=name) for name in ("one", "other")]
    answers, start = [], threading.Barrier(2)

    def save(given):
        client = Client()
        client.force_login(editor)
        start.wait()
        try:
            answers.append(client.post(change_address(statement), given).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[given]) for given in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == [200, 302]


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_each_other_at_once_are_both_told_or_saved(editor, monkeypatch):
    """Each adds an answer to the statement that the other has locked."""
    world = World()
    one, other = world.statement(), world.statement("Talks are off.", on="2022-12-20")
    sent = {
        one: changed(one, **rows("answers_given", {"responds_to": other.pk})),
        other: changed(other, **rows("answers_given", {"responds_to": one.pk})),
    }
    answers, opened_both = [], threading.Barrier(2)

    def locked(model, pk):
        lock(model, pk)
        opened_both.wait(20)

    monkeypatch.setattr("positions.admin.meanwhile.lock", locked)

    def save(statement, given):
        client = Client()
        client.force_login(editor)
        try:
            answers.append(client.post(change_address(statement), given).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in sent.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) in ([200, 302], [302, 302]), "saved, or told to save again"
    assert Response.objects.count() == answers.count(302)


def test_who_meets_another_at_the_same_moment_is_told(desk, world, monkeypatch):
    statement = world.statement()
    deadlock = OperationalError("deadlock detected")
    deadlock.__cause__ = DeadlockDetected()

    def meet(*args):
        raise deadlock

    monkeypatch.setattr("positions.admin.statements.alike.settle", meet)
    page = told(desk.post(change_address(statement), changed(statement, venue="Moscow")))
    assert "at the same moment. Nothing was saved; save again." in page
    assert (
        'value="Moscow"'
        in desk.post(change_address(statement), changed(statement, venue="Moscow")).text
    )
