"""Two versions of a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

# First whole sentences are laid side by side, then the words of those that differ.
SENTENCE = re.compile(r"[^.!?…\n]*(?:[.!?…\n]+[\s”\"’')\]]*|$)")
WORD = re.compile(r"\w+|[^\w\s]|\s+")
# Pairs of pieces: at once, and for two texts together. difflib takes the power of 1.5 of them at
# worst, so that two texts take some tenths of a second whatever they are.
AT_ONCE = 40_000
TOGETHER = 80_000
# Less in common than this share of the longer text, and word by word is harder to read.
ALIKE = 0.3


@dataclass(frozen=True)
class Piece:
    """A stretch of text: "same" in both versions, "out" of the earlier, "in" the later one."""

    kind: str
    text: str


def compared(before, after):
    """The pieces that both texts are made of, in order: those that are not "in" give `before`,
    those that are not "out" give `after`, to the letter. Texts with too little in common, or too
    long to be compared in time, are told whole."""
    pieces = merged(Comparison().pieces([SENTENCE, WORD], before, after))
    kept = sum(len(piece.text) for piece in pieces if piece.kind == "same")
    if kept < ALIKE * max(len(before), len(after)):
        return [*told("out", before), *told("in", after)]
    return pieces


class Comparison:
    def __init__(self):
        self.left = TOGETHER

    def pieces(self, patterns, before, after):
        """By the first of the patterns; what differs then, by the next."""
        one, other = ([*filter(None, patterns[0].findall(text))] for text in (before, after))
        start = in_common(one, other)
        end = in_common(one[start:][::-1], other[start:][::-1])
        one_end, other_end = len(one) - end, len(other) - end
        yield from told("same", *one[:start])
        middle, new = one[start:one_end], other[start:other_end]
        for kind, i, j, k, n in self.opcodes(middle, new):
            if kind == "equal":
                yield from told("same", *middle[i:j])
            elif patterns[1:] and kind == "replace":
                yield from self.pieces(patterns[1:], "".join(middle[i:j]), "".join(new[k:n]))
            else:
                yield from told("out", *middle[i:j])
                yield from told("in", *new[k:n])
        yield from told("same", *one[one_end:])

    def opcodes(self, one, other):
        """As difflib has them; a single one where there is too much to compare."""
        pairs = len(one) * len(other)
        if pairs > min(AT_ONCE, self.left):
            return [("replace", 0, len(one), 0, len(other))]
        self.left -= pairs
        return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def in_common(one, other):
    """How many pieces both begin with."""
    for number, (piece, its) in enumerate(zip(one, other, strict=False)):
        if piece != its:
            return number
    return min(len(one), len(other))


def told(kind, *texts):
    text = "".join(texts)
    return [Piece(kind, text)] if text else []


def merged(pieces):
    """Between stretches that are the same, first all that went out, then all that came in. A mere
    comma between two changes belongs to both."""
    result = []
    for same, run in groupby(bridged([*pieces]), key=lambda piece: piece.kind == "same"):
        run = [*run]
        for kind in ["same"] if same else ["out", "in"]:
            result += told(kind, *(piece.text for piece in run if piece.kind == kind))
    return result


def bridged(pieces):
    for number, piece in enumerate(pieces):
        between = 0 < number < len(pieces) - 1
        if piece.kind == "same" and between and not re.search(r"\w", piece.text):
            yield Piece("out", piece.text)
            yield Piece("in", piece.text)
        else:
            yield piece
