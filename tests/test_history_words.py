"""Two versions of a text, word by word."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.history.words import Piece, compared

LONG = 20_000


def marked(before, after):
    marks = {"same": "{}", "out": "[-{}-]", "in": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in compared(before, after))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("No talks.", "No talks.", "No talks."),
        ("", "No talks.", "[+No talks.+]"),
        ("No talks.", "", "[-No talks.-]"),
        ("No talks now.", "No talks today.", "No talks [-now-][+today+]."),
        ("Talks must begin.", "Talks must begin at once.", "Talks must begin[+ at once+]."),
        (
            "First they leave. Then we talk. That is all.",
            "First they leave. Then we may talk. That is all.",
            "First they leave. Then we [+may +]talk. That is all.",
        ),
        # A comma between two changes would only be in the way.
        ("We go, they stay now.", "We run, you stay now.", "We [-go, they-][+run, you+] stay now."),
        # Nothing but small words in common.
        (
            "Leave the whole of it.",
            "Trade in the spring.",
            "[-Leave the whole of it.-][+Trade in the spring.+]",
        ),
        ("Вывод войск.", "Полный вывод войск.", "[-Вывод-][+Полный вывод+] войск."),
    ],
)  # fmt: skip
def test_what_went_and_what_came(before, after, told):
    assert marked(before, after) == told


def texts_of(pieces):
    return ["".join(piece.text for piece in pieces if piece.kind != kind) for kind in ("in", "out")]


WORDS = st.lists(st.sampled_from(["a", "b", ".", ",", " ", "\n", "no", "…", "”", "\u202e"]))


@given(WORDS.map("".join), WORDS.map("".join))
def test_nothing_of_either_text_is_lost(before, after):
    assert texts_of(compared(before, after)) == [before, after]


def adversaries():
    """Pairs of long texts that make difflib slow: few words, all of them everywhere."""
    rng = random.Random(7)
    for kinds in (1, 2, 3, 20, 400):
        words = [f"w{number}" for number in range(kinds)]
        for between in (" ", ". ", ".", ", ", "\n", ""):
            yield [between.join(rng.choices(words, k=LONG))[:LONG] for _ in range(2)]
    # As many sentences, and as many words in each, as are still compared.
    for words, sentences in ((99, 60), (70, 140), (10, 199)):
        one = ("x " * words + ". ") * sentences
        other = "".join(
            " ".join("x" if n % 2 else f"{n}{s}" for n in range(words)) + ". "
            for s in range(sentences)
        )
        yield one[:LONG], other[:LONG]
        yield other[:LONG], one[:LONG]


def test_the_longest_texts_are_compared_in_time():
    for before, after in adversaries():
        start = time.process_time()
        pieces = compared(before, after)
        assert time.process_time() - start < 1
        assert texts_of(pieces) == [before, after]


def test_a_word_in_a_long_text_is_still_found():
    before = "They want one thing, we want another. " * 500
    after = before[:9500] + "never " + before[9500:]
    assert [piece for piece in compared(before, after) if piece.kind != "same"] == [
        Piece("in", "never ")
    ]
