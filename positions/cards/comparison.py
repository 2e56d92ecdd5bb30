"""The card of a comparison: the actors and as many rows as can be read."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .faces import drawable, sans, serif, width
from .lines import Block, fitted, on_one, shortened
from .marks import INK, RULE, SOFT, WARN, badge, badge_size, before_label, monogram
from .sheet import BOTTOM, COLUMN, LEFT, RIGHT, TOP, Sheet, Taken

# By the number of actors, the width of the first column and the size of the words.
SHAPES = {2: (420, 22), 3: (340, 22), 4: (268, 19), 5: (232, 18), 6: (212, 17)}
GAP = 16


@dataclass(frozen=True)
class Shown:
    """A cell: a stance with its day and what marks it, or why there is none."""

    blank: str = ""
    taken: Taken | None = None
    when: str = ""
    marks: str = ""
    unreviewed: bool = False


@dataclass(frozen=True)
class ComparisonCard:
    """`rows` are pairs of a proposition and its Shown cells, in the order of the parties; `more`
    is the number of rows that are not among them."""

    title: str
    parties: tuple
    rows: tuple
    more: int
    as_of: str
    address: str


@lru_cache(maxsize=64)
def png(card):
    sheet = Sheet(card.as_of, card.address)
    first, size = SHAPES.get(len(card.parties), SHAPES[2])
    each = (COLUMN - first) // max(len(card.parties), 1)
    lefts = [LEFT + first + each * number for number in range(len(card.parties))]
    title = fitted(card.title, serif(32, 600), (32, 28, 25), COLUMN, 44, spacing=1.2)
    top = sheet.block(LEFT, TOP - 2, title, INK) + 16
    for left, party in zip(lefts, card.parties, strict=True):
        wide = monogram(sheet, left, top, party, round(size * 0.75))
        name = on_one(party.name, sans(size + 1, 600), each - wide - GAP - 8)
        sheet.text(left + wide + 8, top + size, name, sans(size + 1, 600), INK)
    top += round(size * 1.6)
    sheet.rule(top, INK, 2)
    top += 2
    drawn, left_over = [], len(card.rows) + card.more
    for proposition, cells in card.rows:
        parts = [told(cell, each - GAP, size) for cell in cells]
        face = serif(size + 1, 600)
        lines = shortened(drawable(proposition, face, 300), face, first - GAP - 8, 5)
        name = Block(tuple(lines), face, round(size * 1.25))
        high = max([name.height, *(height(part, size) for part in parts)]) + 18
        if top + high > BOTTOM - 26:
            break
        sheet.block(LEFT, top + 9, name, INK)
        for left, part in zip(lefts, parts, strict=True):
            put(sheet, left, top + 9, part, size)
        top += high
        sheet.rule(top, RULE)
        drawn += [cell for cell in cells if cell.taken]
        left_over -= 1
    note(sheet, left_over, drawn)
    if not card.rows:
        sheet.text(LEFT, 330, _("No row fits what was asked."), serif(30), SOFT)
    return sheet.png()


def told(cell, limit, size):
    """A cell's lines: what stands in the badge, if anything, and all below with their colours."""
    small = sans(size - 3)
    if cell.blank:
        lines = shortened(drawable(cell.blank, small, 200), small, limit, 3)
        return None, [(line, small, SOFT) for line in lines]
    stance, words, at = in_badge(cell.taken, limit, size - 2)
    dated = " · ".join(filter(None, (cell.when, cell.marks)))
    below = [(cell.taken.gate, sans(size - 3, 600), INK, 2), (dated, small, SOFT, 3)]
    lines = [
        (line, face, colour)
        for text, face, colour, most in below
        if text
        for line in shortened(drawable(text, face, 200), face, limit, most)
    ]
    return (stance, words, at), lines


def in_badge(taken, limit, most):
    """A stance, the lines of its words and their size: no more than `most`, and so small that no
    word is broken where that can be."""
    stance, label = taken.stance, taken.label
    for size in (most, most - 1, most - 2, most - 3):
        face = sans(size, 600)
        inside = limit - before_label(stance, size) - round((size + 2) * 0.55)
        if all(width(word, face) < inside for word in label.split()):
            break
    return stance, shortened(label, face, inside, 3), size


def height(part, size):
    inside, below = part
    high = badge_size(*inside)[1] + 5 if inside else 0
    return high + round(len(below) * (size - 3) * 1.25)


def put(sheet, left, top, part, size):
    inside, below = part
    if inside:
        top += badge(sheet, left, top, *inside)[1] + 5
    for line, face, colour in below:
        sheet.text(left, top + face.size, line, face, colour)
        top += (size - 3) * 1.25


def note(sheet, left_over, drawn):
    """What the card leaves out, and what nobody has checked."""
    if left_over:
        more = ngettext("and %(number)d more row", "and %(number)d more rows", left_over)
        sheet.text(LEFT, BOTTOM, more % {"number": left_over}, sans(20, 600), SOFT)
    unchecked = sum(cell.unreviewed for cell in drawn)
    if unchecked:
        told_of = _("Unreviewed: not yet checked by an editor")
        if unchecked < len(drawn):
            told_of = _(
                "Unreviewed: %(unchecked)d of %(all)d statements not yet checked by an editor"
            ) % {"unchecked": unchecked, "all": len(drawn)}
        sheet.text(RIGHT, BOTTOM, told_of, sans(20, 600), WARN, from_right=True)
