"""Dates as people type them, and as sentences tell them. Pure."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

PATTERNS = {
    "day": ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y"),
    "month": ("%Y-%m", "%b %Y", "%B %Y"),
    "year": ("%Y",),
}
EARLIEST_YEAR = 1900


@dataclass(frozen=True)
class Span:
    """The days that a typed date covers: one day, a month or a year, both ends included."""

    first: date
    last: date


def last_day_of(day, precision):
    """The last day of the month or year that `day` lies in; the day itself for "day"."""
    if precision == "year":
        return day.replace(month=12, day=31)
    if precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def parse_span(text):
    """The Span of "2022", "2022-12", "December 2022", "2022-12-02" or "2 Dec 2022".

    Raises ValueError for everything else, also for years before 1900.
    """
    words = re.sub(r"[\s,]+", " ", text).strip()
    for precision, patterns in PATTERNS.items():
        for pattern in patterns:
            try:
                first = datetime.strptime(words, pattern).date()
            except ValueError:
                continue
            if first.year < EARLIEST_YEAR:
                break
            return Span(first, last_day_of(first, precision))
    raise ValueError(text)


def months_before(day, months):
    """The same day of an earlier month, or that month's last day where it is shorter."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def in_words(day, precision="day"):
    """No more precise than the date is known: 2 December 2022, December 2022, 2022."""
    patterns = {"day": f"{day.day} %B %Y", "month": "%B %Y", "year": "%Y"}
    return day.strftime(patterns[precision])


def age(day, now, word="before"):
    """How long before `now` the day lies: "the same day", "12 days before", "3 years before"."""
    days = (now - day).days
    if days <= 0:
        return "the same day"
    months = (now.year - day.year) * 12 + now.month - day.month - (now.day < day.day)
    for count, unit in ((months // 12, "year"), (months, "month"), (days, "day")):
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''} {word}"
