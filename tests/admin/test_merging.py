"""A statement that was entered twice is withdrawn, and its address leads to the other one; and
slugs that were others' are refused."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.models import Statement
from positions.models.alike import alike_pairs

from .desk import ADD, change_address, changed, entry, member, messages, told
from .trail import address, own_versions, restore, shown

pytestmark = pytest.mark.django_db
PAIRS = "/admin/positions/statement/pairs/"
SAID = "We will not sit down to talks before the attacks on our cities have stopped."
TOLD = "We will not sit down to talks before attacks on our cities stop."


@pytest.fixture
def rita():
    return member("rita", "Reviewer")


@pytest.fixture
def kept(world):
    return world.statement(SAID, status="published", slug="kept")


@pytest.fixture
def twin(world):
    return world.statement(TOLD, status="published", slug="twin", on="2022-12-03")


def withdraw(client, listed, *statements, **given):
    sent = {"action": "withdraw", "_selected_action": [s.pk for s in statements], **given}
    return client.post(listed, sent, follow=True)


def now(statement):
    return Statement.objects.get(pk=statement.pk)


@pytest.mark.parametrize("typed", ["the number", "the slug"])
def test_a_duplicate_is_withdrawn_with_the_one_that_is_kept(
    client, rita, listed, kept, twin, typed
):
    page = withdraw(rita, listed, twin)
    assert "Duplicate of:" in told(page)
    assert 'name="duplicate_of"' in page.text
    chosen = kept.pk if typed == "the number" else "Kept"
    response = withdraw(rita, listed, twin, why="Entered twice.", duplicate_of=chosen)
    assert messages(response) == ["Withdrawn: 1."]
    assert (now(twin).duplicate_of, now(twin).withdrawn_because) == (kept, "Entered twice.")
    assert client.get("/statements/twin/")["Location"] == "/statements/kept/"
    form = told(rita.get(change_address(twin)))
    assert f"Duplicate of Sergei Lavrov, 2 December 2022 : {SAID}" in form
    assert "Its address leads readers to the statement that is kept." in form
    history = shown(rita.get(address(twin)))
    assert "Sergei Lavrov, 2 December 2022" in history and "uplicate of" in history


def test_several_are_withdrawn_as_duplicates_of_one(rita, world, listed, kept, twin):
    third = world.statement(SAID, status="published")
    withdraw(rita, listed, twin, third, why="Entered thrice.", duplicate_of=kept.pk)
    assert {*kept.duplicates.all()} == {twin, third}


def test_without_one_that_is_kept_it_is_withdrawn_as_before(client, rita, listed, twin):
    withdraw(rita, listed, twin, why="He denies it.", duplicate_of="")
    assert now(twin).duplicate_of is None
    assert client.get("/statements/twin/").status_code == 410


def test_what_cannot_be_kept_is_told_beside_the_field(rita, world, listed, kept, twin):
    draft = world.statement("A draft.")
    gone = world.statement("Gone.", status="withdrawn")
    unseen = "Readers do not see that one; choose a statement that is published."
    for chosen, why in (
        (twin.pk, "You are about to withdraw that one; choose another."),
        (draft.pk, unseen),
        (gone.pk, unseen),
        ("nowhere", "“nowhere” is no statement on record: give the slug."),
        ("9" * 30, "is no statement on record"),
        ("\0", "Null characters are not allowed."),
    ):
        response = withdraw(rita, listed, twin, why="Twice.", duplicate_of=chosen)
        assert why in told(response), chosen
        assert "Nothing was changed yet" in told(response)
    response = withdraw(rita, listed, twin, why="", duplicate_of=kept.pk)
    assert "Give the reason." in told(response)
    assert f'<option value="{kept.pk}" selected>' in response.text
    assert now(twin).status == "published"


def test_what_a_page_fills_in_may_be_anything(rita, listed, twin):
    for rubbish in ("", "x", "\0", "9" * 30, "-1"):
        assert withdraw(rita, listed, twin, duplicate_of=rubbish).status_code == 200


def test_it_leads_on_until_it_is_published_again(client, rita, listed, kept, twin):
    withdraw(rita, listed, twin, why="Entered twice.", duplicate_of=kept.pk)
    rita.post(change_address(twin), changed(now(twin), _step="reopen"))
    assert (now(twin).status, now(twin).duplicate_of) == ("in_review", kept)
    assert client.get("/statements/twin/").status_code == 301
    rita.post(change_address(twin), changed(now(twin), _step="publish"))
    assert (now(twin).status, now(twin).duplicate_of) == ("published", None)
    assert client.get("/statements/twin/").status_code == 200


def test_an_older_version_of_a_duplicate_comes_back_as_a_duplicate(rita, listed, kept, twin):
    rita.post(change_address(twin), changed(twin, venue="Moscow"))
    withdraw(rita, listed, twin, why="Entered twice.", duplicate_of=kept.pk)
    restore(rita, twin, own_versions(twin)[-1])
    assert (now(twin).venue, now(twin).duplicate_of) == ("", kept)


def test_from_a_pair_that_looks_alike_either_is_kept(rita, listed, kept, twin):
    page = rita.get(PAIRS).text
    forms = re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    assert [action for action, _ in forms] == [listed, listed]
    sent = [dict(re.findall(r'name="(\w+)" value="(\w+)"', form)) for _, form in forms]
    chosen = [(int(given["_selected_action"]), int(given["duplicate_of"])) for given in sent]
    assert chosen == [(twin.pk, kept.pk), (kept.pk, twin.pk)]

    asked = rita.post(listed, sent[0])
    assert f'<option value="{kept.pk}" selected>' in asked.text
    assert "It was entered twice." in asked.text
    assert now(twin).status == "published"
    sent[0] |= {"why": "It was entered twice."}
    response = rita.post(listed, sent[0], follow=True)
    assert response.redirect_chain == [(change_address(twin), 302)]
    assert now(twin).duplicate_of == kept
    assert alike_pairs() == []


def test_only_a_reviewer_merges_and_only_what_readers_see(rita, ann, world, kept, twin):
    assert "The same: keep" not in ann.get(PAIRS).text
    assert "a reviewer withdraws it as a duplicate" in told(ann.get(PAIRS))
    world.statement("Peace is for the winter, and the winter is long.", on="2022-11-01")
    world.statement("Peace is for the winter, and winter is long.", on="2022-11-01")
    assert rita.get(PAIRS).text.count("The same: keep") == 2


def test_queries_of_the_page_do_not_grow_with_those_selected(rita, world, listed, kept):
    def asked(*statements):
        with CaptureQueriesContext(connection) as queries:
            assert withdraw(rita, listed, *statements).status_code == 200
        return len(queries)

    more = [world.statement(f"Point {n}.", status="published") for n in range(6)]
    asked(kept)
    assert asked(kept, *more) == asked(kept)


# Slugs


def test_a_slug_that_was_anothers_is_refused_beside_its_field(desk, world, kept):
    other = world.statement("Another.", slug="other")
    for record in (world.russia, world.talks, kept):
        type(record).objects.filter(pk=record.pk).update(slug=f"new-{record.slug}")
    told_so = "had this slug before, and a permanent address is given only once."
    given = {
        world.ukraine: ("actor", "russia"),
        world.ceasefire: ("precondition", "direct-talks"),
        other: ("statement", "kept"),
    }
    for record, (kind, slug) in given.items():
        page = desk.get(change_address(record))
        form = page.context["adminform"].form
        sent = {name: form[name].value() or "" for name in form.fields}
        if kind == "statement":
            sent = changed(record)
        sent["_seen"] = page.context["seen"]
        response = desk.post(change_address(record), {**sent, "slug": slug})
        errors = response.context["adminform"].form.errors
        assert errors == {"slug": [f"Another {kind} {told_so}"]}
        record.refresh_from_db()
        assert record.slug != slug


def test_ones_own_former_slug_is_taken_back(desk, world):
    type(world.talks).objects.filter(pk=world.talks.pk).update(slug="talks")
    page = desk.get(change_address(world.talks))
    form = page.context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"slug": "direct-talks", "_seen": page.context["seen"]}
    assert desk.post(change_address(world.talks), sent).status_code == 302
    world.talks.refresh_from_db()
    assert world.talks.slug == "direct-talks"


def test_a_slug_that_is_anothers_now_is_told_as_before(desk, world):
    page = desk.get(change_address(world.talks))
    form = page.context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"slug": "full-ceasefire", "_seen": page.context["seen"]}
    response = desk.post(change_address(world.talks), sent)
    assert response.context["adminform"].form.errors == {
        "slug": ["Precondition with this Slug already exists."]
    }


def test_what_is_filled_in_is_no_slug_that_readers_knew(desk, world):
    first = world.statement("First.", status="published", slug="2022-12-02-russia-lavrov-1")
    Statement.objects.filter(pk=first.pk).update(slug="renamed")
    desk.post(ADD, entry(world, text="Something else entirely."))
    assert Statement.objects.latest("pk").slug == "2022-12-02-russia-lavrov-2"
