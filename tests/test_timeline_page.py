"""The page of the timeline: what is drawn is what is listed."""

import re
from datetime import date
from html import unescape

import pytest
from django.http import QueryDict

from positions import periods, timeline
from positions.models import Statement
from positions.questions import StatementSearch
from positions.timeline import UNCODED

from . import make


def drawn(page):
    """The marks on a page: (address, title) of each link in the drawing, in its order."""
    links = re.findall(r'<a class="point" href="([^"]*)"><title>([^<]*)</title>', page)
    return [(unescape(address), unescape(title)) for address, title in links]


def listed(page):
    """The addresses of the statements below the drawing."""
    return re.findall(r'<a class="when" href="([^"]*)"', page[page.index('id="list"') :])


@pytest.fixture
def record(db):
    """Statements of three actors, by the group or groups they take."""
    for slug in ("us", "russia", "ukraine"):
        make.actor(slug)
    told = {
        "wants": make.statement("Leave.", by="zelensky", on="2022-12-02"),
        "both": make.statement("No, or else.", by="putin", on="2023-01-15"),
        "plain": make.statement("Good morning.", by="biden", on="2023-02-01"),
        "claim": make.statement("They will not talk.", by="lavrov", of="russia", on="2023-02-02"),
        "joint": make.statement(
            "We can talk.", by="biden", on="2023-03-01", on_behalf_of="United States and Ukraine"
        ),
        "month": make.statement(
            "Some day.", by="zelensky", on="2023-04-01", date_precision="month"
        ),
    }
    make.coding(told["wants"], "withdrawal", "requires", gate="enter_talks")
    make.coding(told["wants"], "reparations", "demands")
    make.coding(told["both"], "withdrawal", "rejects")
    make.coding(told["both"], "direct-talks", "accepts_if", note="Terms.")
    make.coding(told["claim"], "direct-talks", "rejects", holder="ukraine", claimed_by="russia")
    make.coding(told["joint"], "direct-talks", "open")
    make.coding(told["joint"], "direct-talks", "open", holder="ukraine")
    make.coding(told["month"], "direct-talks", "noncommittal")
    return told


def titles(client, **query):
    return [title for _, title in drawn(client.get("/timeline/", query).text)]


def test_every_statement_has_a_mark_for_each_group_in_its_own_actors_lane(client, record):
    page = client.get("/timeline/").text
    lanes = re.split(r'id="lane-(\w+)"', page)
    by_lane = dict(zip(lanes[1::2], [[t for _, t in drawn(p)] for p in lanes[2::2]], strict=True))
    assert by_lane == {
        "us": [
            "Biden, 1 February 2023: no position of its own. Good morning.",
            "Biden, 1 March 2023: moves. We can talk.",
        ],
        "russia": [
            "Putin, 15 January 2023: moves. No, or else.",
            "Putin, 15 January 2023: refuses. No, or else.",
            "Lavrov, 2 February 2023: no position of its own. They will not talk.",
        ],
        "ukraine": [
            "Zelensky, 2 December 2022: wants. Leave.",
            "Zelensky, April 2023: declined to say. Some day.",
        ],
    }


def test_the_list_has_the_statements_that_are_drawn_newest_first(client, record):
    page = client.get("/timeline/").text
    assert listed(page) == [told.get_absolute_url() for told in reversed(record.values())]
    assert {address for address, _ in drawn(page)} == set(listed(page))
    assert '<a class="to-list" href="#list">' in page[: page.index("<svg role")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"actors": "russia"}, ["moves", "refuses", "no position of its own"]),
        ({"period": "2022"}, ["wants"]),
        ({"period": "2023-q2"}, ["declined to say"]),
        ({"precondition": "withdrawal"}, ["refuses", "wants"]),
        (
            {"precondition": "direct-talks"},
            ["moves", "moves", "no position of its own", "declined to say"],
        ),
        ({"topic": "talks", "actors": "ukraine"}, ["wants", "declined to say"]),
        ({"as_of": "2023-01-15"}, ["moves", "refuses", "wants"]),
        ({"as_of": "2023-04-29", "actors": "ukraine"}, ["wants"]),
        ({"as_of": "2023-04-30", "actors": "ukraine"}, ["wants", "declined to say"]),
    ],
)
def test_what_is_asked_narrows_the_drawing_and_the_list(client, record, query, found):
    page = client.get("/timeline/", query).text
    assert [re.search(r": ([\w ]+)\.", title)[1] for _, title in drawn(page)] == found
    addresses = {address.partition("?")[0] for address, _ in drawn(page)}
    assert addresses == {address.partition("?")[0] for address in listed(page)}


def test_a_mark_counts_on_the_last_day_it_can_have_been_said(client, record):
    assert Statement.objects.filter(slug=record["month"].slug).marks()[0].day == date(2023, 4, 30)


def test_only_what_is_published_is_drawn(client, record):
    Statement.objects.filter(pk=record["wants"].pk).update(
        status="withdrawn", withdrawn_on="2023-06-01", withdrawn_because="Entered in error."
    )
    assert not any("Leave" in title for title in titles(client))


def test_marks_and_zoom_carry_the_day_and_the_rest_of_the_question(client, record):
    page = client.get("/timeline/", {"as_of": "2023-03-03", "actors": ["us", "russia"]}).text
    assert drawn(page)
    assert all("as_of=2023-03-03" in address for address, _ in drawn(page))
    assert (
        '<a href="?as_of=2023-03-03&amp;actors=us&amp;actors=russia&amp;period=2023">2023' in page
    )


def test_the_zoom_marks_the_period_that_is_drawn(client, record):
    for period, label in (("", "All"), ("2023", "2023"), ("2023-q1", "Jan–Mar")):
        page = client.get("/timeline/", {"period": period}).text
        zoom = page[page.index('id="period-field"') : page.index("data-announce")]
        assert re.findall(r'aria-current="true">([^<]*)', zoom) == [label]
        assert ("Oct–Dec" in zoom) == bool(period)
    assert '<a rel="prev" href="?period=2022-q4">' in zoom
    assert '<a rel="next" href="?period=2023-q2">' in zoom


def test_an_empty_period_says_so_and_leads_on(client, record):
    page = client.get("/timeline/", {"period": "2024"}).text
    assert "No statement on record fits all of this, as of" in page and "That is no stance." in page
    assert drawn(page) == []
    assert "No statement in this period is on record." in client.get("/timeline/?period=2022").text


def test_a_precondition_of_another_topic_is_explained(client, record):
    make.precondition("tanks", topic="arms")
    query = {"topic": "arms", "precondition": "withdrawal", "period": "2022"}
    page = client.get("/timeline/", query).text
    assert drawn(page) == []
    assert "belongs to another topic" in page


def test_further_pages_of_the_list_leave_the_drawing_out(client, record):
    for n in range(25):
        make.statement(f"Point {n}.", by="minister", of="us", on="2023-05-02")
    page = client.get("/timeline/", {"page": "2"}).text
    assert drawn(page) == []
    assert len(listed(page)) == 6
    assert "These statements as a drawing" in page


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"period": "2023-q5"}, "period", "Choose a year or a quarter: 2023 or 2023-q2."),
        ({"period": "\x00"}, "period", "Choose a year or a quarter: 2023 or 2023-q2."),
        ({"period": "2999"}, "period", "This period lies in the future"),
        ({"actors": "atlantis"}, "actors", "Nothing is on record under this name."),
        ({"actors": [*"abcdefg"]}, "actors", "Choose one to 6 actors."),
        ({"topic": "x y"}, "topic", "Nothing is on record under this name."),
        ({"precondition": "nothing"}, "precondition", "Nothing is on record under this name."),
        ({"as_of": "soon"}, "as_of", "Type a year, a month or a day"),
    ],
)
def test_what_cannot_be_read_is_named_beside_its_field(client, record, query, field, message):
    for slug in "abcdefg":
        make.actor(slug)
    response = client.get("/timeline/", query)
    page = unescape(response.text)
    assert response.status_code == 400
    assert re.search(rf'<a href="#{field}-field">\w[\w ]*</a>: {message}', page)
    place = page[page.index(f'id="{field}-field"') :]
    assert message in re.search(r'class="error"[^>]*>([^<]*)', place)[1]
    assert drawn(response.text)


# Many marks.


def asked_for(address):
    """The statements that the list at this address has."""
    path, _, query = address.partition("?")
    assert path == "/statements/"
    search = StatementSearch(QueryDict(query))
    assert search.is_valid(), search.errors
    return search.statements()


def number_in(title):
    return int(re.search(r": (\d+) statements?, ", title)[1])


def test_a_week_that_the_year_cuts_counts_only_its_days_inside(client, record, monkeypatch):
    make.statement("Still in it.", by="biden", on="2022-12-31")
    make.statement("Already out.", by="biden", on="2023-01-01")
    monkeypatch.setattr(timeline, "MOST_MARKS", 1)
    monkeypatch.setattr(periods, "UNITS", ("week",))
    page = client.get("/timeline/", {"period": "2022", "actors": ["us", "ukraine"]}).text
    assert [title for _, title in drawn(page)] == [
        "26 December 2022 to 31 December 2022: 1 statement, no position of its own",
        "28 November 2022 to 4 December 2022: 1 statement, wants",
    ]


def test_a_bin_of_today_does_not_lead_to_what_counts_later(client, record, monkeypatch):
    """A list without a last day also has what counts at the end of the month that runs."""
    monkeypatch.setattr("positions.questions.fields.today", lambda: date(2022, 12, 28))
    make.statement("Today.", by="biden", on="2022-12-28")
    make.statement("This month.", by="biden", on="2022-12-01", date_precision="month")
    monkeypatch.setattr(timeline, "MOST_MARKS", 0)
    monkeypatch.setattr(periods, "UNITS", ("week",))
    ((address, title),) = drawn(client.get("/timeline/", {"actors": "us"}).text)
    assert asked_for(address).count() == number_in(title) == 1


@pytest.mark.parametrize(("most", "unit"), [(9, None), (8, "month"), (7, "quarter"), (1, "year")])
def test_where_weeks_are_still_too_many_months_or_more_are_counted(
    client, record, monkeypatch, most, unit
):
    for day in ("2023-03-20", "2023-01-02"):
        again = make.statement("We can still talk.", by="biden", on=day)
        make.coding(again, "direct-talks", "open")
    monkeypatch.setattr(timeline, "MOST_MARKS", most)
    page = unescape(client.get("/timeline/").text)
    assert re.findall(r"a mark stands for one (\w+)'s statements", page) == [unit] * bool(unit)
    if unit:
        found = drawn(page)
        assert sum(number_in(title) for _, title in found) == 9
        assert len(found) <= most or unit == "year"
        assert all(asked_for(address).count() == number_in(title) for address, title in found)


def test_the_stance_group_of_a_statement_is_its_own(client, record):
    def found(**query):
        words = QueryDict(mutable=True)
        words.update(query)
        return {told.text for told in StatementSearch(words).statements()}

    assert found(group="wants") == {"Leave."}
    assert found(group="refuses") == {"No, or else."}
    assert found(group="moves") == {"No, or else.", "We can talk."}
    assert found(group="declined") == {"Some day."}
    assert found(group=UNCODED) == {"Good morning.", "They will not talk."}
    assert found(group="moves", precondition="withdrawal") == set()
    assert found(group="wants", stance="demands") == {"Leave."}
    assert found(group="wants", stance="rejects") == set()
    assert found(group=UNCODED, precondition="direct-talks") == {"They will not talk."}
    page = client.get("/statements/", {"group": "wants"}).text
    assert "Stance group: Wants" in page
    assert client.get("/statements/", {"group": "maybe"}).status_code == 400
