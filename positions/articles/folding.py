"""Texts made alike where only their typography differs, with the way back to the original."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

DOUBLE_MARKS = '"“”„‟«»〝〞＂'
SINGLE_MARKS = "'‘’‚‛‹›′`´ʼʹ＇"
DASHES = "-‐‑‒–—―−"
# They show nothing: joiners, marks of direction, the soft hyphen, the byte order mark.
UNSEEN = dict.fromkeys(
    [0xAD, 0x61C, 0x180E, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
    + [*range(0x2066, 0x206A)]
)
ALIKE = {
    **dict.fromkeys(DOUBLE_MARKS + SINGLE_MARKS, "'"),
    **dict.fromkeys(DASHES, "-"),
    "…": "...",
}
# The longest letter with its accents; what is stacked higher is not composed.
ACCENTS = 16


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origins` holds, for each of its characters, where it began in the original,
    `ends` where it ended."""

    text: str
    origins: list[int]
    ends: list[int]

    def span(self, start, end):
        """The (start, end) in the original of a span of the folded text that is not empty."""
        return self.origins[start], self.ends[end - 1]

    def at(self, position):
        """Where the character that holds a position of the original stands, or the next one."""
        found = bisect_right(self.origins, position) - 1
        return found if found >= 0 and self.ends[found] > position else found + 1


def fold(text):
    """A Folded: white space runs are one space, quote marks and apostrophes one mark, dashes one
    dash, accents composed; what shows nothing, control characters included, is left out."""
    folded, origins, ends = [], [], []
    position, length = 0, len(text)
    while position < length:
        start, char = position, text[position]
        position += 1
        if char.isspace():
            if folded and folded[-1] == " ":
                ends[-1] = position
                continue
            alike = " "
        elif ord(char) in UNSEEN or unicodedata.category(char) == "Cc":
            continue
        elif char in ALIKE:
            alike = ALIKE[char]
        else:
            while (
                position < length
                and position - start < ACCENTS
                and unicodedata.combining(text[position])
            ):
                position += 1
            alike = unicodedata.normalize("NFC", text[start:position])
        folded += alike
        origins += [start] * len(alike)
        ends += [position] * len(alike)
    return Folded("".join(folded), origins, ends)


def plain(text):
    """The folded text without accents and in small letters, to compare names."""
    letters = unicodedata.normalize("NFKD", fold(text).text.translate(LETTERS))
    return "".join(char for char in letters if not unicodedata.combining(char)).casefold().strip()


# Letters that do not come apart into a letter and an accent, as names are often printed without.
LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae"}
    | {"œ": "oe", "Œ": "Oe", "ð": "d", "þ": "th"}
)
