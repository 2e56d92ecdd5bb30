"""The public log of corrections: what it lists, whom it names, and what it is asked."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.models import Correction, Report

from . import make

pytestmark = pytest.mark.django_db


def correction(statement=None, on="2026-11-03", was_wrong="The day.", changed="It is 2 December."):
    return Correction.objects.create(
        statement=statement, corrected_on=on, was_wrong=was_wrong, changed=changed
    )


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def listed(client, **query):
    """The entries of the page, as words."""
    page = client.get("/corrections/", query).text
    return [
        words_of(e) for e in re.findall(r'<article class="correction">(.*?)</article>', page, re.S)
    ]


def days(client, **query):
    return re.findall(r"<h3><time[^>]*>([^<]*)", client.get("/corrections/", query).text)


def withdraw(statement):
    statement.status, statement.withdrawn_on = "withdrawn", date(2026, 11, 1)
    statement.withdrawn_because = "Somebody else said it."
    statement.save()


@pytest.fixture
def record():
    """Four corrections: of Russia, of Ukraine, of a withdrawn statement of Russia's, of the
    site."""
    correction(make.statement("Yes.", by="putin", on="2022-12-02"), "2026-11-03", "The role.")
    correction(make.statement("No.", by="zelensky"), "2026-10-02", "The date.")
    withdrawn = make.statement("Hidden words.", by="lavrov")
    correction(withdrawn, "2026-09-01", "The speaker.")
    withdraw(withdrawn)
    correction(None, "2026-08-30", "The cells.", "They are reckoned again.")


def test_an_entry_tells_statement_error_and_change_newest_first(client, record):
    assert days(client) == [
        "3 November 2026",
        "2 October 2026",
        "1 September 2026",
        "30 August 2026",
    ]
    entries = listed(client)
    assert "Putin, 2 December 2022" in entries[0]
    assert entries[0].endswith("What was wrong The role. What was changed It is 2 December.")
    assert entries[3] == (
        "The site as a whole What was wrong The cells. What was changed They are reckoned again."
    )
    statement = Correction.objects.get(was_wrong="The role.").statement
    assert f'href="{statement.get_absolute_url()}"' in client.get("/corrections/").text


def test_of_a_withdrawn_statement_neither_words_nor_speaker_are_told(client, record):
    entry = listed(client)[2]
    assert entry.startswith("A statement that was withdrawn on 1 November 2026 What was wrong")
    assert "Lavrov" not in entry and "Hidden" not in entry
    assert listed(client, actor="russia") == listed(client)[:1]
    page = client.get(Correction.objects.get(was_wrong="The speaker.").statement.get_absolute_url())
    assert page.status_code == 410 and "The speaker." in page.text


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_correction_of_what_readers_do_not_see_is_not_listed(client, status):
    statement = make.statement("Unseen.", status=status)
    correction(statement, was_wrong="Unseen too.")
    assert listed(client) == []
    assert "No correction on record" in words_of(client.get("/corrections/").text)
    page = client.get("/corrections/", {"actor": statement.actor.slug}).text
    assert "Unseen" not in page


def test_a_readers_report_is_told_by_its_day_alone(client):
    statement = make.statement("Yes.")
    made = correction(statement)
    report = Report.objects.create(statement=statement, text="Zanzibar.", contact="me@example.org")
    Report.objects.filter(pk=report.pk).update(received_at="2026-11-02T23:59:00Z")
    assert "Reported by a reader" not in listed(client)[0]
    made.report = report
    made.save()
    assert listed(client)[0].endswith("Reported by a reader on 2 November 2026.")
    for address in ("/corrections/", statement.get_absolute_url()):
        page = client.get(address).text
        assert "Reported by a reader on 2 November 2026." in page
        assert "Zanzibar" not in page and "me@example.org" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["3 November", "2 October", "1 September", "30 August"]),
        ({"actor": "russia"}, ["3 November"]),
        ({"actor": "ukraine", "from": "2026-10-03"}, []),
        ({"from": "2026-10-02"}, ["3 November", "2 October"]),
        ({"to": "2026-10-02"}, ["2 October", "1 September", "30 August"]),
        ({"from": "2026-09", "to": "2026-10"}, ["2 October", "1 September"]),
        ({"as_of": "2023-03-03", "to": "2026-08"}, ["30 August"]),
    ],
)
def test_filters_narrow_the_log(client, record, query, expected):
    response = client.get("/corrections/", query)
    assert response.status_code == 200
    assert [day.removesuffix(" 2026") for day in days(client, **query)] == expected
    number = len(expected)
    assert f"{number or 'No'} correction{'s' if number > 1 else ''}" in words_of(response.text)


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"from": "soon"}, "from", "Type a year, a month or a day"),
        ({"to": "2022-02-30"}, "to", "Type a year, a month or a day"),
        ({"actor": "atlantis"}, "actor", "Nothing is on record under this name."),
        ({"actor": "russia\x00"}, "actor", "Nothing is on record under this name."),
        ({"as_of": "2999"}, "as_of", "This day lies in the future"),
    ],
)
def test_what_cannot_be_read_is_named_beside_its_field(client, record, query, field, message):
    response = client.get("/corrections/", query)
    assert response.status_code == 400
    error = re.search(rf'<span class="error" id="id_{field}_error">([^<]*)', response.text)
    assert message in error[1]
    assert f'<a href="#id_{field}">' in response.text
    assert listed(client, **query) == []
    assert "Nothing is listed until the filter can be read" in response.text


def test_exchanged_ends_are_swapped_with_a_notice(client, record):
    page = client.get("/corrections/", {"from": "2026-10", "to": "2026-09"}).text
    assert "they have been exchanged" in page
    assert days(client, **{"from": "2026-10", "to": "2026-09"}) == [
        "2 October 2026",
        "1 September 2026",
    ]


def test_pages_hold_25_and_wrong_numbers_lead_to_a_page(client):
    for n in range(27):
        correction(on=f"2026-10-{n + 1:02}", was_wrong=f"Error {n}.")
    assert len(listed(client)) == 25
    assert [len(listed(client, page=n)) for n in (2, 99, "x")] == [2, 2, 25]
    assert "Error 0." in listed(client, page=2)[-1]
    assert 'href="?page=2"' in client.get("/corrections/").text


def test_the_day_travels_and_hides_no_later_correction(client, record):
    page = client.get("/corrections/?as_of=2023-03-03").text
    assert len(listed(client, as_of="2023-03-03")) == 4
    assert "Corrections made after 3 March 2023 are listed too" in words_of(page)
    assert "/?as_of=2023-03-03" in page
    assert "are listed too" not in client.get("/corrections/").text


def test_every_page_leads_to_the_log_and_the_log_to_nothing_else_of_a_report(client, record):
    for address in ("/", "/statements/", "/nowhere/"):
        assert '<a href="/corrections/">Corrections</a>' in client.get(address).text
    method = client.get("/method/?as_of=2023-03-03").text
    assert method.count('href="/corrections/?as_of=2023-03-03"') == 2
    statement = Correction.objects.get(was_wrong="The role.").statement
    page = client.get(statement.get_absolute_url()).text
    assert '<a href="/corrections/">All corrections</a>' in page
    assert 'aria-current="true">Method' in client.get("/corrections/").text


def test_text_is_escaped(client):
    nasty = "<script>alert(1)</script><img src=x>"
    correction(make.statement("Yes.", role=nasty), was_wrong=nasty, changed=nasty)
    page = client.get("/corrections/").text
    assert "<script>alert" not in page and "<img" not in page
    assert page.count("&lt;script&gt;alert") == 2


def test_lines_stay_lines(client):
    correction(was_wrong="One.\nTwo.")
    assert "One.<br>Two." in client.get("/corrections/").text


def test_the_queries_do_not_grow_with_the_corrections(client, record):
    def queries():
        with CaptureQueriesContext(connection) as made:
            assert client.get("/corrections/").status_code == 200
        return len(made)

    few = queries()
    for n in range(12):
        said = make.statement(f"Word {n}.", by=f"official-{n}", of=f"actor-{n}")
        made = correction(said, was_wrong=f"Error {n}.")
        made.report = Report.objects.create(statement=said, text=f"Wrong {n}.")
        made.save()
    assert queries() == few
