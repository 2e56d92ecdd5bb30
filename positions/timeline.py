"""Statements over time as a drawing: periods, marks, their places. Pure: no request, no database.

Lengths are CSS pixels of a drawing WIDTH wide; x counts from its left edge, y from the top of a
lane. A mark counts on a `datetime.date`; lanes are actors' slugs.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .codebook import Group, Stance
from .codebook import group as group_of
from .dates import in_words, last_day_of, name_of, short_name_of
from .languages import kept_in_each_language
from .periods import end_of, start_of

WIDTH = 1200
CELL = 24  # What a finger needs (WCAG 2.2, target size).
MARGIN = 14  # More than half a cell, so that the first and the last day have room.
HEADROOM = 6
AXIS = 40
SHAPES = {1: 13, 2: 16, 3: 19, 5: 22}  # The size of a shape that stands for so many or more.
# The room of a year and of a month's name below the axis, in the larger letters of print.
NUMBER, SHORT_NAME, LONG_NAME = 44, 42, 92
MOST_MARKS = 400

UNCODED = "none"  # The group of a statement that takes no position of its own.
NO_POSITION = gettext_lazy("No position of its own")
ORDER = [*Group.values, UNCODED]
# What a mark stands for that counts by a unit of time.
COUNTED = {
    "week": gettext_lazy("one week's statements of the same kind"),
    "month": gettext_lazy("one month's statements of the same kind"),
    "quarter": gettext_lazy("one quarter's statements of the same kind"),
    "year": gettext_lazy("one year's statements of the same kind"),
}


@kept_in_each_language
def words_of(group):
    """What the marks of a group are called."""
    return _("no position of its own") if group == UNCODED else Group(group).label.lower()


def members(group):
    """What the group takes in, for the key."""
    if group == UNCODED:
        return [_("nothing coded, or only what others are said to hold")]
    return [stance.label.lower() for stance in Stance if group_of(stance) == group]


@dataclass(frozen=True, slots=True)
class Mark:
    """One stance group that a statement takes in its own actor's lane; UNCODED for a statement
    without a coding of its own (codebook, "Holder is not speaker": a claim is not one)."""

    lane: str
    day: date
    group: str
    statement: str
    speaker: str
    said_when: str
    text: str
    count = 1

    @classmethod
    def from_row(cls, row):
        """From a tuple in the order that StatementQuerySet.marks() asks for."""
        lane, day, group, statement, official, role, actor, precision, text = row
        speaker = official or role or actor
        return cls(lane, day, group, statement, speaker, in_words(day, precision), text)

    @property
    def middle(self):
        return self.day.toordinal() + 0.5


@dataclass(frozen=True, slots=True, order=True)
class Bin:
    """How many statements of a lane take one stance group in a week, month, quarter or year."""

    first: date
    last: date
    lane: str
    group: str
    count: int

    @classmethod
    def starting(cls, unit, first, lane, group, count):
        return cls(first, end_of(unit, first), lane, group, count)

    @property
    def middle(self):
        return (self.first.toordinal() + self.last.toordinal() + 1) / 2

    def between(self, first, last):
        """Without its days before `first` and after `last`."""
        return replace(self, first=max(self.first, first), last=min(self.last, last))


def binned(counted, unit):
    """Marks counted by one of UNITS, lane and group: a Counter of (its first day, lane, group).
    They are given by (the first day of the week, that of the month, lane, group): both end where a
    unit does."""
    found = Counter()
    for (week, month, *where), count in counted.items():
        found[week if unit == "week" else start_of(unit, month), *where] += count
    return found


def bins(binned, unit):
    """The Bins of what was binned by a unit, the earliest first."""
    return sorted(Bin.starting(unit, *key, count) for key, count in binned.items())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a Mark or Bin stands: the upper left corner of its cell, and of its shape in there."""

    mark: Mark | Bin
    x: int
    y: int
    size: int

    @property
    def words(self):
        return words_of(self.mark.group)

    @property
    def shape_x(self):
        return self.x + (CELL - self.size) / 2

    @property
    def shape_y(self):
        return self.y + (CELL - self.size) / 2


@dataclass(frozen=True, slots=True)
class Lane:
    """An actor's marks in rows that rise from a baseline; `height` includes the axis below it."""

    actor: str
    places: tuple
    baseline: int

    @property
    def height(self):
        return self.baseline + AXIS


@dataclass(frozen=True, slots=True)
class Tick:
    """The line of a month or a year; an empty label where there is no room for words."""

    x: int
    label: str


def across(ordinal, period):
    """The x of a moment, given as a day's ordinal; a whole number is the start of that day."""
    share = (ordinal - period.first.toordinal()) / period.days
    return MARGIN + share * (WIDTH - 2 * MARGIN)


def lanes(actors, marks, period):
    """A Lane for each actor in the order given; its marks do not cover each other."""
    by_actor = {actor: [] for actor in actors}
    for mark in marks:
        by_actor[mark.lane].append(mark)
    return [lane(actor, found, period) for actor, found in by_actor.items()]


def lane(actor, marks, period):
    marks = sorted(marks, key=lambda mark: (mark.middle, ORDER.index(mark.group)))
    lefts = [round(across(mark.middle, period) - CELL / 2) for mark in marks]
    rows = packed(lefts)
    baseline = HEADROOM + (max(rows, default=0) + 1) * CELL
    places = [
        Place(mark, left, baseline - (row + 1) * CELL, size_of(mark.count))
        for mark, left, row in zip(marks, lefts, rows, strict=True)
    ]
    return Lane(actor, tuple(places), baseline)


def packed(lefts):
    """The row of each cell: the lowest in which it covers none before it. `lefts` rise."""
    rows, ends = [], []
    for left in lefts:
        row = next((row for row, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [left + CELL]
        rows.append(row)
    return rows


def size_of(count):
    return max(size for least, size in SHAPES.items() if least <= count)


def width_of(days, period):
    return days / period.days * (WIDTH - 2 * MARGIN)


def year_ticks(period):
    """Lines where years begin, and where the period does. Every year, or every 2nd, 5th, 10th ...
    has its number, so that each has the room of one in print."""
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100) if width_of(n * 365, period) >= NUMBER)
    ticks = []
    for number in range(period.first.year, period.last.year + 1):
        left = across(max(date(number, 1, 1), period.first).toordinal(), period)
        right = min(across(date(number + every, 1, 1).toordinal(), period), WIDTH)
        has_room = number % every == 0 and right - left >= NUMBER
        ticks.append(Tick(round(left), str(number) if has_room else ""))
    return ticks


def month_ticks(period):
    """Lines where months begin, if 8 pixels apart. Every month or every third has its name, in
    full where that fits; none if not even the short ones do."""
    month = width_of(30, period)
    if month < 8:
        return []
    every = 1 if month >= SHORT_NAME else 3 if month * 3 >= SHORT_NAME else 0
    name = name_of if month >= LONG_NAME else short_name_of
    return [
        Tick(
            round(across(day.toordinal(), period)),
            name(day.month) if every and (day.month - 1) % every == 0 else "",
        )
        for day in starts("month", period)
    ]


def week_ticks(period):
    """Lines where weeks begin, if a day has 10 pixels; the day's number, where the name of its
    month and that of the next leave room for it."""
    if width_of(1, period) < 10:
        return []
    return [
        Tick(
            round(across(day.toordinal(), period)),
            str(day.day) if 9 < day.day <= last_day_of(day, "month").day - 3 else "",
        )
        for day in starts("week", period)
    ]


def starts(unit, period):
    """The days of a period on which a week, month, ... begins."""
    day = start_of(unit, period.first)
    while day <= period.last:
        if day >= period.first:
            yield day
        day = end_of(unit, day) + timedelta(days=1)


def rest(period, day):
    """The x and the width of what lies after `day`, or None."""
    if day >= period.last:
        return None
    left = round(across(day.toordinal() + 1, period))
    return left, WIDTH - left
