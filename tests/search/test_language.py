"""How a search is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.search.language import MOST_TERMS, Operator, Unreadable, Words, parse, written


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
        ("source:tass", [[Operator("source", "tass")]]),
        ('-источник:"a b"', [[Operator("источник", "a b", True)]]),
        ("at 10:30", [[Words("at"), Words("10:30")]]),
        ("https://example.org/", [[Words("https://example.org/")]]),
        ("note: peace", [[Words("note:"), Words("peace")]]),
        ('"source:tass"', [[Words("source:tass")]]),
        ("year:2024 kind:reprint", [[Operator("year", "2024"), Operator("kind", "reprint")]]),
        ("(a1 OR b1) c1", [[Words("a1"), Words("c1")], [Words("b1"), Words("c1")]]),
        ("c1 (a1 or b1)", [[Words("c1"), Words("a1")], [Words("c1"), Words("b1")]]),
        ("(a1 OR b1)| c1", [[Words("a1")], [Words("b1")], [Words("c1")]]),
        ("((a1 OR b1) c1)", [[Words("a1"), Words("c1")], [Words("b1"), Words("c1")]]),
        ("(a1 OR) () actor:(b1)", [[Words("a1"), Operator("actor", ""), Words("b1")]]),
        ('"(a1" article 5(1)', [[Words("(a1"), Words("article"), Words("5(1)")]]),
        ("cease-fire", [[Words("cease-fire")]]),
        ('- -- \' "" | : *', []),
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
    for typed in ("word " * (MOST_TERMS + 1), "(a1 OR b1) " * 4, "(a1 OR b1) " * 40):
        with pytest.raises(Unreadable, match="too much"):
            parse(typed)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("(a1 OR b1", "Brackets come in pairs"),
        ("a1) OR b1", "Brackets come in pairs"),
        ("a1 -(b1 c1)", "“-” cannot stand before brackets"),
    ],
)
def test_brackets_that_cannot_be_read_are_told(typed, told):
    with pytest.raises(Unreadable, match=told):
        parse(typed)


@given(st.text(st.one_of(st.characters(), st.sampled_from('()" -:|')), max_size=60))
def test_whatever_can_be_read_is_written_so_that_it_is_read_the_same(typed):
    try:
        alternatives = parse(typed)
    except Unreadable:
        return
    assert parse(written(alternatives)) == alternatives


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_told(typed):
    try:
        alternatives = parse(typed)
    except Unreadable as problem:
        assert str(problem).endswith(".")
        return
    for terms in alternatives:
        assert terms
        for term in terms:
            assert "\0" not in getattr(term, "text", getattr(term, "value", None))


def test_an_operator_is_told_as_it_is_typed():
    assert str(Operator("speaker", "Sergei Lavrov")) == 'speaker:"Sergei Lavrov"'
    assert str(Operator("actor", "us", True)) == "-actor:us"
