"""The list of changes: its question, its words, its counts, and its last five on the first page."""

import re
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from positions.models import Coding
from positions.questions import Changes

from . import make

pytestmark = pytest.mark.django_db


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def listed(client, **query):
    """The entries of the page, as words."""
    page = client.get("/changes/", query).text
    return [
        words_of(entry)
        for found in re.findall(r'<ol class="entries">(.*?)</ol>', page, re.S)
        for entry in found.split('<li><p class="who">')[1:]
    ]


def heading(client, **query):
    page = client.get("/changes/", query).text
    return words_of(re.search(r'<h2 id="results-heading".*?</h2>', page, re.S)[0])


def say(words, stance, on, by="biden", row="withdrawal", gate="none", **fields):
    told = make.statement(words, by=by, on=on, **fields)
    return make.coding(
        told, row, stance, gate=gate, note="they stop" if stance == "accepts_if" else ""
    )


@pytest.fixture
def record():
    """Two changes of Russia on one topic, one of the United States on another."""
    make.precondition("call", topic="talks")
    make.precondition("withdrawal", topic="forces")
    say("First.", "rejects", "2022-03-01", by="putin")
    say("Again.", "rejects", "2022-04-01", by="putin")
    say("Perhaps.", "open", "2022-05-01", by="lavrov", authority=2)
    say("Only then.", "requires", "2022-06-01", by="putin", gate="ceasefire")
    say("Let us talk.", "demands", "2022-03-01", row="call")
    say("If they stop.", "accepts_if", "2022-12-31", row="call")


def test_an_entry_has_both_words_both_speakers_and_both_days(client, record):
    entries = listed(client)
    assert len(entries) == 3
    assert entries[0].startswith("US Us Changed Call Before Demands Let us talk. Biden , President")
    assert "→ After Accepts if If they stop. Condition: they stop Biden" in entries[0]
    assert "Before Open to it Perhaps. Lavrov" in entries[1]
    assert "After Requires before a ceasefire Only then. Putin" in entries[1]
    assert "Before Rejects Again. Putin , President , 1 April 2022" in entries[2]
    page = client.get("/changes/").text
    assert re.findall(r"<h3>(.*?)</h3>", page) == ["31 December 2022", "1 June 2022", "1 May 2022"]
    assert '<a href="/compare/us/call/">Call</a>' in page
    for coding in Coding.objects.select_related("statement").exclude(statement__text="First."):
        assert f'href="{coding.statement.get_absolute_url()}"><time' in page


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({}, ["31 December", "1 June", "1 May"]),
        ({"actor": "russia"}, ["1 June", "1 May"]),
        ({"topic": "talks"}, ["31 December"]),
        ({"precondition": "withdrawal"}, ["1 June", "1 May"]),
        ({"actor": "us", "topic": "forces"}, []),
        ({"from": "2022-06-01"}, ["31 December", "1 June"]),
        ({"from": "2 June 2022"}, ["31 December"]),
        ({"to": "2022-06-01"}, ["1 June", "1 May"]),
        ({"to": "2022-05"}, ["1 May"]),
        ({"from": "2022-05", "to": "2022-06"}, ["1 June", "1 May"]),
        ({"as_of": "2022-06-01"}, ["1 June", "1 May"]),
        ({"as_of": "2022-06-01", "to": "2023"}, ["1 June", "1 May"]),
        ({"as_of": "2022-05-31", "from": "2022-06-01"}, []),
    ],
)
def test_filters_narrow_the_list(client, record, query, days):
    page = client.get("/changes/", query)
    assert page.status_code == 200
    assert re.findall(r"<h3>(.*?) 2022</h3>", page.text) == days


def test_first_statements_are_shown_on_request_and_told_apart(client, record):
    assert "First statement" not in " ".join(listed(client))
    entries = listed(client, show="first")
    assert [re.search("Changed|First statement", entry)[0] for entry in entries] == [
        *["Changed"] * 3,
        *["First statement"] * 2,
    ]
    assert "Before" not in entries[3] + entries[4]
    assert heading(client, show="first") == (
        "3 changes of position and 2 first statements by 2 actors "
        "between 1 March 2022 and 31 December 2022"
    )


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, "3 changes of position by 2 actors between 1 May 2022 and 31 December 2022"),
        (
            {"actor": "us", "from": "2022"},
            "1 change of position by 1 actor between 1 January 2022 and 31 January 2023",
        ),
        (
            {"to": "2022-11"},
            "2 changes of position by 1 actor between 1 May 2022 and 30 November 2022",
        ),
        ({"actor": "us", "to": "2022-11"}, "No change of position on record"),
        (
            {"actor": "us", "to": "2022-02", "show": "first"},
            "No change of position and no first statement on record",
        ),
    ],
)
def test_a_sentence_counts_what_is_listed(client, record, query, told):
    as_of = {"as_of": "2023-01-31"} if "from" in query else {}
    assert heading(client, **query, **as_of) == told
    assert f'data-announce="{told}"' in client.get("/changes/", {**query, **as_of}).text


def test_a_month_counts_as_its_last_day_and_is_told_as_a_month(client, record):
    say("Yes.", "accepts", "2022-09-02", by="putin", date_precision="month")
    say("Well.", "noncommittal", "2022-09-30", row="call")
    page = client.get("/changes/", {"from": "2022-09-30", "to": "2022-09-30"}).text
    assert re.findall(r"<h3>(.*?)</h3>", page) == ["30 September 2022", "September 2022"]
    assert "2 September" not in page
    assert listed(client, **{"from": "2022-09-01", "to": "2022-09-29"}) == []


def test_exchanged_ends_are_swapped_with_a_notice(client, record):
    page = client.get("/changes/", {"from": "2022-06", "to": "2022-05"}).text
    assert "they have been exchanged" in page
    assert "2 changes of position by 1 actor between 1 May 2022 and 30 June 2022" in page
    assert 'name="from" value="2022-05"' in page


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"from": "soon"}, "from", "Type a year, a month or a day"),
        ({"to": "2022-02-30"}, "to", "Type a year, a month or a day"),
        ({"actor": "atlantis"}, "actor", "Nothing is on record under this name."),
        ({"precondition": "call\x00"}, "precondition", "Nothing is on record under this name."),
        ({"show": "all"}, "show", "Select a valid choice"),
        ({"as_of": "2999"}, "as_of", "This day lies in the future"),
    ],
)
def test_what_cannot_be_read_is_named_beside_its_field(client, record, query, field, message):
    response = client.get("/changes/", query)
    assert response.status_code == 400
    error = re.search(rf'<span class="error" id="id_{field}_error">([^<]*)', response.text)
    assert message in error[1]
    assert f'<a href="#id_{field}">' in response.text
    assert listed(client, **query) == []
    assert "Nothing is listed until the filter can be read" in response.text


def test_an_empty_list_says_what_to_drop(client, record):
    page = client.get("/changes/", {"actor": "us", "to": "2022-11"}).text
    assert re.search(r'href="\?to=2022-11">without “Actor: Us”</a>: 2\b', page)
    assert re.search(r'href="\?actor=us">without “To: 30 November 2022”</a>: 1\b', page)
    assert re.search(
        r'href="\?actor=us&amp;to=2022-11&amp;show=first">Show first statements too</a>: 1', page
    )
    page = client.get("/changes/", {"actor": "us", "to": "2022-02"}).text
    assert "without “To:" in page and "first statements too" not in page


def test_chips_remove_one_filter_each(client, record):
    page = client.get("/changes/", {"actor": "us", "from": "2022", "page": "3"}).text
    assert re.search(r'<a href="\?from=2022">Actor: Us', page)
    assert re.search(r'<a href="\?actor=us">From: 1 January 2022', page)


def test_periods_are_one_click_away(client, record):
    page = client.get("/changes/", {"as_of": "2022-06-15", "actor": "russia"}).text
    quick = unescape(page[page.index('class="quick"') : page.index('class="with-filters"')])
    assert re.findall(r'href="\?as_of=2022-06-15&actor=russia&?([^"]*)"[^>]*>([^<]*)', quick) == [
        ("from=2022-05-17", "Last 30 days"),
        ("from=2021-06-16", "Last 12 months"),
        ("from=2022&to=2022", "2022"),
        ("", "All"),
    ]
    assert re.findall(r'aria-current="true">([^<]*)', quick) == ["All"]
    page = client.get("/changes/", {"from": "2022", "to": "2022"}).text
    assert 'aria-current="true">2022</a>' in page


def test_pages_hold_25_and_wrong_numbers_lead_to_a_page(client):
    for n in range(27):
        say(f"Word {n}.", "rejects" if n % 2 else "accepts", f"2022-01-{n + 1:02}")
    assert len(listed(client)) == 25
    assert len(listed(client, page=2)) == 1
    assert len(listed(client, page=99)) == 1
    assert len(listed(client, page="x")) == 25
    assert "26 to 26, newest first" in client.get("/changes/?page=2").text


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_published_has_not_moved(client, record, status):
    say("Hidden words.", "accepts", "2022-07-01", by="putin", status=status)
    assert len(listed(client)) == 3
    assert "Hidden" not in client.get("/changes/?show=first").text


def test_claims_and_lesser_officials_have_not_moved_anything(client, record):
    told = make.statement("They agree.", by="biden", on="2022-07-01")
    make.coding(told, "withdrawal", "accepts", holder="russia", claimed_by="us")
    say("I agree.", "accepts", "2022-07-02", by="deputy", of="russia", authority=4)
    assert len(listed(client)) == 3


def test_text_is_escaped(client, record):
    nasty = "<script>alert(1)</script><img src=x>"
    told = say(nasty, "accepts", "2022-07-01", by="putin", role="<b>Role</b>", on_behalf_of="<i>")
    told.precondition.proposition = nasty
    told.precondition.save()
    page = client.get("/changes/").text
    assert not re.search(r"<script>alert|<img|<b>Role|<i>", page)
    assert "&lt;script&gt;alert" in page


def test_a_single_number_makes_no_table(client, record):
    assert "<table" in client.get("/changes/").text
    assert "<table" not in client.get("/changes/?actor=us").text


def test_the_queries_of_page_and_home_do_not_grow_with_the_changes(client, record):
    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as made:
            assert client.get(address).status_code == 200
        return len(made)

    addresses = ["/", "/changes/", "/changes/?show=first&page=2"]
    few = [queries(address) for address in addresses]
    for n in range(30):
        by = f"official-{n}"
        row = make.precondition(f"row-{n}", topic=f"topic-{n % 4}").slug
        say("No.", "rejects", "2022-08-01", by=by, of=f"actor-{n % 9}", row=row)
        say("Yes.", "accepts", "2022-08-02", by=by, of=f"actor-{n % 9}", row=row)
    assert [queries(address) for address in addresses] == few


def test_the_question_says_what_period_it_means():
    asked = Changes(QueryDict("from=2022-03&to=2023&as_of=2022-12-02"))
    assert (str(asked.first_day), str(asked.last_day)) == ("2022-03-01", "2022-12-02")
    asked = Changes(QueryDict("to=2022-03"))
    assert (asked.first_day, str(asked.last_day)) == (None, "2022-03-31")
    wrong = Changes(QueryDict("from=soon"))
    assert (wrong.moves().count(), wrong.moves()[:5]) == (0, [])


def test_home_shows_the_last_five_of_all_actors(client, record):
    for slug in ("us", "russia", "ukraine"):
        make.actor(slug)
    for n in range(1, 5):
        say("Word.", "rejects" if n % 2 else "accepts", f"2022-07-0{n}", by="erdogan", of="turkey")
    page = client.get("/").text
    moved = page[page.index('id="moved"') : page.index("</ol>", page.index('id="moved"'))]
    days = re.findall(r'<time datetime="[^"]*">([^<]*)', moved)
    assert days == ["31 December 2022", "4 July 2022", "3 July 2022", "2 July 2022", "1 June 2022"]
    assert "Turkey" in moved
    assert '<a href="/changes/">All changes</a>' in page
    past = client.get("/?as_of=2022-06-01").text
    assert '<a href="/changes/?as_of=2022-06-01">All changes</a>' in past
    assert past[past.index('id="moved"') :].count('<li>\n<p class="when">') == 2


# The tests below see the seeds.


def test_counts_by_actor_and_topic_equal_the_lists_they_lead_to(client, seeds):
    for query in ({}, {"show": "first", "from": "2022", "to": "2023"}, {"as_of": "2023-03-03"}):
        page = client.get("/changes/", query).text
        table = page[page.index('<details class="tally"') : page.index("</table>")]
        links = re.findall(r'<a href="([^"]*)">(\d+)<', table)
        assert len(links) > 12
        for address, number in links:
            asked = Changes(QueryDict(unescape(address).removeprefix("?")))
            assert asked.moves().count() == int(number), address
        total = client.get("/changes/", query).context["page"].paginator.count
        assert f'<td class="number">{total}</td>' in table
        by_actor = re.findall(r'href="[^"]*">(\d+)<', table[table.index('class="sum"') :])
        assert sum(map(int, by_actor)) == total
