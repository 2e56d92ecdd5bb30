"""The card of one statement."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .faces import sans, serif, width
from .lines import fitted, on_one
from .marks import INK, SOFT, WARN, badge
from .sheet import BOTTOM, COLUMN, LEFT, RIGHT, SPEAKER, TOP, Sheet, Speaker

SIZES = (58, 52, 46, 41, 37, 33, 30, 27, 25)
MOST_STANCES, STANCE = 2, 46


@dataclass(frozen=True)
class StatementCard:
    """`kind` says whose words the text is in; `original` is empty or the words that were
    translated, `taken` all that it is coded as."""

    text: str
    is_quotation: bool
    kind: str
    unreviewed: bool
    original: str
    speaker: Speaker
    taken: tuple
    as_of: str
    address: str


@lru_cache(maxsize=64)
def png(card):
    sheet = Sheet(card.as_of, card.address)
    kicker(sheet, TOP, card.kind, card.unreviewed)
    said, shown, words, original = arranged(card)
    end = sheet.block(LEFT, TOP + 42, words, INK)
    if original:
        sheet.block(LEFT, end + 12, original, SOFT)
    sheet.speaker(said, card.speaker)
    top = said + SPEAKER + 12
    for taken in shown:
        stance(sheet, top, taken)
        top += STANCE
    if rest := len(card.taken) - len(shown):
        sheet.text(LEFT, BOTTOM - 2, on_its_page(rest, shown), sans(20), SOFT)
    return sheet.png()


def on_its_page(rest, shown):
    told = (
        ngettext(
            "and %(number)d more position, on its page",
            "and %(number)d more positions, on its page",
            rest,
        )
        if shown
        else ngettext(
            "and %(number)d position, on its page", "and %(number)d positions, on its page", rest
        )
    )
    return told % {"number": rest}


def arranged(card):
    """Where the speaker stands, the stances shown, and the words and their original as Blocks:
    fewer stances where the words would be shortened."""
    quoted = card.is_quotation
    for most in range(min(MOST_STANCES, len(card.taken)), 0 if card.taken else -1, -1):
        below = STANCE * most + (26 if len(card.taken) > most else 0)
        said = BOTTOM - below - SPEAKER - (12 if below else 0)
        room, original = said - 14 - (TOP + 42), None
        if card.original:
            original = fitted(card.original, serif(26), (26, 23), COLUMN, 70, quoted=quoted)
            room -= original.height + 12
        words = fitted(card.text, serif(58), SIZES, COLUMN, room, spacing=1.27, quoted=quoted)
        if not words.is_short:
            break
    return said, card.taken[:most], words, original


def kicker(sheet, top, kind, unreviewed):
    """Whose words these are, and whether anybody has checked them."""
    x = sheet.text(LEFT, top + 22, on_one(kind, sans(22, 600), COLUMN), sans(22, 600), SOFT)
    if unreviewed:
        x = sheet.text(x + 10, top + 22, "·", sans(22, 600), SOFT) + 10
        told = on_one(_("Unreviewed: not yet checked by an editor"), sans(22, 600), RIGHT - x)
        sheet.text(x, top + 22, told, sans(22, 600), WARN)


def stance(sheet, top, taken, size=22):
    baseline = top + size * 1.125
    whose = on_one(taken.whose, sans(size), COLUMN // 2)
    x = sheet.text(LEFT, baseline, whose, sans(size), SOFT) + (10 if whose else 0)
    x += badge(sheet, x, top, taken.stance, [taken.label], size)[0] + 12
    if taken.gate:
        x = sheet.text(x, baseline, taken.gate, sans(size, 600), INK) + width("  ", sans(size))
    sheet.text(x, baseline, on_one(taken.about, sans(size), RIGHT - x), sans(size), INK)
