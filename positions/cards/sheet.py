"""The sheet that every card is drawn on: paper, the site's name, the day and the address. Drawn
cards are kept by what they tell; the address in it is another one in each language."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from .faces import SCALE, runs, sans, serif, width
from .lines import on_one
from .marks import INK, PAPER, RULE, SOFT, Pen, monogram

WIDTH, HEIGHT = 1200, 630
LEFT, RIGHT = 64, WIDTH - 64
COLUMN = RIGHT - LEFT
TOP, BOTTOM = 112, 550
SPEAKER = 60


@dataclass(frozen=True)
class Party:
    name: str
    monogram: str
    hue: int


@dataclass(frozen=True)
class Taken:
    """A stance as a card tells it; `gate` in words or empty, `about` what it is taken on, `whose`
    says so where it is not the speaker's own."""

    stance: str
    label: str
    gate: str = ""
    about: str = ""
    whose: str = ""


@dataclass(frozen=True)
class Speaker:
    """`when` also says more of the day where it is not the one of the words."""

    party: Party
    name: str
    role: str
    when: str


class Sheet:
    def __init__(self, as_of, address):
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.pen().box(0, 0, WIDTH, 9, fill=INK)
        self.text(LEFT, 73, "Parley", serif(46, 700), INK)
        self.text(RIGHT, 72, as_of, sans(25, 600), INK, from_right=True)
        self.rule(92, RULE)
        self.rule(566, RULE)
        site = f"Parley · {address}"
        self.text(LEFT, 602, on_one(site, sans(22), COLUMN), sans(22), SOFT)

    def pen(self, x=0, y=0):
        return Pen(self.draw, x, y)

    def text(self, x, baseline, text, face, colour, *, from_right=False):
        """Draws one line; gives where it ends."""
        x -= width(text, face) if from_right else 0
        for font, told in runs(text, face):
            self.draw.text((x * SCALE, baseline * SCALE), told, colour, font, anchor="ls")
            x += font.getlength(told) / SCALE
        return x

    def block(self, x, top, block, colour):
        """Draws a Block; gives where it ends."""
        for number, line in enumerate(block.lines):
            baseline = top + number * block.leading + block.face.size
            self.text(x, baseline, line, block.face, colour)
        return top + block.height

    def rule(self, y, colour, thick=1):
        self.pen().box(LEFT, y, RIGHT, y + thick, fill=colour)

    def speaker(self, top, speaker):
        """Two lines, SPEAKER pixels high: who in which office, for whom and when."""
        x = LEFT + monogram(self, LEFT, top + 6, speaker.party, 26) + 16
        name = on_one(speaker.name, sans(26, 600), RIGHT - x)
        end = self.text(x, top + 24, name, sans(26, 600), INK)
        if speaker.role and speaker.role != speaker.name:
            role = on_one(f", {speaker.role}", sans(26), RIGHT - end)
            self.text(end, top + 24, role, sans(26), SOFT)
        whose = [speaker.party.name] if speaker.party.name != speaker.name else []
        told = on_one(", ".join([*whose, speaker.when]), sans(23), RIGHT - x)
        self.text(x, top + 53, told, sans(23), INK)

    def png(self):
        """With no more colours than the letters' edges need, which is a third of the bytes."""
        small = self.image.reduce(SCALE)
        few = small.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        out = BytesIO()
        few.save(out, "PNG", optimize=True)
        return out.getvalue()
