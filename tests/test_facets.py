"""The options of the list's filters tell how many statements each leads to."""

import re
from functools import partial
from html.parser import HTMLParser

import pytest
from django.db.models import Func, TextField, Value
from django.http import QueryDict

from positions.models.search import bounded_in_time
from positions.questions import StatementSearch, facets

from . import make

pytestmark = pytest.mark.django_db


class Selects(HTMLParser):
    """By select, a dict from each option's value to (words, disabled, selected)."""

    def __init__(self, page):
        super().__init__()
        self.found, self.select, self.option = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "select":
            self.select = self.found.setdefault(attrs["name"], {})
        elif tag == "option":
            self.option = attrs

    def handle_data(self, data):
        if self.option:
            said = data, "disabled" in self.option, "selected" in self.option
            self.select[self.option["value"]] = said

    def handle_endtag(self, tag):
        self.option = None


def selects(client, query):
    response = client.get("/statements/", query)
    assert response.status_code == 200
    return Selects(response.text).found


def number(words):
    return int(re.search(r" \((\d+)\)$", words)[1])


def listed(client, query):
    heading = re.search(
        r'id="results-heading" tabindex="-1">(\d+) ', client.get("/statements/", query).text
    )
    return int(heading[1])


@pytest.fixture
def record():
    """Three statements: the first says two things of the talks, the last is in Russian."""
    both = [make.source("news_agency"), make.source("reprint"), make.source("reprint")]
    first = make.statement("No talks before that.", by="putin", on="2022-03-01", sources=both)
    second = make.statement("Talks now.", by="zelensky", on="2023-03-01")
    third = make.statement(
        "We shall see.",
        by="putin",
        on="2024-03-01",
        original_text="Посмотрим.",
        original_language="ru",
    )
    make.statement("Not out yet.", by="biden", on="2025-03-01", language="fr", status="draft")
    make.precondition("withdrawal", topic="territory")
    make.coding(first, "direct-talks", "rejects")
    make.coding(first, "leaders-talk", "rejects")
    make.coding(first, "leaders-talk", "requires", gate="ceasefire")
    make.coding(second, "direct-talks", "demands")
    make.coding(third, "withdrawal", "rejects", holder="ukraine", claimed_by="russia")
    return first, second, third


def words_of(client, name, **query):
    """The options of a facet that can be chosen, as they are read."""
    return [words for words, disabled, _ in selects(client, query)[name].values() if not disabled]


def test_a_statement_counts_once_however_often_it_is_coded(client, record):
    assert "talks (2)" in words_of(client, "topic")
    assert "Rejects (2)" in words_of(client, "stance")
    assert "Rejects (1)" in words_of(client, "stance", topic="talks")
    assert "talks (1)" in words_of(client, "topic", stance="rejects")


def test_the_search_asks_of_the_same_coding_as_a_facet(client, record):
    """The first statement requires that leaders talk, and does not require direct talks."""
    asked = {"q": "-stance:rejects"}
    assert words_of(client, "precondition", **asked) == [
        "Any precondition",
        "Direct talks (1)",
    ]
    assert words_of(client, "precondition", q="stance:requires") == [
        "Any precondition",
        "Leaders talk (1)",
    ]


def test_what_is_claimed_about_others_is_no_position_of_its_own(client, record):
    told = words_of(client, "group")
    assert told[0] == "Any group"
    assert [number(words) for words in told[1:]] == [2, 1, 1]
    assert told[-1] == "No position of its own (1)"


def test_a_statement_counts_for_each_kind_of_its_sources_once(client, record):
    assert words_of(client, "kind") == ["Any kind", "News agency (3)", "Reprint or digest (1)"]
    assert words_of(client, "kind", year="2022")[1:] == ["News agency (1)", "Reprint or digest (1)"]
    assert listed(client, {"kind": "reprint"}) == 1


def test_years_and_languages_are_those_on_record(client, record):
    assert words_of(client, "year") == ["Any year", "2024 (1)", "2023 (1)", "2022 (1)"]
    assert words_of(client, "language") == ["Any language", "English (2)", "Russian (1)"]
    assert listed(client, {"language": "ru"}) == listed(client, {"year": "2024"}) == 1


def test_what_leads_to_nothing_cannot_be_chosen_but_kept(client, record):
    told = selects(client, {"actor": "ukraine", "year": "2024"})
    assert told["actor"]["ukraine"] == ("Ukraine (0)", False, True)
    assert told["actor"]["russia"] == ("Russia (1)", False, False)
    assert told["year"]["2024"] == ("2024 (0)", False, True)
    assert told["year"]["2022"] == ("2022 (0)", True, False)
    assert told["language"]["en"] == ("English (0)", True, False)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("year", "2025", "Nothing is on record of this year."),
        ("year", "soon", "Nothing is on record of this year."),
        ("language", "fr", "Nothing is on record in this language."),
        ("kind", "rumour", "Select a valid choice."),
    ],
)
def test_what_is_unknown_is_named_beside_its_field_and_nothing_is_counted(
    client, record, name, value, message
):
    response = client.get("/statements/", {name: value, "actor": "russia"})
    assert response.status_code == 400
    error = re.search(rf'<span class="error" id="id_{name}_error">([^<]*)', response.text)
    assert message in error[1]
    told = Selects(response.text).found
    assert told["actor"]["russia"] == ("Russia", False, True)
    assert told["stance"]["demands"] == ("Demands", False, False)


def test_the_filters_in_use_are_told_in_words(client, record):
    page = client.get("/statements/", {"year": "2024", "kind": "reprint", "language": "ru"}).text
    assert "<title>Statements, year: 2024, kind of source: Reprint or digest, language: Ru" in page
    assert '<a href="?year=2024&amp;language=ru">Kind of source: Reprint or digest <' in page
    assert '<a href="?year=2024&amp;language=ru">without kind of source “Reprint or dig' in page


def test_where_counting_takes_too_long_the_list_still_answers(client, record, monkeypatch):
    """The seconds are PostgreSQL's own: what is counted sleeps, the limit is set low."""
    asleep = Func(Value(1), template="pg_sleep(%(expressions)s)::text", output_field=TextField())
    monkeypatch.setitem(facets.OF_STATEMENT, "form", asleep)
    soon = partial(bounded_in_time, patience=300)
    monkeypatch.setattr("positions.views.statements.bounded_in_time", soon)
    told = selects(client, {})
    assert told["actor"]["russia"] == ("Russia", False, False)
    assert listed(client, {}) == 3


def test_all_is_counted_with_one_query(record, django_assert_num_queries):
    search = StatementSearch(QueryDict("q=talks&stance=rejects"))
    assert search.is_valid()
    with django_assert_num_queries(1):
        search.tell_counts()
