"""A text cut into pieces, so that a page can mark some of them."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph; `mark` is what they are marked with, or None; `begins` says that the
    marked words begin here and do not go on from before, `first` that the mark has none before
    them."""

    text: str
    mark: object = None
    begins: bool = False
    first: bool = False


def marked(text, spans):
    """For each paragraph that is not blank, its list of Piece. `spans` are (start, end, mark) in
    any order; words that two of them claim are of the one that begins last, the shorter one if
    they begin together, and a mark is an empty Piece where it begins with another's words."""
    paragraphs, seen = [[]], set()
    for start, end, mark, begins in cuts(text, spans):
        for number, line in enumerate(text[start:end].split("\n")):
            if number:
                paragraphs.append([])
            starts = begins and not number
            if line or starts:
                first = starts and id(mark) not in seen
                paragraphs[-1].append(Piece(line, mark, starts, first))
                seen.add(id(mark))
    return [pieces for pieces in paragraphs if any(p.text.strip() or p.begins for p in pieces)]


def cuts(text, spans):
    """The text as (start, end, mark, whether the mark's span begins there)."""
    waiting = sorted(spans, key=lambda span: (span[0], -span[1]))[::-1]
    edges = sorted({0, len(text), *(at for span in spans for at in span[:2])})
    active = []
    for position, following in pairwise(edges):
        active = [span for span in active if span[1] > position]
        begun = []
        while waiting and waiting[-1][0] == position:
            begun.append(waiting.pop())
        active += begun
        for _, _, mark in begun[:-1]:
            yield position, position, mark, True
        yield position, following, active[-1][2] if active else None, bool(begun)
