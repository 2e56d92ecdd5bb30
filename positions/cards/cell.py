"""The card of one cell of the comparison."""

from dataclasses import dataclass
from functools import lru_cache

from .faces import sans, serif, width
from .lines import fitted, on_one
from .marks import INK, SOFT, badge, badge_size, monogram
from .sheet import BOTTOM, COLUMN, LEFT, RIGHT, SPEAKER, TOP, Party, Sheet, Speaker, Taken
from .statement import kicker

SIZES = (44, 39, 35, 31, 28, 25)


@dataclass(frozen=True)
class CellCard:
    """`blank` says in words why nobody stands in the cell; otherwise `taken` and what follows it
    are told: since when, whose words, and the words."""

    party: Party
    proposition: str
    as_of: str
    address: str
    blank: str = ""
    taken: Taken | None = None
    since: str = ""
    marks: str = ""
    text: str = ""
    is_quotation: bool = False
    kind: str = ""
    unreviewed: bool = False
    speaker: Speaker | None = None


@lru_cache(maxsize=64)
def png(card):
    sheet = Sheet(card.as_of, card.address)
    wide = monogram(sheet, LEFT, TOP, card.party, 20)
    name = on_one(card.party.name, sans(27, 600), COLUMN - wide - 14)
    sheet.text(LEFT + wide + 14, TOP + 26, name, sans(27, 600), INK)
    title = fitted(card.proposition, serif(44, 600), (44, 38, 33), COLUMN, 106, spacing=1.18)
    below = sheet.block(LEFT, TOP + 48, title, INK) + 14
    if card.blank:
        told = fitted(card.blank, serif(34), (34, 29, 25), COLUMN, BOTTOM - below - 20)
        sheet.block(LEFT, below + 20, told, SOFT)
        return sheet.png()
    below += holds(sheet, below, card) + 16
    sheet.rule(below, INK, 2)
    kicker(sheet, below + 12, card.kind, card.unreviewed)
    said = BOTTOM - SPEAKER
    words = fitted(
        card.text,
        serif(44),
        SIZES,
        COLUMN,
        said - 10 - (below + 48),
        spacing=1.27,
        quoted=card.is_quotation,
    )
    sheet.block(LEFT, below + 48, words, INK)
    sheet.speaker(said, card.speaker)
    return sheet.png()


def holds(sheet, top, card, size=25):
    """The stance, its gate and since when; gives the height."""
    wide, high = badge_size(card.taken.stance, [card.taken.label], size)
    badge(sheet, LEFT, top, card.taken.stance, [card.taken.label], size)
    x, baseline = LEFT + wide + 12, top + size * 1.125
    if card.taken.gate:
        x = sheet.text(x, baseline, card.taken.gate, sans(size, 600), INK) + width(" ", sans(size))
    rest = "  ·  ".join(filter(None, ("", card.since, card.marks))).removeprefix("  ")
    sheet.text(x, baseline, on_one(rest, sans(size - 2), RIGHT - x), sans(size - 2), SOFT)
    return high
