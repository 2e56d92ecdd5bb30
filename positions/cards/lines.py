"""Text broken into lines that fit. Nothing is drawn here."""

import re
from dataclasses import dataclass

from .faces import Face, drawable, width

# A line may end after a space and after a hyphen or dash inside a word.
PIECE = re.compile(r"\S+?[-–—/](?=\S)|\S+\s*|\s+")
BALANCED = 5


@dataclass(frozen=True)
class Block:
    """Lines of one face; `leading` is the distance of their baselines in pixels, `is_short`
    tells whether words were left out."""

    lines: tuple
    face: Face
    leading: int
    is_short: bool = False

    @property
    def height(self):
        return len(self.lines) * self.leading


def broken(text, face, limit):
    """The lines of a text, none wider than the limit; a word that is wider is cut."""
    lines, line, used = [], "", 0
    for piece in pieces(text, face, limit):
        wide = width(piece.rstrip(), face)
        if line and used + wide > limit - 1:
            lines.append(line.rstrip())
            line, used = "", 0
        line += piece
        used += width(piece, face)
    return [*lines, line.rstrip()] if line.strip() else lines


def pieces(text, face, limit):
    for piece in PIECE.findall(text):
        while piece.strip() and width(piece.rstrip(), face) > limit - 1:
            cut = len(piece)
            while cut > 1 and width(piece[:cut], face) > limit - 1:
                cut = cut * 3 // 4 if cut > 8 else cut - 1
            yield piece[:cut]
            piece = piece[cut:]
        if piece:
            yield piece


def balanced(text, face, limit):
    """Few lines, about equally long."""
    lines = broken(text, face, limit)
    if not 1 < len(lines) <= BALANCED:
        return lines
    narrow, wide = limit // 2, limit
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        if len(broken(text, face, middle)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return broken(text, face, wide)


def shortened(text, face, limit, most, end="…"):
    """At most so many lines; where more is left out, the last one ends with `end`."""
    lines = broken(text, face, limit)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last + end, face) > limit - 1:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;:.-–—") + end]


def fitted(text, face, sizes, limit, height, *, spacing=1.3, quoted=False):
    """A Block of the text, in the largest of the sizes at which it fits; else shortened."""
    before, after = ("“", "”") if quoted else ("", "")
    text = f"{before}{drawable(text, face)}{after}"
    for size in sizes:
        at, leading = face.at(size), round(size * spacing)
        lines = balanced(text, at, limit)
        if len(lines) * leading <= height:
            return Block(tuple(lines), at, leading)
    most = max(height // leading, 1)
    return Block(tuple(shortened(text, at, limit, most, f"…{after}")), at, leading, True)


def on_one(text, face, limit):
    """One line, shortened where it must be; nothing where there is no room."""
    if limit < 3 * face.size:
        return ""
    return next(iter(shortened(drawable(text, face, 300), face, limit, 1)), "")
