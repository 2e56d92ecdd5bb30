"""History of this record: what readers are told, and what they are not."""

import json
import re

import pghistory
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from positions.dates import in_words
from positions.models import Citation, Coding, Correction, Official, Response, Statement
from positions.models.history import MOST, public_moments
from positions.views.history import PER_PAGE

from . import make

# Versions have the time of their transaction, so each change here has its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edda():
    return User.objects.create(username="edda-the-editor")


@pytest.fixture
def rita():
    return User.objects.create(username="rita-the-reviewer")


def change(user, record, **fields):
    """As one request of the user's."""
    with pghistory.context(user=user.pk, url="/admin/"):
        type(record).objects.filter(pk=record.pk).update(**fields)


def publish(user, statement):
    change(user, statement, status="in_review")
    change(user, statement, status="published", published_by=user)


@pytest.fixture
def published(edda, rita):
    """A draft that was changed, then published by another and changed again."""
    with pghistory.context(user=edda.pk, url="/admin/"):
        statement = make.statement(
            "A secret first wording.", status="draft", slug="told", entered_by=edda
        )
    change(edda, statement, text="No talks before they leave.", venue="A secret place")
    change(edda, statement, venue="")
    publish(rita, statement)
    change(edda, statement, text="No talks before they all leave.")
    return Statement.objects.get(pk=statement.pk)


def page_of(client, statement, **query):
    response = client.get(f"/statements/{statement.slug}/history/", query)
    assert response.status_code == 200
    return response.text


def read(client, statement, **query):
    """The words of the page, with [-what went-] and [+what came+]."""
    page = page_of(client, statement, **query)
    page = page[page.index("<h1") : page.index("</article")]
    for tag, mark in (("del", "-"), ("ins", "+")):
        page = page.replace(f"<{tag}>", f"[{mark}").replace(f"</{tag}>", f"{mark}]")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#x27;", "'")


def test_what_was_entered_in_english_says_so_in_other_languages(client, published, edda):
    change(edda, published, venue="A park", said_on="2022-12-01", text="Ні.", language="uk")
    page = client.get(f"/uk/statements/{published.slug}/history/").text
    told = {*re.findall(r'<p class="difference"([^>]*)>(.*?)</p>', page)}
    assert (' lang="en"', "<ins>A park</ins>") in told
    assert {where for where, words in told if "Ні." in words} == {""}
    assert {where for where, words in told if "1 грудня" in words} == {""}
    assert 'class="difference" lang="uk"' in page_of(client, published)
    assert 'class="difference" lang="en"' not in page_of(client, published)


def test_readers_see_what_changed_since_it_was_published(client, published):
    told = read(client, published)
    assert "Published by a reviewer" in told
    assert "Text changed by an editor" in told
    assert "No talks before they [+all +]leave." in told
    assert told.index("Text changed") < told.index("Published by"), "the newest first"
    assert in_words(timezone.now()) in told


def test_neither_drafts_nor_names_nor_the_desks_fields_leak(client, published, edda, rita):
    change(rita, published, reviewed_on="2023-01-01", reviewed_by=rita)
    coding = make.coding(published, "withdrawal", "demands", coder=edda, note="Said twice.")
    second = {"second_stance": "rejects", "second_gate": "sign", "second_coder": rita}
    change(rita, coding, **second, second_note="A secret note of the second coder.")
    page = page_of(client, published)
    assert "secret" not in page.lower()
    for name in ("edda", "rita", "entered by", "reviewed by", "published by", "coder"):
        assert name not in page.lower(), name
    told = read(client, published)
    assert "Checked against the source by a reviewer" in told
    assert "Coding added: Ukraine, Demands, Withdrawal" in told
    assert "Rejects" not in told


def test_a_change_of_words_ends_the_check_and_says_so(client, published, edda, rita):
    change(rita, published, reviewed_on="2023-01-01", reviewed_by=rita)
    change(edda, published, text="No talks.")
    assert "Text changed; no longer marked as checked against the source" in read(client, published)


def test_rows_are_told_in_plain_words(client, published, edda):
    citation = published.citations.get()
    change(edda, citation, exact="“No talks.”", prefix="he said")
    other = make.statement("Leave!", slug="asked")
    with pghistory.context(user=edda.pk, url="/"):
        coding = make.coding(published, "withdrawal", "requires", gate="enter_talks")
        Response.objects.create(statement=published, responds_to=other)
        Correction.objects.create(
            statement=published, corrected_on="2023-01-02", was_wrong="Not all.", changed="All."
        )
    change(edda, coding, stance="rejects", red_line=True)
    with pghistory.context(user=edda.pk, url="/"):
        coding.delete()
    told = read(client, published)
    for words in (
        "Source changed: Agency",
        "Exact words [+“No talks.”+]",
        "Words before [+he said+]",
        "Coding added: Ukraine, Requires, Withdrawal",
        "Gate before talks",
        "Answered statement added: Zelensky, 2 December 2022",
        "Correction added: 2 January 2023",
        "What was wrong Not all.",
        "Stance [-Requires-] [+Rejects+]",
        "Red line [-no-] [+yes+]",
        "Coding removed: Ukraine, Rejects, Withdrawal",
        "Coding added; answered statement added; correction added",
    ):
        assert words in told, words


def test_the_names_of_drafts_it_refers_to_are_not_told(client, published, edda, rita):
    hidden = make.statement("Secret.", on="2022-11-17", status="draft")
    with pghistory.context(user=edda.pk, url="/"):
        Response.objects.create(statement=published, responds_to=hidden)
    change(edda, published, restates=hidden)
    page = page_of(client, published)
    assert "17 November" not in page
    assert "2022-11-17" not in page
    publish(rita, hidden)
    assert "Restates [+Zelensky, 17 November 2022+]" in read(client, published)


def test_a_name_that_is_no_more_on_record_is_still_told(client, published, edda):
    gone = make.official("stoltenberg", of="nato")
    change(edda, published, official=gone, outside_tenure=True)
    change(edda, published, official=Official.objects.get(slug="zelensky"))
    gone.tenures.all().delete()
    gone.delete()
    assert "Official [-Zelensky-] [+stoltenberg (deleted)+]" in read(client, published)


def test_a_date_is_told_no_more_precisely_than_it_is_known(client, published, edda):
    change(edda, published, said_on="2022-11-17", date_precision="month")
    told = read(client, published)
    assert "Date [-2 December 2022-] [+November 2022+]" in told
    assert "17 November" not in told


def test_what_was_loaded_says_so(client):
    with pghistory.context(operator="load_package seeds"):
        statement = make.statement("No.")
    told = read(client, statement)
    assert "Published loaded with the data" in told
    assert "seeds" not in told


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_readers_have_not_seen_has_no_history(client, status):
    statement = make.statement("No.", status=status)
    assert client.get(f"/statements/{statement.slug}/history/").status_code == 404


def test_of_a_withdrawn_statement_only_the_days_are_told(client, published, rita):
    change(
        rita, published, status="withdrawn", withdrawn_on="2023-01-01", withdrawn_because="Wrong."
    )
    page = page_of(client, published)
    for words in ("talks", "leave", "Zelensky", "December 2022", "editor", "Text"):
        assert words not in page[page.index("<title>") : page.index("<footer")].replace(
            "What each side has stated must happen before talks", ""
        ), words
    told = read(client, published)
    days = [word for word in ("Withdrawn", "Changed", "Published") if word in told]
    assert days == ["Withdrawn", "Changed", "Published"]
    assert (
        f'href="/statements/{published.slug}/history/"'
        in client.get(f"/statements/{published.slug}/").text
    )


def test_words_changed_while_withdrawn_are_told_once_it_is_back(client, published, rita, edda):
    change(
        rita, published, status="withdrawn", withdrawn_on="2023-01-01", withdrawn_because="Wrong."
    )
    change(rita, published, status="in_review", withdrawn_on=None, withdrawn_because="")
    change(edda, published, text="A secret wording in between.")
    change(edda, published, text="No talks before they leave at last.")
    change(rita, published, status="published")
    told = read(client, published)
    assert "Published again: text changed by a reviewer" in told
    assert "secret" not in told
    assert "[-all leave-] [+leave at last+]" in told.replace("[-all leave-][", "[-all leave-] [")


def test_a_statements_page_tells_when_it_last_changed(client, published, edda):
    page = client.get(f"/statements/{published.slug}/").text
    today = in_words(timezone.now())
    assert f"Changed {today}." in page
    assert f'href="/statements/{published.slug}/history/"' in page
    unchanged = make.statement("Never changed.")
    published, changed = public_moments(unchanged)
    assert published and changed is None
    assert "Changed " not in client.get(f"/statements/{unchanged.slug}/").text
    change(edda, unchanged, reviewed_on=None, published_by=edda)
    assert public_moments(unchanged) == (published, None)


def test_the_day_travels_in_its_links(client, published):
    page = page_of(client, published, as_of="2023-03-03")
    assert f'href="/statements/{published.slug}/?as_of=2023-03-03"' in page
    assert client.get(f"/statements/{published.slug}/history/?as_of=soon").status_code == 400


def test_a_long_history_has_pages(client, published, edda):
    for number in range(PER_PAGE + 3):
        change(edda, published, venue=f"Hall {number}")
    assert f"Hall {PER_PAGE + 2}" in read(client, published)
    assert "Published" not in read(client, published).replace("since it was published", "")
    assert "Published by a reviewer" in read(client, published, page="2")
    for rubbish in ("\0", "x", "0", "-1", "9" * 400, "99999"):
        page_of(client, published, page=rubbish)
    assert 'href="?page=2"' in page_of(client, published)


def test_a_history_too_long_to_be_read_says_so(client, published, edda):
    for number in range(MOST):
        change(edda, published, venue=f"Hall {number}")
    told = read(client, published)
    assert "Older changes are on record, but not listed here." in told
    assert f"Hall {MOST - 1}" in told
    assert "secret" not in page_of(client, published)


@pytest.mark.parametrize("address", ["/statements/{}/history/", "/statements/{}/"])
def test_the_queries_do_not_grow_with_the_changes(client, published, edda, address):
    address = address.format(published.slug)

    def number_of_queries():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def grow(number):
        for n in range(number):
            change(edda, published, venue=f"Hall {number}-{n}", role=f"Role {n}")
            make.coding(published, f"row-{number}-{n}", "demands", coder=edda)
            Citation.objects.create(statement=published, source=make.source(), exact="No.")
            Response.objects.create(
                statement=published, responds_to=make.statement("Go.", by=f"x{number}-{n}", of="us")
            )
            Correction.objects.create(
                statement=published,
                corrected_on="2023-01-02",
                was_wrong=f"{number}{n}",
                changed="x",
            )
        Coding.objects.filter(statement=published).update(note="Again.")

    grow(2)
    few = number_of_queries()
    grow(6)
    assert number_of_queries() == few <= 30


def test_markup_in_words_stays_words(client, published, edda):
    change(edda, published, text="<script>alert(1)</script> & <ins>no</ins>")
    page = page_of(client, published)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_history_is_a_file_too(client, published, rita):
    address = f"/statements/{published.slug}/history"
    told = b"".join(client.get(f"{address}.json")).decode()
    newest, oldest = json.loads(told)["rows"]
    assert (oldest["step"], oldest["changes"]) == ("published", [])
    (change_told,) = newest["changes"]
    assert (change_told["before"], change_told["after"]) == (
        "No talks before they leave.",
        "No talks before they all leave.",
    )
    as_csv = b"".join(client.get(f"{address}.csv")).decode()
    assert "No talks before they leave. → No talks before they all leave." in as_csv
    assert "secret" not in told + as_csv and "edda" not in told + as_csv
    withdraw = {"withdrawn_on": "2022-12-06", "withdrawn_because": "He denies it."}
    change(rita, published, status="withdrawn", **withdraw)
    told = b"".join(client.get(f"{address}.json")).decode()
    assert "talks" not in told
    assert [row["step"] for row in json.loads(told)["rows"]] == ["withdrawn", None, "published"]
    assert client.get("/statements/none/history.csv").status_code == 404
