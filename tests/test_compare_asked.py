"""What the comparison is asked: a gate, two days, which rows, which evidence; and its siblings."""

import csv
import re
from datetime import date
from html import unescape

import pytest

from positions.exports.comparison import LONG
from positions.exports.tables import harmless
from positions.models import SearchNote

from . import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    return [make.actor(slug) for slug in ("us", "russia", "ukraine")]


@pytest.fixture
def told(three):
    """Four rows: a gate of talks, a conflict with a split, a meeting point, a claim of grade D."""

    def say(text, on, stance, gate="none", by="biden", day="2022-10-01", **fields):
        return make.coding(make.statement(text, by=by, on=day, **fields), on, stance, gate)

    make.precondition("withdrawal", event_of="")
    say("First leave.", "withdrawal", "requires", "enter_talks", by="zelensky")
    say("Leave.", "withdrawal", "demands", by="zelensky", day="2022-11-01")
    say("Talks do not wait.", "withdrawal", "rejects_as_condition", "enter_talks")
    say("We stay.", "withdrawal", "rejects", by="putin")
    say("Perhaps.", "call", "open", day="2022-11-20")
    make.official("price", of="us", role="Spokesman", authority=3)
    say("Not now.", "call", "rejects", by="price", day="2022-12-01")
    say("Call us.", "call", "demands", by="putin")
    say("Ships may sail.", "grain", "accepts", by="putin")
    say("Ships must sail.", "grain", "demands", by="zelensky")
    aide = make.official("aide", of="us", role="Aide", authority=4)
    say("I want it.", "grain", "demands", by=aide.slug, day="2022-11-05")


def words(response):
    page = response.text
    page = page[page.index("<main") : page.index("</main")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def rows(response):
    return re.findall(r'<th scope="row"><a href="/preconditions/([^/]+)/', response.text)


def test_one_gate_shows_its_lines_and_names_the_others(client, told):
    page = client.get("/compare/?gate=enter_talks&as_of=2022-12-02")
    assert rows(page) == ["withdrawal"]
    seen = words(page)
    assert "Nothing at this gate otherwise: Rejects 1 October 2022" in seen
    assert "otherwise: Demands 1 November 2022" in seen
    assert "2 more preconditions without any statement of these actors at this gate" in seen


def test_before_talks_says_who_asks_for_what_and_since_when(client, told):
    digest = client.get("/compare/?as_of=2022-12-02").text.split('id="digest"')[1]
    digest = " ".join(re.sub(r"<[^>]+>", " ", digest.split('id="all"')[0]).split())
    assert "Before talks: who requires what, since when, and who refuses it" in digest
    assert "Rejects as a condition Withdrawal 1 October 2022 (2 months before), Biden" in digest
    assert "Russia Nothing within the evidence shown." in digest
    assert "Requires Withdrawal 1 October 2022 (2 months before), Zelensky since then: " in digest
    assert "since then: demands (no gate stated), 1 November 2022" in digest
    make.coding(
        make.statement("Leave first.", by="zelensky", on="2022-11-30"),
        "withdrawal",
        "requires",
        gate="enter_talks",
    )
    again = words(client.get("/compare/?as_of=2022-12-02"))
    assert "since 1 October 2022, last affirmed 30 November 2022 (2 days before)" in again


def test_the_digest_follows_the_gate(client, told):
    assert 'id="digest"' not in client.get("/compare/?gate=sign&as_of=2022-12-02").text
    assert 'id="digest"' not in client.get("/compare/?gate=none&as_of=2022-12-02").text
    asked = client.get("/compare/?gate=enter_talks&as_of=2022-12-02")
    assert asked.context["digest_gate"] == "enter_talks"


def test_a_sequence_conflict_is_told_in_words_with_both_statements(client, told):
    seen = words(client.get("/compare/?as_of=2022-12-02"))
    assert "1 sequence conflict" in seen
    told = seen.split("Sequence conflicts")[1]
    assert "No talks before this. Requires before talks First leave. Zelensky" in told
    assert "Talks must not wait for this. Rejects as a condition before talks Talks do not" in told
    assert "since then: demands (no gate stated), 1 November 2022" in told


def test_opposite_orders_are_found_by_what_a_row_is_the_event_of(client, three):
    make.precondition("truce", event_of="ceasefire")
    make.precondition("talks", event_of="enter_talks")
    one = make.statement("First a truce.", by="zelensky")
    make.coding(one, "truce", "requires", gate="enter_talks")
    other = make.statement("First talks.", by="putin")
    make.coding(other, "talks", "requires", gate="ceasefire")
    assert "1 sequence conflict" in words(client.get("/compare/"))


def test_two_days_mark_what_changed_with_both_quotes_and_count_it(client, told):
    asked = "/compare/?as_of=2022-12-02&versus=2022-10-31"
    seen = words(client.get(asked))
    assert "of 9 cells: 1 changed in stance group or gate, 1 has a first statement" in seen
    assert "0 moved to another stance of the same group, 5 are as before, 2 have no" in seen
    assert "Changed Demands : Ukraine. Show the words Leave." in seen
    assert "Before Requires before talks First leave. Zelensky , President , 1 October 2022" in seen
    assert "First on record Rejects : Us. Show the words Not now." in seen
    assert rows(client.get(f"{asked}&show=changed")) == ["withdrawal", "call"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("versus=2022-12-02&as_of=2022-12-02", "versus"),
        ("versus=2023&as_of=2022-12-02", "versus"),
        ("versus=soon", "versus"),
        ("show=changed", "versus"),
        ("gate=marriage", "gate"),
        ("show=best", "show"),
        ("grades=E", "grades"),
        ("authority=0", "authority"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_shown(client, told, query, field):
    response = client.get(f"/compare/?{query}")
    assert response.status_code == 400
    assert f'href="#{field}-field"' in response.text
    assert response.text.count(f'id="{field}-field"') == 1
    assert "<table" in response.text
    sibling = client.get(f"/compare.csv?{query}")
    assert (sibling.status_code, sibling["Content-Type"]) == (400, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("", ["withdrawal", "call", "grain"]),
        ("conflicts", ["withdrawal", "call"]),
        ("meeting", ["grain"]),
        ("split", ["call"]),
        ("not_researched", ["call"]),
        ("declined", []),
    ],
)
def test_rows_can_be_chosen_by_what_stands_between_the_actors(client, told, show, expected):
    page = client.get("/compare/", {"as_of": "2022-12-02", "show": show})
    assert sorted(rows(page)) == sorted(expected)
    assert page.status_code == 200


def test_rows_between_the_actors_are_listed_with_their_quotes(client, told):
    seen = words(client.get("/compare/?as_of=2022-12-02&show=conflicts"))
    assert "2 rows where one wants what another refuses" in seen
    assert "1 row that two or more want or move on and none refuses" in seen
    assert "1 row where officials of one side differ" in seen
    assert "Show the words We stay." in seen
    assert "We stay." not in words(client.get("/compare/?as_of=2022-12-02"))


def note(actor, outcome, until="2023-01-01", on="grain"):
    return SearchNote.objects.create(
        actor=actor,
        precondition=make.precondition(on),
        searched_until=date.fromisoformat(until),
        where="state archive",
        outcome=outcome,
    )


def test_the_four_blanks_are_told_apart_and_can_be_chosen(client, told, three):
    us, russia, ukraine = three
    note(ukraine, "none_found", on="call")
    note(us, "not_applicable", on="exile")
    told = make.statement("We leave that to others.", by="putin", on="2022-12-01")
    make.coding(told, "exile", "noncommittal")
    address = "/compare/?as_of=2022-12-02&show="
    assert rows(client.get(f"{address}none_found")) == ["call"]
    assert rows(client.get(f"{address}declined")) == ["exile"]
    assert rows(client.get(f"{address}not_applicable")) == ["exile"]
    assert rows(client.get(f"{address}not_researched")) == ["exile"]
    seen = words(client.get(f"{address}none_found"))
    assert "No statement found (searched until 1 January 2023: state archive)" in seen


def test_the_evidence_taken_in_is_stated_and_can_be_widened_and_narrowed(client, told):
    seen = words(client.get("/compare/?as_of=2022-12-02"))
    assert "As of 2 December 2022, evidence A to C, authority 1 to 3; 1 statement left out" in seen
    every = "grades=A&grades=B&grades=C&grades=D&authority=1&authority=2&authority=3&authority=4"
    wide = client.get(f"/compare/?as_of=2022-12-02&{every}")
    assert "evidence A to D, authority 1 to 4; no statement left out" in words(wide)
    assert "I want it" not in seen
    assert "Aide" in words(wide)
    assert "grades=A&amp;grades=B&amp;grades=C&amp;grades=D&amp;authority=1" in wide.text
    narrow = words(client.get("/compare/?as_of=2022-12-02&authority=1&authority=3"))
    assert "authority 1 and 3" in narrow
    assert "Back to evidence A to C, authority 1 to 3" in narrow


def test_unnamed_persons_are_shown_apart_when_asked_for(client, three):
    told = make.statement(
        "They would agree.", by=None, of="us", role="Person familiar", attribution="unnamed"
    )
    make.coding(told, "call", "accepts")
    assert "1 statement left out" in words(client.get("/compare/"))
    seen = words(client.get("/compare/?grades=A&grades=D&authority=4"))
    assert "Person familiar, unnamed: Accepts" in seen
    assert "Not researched" in seen


def test_the_evidence_chosen_goes_along_to_the_cell(client, told):
    page = client.get("/compare/?as_of=2022-12-02&authority=1").text
    link = re.search(r'href="(/compare/us/call/[^"]*)"', page)[1].replace("&amp;", "&")
    assert "authority=1" in link
    places = re.findall(r'class="place">([^<]*)', client.get(link).text)
    assert places == ["Sets the cell", "Left out"]
    assert client.get("/compare/us/call/?grades=x").status_code == 400


def test_an_officials_page_says_where_the_words_differ_from_the_line(client, told):
    seen = words(client.get("/officials/biden/?as_of=2022-12-02"))
    apart = seen.split("Differs from the actor's line on this day")[1]
    assert "Call Open to it Perhaps. Biden , President , 20 November 2022" in apart
    assert "The actor's line: US Us Rejects Not now. Price , President , 1 December 2022" in apart
    spokesman = words(client.get("/officials/price/?as_of=2022-12-02"))
    assert "The actor's line, set by this official: US Us Rejects Not now." in spokesman
    for person, day in (("putin", "2022-12-02"), ("biden", "2022-11-30")):
        page = client.get(f"/officials/{person}/?as_of={day}")
        assert "Differs from" not in page.text


def lines_of(file):
    return file.getvalue().decode().splitlines()


def test_the_table_as_a_file_has_the_same_rows_and_four_distinct_blanks(client, told, three):
    note(three[2], "none_found", on="call")
    response = client.get("/compare.csv?as_of=2022-12-02")
    assert response["Content-Disposition"] == 'attachment; filename="parley-compare-2022-12-02.csv"'
    told = list(csv.DictReader(lines_of(response)))
    assert list(told[0]) == LONG
    page = client.get("/compare/?as_of=2022-12-02")
    assert {line["precondition"] for line in told} == set(rows(page))
    cells = {(line["precondition"], line["actor"]): line for line in reversed(told)}
    assert cells["call", "ukraine"]["blank"] == "none_found"
    assert cells["call", "ukraine"]["searched_where"] == "state archive"
    assert cells["grain", "us"]["blank"] == "unset"
    assert cells["withdrawal", "us"]["since_precision"] == "day"
    assert cells["withdrawal", "us"]["authority_taken_in"] == "1; 2; 3"
    assert cells["withdrawal", "russia"]["blank"] == ""
    assert cells["withdrawal", "ukraine"]["place"] == "headline"
    assert [(line["place"], line["stance"]) for line in told if line["actor"] == "us"][:1] == [
        ("headline", "rejects_as_condition")
    ]
    assert ("split", "open") in [(line["place"], line["stance"]) for line in told]


def test_the_file_has_what_the_page_says_of_other_gates_and_of_an_earlier_day(client, told):
    asked = "as_of=2022-12-02&versus=2022-10-31&gate=enter_talks"
    response = client.get(f"/compare.csv?{asked}")
    assert response["X-Robots-Tag"] == "noindex"
    told = list(csv.DictReader(lines_of(response)))
    assert {line["precondition"] for line in told} == set(rows(client.get(f"/compare/?{asked}")))
    places = {(line["actor"], line["place"], line["stance"]) for line in told}
    assert ("russia", "at_another_gate", "rejects") in places
    assert ("ukraine", "at_another_gate", "demands") in places
    whole = client.get("/compare.csv?as_of=2022-12-02&versus=2022-10-31")
    (changed,) = [line for line in csv.DictReader(lines_of(whole)) if line["changed"] == "changed"]
    assert (changed["stance_before"], changed["gate_before"]) == ("requires", "enter_talks")


def test_only_a_headline_that_declines_is_a_blank_in_the_file(client, three):
    first = make.statement("Only then.", by="biden", on="2022-10-01")
    make.coding(first, "call", "requires", gate="sign")
    make.coding(make.statement("No answer.", by="biden", on="2022-11-01"), "call", "noncommittal")

    def blanks(query):
        lines = csv.DictReader(lines_of(client.get(f"/compare.csv?{query}")))
        return [(line["place"], line["blank"]) for line in lines if line["actor"] == "us"]

    assert blanks("") == [("headline", "declined"), ("also", "")]
    assert blanks("gate=sign") == [("headline", ""), ("at_another_gate", "")]


def test_quick_days_do_not_ask_for_what_needs_two_days(client, told):
    page = client.get("/compare/?as_of=2022-12-02&versus=2022-10-31&show=changed").text
    quick = page[page.index('class="quick"') :]
    quick = quick[: quick.index("</p>")]
    assert "show=changed" not in quick and "versus" not in quick


def test_rows_say_who_stands_where(client, told):
    seen = words(client.get("/compare/?as_of=2022-12-02&show=conflicts"))
    assert "Withdrawal Us rejects as a condition; Russia rejects; Ukraine demands" in seen


def test_the_gate_goes_along_to_the_words(client, told):
    page = client.get("/compare/?as_of=2022-12-02&gate=enter_talks").text
    link = re.search(r'href="(/compare/ukraine/withdrawal/[^"]*)"', page)[1].replace("&amp;", "&")
    opened = client.get(link)
    assert re.findall(r'class="place">([^<]*)', opened.text) == ["Sets the cell"]
    assert "gate: before talks" in words(opened)
    assert words(opened).index("First leave.") < words(opened).index("Leave.")


def test_the_words_tell_how_often_and_by_which_offices(client, told):
    make.official("kuleba", of="ukraine", role="Minister", authority=2)
    make.coding(
        make.statement("Leave!", by="kuleba", on="2022-11-20", role="Minister"),
        "withdrawal",
        "demands",
    )
    seen = words(client.get("/compare/ukraine/withdrawal/?as_of=2022-12-02"))
    assert (
        "Demands since 1 November 2022, last affirmed 20 November 2022; restated 1 time, by: "
        "Minister; President" in seen
    )


def test_a_claim_alone_leaves_the_blank_said(client, three):
    told = make.statement("They refuse.", by="putin", on="2022-12-02")
    make.coding(told, "call", "rejects", holder="us", claimed_by="russia")
    assert "Not researched: no search" in words(client.get("/compare/us/call/"))
    note(three[0], "none_found", on="call")
    assert "searched until 1 January 2023 in state archive" in words(
        client.get("/compare/us/call/")
    )


def test_a_file_holds_no_formulas():
    formulas = ["=1+1", "+1", "-1", "@x", "\tx", "\n=1", " =1", "\u200b=1", "\uff1d1", "\rx"]
    assert [harmless(word) for word in formulas] == [f"'{word}" for word in formulas]
    assert [harmless(word) for word in ("a=b", 3, "", " a")] == ["a=b", "3", "", " a"]


def test_a_refused_form_keeps_what_was_chosen(client, three):
    slugs = [make.actor(f"a{n}").slug for n in range(7)]
    for address in ("/compare/", "/timeline/", "/brief/"):
        page = client.get(address, {"actors": slugs}).text
        ticked = re.findall(r'name="actors" value="([^"]*)" checked', page)
        assert ticked == slugs, address
    rows = [make.precondition(f"row-{n:02}").slug for n in range(13)]
    page = client.get("/brief/", {"rows": rows}).text
    assert re.findall(r'name="rows" value="([^"]*)" checked', page) == rows
    page = client.get("/compare/?as_of=2023-03-03&versus=2024-01-01&grades=X&grades=A").text
    assert re.search(r'name="versus" value="2024-01-01"', page)
    assert re.findall(r'name="grades" value="([^"]*)" checked', page) == ["A"]


def test_links_carry_only_what_the_page_asks_for(client, told):
    page = client.get("/compare/?as_of=2022-12-02&utm_source=x&topic=talks&topic=talks").text
    assert "utm_source" not in page
    assert "topic=talks&amp;topic" not in page


def test_many_sequence_conflicts_are_cut_and_counted(client, three):
    for n in range(21):
        for by, stance in (("zelensky", "requires"), ("biden", "rejects_as_condition")):
            told = make.statement("Words.", by=by, on=f"2022-10-{n + 1:02}")
            make.coding(told, f"row-{n}", stance, gate="sign")
    seen = words(client.get("/compare/"))
    assert "21 sequence conflicts" in seen
    assert "The 20 latest are listed; there is 1 more." in seen
    assert client.get("/compare/").text.split('class="sequence"')[1].count("<li>") >= 20


def test_what_sets_the_cell_is_listed_however_much_came_later(client, three, monkeypatch):
    monkeypatch.setattr("positions.views.cell.CELL_STATEMENTS", 2)
    first = make.statement("Only then.", by="biden", on="2022-10-01")
    make.coding(first, "call", "requires", gate="sign")
    for n in range(4):
        make.coding(make.statement("No.", by="biden", on=f"2022-11-0{n + 1}"), "call", "rejects")
    page = client.get("/compare/us/call/?gate=sign")
    assert re.findall(r'class="place">([^<]*)', page.text) == ["Sets the cell"]
    assert "5 codings, 3 shown" in words(page)


def test_a_brief_numbers_its_references_in_the_order_of_reading(client, told):
    page = client.get("/brief/?as_of=2022-12-02&rows=withdrawal&rows=call")
    seen = words(page)
    assert "Talks do not wait. Biden, 1 October 2022 [1]" in seen
    assert "also requires before talks, 1 October 2022 [4]" in seen
    references = seen.split("References")[1]
    assert "Biden, President, 1 October 2022 . Agency. https://example.org/source-3" in references
    numbers = re.findall(r'href="#reference-(\d+)"', page.text)
    assert numbers == sorted(numbers, key=int)
    assert set(numbers) == set(re.findall(r'id="reference-(\d+)"', page.text))


def test_a_brief_tells_the_day_of_access_and_a_missing_address(client, three):
    cited = make.source(url="", title="Report", accessed_on=date(2022, 12, 5))
    make.coding(make.statement("No.", by="biden", sources=[cited]), "call", "rejects")
    seen = words(client.get("/brief/?rows=call"))
    assert "Agency, Report . Address not known, accessed 5 December 2022. Evidence B." in seen


def test_a_brief_has_at_most_twelve_rows(client, three):
    slugs = [make.precondition(f"row-{n}").slug for n in range(13)]
    assert client.get("/brief/", {"rows": slugs}).status_code == 400
    assert client.get("/brief/", {"rows": slugs[:12]}).status_code == 200
    assert client.get("/brief/?rows=nothing").status_code == 400
