"""How a search is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.search.language import MOST_TERMS, Operator, TooLong, Words, parse


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", []),
        ("ceasefire truce", [[Words("ceasefire"), Words("truce")]]),
        ('"full ceasefire"', [[Words("full ceasefire")]]),
        ("“full  ceasefire”", [[Words("full ceasefire")]]),
        ('"not closed', [[Words("not closed")]]),
        ("peace -talks", [[Words("peace"), Words("talks", True)]]),
        ('-"peace talks"', [[Words("peace talks", True)]]),
        ("a1 b1 OR c1", [[Words("a1"), Words("b1")], [Words("c1")]]),
        ("or a1 | | b1 or", [[Words("a1")], [Words("b1")]]),
        ("actor:us talks", [[Operator("actor", "us"), Words("talks")]]),
        ("Actor: US", [[Operator("actor", "US")]]),
        ('speaker:"Sergei Lavrov"', [[Operator("speaker", "Sergei Lavrov")]]),
        ("-stance:rejects", [[Operator("stance", "rejects", True)]]),
        ("after:2022-12 before:2023", [[Operator("after", "2022-12"), Operator("before", "2023")]]),
        ("source:tass", [[Words("source:tass")]]),
        ("cease-fire", [[Words("cease-fire")]]),
        ('- -- (( \' "" | : *', []),
        ("actor:", [[Operator("actor", "")]]),
        ("-actor: ", [[Operator("actor", "", True)]]),
        ('speaker:"" talks', [[Operator("speaker", ""), Words("talks")]]),
        ("stance:-", [[Operator("stance", "")]]),
        ("actor: stance:rejects", [[Operator("actor", ""), Operator("stance", "rejects")]]),
        ("topic:  -actor:us", [[Operator("topic", ""), Operator("actor", "us", True)]]),
        ("topic: OR talks", [[Operator("topic", "")], [Words("talks")]]),
        ("actor: Oregon", [[Operator("actor", "Oregon")]]),
        ("actor:or", [[Operator("actor", "or")]]),
        ("null\0byte", [[Words("null"), Words("byte")]]),
    ],
)
def test_what_is_typed_is_read(typed, read):
    assert parse(typed) == read


def test_too_many_terms_are_refused():
    assert len(parse("word " * MOST_TERMS)[0]) == MOST_TERMS
    with pytest.raises(TooLong):
        parse("word " * (MOST_TERMS + 1))


@given(st.text(max_size=80))
def test_whatever_is_typed_can_be_read(typed):
    for terms in parse(typed):
        assert terms
        for term in terms:
            assert "\0" not in getattr(term, "text", getattr(term, "value", None))


def test_an_operator_is_told_as_it_is_typed():
    assert str(Operator("speaker", "Sergei Lavrov")) == 'speaker:"Sergei Lavrov"'
    assert str(Operator("actor", "us", True)) == "-actor:us"
