"""Whatever is pasted, reading takes time in proportion to its length and raises nothing."""

import random
import time
from datetime import date

import pytest

from positions.articles.names import Party, Person
from positions.articles.proposals import propose
from positions.articles.verbatim import find, selector, text_fragment

LENGTH = 200_000
# Of processor time for the whole length; a few times what a slow machine needs.
SECONDS = 6
# The others are read at a fifth of the length, where anything quadratic shows as well.
AT_LENGTH = ("straight marks", "single marks", "one line", "names", "initials", "offices", "NUL")
DAY = date(2031, 3, 14)
PEOPLE = [
    Person(f"Given{n} Family{n}", f"State{n % 30}", "Foreign Minister") for n in range(150)
] + [Person("Ada Lovell", "Norvale", "President")]
PARTIES = [Party(f"State{n}", (f"Capital{n}",)) for n in range(30)]

PIECES = {
    "straight marks": '"',
    "single marks": "'",
    "opening marks": "“",
    "pairs of marks": "“”",
    "guillemets": "«",
    "nested marks": "“‘",
    "single marks and words": "'a ",
    "plurals": "s' b ",
    "one word": "a",
    "one line": "lorem ipsum ",
    "capitals": "A ",
    "names": "Ada Lovell said ",
    "unknown names": "Xa Yb said. ",
    "asides": "Ada Lovell, who said, ",
    "offices": "the minister said we go on. ",
    "offices of an actor": "the minister of State3 said we go on and on. ",
    "pronouns": "he said, ",
    "cues": "said ",
    "passives": "quoted as saying ",
    "sources": "according to ",
    "nouns": "Lovell's statement - ",
    "days": "on Monday ",
    "full stops": ".",
    "initials": "A. ",
    "commas": ", ",
    "dashes": "- ",
    "hyphens": "a-",
    "apostrophes": "a'",
    "brackets": "(",
    "closed brackets": "()",
    "numbers": "1,",
    "lines": "a\n",
    "blank lines": "\n",
    "spaces": " ",
    "quotations": '"We go," Ada Lovell said. ',
    "open quotations": '"We go on and on\n',
    "turns": "PRESIDENT LOVELL: b c d\n",
    "labels": "A: b\n",
    "NUL": "\0",
    "bidi": "\u202e",
    "zero width": "a\u200b",
    "accents": "\u0301",
    "astral": "😀",
    "surrogates": "\ud800 ",
    "right to left": "قال ",
}


def texts():
    for name, piece in PIECES.items():
        length = LENGTH if name in AT_LENGTH else LENGTH // 5
        yield pytest.param(piece * (length // len(piece)), id=name)
    chosen = random.Random(1)
    marks = "“”\"‘’'«» .,aAbB\n:;()-\0\u202esaid "
    yield pytest.param("".join(chosen.choices(marks, k=LENGTH)), id="anything")
    yield pytest.param(f'"{"said " * (LENGTH // 5)}" he said', id="one long quotation")


@pytest.mark.parametrize("text", texts())
def test_no_text_takes_long(text):
    begun = time.process_time()
    for proposal in propose(text, PEOPLE, PARTIES, DAY):
        assert 0 <= proposal.span[0] < proposal.span[1] <= len(text)
        assert all(0 <= start < end <= len(text) for start, end in proposal.quoted)
    find(text[:1000], text)
    find(text, text)
    middle = selector(text, len(text) // 2, len(text) // 2 + 5)
    text_fragment("https://example.org/", text, middle.prefix, middle.suffix)
    assert time.process_time() - begun < SECONDS * max(len(text) / LENGTH, 0.2)


def test_random_scraps_raise_nothing():
    scraps = [*PIECES.values(), "Ada Lovell", " ", ",", "“", "”", "that ", "who ", ": ", "was "]
    for seed in range(300):
        chosen = random.Random(seed)
        text = "".join(chosen.choices(scraps, k=40))
        for proposal in propose(text, PEOPLE[-3:], PARTIES[:3], DAY):
            assert proposal.quoted or proposal.form == "paraphrase"
