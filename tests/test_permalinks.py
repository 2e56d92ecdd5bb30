"""An address that a reader has noted leads to its record for good, whatever became of the slug."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.models import Actor, Official, Precondition, Statement, Topic

from . import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    """A coded statement, published under the slug `first`."""
    made = make.statement("No.", by="biden", on="2022-12-02", slug="first")
    make.coding(made, "withdrawal", "demands")
    return made


def rename(record, *slugs):
    for slug in slugs:
        type(record).objects.filter(pk=record.pk).update(slug=slug)


def withdraw(statement, **given):
    given = {"withdrawn_on": "2022-12-03", "withdrawn_because": "Entered twice.", **given}
    Statement.objects.filter(pk=statement.pk).update(status="withdrawn", **given)


def publish_again(statement):
    found = Statement.objects.filter(pk=statement.pk)
    found.update(status="in_review")
    gone = {"withdrawn_on": None, "withdrawn_because": "", "duplicate_of": None}
    found.update(status="published", **gone)


def way(client, address):
    """The statuses and addresses that a reader is led through."""
    response = client.get(address, follow=True)
    steps = [(status, to) for to, status in response.redirect_chain]
    return [*steps, response.status_code]


# Renamed


@pytest.mark.parametrize(
    ("model", "old", "was", "now"),
    [
        (Statement, "first", "/statements/first/", "/statements/new/"),
        (Statement, "first", "/statements/first/history/", "/statements/new/history/"),
        (Statement, "first", "/statements/first/report/", "/statements/new/report/"),
        (Statement, "first", "/statements/first/report/thanks/", "/statements/new/report/thanks/"),
        (Actor, "us", "/actors/us/", "/actors/new/"),
        (Official, "biden", "/officials/biden/", "/officials/new/"),
        (Precondition, "withdrawal", "/preconditions/withdrawal/", "/preconditions/new/"),
        (Precondition, "withdrawal", "/compare/us/withdrawal/", "/compare/us/new/"),
        (Actor, "us", "/compare/us/withdrawal/", "/compare/new/withdrawal/"),
    ],
)
def test_a_former_address_leads_to_the_record(client, said, model, old, was, now):
    rename(model.objects.get(slug=old), "new")
    assert way(client, was) == [(301, now), 200]
    assert way(client, f"{was}?as_of=2022-12-05&gate=") == [
        (301, f"{now}?as_of=2022-12-05&gate="),
        200,
    ]


def test_both_parts_of_an_address_may_have_changed(client, said):
    rename(Actor.objects.get(slug="us"), "usa")
    rename(Precondition.objects.get(slug="withdrawal"), "retreat")
    assert way(client, "/compare/us/withdrawal/") == [(301, "/compare/usa/retreat/"), 200]
    assert way(client, "/compare/us/nothing/") == [404]
    assert way(client, "/compare/nobody/withdrawal/") == [404]


def test_every_former_address_leads_straight_to_the_last(client, said):
    rename(said, "second", "third")
    for slug in ("first", "second"):
        assert way(client, f"/statements/{slug}/") == [(301, "/statements/third/"), 200]


def test_who_is_renamed_back_is_found_at_once_and_nobody_keeps_the_redirect(client, said):
    rename(said, "second")
    assert "no-store" in client.get("/statements/first/")["Cache-Control"]
    rename(said, "first")
    assert way(client, "/statements/first/") == [200]
    assert way(client, "/statements/second/") == [(301, "/statements/first/"), 200]


def test_a_report_typed_at_the_former_address_arrives(client, said):
    rename(said, "second")
    sent = client.post("/statements/first/report/", {"text": "It was a day later."}, follow=True)
    assert [status for _, status in sent.redirect_chain] == [308, 302]
    assert said.reports.get().text == "It was a day later."


def test_a_slug_that_was_never_public_leads_nowhere(client, said):
    drafted = make.statement("Soon.", by="biden", slug="drafted", status="draft")
    rename(drafted, "entered")
    Statement.objects.filter(pk=drafted.pk).update(status="in_review")
    unknown = client.get("/statements/unknown/")
    for slug in ("drafted", "entered"):
        assert client.get(f"/statements/{slug}/").content == unknown.content
    rename(drafted, "reviewed")
    Statement.objects.filter(pk=drafted.pk).update(status="published")
    rename(drafted, "public")
    for slug in ("drafted", "entered"):
        response = client.get(f"/statements/{slug}/")
        assert (response.status_code, response.content) == (404, unknown.content)
    assert way(client, "/statements/reviewed/") == [(301, "/statements/public/"), 200]


def test_what_was_withdrawn_answers_so_at_its_present_address(client, said):
    rename(said, "second")
    withdraw(said)
    assert way(client, "/statements/first/") == [(301, "/statements/second/"), 410]
    Statement.objects.filter(pk=said.pk).update(status="in_review")
    rename(said, "third")
    for slug in ("first", "second"):
        assert way(client, f"/statements/{slug}/") == [(301, "/statements/third/"), 410]
    assert way(client, "/statements/third/report/") == [404]


def test_what_was_deleted_is_not_there(client):
    actor = make.actor("us")
    rename(actor, "usa")
    actor.delete()
    assert [way(client, f"/actors/{slug}/") for slug in ("us", "usa")] == [[404], [404]]


@pytest.mark.parametrize(
    ("model", "old", "address"),
    [
        (Actor, "us", "/statements/?actor={}"),
        (Official, "biden", "/statements/?official={}"),
        (Precondition, "withdrawal", "/statements/?precondition={}&from=2022"),
        (Topic, "talks", "/statements/?topic={}"),
        (Actor, "us", "/statements/?q=actor:{}"),
        (Official, "biden", "/statements/?q=speaker:{}"),
        (Topic, "talks", "/statements/?q=topic:{}"),
        (Precondition, "withdrawal", "/statements/?q=precondition:{}"),
        (Actor, "us", "/compare/?actors={}&actors=russia&show=all"),
        (Precondition, "withdrawal", "/brief/?rows={}&rows=talks"),
        (Precondition, "withdrawal", "/changes/?precondition={}&show=first"),
        (Precondition, "withdrawal", "/timeline/?precondition={}&actors=us"),
        (Actor, "us", "/corrections/?actor={}"),
    ],
)
def test_a_former_slug_that_is_asked_for_means_the_record(client, said, model, old, address):
    for slug in ("russia", "ukraine"):
        make.actor(slug)
    make.precondition("talks")
    rename(model.objects.get(slug=old), "renamed-once", "renamed-twice")
    asked = client.get(address.format("renamed-twice"))
    assert asked.status_code == 200
    for slug in (old, "renamed-once"):
        response = client.get(address.format(slug))
        assert response.status_code == 200
        if "q=" not in address:
            assert response.content == asked.content
    assert client.get(address.format("unknown")).status_code == 400


def test_a_former_slug_finds_in_a_search_what_the_present_one_finds(client, said):
    rename(Actor.objects.get(slug="us"), "usa")
    make.statement("Yes.", by="putin")
    for name in ("us", "usa"):
        page = client.get("/statements/", {"q": f"actor:{name}"}).context["page"]
        assert [statement.pk for statement in page] == [said.pk]


def test_queries_do_not_grow_with_the_names_that_a_record_had(client, said):
    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 301
        return len(queries)

    rename(said, "second")
    few = asked("/statements/first/")
    rename(said, *(f"third-{n}" for n in range(9)), "last")
    assert asked("/statements/first/") == few
    kept = said
    for n in range(9):
        other = make.statement(f"Point {n}.", by="biden", slug=f"other-{n}")
        withdraw(kept, duplicate_of=other)
        kept = other
    assert asked("/statements/first/") == few


# Merged


@pytest.fixture
def kept():
    return make.statement("No, he said.", by="biden", on="2022-12-02", slug="kept")


def test_a_duplicate_leads_to_the_statement_that_is_kept(client, said, kept):
    rename(said, "second")
    withdraw(said, duplicate_of=kept)
    for slug in ("first", "second"):
        for page in ("", "history/", "report/", "report/thanks/"):
            assert way(client, f"/statements/{slug}/{page}?as_of=2022-12-04") == [
                (301, f"/statements/kept/{page}?as_of=2022-12-04"),
                200,
            ]
    rename(kept, "moved")
    assert way(client, "/statements/first/") == [(301, "/statements/moved/"), 200]


def test_a_line_of_duplicates_is_followed_to_its_end(client, said, kept):
    withdraw(said, duplicate_of=kept)
    last = make.statement("No, no.", by="biden", slug="last")
    withdraw(kept, duplicate_of=last)
    for slug in ("first", "kept"):
        assert way(client, f"/statements/{slug}/") == [(301, "/statements/last/"), 200]
    publish_again(kept)
    assert way(client, "/statements/first/") == [(301, "/statements/kept/"), 200]


def test_where_the_kept_one_is_withdrawn_too_it_says_why(client, said, kept):
    withdraw(said, duplicate_of=kept)
    withdraw(kept, withdrawn_because="He denies it.")
    response = client.get("/statements/first/", follow=True)
    assert (response.redirect_chain, response.status_code) == ([("/statements/kept/", 301)], 410)
    assert "He denies it." in response.text


def test_a_duplicate_that_is_reviewed_again_leads_on_until_it_is_published(client, said, kept):
    withdraw(said, duplicate_of=kept)
    Statement.objects.filter(pk=said.pk).update(status="in_review")
    assert way(client, "/statements/first/") == [(301, "/statements/kept/"), 200]
    gone = {"withdrawn_on": None, "withdrawn_because": "", "duplicate_of": None}
    Statement.objects.filter(pk=said.pk).update(status="published", **gone)
    assert way(client, "/statements/first/") == [200]
