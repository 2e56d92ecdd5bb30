"""On the seeds, what each option of a filter tells is what the list behind it holds."""

import pytest

from positions.questions import StatementSearch
from positions.questions.facets import Facet

from .test_facets import listed, number, selects

FACETS = {
    "actor", "official", "year", "topic", "precondition", "stance", "group", "form", "kind",
    "language",
}  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "stance:refuses -topic:arms OR precondition:full-ceasefire", "from": "2025"},
        {"topic": "talks", "stance": "rejects", "language": "en"},
        {"topic": "talks", "q": "actor:ukraine -stance:wants", "group": "refuses"},
        {"topic": "territory", "group": "none", "actor": "russia"},
        {"group": "moves", "from": "2023", "to": "2025"},
        {"year": "2023", "kind": "reprint"},
        {"as_of": "2022-12-02", "q": "talks -actor:us", "form": "quotation"},
    ],
)
def test_each_option_leads_to_as_many_statements_as_it_tells(client, seeds, monkeypatch, query):
    told = selects(client, query)
    assert {*told} == FACETS
    # The lists that options lead to are asked for their heading alone.
    monkeypatch.setattr("positions.views.pages.PER_PAGE", 1)
    monkeypatch.setattr(StatementSearch, "tell_counts", lambda search: None)
    monkeypatch.setattr(Facet, "render", lambda *args, **options: "")
    for name, options in told.items():
        any_words, disabled, _ = options.pop("")
        assert any_words.startswith("Any ") and "(" not in any_words and not disabled
        for value, (words, disabled, selected) in options.items():
            assert disabled is (number(words) == 0 and not selected), words
            if disabled:
                continue
            assert listed(client, {**query, name: value}) == number(words), words
