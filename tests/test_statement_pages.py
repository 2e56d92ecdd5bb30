"""The list of statements, its filters, and a statement's own page."""

import re
from functools import partial
from html import unescape

import pytest
from django.db.models import Func, Q, TextField, Value
from django.db.models.lookups import Exact

from positions.models import Correction, Response
from positions.models.search import bounded_in_time
from positions.search.asked import Search

from . import make

pytestmark = pytest.mark.django_db


def listed(client, **query):
    """The words of the statements on the page, in order."""
    page = client.get("/statements/", query).text
    results = re.sub("</?mark>", "", page[page.index('id="results"') :])
    return [words.strip() for words in re.findall(r"<blockquote[^>]*><p>([^<]*)", results)]


@pytest.fixture
def record():
    make.actor("us")
    make.actor("russia")
    first = make.statement("Talks can wait.", by="biden", on="2022-03-01", form="mixed")
    second = make.statement("Leave first.", by="kirby", of="us", on="2022-12-02", form="quotation")
    third = make.statement(
        "No withdrawal.", by="peskov", of="russia", on="2023-01-15", form="mixed"
    )
    make.coding(first, "direct-talks", "open")
    make.coding(second, "withdrawal", "requires", gate="enter_talks")
    make.coding(second, "direct-talks", "rejects")
    make.coding(third, "withdrawal", "rejects")
    return first, second, third


ALL = ["No withdrawal.", "Leave first.", "Talks can wait."]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ALL),
        ({"order": "oldest"}, ALL[::-1]),
        ({"actor": "us"}, ALL[1:]),
        ({"official": "peskov"}, ALL[:1]),
        ({"from": "2022-12-02"}, ALL[:2]),
        ({"to": "2 Dec 2022"}, ALL[1:]),
        ({"from": "2022", "to": "2022"}, ALL[1:]),
        ({"from": "2023", "to": "2022-12"}, ALL[:2]),
        ({"from": "Dec 2022", "to": "2022-12"}, ALL[1:2]),
        ({"precondition": "withdrawal"}, ALL[:2]),
        ({"precondition": "withdrawal", "stance": "rejects"}, ALL[:1]),
        ({"stance": "rejects"}, ALL[:2]),
        ({"form": "quotation"}, ALL[1:2]),
        ({"q": "withdraw"}, ALL[:1]),
        ({"q": "first OR talk"}, ALL[1:]),
        ({"q": "-withdrawal"}, ALL[1:]),
        ({"q": '"can wait"'}, ALL[2:]),
        ({"as_of": "2022-12-31"}, ALL[1:]),
    ],
)
def test_filters_narrow_the_list(client, record, query, found):
    assert listed(client, **query) == found


def test_topic_and_stance_name_one_and_the_same_coding(client, record):
    """The second statement rejects talks and requires withdrawal: it does not reject withdrawal."""
    assert listed(client, precondition="withdrawal", stance="rejects", actor="us") == []


def test_exchanged_ends_are_swapped_with_a_notice(client, record):
    page = client.get("/statements/", {"from": "2023", "to": "2022"}).text
    assert "they have been exchanged" in page
    assert re.search(r'<a href="\?to=2023">From: 1 January 2022', page)
    assert re.search(r'<a href="\?from=2022">To: 31 December 2023', page)
    assert 'name="from" value="2022"' in page


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"from": "soon"}, "from", "Type a year, a month or a day"),
        ({"to": "2022-02-30"}, "to", "Type a year, a month or a day"),
        ({"actor": "atlantis"}, "actor", "Nothing is on record under this name."),
        ({"stance": "maybe"}, "stance", "Select a valid choice"),
        ({"q": "x" * 301}, "q", "at most 300 characters"),
    ],
)
def test_what_cannot_be_read_is_named_beside_its_field(client, record, query, field, message):
    response = client.get("/statements/", query)
    assert response.status_code == 400
    error = re.search(rf'<span class="error" id="id_{field}_error">([^<]*)', response.text)
    assert message in error[1]
    assert f'<a href="#id_{field}">' in response.text
    assert listed(client, **query) == []


def test_an_empty_list_names_the_filter_to_drop(client, record):
    page = client.get("/statements/", {"actor": "russia", "to": "2022"}).text
    assert re.search(r'href="\?to=2022">without actor “Russia”</a>: 2 statements', page)
    assert re.search(r'href="\?actor=russia">without to “31 December 2022”</a>: 1 statement', page)


def test_chips_remove_one_filter_each(client, record):
    page = client.get("/statements/", {"actor": "us", "q": "talks", "page": "3"}).text
    assert re.search(r'<a href="\?q=talks">Actor: Us', page)
    assert re.search(r'<a href="\?actor=us">Search: talks', page)


def test_pages_hold_25_and_wrong_numbers_lead_to_a_page(client):
    for n in range(26):
        make.statement(f"Point {n}.", by="minister", of="us", on="2022-12-02")
    assert len(listed(client)) == 25
    assert len(listed(client, page=2)) == 1
    assert len(listed(client, page=99)) == 1
    assert len(listed(client, page="x")) == 25
    assert "26 statements, 26 to 26" in client.get("/statements/?page=2").text


def test_what_readers_have_never_seen_is_as_unknown_as_any_other_address(client):
    unknown = client.get("/statements/hidden/")
    for status in ("draft", "in_review"):
        hidden = make.statement("Hidden words.", slug="hidden", status=status)
        found = client.get("/statements/hidden/")
        assert (found.status_code, found.content) == (404, unknown.content)
        hidden.delete()


def test_a_withdrawn_statement_keeps_a_page_without_its_words(client):
    gone = make.statement(
        "Hidden words.",
        slug="gone",
        status="withdrawn",
        withdrawn_on="2022-12-04",
        withdrawn_because="He did not say it.",
    )
    make.coding(gone, "withdrawal", "demands", note="hidden note")
    Correction.objects.create(
        statement=gone, corrected_on="2022-12-05", was_wrong="The speaker.", changed="Withdrawn."
    )
    answer = make.statement("We heard them.", by="biden")
    answer.responds_to.add(gone)
    response = client.get("/statements/gone/")
    assert response.status_code == 410
    for told in (
        "This statement was withdrawn",
        "4 December 2022",
        "He did not say it.",
        "The speaker.",
        '<meta name="robots" content="noindex">',
        'href="/statements/"',
    ):
        assert told in response.text
    for kept_back in ("Hidden words.", "Zelensky", "hidden note", "Demands", "President"):
        assert kept_back not in response.text
    assert client.get("/statements/gone/?as_of=2022-12-02").status_code == 410
    assert client.get("/statements/gone/?as_of=soon").status_code == 400
    page = client.get(answer.get_absolute_url()).text
    assert "Responds to" not in page and "/statements/gone/" not in page


def test_the_page_of_a_statement_tells_all_that_is_known(client):
    asked = make.statement("What now?", by="biden", of="us", on="2022-12-01")
    told = make.statement(
        "Переговоры после вывода войск.",
        by="peskov",
        of="russia",
        on="2022-12-02",
        language="ru",
        venue="Moscow",
        on_behalf_of="Kremlin",
    )
    told.responds_to.add(asked)
    same_day = make.statement("Something else.", by="kirby", of="us", on="2022-12-02")
    make.coding(told, "withdrawal", "requires", gate="enter_talks", note="all forces")
    Correction.objects.create(
        statement=told, corrected_on="2023-01-01", was_wrong="The day.", changed="It is mended."
    )
    page = client.get(told.get_absolute_url()).text
    for words in (
        'lang="ru"',
        "Moscow",
        "Kremlin",
        "2 December 2022",
        "Unreviewed",
        "Evidence grade",
        "before talks",
        "all forces",
        "“No G until (or unless) X.”",
        "Responds to",
        asked.text,
        "Also of 2 December 2022",
        same_day.text,
        "It is mended.",
    ):
        assert words in page, words
    assert "Answered by" in client.get(asked.get_absolute_url()).text


def test_text_is_escaped_everywhere(client):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    told = make.statement(nasty, by="minister", of="us", on="2022-12-02", role="<b>Role</b>")
    make.actor("russia")
    make.coding(told, "withdrawal", "accepts_if", note="<i>note</i>")
    addresses = ["/statements/", told.get_absolute_url(), "/compare/us/withdrawal/", "/compare/"]
    for address in (
        *addresses,
        "/preconditions/withdrawal/",
        "/actors/us/",
        "/officials/minister/",
    ):
        page = client.get(address).text
        assert not re.search(r"<script>alert|<img|<b>Role|<i>note", page)


def test_a_month_is_told_as_a_month(client):
    told = make.statement(
        "Some time.", by="minister", of="us", on="2022-09-01", date_precision="month"
    )
    page = client.get(told.get_absolute_url()).text
    assert "September 2022 (only the month is known; counts on 30 September 2022)" in page
    assert "1 September" not in page
    assert listed(client, **{"from": "2022-09", "to": "2022-09-15"}) == []
    assert listed(client, **{"to": "2022-09"}) == ["Some time."]


def test_a_search_that_takes_too_long_ends_with_a_message(client, monkeypatch):
    """The seconds are PostgreSQL's own: the condition sleeps, the limit is set low."""
    make.statement("Words.", by="minister", of="us", on="2022-12-02")
    asleep = Exact(
        Func(Value(1), template="pg_sleep(%(expressions)s)::text", output_field=TextField()),
        Value("x"),
    )
    monkeypatch.setattr(Search, "condition", lambda self, **coded: Q(asleep))
    soon = partial(bounded_in_time, patience=300)
    monkeypatch.setattr("positions.views.statements.bounded_in_time", soon)
    monkeypatch.setattr("positions.views.files.PATIENCE", 300)
    response = client.get("/statements/", {"q": "words"})
    assert response.status_code == 400
    assert "This search takes too long." in response.text
    assert client.get("/statements/").status_code == 200
    assert "This search takes too long." in client.get("/statements.csv", {"q": "words"}).text


def test_a_past_day_hides_what_came_after_it(client):
    asked = make.statement("What now?", by="biden", on="2022-12-01")
    later = make.statement("This.", by="peskov", of="russia", on="2022-12-13")
    later.responds_to.add(asked)
    assert "This." in client.get(asked.get_absolute_url()).text
    assert "This." not in client.get(f"{asked.get_absolute_url()}?as_of=2022-12-02").text
    ahead = client.get(f"{later.get_absolute_url()}?as_of=2022-12-02").text
    assert "Said after 2 December 2022, the day you are looking at." in ahead
    assert "Positions as they stood" not in ahead


def test_all_statements_of_a_day_are_one_link_away(client):
    for n in range(12):
        told = make.statement(f"Point {n}.", by="minister", of="us", on="2022-12-02")
    page = client.get(told.get_absolute_url()).text
    link = '<a href="/statements/?from=2022-12-02&amp;to=2022-12-02">All 12 statements'
    assert link in page


@pytest.mark.parametrize(
    ("stance", "gate", "words"),
    [
        ("requires", "ceasefire", "No truce before this."),
        ("rejects", "ceasefire", "Refused before a truce, or no truce while it stands."),
        ("rejects_as_condition", "ceasefire", "A truce must not wait for this."),
    ],
)
def test_a_gate_is_explained_with_its_stance(client, stance, gate, words):
    told = make.statement("So.", by="minister", of="us", on="2022-12-02")
    make.coding(told, "withdrawal", stance, gate=gate)
    assert words in client.get(told.get_absolute_url()).text


def test_a_day_that_cannot_be_read_is_named_with_a_field_to_mend_it(client):
    page = client.get("/statements/?as_of=soon").text
    assert '<a href="#id_as_of">' in page and 'id="id_as_of"' in page


def test_what_was_searched_for_is_marked_and_nothing_else_is_markup(client, db):
    make.statement("Talks <b>about</b> talks & the Donbas.", on="2022-12-02")
    make.statement("No.", on="2022-12-03", original_text="Переговоры <i>", original_language="ru")
    page = client.get("/statements/", {"q": "talk OR donbass OR переговоров"}).text
    assert "<mark>Talks</mark> &lt;b&gt;about&lt;/b&gt; <mark>talks</mark> &amp; the " in page
    assert "<mark>Donbas</mark>." in page
    assert "<mark>Переговоры</mark> &lt;i&gt;" in page
    assert "<mark>" not in client.get("/statements/", {"q": "actor:ukraine"}).text


def test_the_best_match_can_come_first(client, db):
    make.statement("Ceasefire, ceasefire, ceasefire.", on="2022-12-01")
    make.statement("Much else, of all kinds, long before a ceasefire.", on="2022-12-03")
    page = client.get("/statements/", {"q": "ceasefire"}).text
    assert "Best match first</a>" in page
    assert page.index("Much else") < page.index(", <mark>")
    page = client.get("/statements/", {"q": "ceasefire", "order": "best"}).text
    assert page.index("Much else") > page.index(", <mark>")
    assert "Best match first" not in client.get("/statements/", {"q": "actor:ukraine"}).text


def meant(client, typed, **query):
    """What is asked about a search, each with its number of statements."""
    page = client.get("/statements/", {"q": typed, **query}).text
    asked = re.findall(r'Did you mean <a href="[^"]*">([^<]*)</a>\? (\d+) statement', page)
    return [(unescape(words), int(number)) for words, number in asked]


def test_a_name_that_is_on_record_is_offered_for_a_word_in_no_statement(client, db):
    make.statement("No. The lever is theirs.", by="lavrov")
    make.statement("Talks, and soon.", by="theresa-may", of="uk")
    make.statement("Not yet: zelenskiy.", by="lavrov", status="draft")
    page = client.get("/statements/", {"q": "lavrow"}).text
    assert re.search(r'Did you mean <a href="\?q=Lavrov">Lavrov</a>\? 1 statement\.', page)
    assert meant(client, "lavrow OR talks") == [("Lavrov OR talks", 2)]
    assert meant(client, "talks -lavrow") == [("talks -Lavrov", 1)]
    assert meant(client, '"sergei lavrow" -"lavrow"') == []
    # In the words of a statement, or passed over by a grammar, or in a known spelling.
    assert meant(client, "lever") == meant(client, "the nothing") == meant(client, "lavrov") == []
    page = client.get("/statements/", {"q": "actor:rusia"})
    assert page.status_code == 400
    assert "No actor is called “rusia”. Did you mean actor:russia?" in page.text


def test_a_name_is_offered_with_the_number_that_the_other_filters_leave(client, db):
    make.statement("No.", by="lavrov", on="2022-03-01")
    make.statement("No, again.", by="lavrov", on="2023-03-01")
    assert meant(client, "lavrow") == [("Lavrov", 2)]
    assert meant(client, "lavrow", year="2023") == [("Lavrov", 1)]
    assert meant(client, "lavrow", form="document") == []


def test_an_operator_without_a_value_is_named_beside_the_search(client, db):
    response = client.get("/statements/", {"q": "talks speaker:"})
    assert response.status_code == 400
    error = re.search(r'<span class="error" id="id_q_error">([^<]*)', response.text)[1]
    assert error.startswith("“speaker:” needs a value after it, such as speaker:lavrov.")


def test_an_empty_search_offers_to_leave_each_word_out(client, db):
    make.statement("Talks can wait.", by="lavrov")
    make.statement("Talks.", by="putin")
    page = client.get("/statements/", {"q": "talks gulls speaker:lavrov"}).text
    told = re.findall(r'<a href="([^"]*)">without <code>([^<]*)</code></a>: (\d+) statement', page)
    assert told == [("?q=talks+speaker%3Alavrov", "gulls", "1")]
    assert '<a href="/coverage/">how much of whom is on record</a>' in page
    assert "Leave one word" not in client.get("/statements/", {"q": "talks"}).text
    assert "Leave one word" not in client.get("/statements/", {"q": "gulls"}).text
    for before, offered in (("a1 a2 a3 a4", 1), ("a1 a2 a3 a4 a5", 0)):
        page = client.get("/statements/", {"q": f"{before} OR talks gulls"})
        assert len(page.context["fewer"]) == offered, "the first six are tried"


def test_the_box_at_the_top_keeps_what_was_searched_for(client, db):
    page = client.get("/statements/", {"q": 'talks "<b>"', "as_of": "2023-01-01"}).text
    (box,) = re.findall(r'<input id="site-q"[^>]*>', page)
    assert 'value="talks &quot;&lt;b&gt;&quot;"' in box
    assert '<input type="hidden" name="as_of" value="2023-01-01">' in page
    assert 'value=""' in re.search(r'<input id="site-q"[^>]*>', client.get("/?q=talks").text)[0]


def test_a_page_tells_what_stands_beside_its_statement(client, db):
    told = {
        "first": make.statement("Leave first.", slug="first", on="2022-11-01"),
        "other": make.statement("We are ready.", slug="other", by="putin", on="2022-11-20"),
    }
    for slug, day in (("last", "2023-01-01"), ("again", "2022-12-02"), ("later", "2022-12-30")):
        told[slug] = make.statement("Leave first.", slug=slug, on=day, restates=told["first"])
    make.statement("Also.", slug="beside", by="putin", on="2022-11-01")
    make.statement("Not out yet.", slug="draft", on="2022-11-01", status="draft")
    Response.objects.create(statement=told["other"], responds_to=told["first"])

    def beside(slug, heading, **query):
        page = client.get(f"/statements/{slug}/", query).text
        found = re.search(rf'<section><h2 id="{heading}">.*?</section>', page, re.S)
        return re.findall(r'class="when" href="/statements/([a-z]+)/', found[0]) if found else []

    assert beside("first", "said-again") == ["again", "later", "last"]
    assert beside("first", "said-again", as_of="2022-12-20") == ["again"]
    assert beside("again", "said-before") == ["first"]
    assert beside("first", "responses") == ["other"]
    assert beside("other", "responds-to") == ["first"]
    assert beside("first", "same-day") == ["beside"]
    assert beside("again", "same-day") == []
