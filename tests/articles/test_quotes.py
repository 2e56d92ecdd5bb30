import pytest

from positions.articles.quotes import quoted
from positions.articles.words import paragraphs_of


def spans(text):
    return [
        text[quote.start : quote.end]
        for paragraph in quoted(text, paragraphs_of(text))
        for quote in paragraph
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "no" and "yes".', ["no", "yes"]),
        ("“No,” he said, “never.”", ["No,", "never."]),
        ("„Nie“, „never” and «jamais» and »nie«", ["Nie", "never", "jamais", "nie"]),
        # Nested: the outer ones count.
        ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,"]),
        ("‘He said “no” to me,’ she said.", ["He said “no” to me,"]),
        ("“A “B” c” d", ["A “B” c"]),
        # Single marks and apostrophes.
        ("'It's the drivers' choice, not mine,' he said.", ["It's the drivers' choice, not mine,"]),
        ("‘It’s the ministers’ choice’, she said.", ["It’s the ministers’ choice"]),
        ("the soldiers' boots and the drivers' cars", []),
        ("soldiers are 'engineers' and stay", ["engineers"]),
        ("rock 'n' roll of the '90s, 'tis said", []),
        ('five inches (5") and James\' "plan"', ["plan"]),
        ("She 'hopes' and 'prays'.", ["hopes", "prays"]),
        ("'He was talkin' about it,' she said", ["He was talkin' about it,"]),
        # Nothing in them, or never closed.
        ("\"\" and “ ” and ''", []),
        ('He said: "We go on.', ["We go on."]),
        ("' alone", []),
    ],
)
def test_quoted_words(text, found):
    assert spans(text) == found


@pytest.mark.parametrize("mark", ["“”", '""', "‘’", "''", "«»"])
def test_words_go_on_over_paragraphs_that_open_again(mark):
    opening, closing = mark
    last = f"{opening}Three,{closing} he said. {opening}Four.{closing}"
    text = f"{opening}One.\n\n{opening}Two.\n\n{last}"
    found = quoted(text, paragraphs_of(text))
    assert spans(text) == ["One.", "Two.", "Three,", "Four."]
    assert [[quote.continues for quote in paragraph] for paragraph in found] == [
        [False],
        [True],
        [True, False],
    ]


def test_a_mark_that_is_never_closed_ends_with_its_paragraph():
    assert spans('He said: "No.\n\nThen he said "yes" and left.') == ["No.", "yes"]
