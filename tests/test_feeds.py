"""Feeds: what is new to readers, newest first; a mended record is no news."""

import json
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.html import strip_tags

from positions.models import Actor, Coding, Statement

from . import make

ATOM = "{http://www.w3.org/2005/Atom}"


def atom(client, address):
    told = client.get(address)
    assert told.status_code == 200
    assert told["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(told.content)


def entries(client, address):
    """(id, title, words) of each."""
    return [
        (
            entry.findtext(f"{ATOM}id"),
            entry.findtext(f"{ATOM}title"),
            " ".join(strip_tags(entry.findtext(f"{ATOM}summary")).split()),
        )
        for entry in atom(client, address).iter(f"{ATOM}entry")
    ]


def pages(client, address):
    """The last parts of the addresses that the entries lead to."""
    found = atom(client, address).iter(f"{ATOM}entry")
    links = (entry.find(f"{ATOM}link").get("href") for entry in found)
    return [link.rpartition("/statements/")[2] for link in links]


def published(statement, at):
    """As if it had been published then."""
    with connection.cursor() as cursor:
        name = "pgtrigger_statement_first_publication_is_kept"
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE %s "
            "AND tgrelid = 'positions_statement'::regclass",
            [f"{name}%"],
        )
        (trigger,) = cursor.fetchone()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE positions_statement DISABLE TRIGGER {trigger}")
        Statement.objects.filter(pk=statement.pk).update(published_at=at)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE positions_statement ENABLE TRIGGER {trigger}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return statement


def on(day):
    return datetime(2023, 1, day, tzinfo=UTC)


@pytest.fixture
def record(db):
    """Said in one order and published in another."""
    first = make.statement("Leave.", by="zelensky", on="2022-12-01", slug="first")
    second = make.statement("Stay.", by="putin", on="2022-12-02", slug="second")
    third = make.statement("Perhaps.", by="zelensky", on="2022-12-03", slug="third")
    make.coding(first, "withdrawal", "demands")
    make.coding(second, "withdrawal", "rejects")
    make.coding(third, "withdrawal", "open")
    for statement, day in ((first, 9), (second, 7), (third, 8)):
        published(statement, on(day))
    make.statement("Soon.", by="zelensky", on="2022-12-04", slug="draft", status="draft")


def test_what_was_published_last_comes_first_whenever_it_was_said(client, record):
    assert pages(client, "/statements.atom") == ["first/", "third/", "second/"]
    assert pages(client, "/statements.atom?actor=ukraine") == ["first/", "third/"]
    assert pages(client, "/statements.atom?order=oldest&from=2022-12-02") == ["third/", "second/"]


def test_a_feed_says_what_it_is_and_where_its_page_is(client, record):
    feed = atom(client, "/statements.atom?actor=ukraine&utm=x")
    assert feed.findtext(f"{ATOM}title") == "Statements, actor: Ukraine · Parley"
    assert feed.findtext(f"{ATOM}updated") == "2023-01-09T00:00:00+00:00"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["alternate"] == "http://testserver/statements/?actor=ukraine"
    assert links["self"] == "http://testserver/statements.atom?actor=ukraine&utm=x"


def test_an_entry_has_the_words_the_codings_and_the_source(client, record):
    _, title, words = entries(client, "/statements.atom?q=stay")[0]
    assert title == "Putin, 2 December 2022: Stay."
    assert words.startswith(
        "Stay. Quotation: the words themselves. Putin, President (Russia), 2 December"
    )
    assert "Russia: rejects: Withdrawal" in words and "Agency. Evidence" in words


def test_a_change_is_one_entry_with_what_was_before_and_after(client, record):
    (entry,) = entries(client, "/changes.atom")
    found, title, words = entry
    third, cell = Statement.objects.get(slug="third"), Coding.objects.get(stance="open")
    named = f"{third.pk}/{cell.holder_id}/{cell.precondition_id}/none"
    assert found == f"tag:testserver,2022:change/{named}"
    assert title == "Ukraine, 3 December 2022: demands → open to it: Withdrawal"
    assert words.index("Before: Demands") < words.index("Leave.") < words.index("After: Open to it")
    assert words.endswith("Perhaps.")
    assert "Evidence B. Unreviewed." in words
    assert len(entries(client, "/changes.atom?show=first")) == 3


def test_mending_a_record_is_no_news(client, record):
    was = client.get("/statements.atom").content
    told_before = {kind: entries(client, f"/{kind}.atom") for kind in ("statements", "changes")}
    updated = {
        kind: atom(client, f"/{kind}.atom").findtext(f"{ATOM}updated") for kind in told_before
    }
    Statement.objects.filter(slug="third").update(text="Perhaps so!", slug="3rd")
    Actor.objects.filter(slug="ukraine").update(slug="ua")
    assert client.get("/statements.atom").content != was
    for kind, told in told_before.items():
        after = entries(client, f"/{kind}.atom")
        assert [one[0] for one in after] == [one[0] for one in told]
        assert atom(client, f"/{kind}.atom").findtext(f"{ATOM}updated") == updated[kind]


def test_the_same_entries_as_a_json_feed(client, record):
    for kind in ("statements", "changes", "corrections"):
        told = client.get(f"/{kind}.feed.json")
        assert told["Content-Type"] == "application/feed+json"
        feed = json.loads(told.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["home_page_url"] == f"http://testserver/{kind}/"
        assert feed["feed_url"] == f"http://testserver/{kind}.feed.json"
        same = entries(client, f"/{kind}.atom")
        assert [(item["id"], item["title"]) for item in feed["items"]] == [e[:2] for e in same]


def test_corrections_can_be_followed(client, record):
    Statement.objects.get(slug="first").corrections.create(
        corrected_on="2022-12-04", was_wrong="<The day>.", changed="Mended."
    )
    ((_, title, words),) = entries(client, "/corrections.atom")
    assert title == "Correction of 2022-12-04"
    assert words == "What was wrong: &lt;The day&gt;.What was changed: Mended."


def test_words_are_no_markup_in_a_feed(client, db):
    make.statement("<script>alert(1)</script> & more", by="putin", on="2022-12-02")
    entry = next(atom(client, "/statements.atom").iter(f"{ATOM}entry"))
    assert "<script" not in entry.findtext(f"{ATOM}summary")
    assert "&lt;script&gt;" in entry.findtext(f"{ATOM}summary")


@pytest.mark.parametrize(
    "asked", ["statements.{}?actor=x", "changes.{}?from=x", "corrections.{}?to=x"]
)
def test_what_cannot_be_read_is_told(client, db, asked):
    for suffix in ("atom", "feed.json"):
        assert client.get(f"/{asked.format(suffix)}").status_code == 400


def test_the_first_publication_is_kept_by_the_database(db):
    told = make.statement("Leave.", by="zelensky", on="2022-12-01", status="draft")
    assert told.published_at is None
    found = Statement.objects.filter(pk=told.pk)
    for status in ("in_review", "published"):
        found.update(status=status)
    first = found.get().published_at
    assert first is not None
    found.update(published_at=on(1))
    told.refresh_from_db()
    told.published_at = None
    told.save()
    assert found.get().published_at == first


def test_a_change_is_new_when_the_last_of_what_makes_it_is_published(client, record):
    early = make.statement("Never.", by="putin", on="2022-11-01", slug="early")
    published(early, on(1))
    make.coding(early, "withdrawal", "open")
    late = make.statement("Well, yes.", by="zelensky", on="2022-12-02", slug="late")
    published(late, on(20))
    make.coding(late, "withdrawal", "accepts")
    moments = [
        one["date_published"][:10] for one in client.get("/changes.feed.json").json()["items"]
    ]
    today = timezone.now().date().isoformat()
    # The trail has the codings as made now: that is when readers could first see the changes.
    assert moments == [today] * 2


@pytest.mark.parametrize("odd", ["\x0b", "\x01", "\ufffe", "\x1f"])
def test_characters_that_xml_cannot_hold_are_left_out(client, db, odd):
    made = make.statement(f"Le{odd}ave.", by="putin", on="2022-12-02")
    made.corrections.create(corrected_on="2022-12-04", was_wrong=f"a{odd}b", changed="c")
    assert "Leave." in entries(client, "/statements.atom")[0][2]
    assert "ab" in entries(client, "/corrections.atom")[0][2]
    assert atom(client, f"/statements.atom?q={quote(odd)}") is not None
    assert client.get(f"/statements.feed.json?q={quote(odd)}").status_code == 200
