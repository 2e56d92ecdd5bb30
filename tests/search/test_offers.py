"""What a search offers in its place, and how the names of states are told from words."""

import pytest

from positions.models import Statement
from positions.search.asked import Search
from tests import make


@pytest.fixture
def zelensky(db):
    native, others = "Володимир Зеленський", ["Zelenskyy", "Зеленский"]
    make.official("zelensky", name="Volodymyr Zelensky", native_name=native, other_names=others)
    make.statement("МИР прежде всего.", by="putin", language="ru")
    make.statement("Negotiations can begin: he is informed.")


def test_states_are_found_as_they_are_printed(db):
    make.actor("us", name="United States", short_name="US", other_names=["Washington", "USA"])
    named = make.statement("The US and Russia talk.")
    dotted = make.statement("The U.S. is free to talk.")
    make.statement("Tell us, in Washington.")
    for typed in ("USA", "us", "U.S.", "United States"):
        found = Statement.objects.filter(Search(typed).condition())
        assert {*found} == {named, dotted}, typed


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Volodimir Zelensky", ['"Volodymyr Zelensky"']),
        ("Volodymyr Zelenskj", ['"Volodymyr Zelensky"']),
        ("Zelenski", ["Zelensky"]),
        ("Zelenski -informed", ["Zelensky -informed"]),
        ("(Zelenski OR мир) talks", ["Zelensky talks OR мир talks"]),
        ("ZEL", []),
        ("Z.E.L.", []),
        ("informed", []),
    ],
)
def test_a_name_is_offered_once(zelensky, typed, offered):
    assert Search(typed).instead() == offered


def test_a_word_of_a_statement_that_is_very_like_a_name_is_asked_about_too(zelensky):
    make.statement("Zelenski said so.", by="putin")
    assert Search("Zelenski").instead() == ["Zelensky"]
    assert Search("negotiations").instead() == []


def test_each_word_can_be_left_out(db):
    left = [*Search("a1 (b1 OR c1) -d1").without_each()]
    assert left[0] == ("a1", "b1 -d1 OR c1 -d1")
    assert left[2] == ("-d1", "a1 b1 OR a1 c1")
    assert [*Search("a1").without_each()] == []


def test_the_method_page_leads_to_how_to_search(client, db):
    assert '<a href="/method/search/">How to search</a>' in client.get("/method/").text
