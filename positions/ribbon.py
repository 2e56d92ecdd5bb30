"""Ribbons: the turns of one actor drawn on an axis of days. Pure geometry, like compare.py.

Places are percent of the axis, so that a drawing is as wide as its page. What can be written on it
depends on its width all the same; labels are placed for each of WIDTHS, and the style sheet shows
those that fit.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from .changes import Turn
from .codebook import Gate
from .position import Position

# The least width of a ribbon, in pixels at the usual size of text, by the name of its labels.
WIDTHS = {"narrow": 288, "middle": 570, "wide": 1000}
ICON = 16
LETTER = 7
YEAR = 10  # percent that the four digits of a year need on the narrowest axis
DAY = timedelta(days=1)
# Turns of one actor that a table lists, and that are drawn: more could not be told apart.
LISTED, DRAWN = 20, 60
# What stands on the track before the first statement, or before the turns that are drawn.
UNTOLD, UNDRAWN = _("no statement yet"), _("earlier turns not drawn")


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last`, both included, all equally wide."""

    first: date
    last: date

    def place(self, day):
        """Where `day` begins; the day after the last one begins at 100."""
        return round(100 * (day - self.first).days / (self.last + DAY - self.first).days, 2)

    @property
    def years(self):
        """Where each later year begins: (place, year), the year None where it has no room."""
        found = []
        free = YEAR
        for year in range(self.first.year + 1, self.last.year + 1):
            place = self.place(date(year, 1, 1))
            fits = free <= place <= 100 - YEAR
            found.append((place, year if fits else None))
            free = place + YEAR if fits else free
        return found

    @property
    def opening_year(self):
        """The year of the first day, if it has room before the next."""
        later = self.years
        return self.first.year if not later or later[0][0] >= YEAR else None


@dataclass(frozen=True, slots=True)
class Segment:
    """A Turn from `start` to `end`, said for the last time on the day that ends at `affirmed`.

    `until` opened the next turn; None where nothing later is on record.
    """

    turn: Turn
    start: float
    affirmed: float
    end: float
    until: Position | None

    @property
    def width(self):
        return round(self.end - self.start, 2)

    @property
    def thick(self):
        return round(self.affirmed - self.start, 2)

    @property
    def thin(self):
        return round(self.end - self.affirmed, 2)

    @property
    def wordings(self):
        """What can be written over it, the fullest first; at last nothing beside the icon."""
        first = self.turn.first
        gated = [] if first.gate == Gate.NONE else [f"{first.stance_label}, {first.gate_label}"]
        return [*gated, first.stance_label, ""]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands over one segment: its icon, with words or alone. Over several, which lie too
    close together for that, how many they are."""

    place: float
    segments: tuple
    words: str = ""

    @property
    def turn(self):
        return self.segments[0].turn

    @property
    def number(self):
        return len(self.segments)


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The segments of one actor, the oldest first, the days with a statement as `ticks`, and the
    number of turns `earlier` than those that are drawn."""

    segments: tuple
    ticks: tuple
    earlier: int = 0

    @property
    def start(self):
        return self.segments[0].start

    @property
    def before(self):
        """What is written on the track before the start."""
        return UNDRAWN if self.earlier else UNTOLD

    @property
    def latest(self):
        """The segments that a table lists, newest first."""
        return self.segments[: -LISTED - 1 : -1]

    @property
    def number(self):
        """Of all turns."""
        return len(self.segments) + self.earlier

    @property
    def unlisted(self):
        return max(self.number - LISTED, 0)

    @property
    def labels(self):
        return {name: labels(self.segments, width) for name, width in WIDTHS.items()}

    @property
    def silences(self):
        """By the same names, whether words fit on the track before the start."""
        needed = LETTER * len(self.before)
        return {name: self.start * width / 100 > needed for name, width in WIDTHS.items()}


def ribbons(spoken, day):
    """The Axis from the first statement to `day` and each holder's Ribbon on it by slug; None and
    nothing where nobody spoke. `spoken` has by holder its Turns on one precondition, none after
    `day`, all days on which it spoke, both the oldest first, and how many turns were earlier."""
    if not spoken:
        return None, {}
    axis = Axis(min(days[0] for _, days, _ in spoken.values()), day)
    return axis, {
        holder: Ribbon(segments(turns, axis), ticks(days, axis), earlier)
        for holder, (turns, days, earlier) in spoken.items()
        if turns
    }


def segments(turns, axis):
    following = [*(turn.first for turn in turns[1:]), None]
    return tuple(
        Segment(
            turn,
            axis.place(turn.first.day),
            axis.place(turn.latest.day + DAY),
            axis.place(until.day) if until else 100.0,
            until,
        )
        for turn, until in zip(turns, following, strict=True)
    )


def ticks(days, axis):
    """Places of days, those that cannot be told apart once."""
    return tuple(sorted({axis.place(day) for day in days}))


def labels(segments, width):
    """The Labels over segments on a ribbon of `width` pixels, left to right, none over the next.

    Segments without room for an icon are counted together. Their number, or the icon of a single
    one, ends where the label to its right begins, and may so begin before its own segment does.
    """
    found = []
    crowded = ()
    free = edge = width
    for segment in reversed(segments):
        start = width * segment.start / 100
        if free - start >= ICON:
            words = next(words for words in segment.wordings if room(words) <= free - start)
            found.append((start, (segment,), words))
            crowded = ()
            free = edge = start
        else:
            if crowded:
                found.pop()
            crowded = (segment, *crowded)
            free = min(start, edge - room_of_several(len(crowded)))
            found.append((free, crowded, ""))
    if len(found) > 1 and found[-1][0] < 0:
        (_, leftmost, _), (_, beside, _) = found.pop(), found.pop()
        found.append((0, leftmost + beside, ""))
    return [Label(round(100 * at / width, 2), *rest) for at, *rest in reversed(found)]


def room(words):
    return ICON + LETTER * (len(words) + 1) if words else ICON


def room_of_several(number):
    return ICON if number == 1 else LETTER * len(str(number)) + 2
