"""The comparison's page, its question, and the cell's own page."""

import re
from datetime import date
from html import unescape

import pytest

from positions.cells import MOST_LEFT_OUT, MOST_SPLIT
from positions.models import SearchNote, Tenure
from positions.questions import Comparison, today

from . import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    return [make.actor(slug) for slug in ("us", "russia", "ukraine")]


def cell_text(client, actor, **query):
    """The words of one actor's first cell, without markup."""
    page = client.get("/compare/", query).text
    for cell in re.findall(r'<td class="(?:un)?told">(.*?)</td>', page, re.S):
        words = " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
        if actor.short_name in words[:30]:
            return words


def test_a_cell_tells_stance_gate_speaker_date_and_age(client, three):
    told = make.statement("Only after they leave.", by="peskov", of="russia", on="2022-12-02")
    make.coding(told, "withdrawal", "requires", gate="enter_talks")
    words = cell_text(client, three[1], as_of="2022-12-12")
    assert "Requires before talks" in words
    assert "Peskov , President 2 December 2022 (10 days before)" in words
    assert "unreviewed" in words
    assert "Not researched" in cell_text(client, three[0], as_of="2022-12-12")


def test_marks_for_restated_reported_split_and_red_line(client, three):
    for day, stance in (("2022-10-01", "rejects"), ("2022-11-01", "rejects")):
        make.coding(
            make.statement("No.", by=None, of="us", role="White House", on=day), "call", stance
        )
    president = make.statement("Perhaps.", by="biden", of="us", on="2022-09-20")
    make.coding(president, "call", "open")
    words = cell_text(client, three[0], as_of="2022-12-02")
    assert "Rejects" in words[:40]
    assert "since 1 October 2022 last affirmed 1 November 2022 (1 month before)" in words
    assert "restated 1 time; 1 office" in words
    assert "reported" in words
    assert "Split: Biden, 20 September 2022 : Open to it Perhaps." in words
    assert "No. White House" in words


def test_said_under_a_previous_head_is_marked(client, three):
    make.official("spokesman", of="us", role="Spokesman", authority=3)
    make.coding(make.statement("Yes.", by="spokesman", on="2022-12-02"), "call", "accepts")
    make.official("old", of="us", role="President", authority=1, end="2025-01-20")
    assert "said under a previous head" not in cell_text(client, three[0], as_of="2024-01-01")
    assert "said under a previous head" in cell_text(client, three[0], as_of="2025-01-21")
    assert Tenure.objects.filter(authority=1).count() == 1


def test_a_claim_is_shown_apart_and_opens(client, three):
    told = make.statement("They refuse.", by="peskov", of="russia", on="2022-12-02")
    make.coding(told, "call", "rejects", holder="us", claimed_by="russia")
    words = cell_text(client, three[0])
    assert "Not researched" in words
    assert "Russia says that Us: rejects" in words
    assert "Us itself: none on record." in words
    make.coding(make.statement("Yes.", by="biden", on="2022-12-01"), "call", "accepts")
    assert "Us itself: accepts, 1 December 2022." in cell_text(client, three[0])


def test_blanks_tell_searched_from_not_researched(client, three):
    told = make.statement("Yes.", by="peskov", of="russia", on="2022-12-02")
    coding = make.coding(told, "call", "accepts")
    for actor, outcome in ((three[0], "none_found"), (three[2], "not_applicable")):
        SearchNote.objects.create(
            actor=actor,
            precondition=coding.precondition,
            searched_until=date(2023, 1, 1),
            where="state archive",
            outcome=outcome,
        )
    assert "No statement found (searched until 1 January 2023: state archive)" in cell_text(
        client, three[0]
    )
    assert "Not applicable" in cell_text(client, three[2])


def test_rows_without_a_coding_are_folded_and_can_be_shown(client, three):
    make.precondition("call")
    make.precondition("visit")
    told = make.statement("Yes.", by="peskov", of="russia", on="2022-12-02")
    make.coding(told, "call", "accepts")
    page = client.get("/compare/").text
    assert "1 more precondition without any statement" in page
    assert page.count('class="words"') == 1
    assert client.get("/compare/?show=all").text.count('class="words"') == 2


@pytest.mark.parametrize(
    ("query", "slugs", "status"),
    [
        ("", ["us", "russia", "ukraine"], 200),
        ("actors=ukraine&actors=us", ["us", "ukraine"], 200),
        ("actors=us", ["us", "russia", "ukraine"], 400),
        ("actors=us&actors=atlantis", ["us", "russia", "ukraine"], 400),
        ("&".join(f"actors=a{n}" for n in range(7)), ["us", "russia", "ukraine"], 400),
    ],
)
def test_two_to_six_actors_are_compared(client, three, query, slugs, status):
    for n in range(7):
        make.actor(f"a{n}")
    response = client.get(f"/compare/?{query}")
    assert response.status_code == status
    assert [actor.slug for actor in response.context["actors"]] == slugs
    if status == 400:
        assert 'id="actors-error"' in response.text


@pytest.mark.parametrize(
    ("as_of", "day"),
    [("2022", date(2022, 12, 31)), ("Feb 2023", date(2023, 2, 28)), ("", None), ("soon", None)],
)
def test_the_day_asked_for(as_of, day):
    assert Comparison.base_fields["as_of"]
    assert Comparison(as_query(as_of)).day == (day or today())


def test_a_year_that_has_begun_ends_today_and_the_future_is_refused():
    assert Comparison(as_query(str(today().year))).day == today()
    ahead = Comparison(as_query(str(today().year + 1)))
    assert ahead.status == 400
    assert "future" in ahead.errors["as_of"][0]


def as_query(as_of):
    from django.http import QueryDict

    return QueryDict(f"as_of={as_of}")


def test_the_cells_page_says_which_words_set_the_cell(client, three):
    make.coding(make.statement("No.", by="a", of="us", on="2022-10-01"), "call", "rejects")
    make.coding(make.statement("Yes.", by="b", of="us", on="2022-11-01"), "call", "accepts")
    page = client.get("/compare/us/call/?as_of=2022-12-02").text
    places = re.findall(r'<strong class="place">([^<]*)', page)
    assert places == ["Sets the cell", "Split"]
    assert "Yes." in page and "No." in page
    assert (
        "Not researched: no search for words of Russia" in client.get("/compare/russia/call/").text
    )


def test_home_shows_what_stands_before_talks_and_what_moved(client, three):
    make.coding(
        make.statement("First leave.", by="z", of="ukraine", on="2022-10-01"),
        "withdrawal",
        "requires",
        gate="enter_talks",
    )
    make.coding(make.statement("Yes.", by="z", of="ukraine", on="2022-11-01"), "call", "accepts")
    make.coding(make.statement("No.", by="z", of="ukraine", on="2022-12-01"), "call", "rejects")
    page = client.get("/").text
    table = page[page.index("<table") : page.index("</table>")]
    assert "before talks" in table
    assert "/preconditions/call/" not in table
    moved = page[page.index('id="moved"') :]
    assert re.search(r"1 December 2022.*Accepts.*Rejects", moved, re.S)


def test_refusing_a_condition_for_talks_is_not_shown_as_one(client, three):
    told = make.statement("Not before talks.", by="biden", on="2022-12-01")
    make.coding(told, "withdrawal", "rejects_as_condition", gate="enter_talks")
    assert "<table" not in client.get("/").text


def test_what_was_waived_no_longer_stands_before_talks(client, three):
    told = make.statement("First leave.", by="biden", on="2022-11-01")
    make.coding(told, "withdrawal", "requires", gate="enter_talks")
    assert "<table" in client.get("/").text
    make.coding(make.statement("No more.", by="biden"), "withdrawal", "waives")
    assert "<table" not in client.get("/").text


def test_a_joint_statement_is_told_as_one(client, three):
    told = make.statement("Both.", by="biden", on="2022-12-01", on_behalf_of="US and Ukraine")
    make.coding(told, "call", "demands", holder="ukraine")
    make.coding(told, "call", "demands")
    assert "joint statement: US and Ukraine" in cell_text(client, three[2])
    assert "joint statement" not in cell_text(client, three[0])


def test_a_condition_is_shown_in_the_cell(client, three):
    told = make.statement("If they stop.", by="biden", on="2022-12-01")
    make.coding(told, "call", "accepts_if", note="attacks stop")
    assert "Condition: attacks stop" in cell_text(client, three[0])


def test_a_crowded_cell_says_that_there_is_more_than_it_shows(client, three):
    def said(number, stance, **fields):
        fields = {"role": f"Office {number}", "on": "2022-12-02", **fields}
        spoken = make.statement("No.", by=None, of="us", slug=f"said-{number:03}", **fields)
        make.coding(spoken, "call", stance)

    said(0, "rejects")
    for number in range(1, MOST_SPLIT + 2):
        said(number, "demands")
    for number in range(20, 20 + MOST_LEFT_OUT + 1):
        said(number, "demands", on="2022-11-01", attribution="unnamed")
    words = cell_text(client, three[0], as_of="2022-12-02")
    assert words.count("Split:") == MOST_SPLIT
    assert "More was said against it before." in words
    assert "more than 100 statements left out by the evidence chosen" in words
    page = unescape(client.get("/compare/", {"as_of": "2022-12-02"}).text)
    assert "; more than 100 statements left out:" in " ".join(page.split())
