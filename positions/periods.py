"""Stretches of time that a drawing spans or counts by: weeks, months, quarters, years. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from .dates import EARLIEST_YEAR, in_words, last_day_of, name_of, short_name_of

UNITS = ("week", "month", "quarter", "year")
PERIOD = re.compile(r"([0-9]{4})(?:-[qQ]([1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """What the drawing spans, both days included; `name` is "2023", "2023-q2" or, for the whole
    of the record, empty."""

    name: str
    first: date
    last: date

    @property
    def label(self):
        if len(self.name) == 4:
            return self.name
        first, last = in_words(self.first, "month"), in_words(self.last, "month")
        if first == last:
            return first
        if self.first.year == self.last.year:
            first = name_of(self.first.month)
        # Translators: two months, such as "October to December 2022".
        return gettext("%(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def months(self):
        return f"{short_name_of(self.first.month)}–{short_name_of(self.last.month)}"

    @property
    def days(self):
        return (self.last - self.first).days + 1

    def neighbour(self, step):
        """The period of the same size before (-1) or after (1) a year or a quarter."""
        if len(self.name) == 4:
            return year(self.first.year + step)
        moved = self.first.year * 4 + (self.first.month - 1) // 3 + step
        return quarter(moved // 4, moved % 4 + 1)


def year(number):
    return Period(str(number), date(number, 1, 1), date(number, 12, 31))


def quarter(number, part):
    """A quarter of a year, `part` 1 to 4."""
    first = date(number, part * 3 - 2, 1)
    return Period(f"{number}-q{part}", first, end_of("quarter", first))


def parse_period(text):
    """The Period of "2023" or "2023-q2". Raises ValueError for everything else."""
    found = PERIOD.fullmatch(text)
    if not found or int(found[1]) < EARLIEST_YEAR:
        raise ValueError(text)
    number, part = found.groups()
    return quarter(int(number), int(part)) if part else year(int(number))


def whole(years):
    """The Period of all months from the first to the last, or None for no years. `years` are the
    first and the last day of each, oldest first."""
    if not years:
        return None
    (first, _), (_, last) = years[0], years[-1]
    return Period("", first.replace(day=1), last_day_of(last, "month"))


@dataclass(frozen=True, slots=True)
class Zoom:
    """The Periods one click away from the one that is drawn: the years with statements, the
    quarters of its year, the periods of its size before and after it (None where nothing is)."""

    years: tuple = ()
    quarters: tuple = ()
    before: Period | None = None
    after: Period | None = None


def zoom(period, years):
    """The Zoom of a Period; `years` as for whole()."""
    numbers = {first.year for first, _ in years}
    if not period or not period.name:
        return Zoom(tuple(year(number) for number in sorted(numbers)))
    here = period.first.year
    before, after = period.neighbour(-1), period.neighbour(1)
    return Zoom(
        tuple(year(number) for number in sorted(numbers | {here})),
        tuple(quarter(here, part) for part in (1, 2, 3, 4)),
        before if years and before.last >= years[0][0] else None,
        after if years and after.first <= years[-1][1] else None,
    )


def start_of(unit, day):
    """The first day of the week (a Monday), month, quarter or year that `day` lies in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = {"month": day.month, "quarter": day.month - (day.month - 1) % 3, "year": 1}
    return day.replace(month=months[unit], day=1)


def end_of(unit, first):
    """The last day of the unit that begins on `first`."""
    if unit == "week":
        return first + timedelta(days=6)
    if unit == "quarter":
        return last_day_of(first.replace(month=first.month + 2), "month")
    return last_day_of(first, unit)
