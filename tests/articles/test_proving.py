"""Proofs against one article, and the pieces in which a page shows it."""

import pytest

from positions.articles.marking import Piece, marked
from positions.articles.proving import Pasted, joined, told

TEXT = (
    'He came. "The ships move first," Brand told them. "Then the\n delegations move."\n\n'
    '"We ask you," Krell said, "to sit down." Brand said “it’s a nap”, no more.\n'
    "The ships move first, again."
)


@pytest.fixture
def article():
    return Pasted(TEXT)


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def test_the_place_is_the_nearest_one(article):
    first, again = span("The ships move first")[0], TEXT.rindex("The ships move first")
    assert article.place("The ships move first")[0] == first
    assert article.place("The ships move first", again - 9)[0] == again
    assert article.place("The boats move first") is None


def test_an_interrupted_quotation_is_read_as_one(article):
    whole = (TEXT.index("The ships"), TEXT.index('"\n\n"We'))
    assert article.words_of(whole) == "The ships move first. Then the delegations move."
    inside = article.inside((TEXT.index("We ask"), TEXT.index('" Brand said')))
    assert joined(TEXT, inside) == "We ask you, to sit down."


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("The ships move first. Then the delegations move.",) * 2,
        ("The ships move first, Then the delegations move.",) * 2,
        ("move first. Then the", "move first. Then the"),
        ("Then  the delegations move", "Then the delegations move"),
        ("The ships move first.", "The ships move first."),
        ("“The ships move first”", '"The ships move first'),
        ("The ships move. Then the delegations move.", ""),
        ("Then the delegations move. The ships move first.", ""),
        ("We ask you, to sit down.", ""),
    ],
)
def test_what_was_spoken_within_a_span(article, words, stored):
    assert article.spoken(words, (TEXT.index("The ships"), TEXT.index('"\n\n"We'))) == stored


def test_our_sentence_has_its_quoted_words_inside_curly_marks(article):
    sentence = span("Brand said “it’s a nap”, no more.")
    assert told(TEXT, sentence, article.inside(sentence)) == "Brand said “it’s a nap”, no more."
    other = span('"We ask you," Krell said, "to sit down."')
    assert told(TEXT, other, article.inside(other)) == "“We ask you,” Krell said, “to sit down.”"


def test_the_nearest_passage(article):
    assert TEXT[slice(*article.nearest("The boats move first"))] == "The ships move first"
    assert TEXT[slice(*article.nearest("The ships move last of all"))].startswith("The ships move")
    # The words in their order count, not how many of them stand somewhere near.
    near = TEXT[slice(*article.nearest("Then all the delegations move. They move first."))]
    assert near == 'them. "Then the\n delegations move."\n\n"We ask you'
    assert article.nearest("Zebras graze here") is None
    assert article.nearest("…") is None
    assert Pasted("").nearest("Zebras") is None


def test_a_text_is_cut_where_it_is_marked():
    text = "One two.\n\nThree four.\nFive"
    assert marked(text, [(4, 7, "a"), (10, 25, "b")]) == [
        [Piece("One "), Piece("two", "a", True, True), Piece(".")],
        [Piece("Three four.", "b", True, True)],
        [Piece("Fiv", "b"), Piece("e")],
    ]


def test_words_that_two_marks_claim_are_of_the_one_that_begins_last():
    inner = marked("One two three", [(0, 13, "a"), (4, 7, "b")])
    assert inner == [
        [Piece("One ", "a", True, True), Piece("two", "b", True, True), Piece(" three", "a")]
    ]
    together = marked("One two three", [(0, 3, "b"), (0, 13, "a")])
    assert together == [
        [Piece("", "a", True, True), Piece("One", "b", True, True), Piece(" two three", "a")]
    ]
    again = marked("One two three", [(0, 3, "a"), (4, 7, "a")])[0]
    assert [(piece.begins, piece.first) for piece in again if piece.mark] == [
        (True, True),
        (True, False),
    ]


def test_marks_of_the_same_words_begin_before_them():
    assert marked("One two.", [(0, 7, "a"), (0, 7, "b")]) == [
        [Piece("", "a", True, True), Piece("One two", "b", True, True), Piece(".")]
    ]
