"""Dates as people type them, and as sentences tell them in the language of the page. Pure."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.translation import gettext, ngettext_lazy, override

from .languages import is_english, kept_in_each_language

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
    """The Span of "2022", "2022-12", "December 2022", "2022-12-02" or "2 Dec 2022", with a month's
    name in any language of the site.

    Raises ValueError for everything else, also for years before 1900.
    """
    words = " ".join(
        english_months().get(word.rstrip(".").casefold(), word)
        for word in re.sub(r"[\s,]+", " ", text).strip().split(" ")
    )
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


@cache
def english_months():
    """The English names of months by the names that Django has for them in each language."""
    found = {}
    for language, _ in settings.LANGUAGES:
        with override(language):
            for names in (MONTHS, MONTHS_ALT, MONTHS_3):
                found |= {str(names[n]).casefold(): calendar.month_abbr[n] for n in range(1, 13)}
    return found


def months_before(day, months):
    """The same day of an earlier month, or that month's last day where it is shorter."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@kept_in_each_language
def in_words(day, precision="day"):
    """No more precise than the date is known: 2 December 2022, December 2022, 2022."""
    return told(day, precision, MONTHS)


@kept_in_each_language
def since_in_words(day, precision="day"):
    """The same behind "since", "from" and "until", where a month has another form than by itself:
    з грудня 2022, but грудень 2022."""
    return told(day, precision, MONTHS_ALT)


def told(day, precision, months):
    year = f"{day.year:04}"
    if precision == "year":
        return year
    if precision == "month":
        return f"{name_of(day.month, months)} {year}"
    return f"{day.day} {name_of(day.month, MONTHS_ALT)} {year}"


def name_of(month, names=MONTHS):
    """Django begins the names of months with capitals, which only English does."""
    name = str(names[month])
    return name if is_english() else name.lower()


def short_name_of(month):
    name = str(MONTHS_3[month])
    return name.capitalize() if is_english() else name


AGO = {
    "year": ngettext_lazy("%(number)d year ago", "%(number)d years ago", "number"),
    "month": ngettext_lazy("%(number)d month ago", "%(number)d months ago", "number"),
    "day": ngettext_lazy("%(number)d day ago", "%(number)d days ago", "number"),
}
BEFORE = {
    "year": ngettext_lazy("%(number)d year before", "%(number)d years before", "number"),
    "month": ngettext_lazy("%(number)d month before", "%(number)d months before", "number"),
    "day": ngettext_lazy("%(number)d day before", "%(number)d days before", "number"),
}


def age(day, now, words=BEFORE):
    """How long before `now` the day lies: "the same day", "12 days before", "3 years before"; with
    AGO "3 years ago"."""
    days = (now - day).days
    if days <= 0:
        return gettext("the same day")
    months = (now.year - day.year) * 12 + now.month - day.month - (now.day < day.day)
    for count, unit in ((months // 12, "year"), (months, "month"), (days, "day")):
        if count:
            return words[unit] % {"number": count}
