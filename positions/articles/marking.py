"""A text cut into pieces, so that a page can mark some of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph; `mark` is what they are marked with, or None; `begins` says that the
    marked words begin here and do not go on from the paragraph before, `first` that the mark has
    none before them."""

    text: str
    mark: object = None
    begins: bool = False
    first: bool = False


def marked(text, spans):
    """For each paragraph that is not blank, its list of Piece. `spans` are (start, end, mark) in
    any order; words that two of them claim stay with the one that begins first, and a mark left
    without words is an empty Piece."""
    cuts, position = [], 0
    for start, end, mark in sorted(spans, key=lambda span: span[:2]):
        cuts.append((position, max(start, position), None))
        cuts.append((max(start, position), max(end, position), mark))
        position = max(end, position)
    cuts.append((position, len(text), None))
    paragraphs, seen = [[]], set()
    for start, end, mark in cuts:
        for number, line in enumerate(text[start:end].split("\n")):
            if number:
                paragraphs.append([])
            begins = mark is not None and not number
            if line or begins:
                first = begins and id(mark) not in seen
                paragraphs[-1].append(Piece(line, mark, begins, first))
                seen.add(id(mark))
    return [pieces for pieces in paragraphs if any(p.text.strip() or p.begins for p in pieces)]
