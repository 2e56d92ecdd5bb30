"""The site's fonts, as Pillow draws them: variable WOFF2 files, one for each script."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from unicodedata import combining, normalize

from PIL import ImageFont

from positions.citing.reference import on_one_line

FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"
# Cards are drawn so many times larger and then reduced: shapes get smooth edges, and letters the
# distances that they have in print.
SCALE = 3
SCRIPTS = ("latin", "latin-ext", "cyrillic")
NO_CHARACTER = "\U0010ffff"
# Direction and joining marks: nothing to draw, and the fonts have no glyph for them.
INVISIBLE = dict.fromkeys([0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x2060, 0x2070), 0xFEFF])
LEFT_OUT = "[…]"


@dataclass(frozen=True)
class Face:
    """A family of static/fonts at a weight (200 to 900) and a size in pixels."""

    family: str
    weight: int
    size: int

    def at(self, size):
        return replace(self, size=size)


def serif(size, weight=400):
    return Face("source-serif-4", weight, size)


def sans(size, weight=400):
    return Face("source-sans-3", weight, size)


def file_of(family, script):
    return FOLDER / f"{family}-{script}-wght-normal.woff2"


@lru_cache(maxsize=256)
def font(face, script):
    found = ImageFont.truetype(file_of(face.family, script), face.size * SCALE)
    found.set_variation_by_axes([face.weight])
    return found


@lru_cache(maxsize=8)
def plain(family, script):
    """A font that draws the very character and never puts one together from others."""
    file, engine = file_of(family, script), ImageFont.Layout.BASIC
    found = ImageFont.truetype(file, 36, layout_engine=engine)
    return found, drawn(found, NO_CHARACTER)


def drawn(font, char):
    mask = font.getmask(char)
    return mask.size, bytes(mask)


@lru_cache(maxsize=4096)
def has(family, script, char):
    """Whether the font draws a character otherwise than it draws one that there is not."""
    font, missing = plain(family, script)
    return drawn(font, char) != missing


def script_of(family, char, before):
    """The script whose font has the character, or None; marks and spaces keep to what they
    follow."""
    order = [before, *SCRIPTS] if before and (char == " " or combining(char)) else SCRIPTS
    return next((script for script in order if has(family, script, char)), None)


def drawable(text, face, most=2000):
    """The text on one line and at most so long, with “[…]” for what no font has."""
    short = on_one_line(text[: 2 * most]).translate(INVISIBLE)
    text = normalize("NFC", short)[:most]
    kept = [char if script_of(face.family, char, None) else None for char in text]
    pieces = groupby(kept, key=lambda char: char is None)
    return "".join(LEFT_OUT if missing else "".join(told) for missing, told in pieces)


def runs(text, face):
    """The text as pairs of a font, SCALE times as large, and what it draws."""
    scripts, before = [], None
    for char in text:
        before = script_of(face.family, char, before)
        scripts.append(before)
    for script, told in groupby(zip(scripts, text, strict=True), key=lambda pair: pair[0]):
        if script:
            yield font(face, script), "".join(char for _, char in told)


@lru_cache(maxsize=8192)
def width(text, face):
    """In pixels."""
    return sum(one.getlength(told) for one, told in runs(text, face)) / SCALE
