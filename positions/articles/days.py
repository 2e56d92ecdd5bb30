"""The day that words like "on Friday" or "last month" mean in an article of a given day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from .wordlists import any_of

WEEKDAY = {
    name.lower(): number
    for names in (calendar.day_name, calendar.day_abbr)
    for number, name in enumerate(names)
    if name not in ("Wed", "Sat", "Sun")
}
MONTH = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
TODAY = {"today", "tonight"}
PARTS = {"morning", "afternoon", "evening", "night", "noon", "midday"}
# "until Friday" is no day on which anything was said; "after talks on Friday" may be.
NOT_WHEN = any_of(
    "until till by before since from due next ahead through between of than every for this- "
    "coming scheduled planned"
)
SMALL = any_of(
    "on late early the last earlier in this midnight noon midday morning afternoon evening"
)
DURING = any_of("during at in after")
DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:-\d{1,2})?$")


@dataclass(frozen=True, slots=True)
class Day:
    """`on` is any day of the month or year where `precision` is "month" or "year"."""

    on: date
    precision: str = "day"


def day_said(tokens, published, before=None):
    """The first Day that the tokens name as a time gone by, or None; `before` is the Day of the
    statement before, for "the same day"."""
    tokens = [token for token in tokens if token.text != "."]
    words = [token.low for token in tokens]
    for at in range(len(words)):
        lead = at - 1
        while lead >= 0 and words[lead] in SMALL:
            lead -= 1
        is_when = not tokens[at].genitive or at and words[at - 1] in DURING
        if lead >= 0 and words[lead] in NOT_WHEN or not is_when:
            continue
        if found := day_at(words, at, published, before):
            return found
    return None


def day_at(words, at, published, before):
    word, following = words[at], words[at + 1 : at + 4]
    led_by = words[at - 1] if at else ""
    if led_by == "next":
        return None
    if word in WEEKDAY:
        back = (published.weekday() - WEEKDAY[word]) % 7
        return Day(published - timedelta(back or 7 * (led_by == "last")))
    if word in TODAY or word == "this" and following[:1] and following[0] in PARTS:
        return Day(published)
    if word == "yesterday":
        return Day(published - timedelta(1))
    if word == "last" and following[:1] in (["night"], ["evening"]):
        return Day(published - timedelta(1))
    if word in ("same", "that") and following[:1] == ["day"]:
        return before
    if word in ("last", "this") and following[:1] in (["week"], ["month"], ["year"]):
        return unit_ago(published, following[0], word == "last")
    if word in NUMBERS and following[1:2] in (["ago"], ["earlier"], ["before"]):
        since = published if following[1] == "ago" or not before else before.on
        return ago(since, NUMBERS[word], following[0].rstrip("s"))
    if word in ("next", "following") and following[:1] == ["day"] and before:
        return Day(min(before.on + timedelta(1), published))
    if word == "previous" and following[:1] == ["day"]:
        return Day((before.on if before else published) - timedelta(1))
    return calendar_day(words, at, published)


def unit_ago(published, unit, last):
    if unit == "week":
        return Day(published - timedelta(7), "month") if last else None
    if unit == "month":
        return Day(published.replace(day=1) - timedelta(1) if last else published, "month")
    return Day(date(max(published.year - last, 1), 12, 31) if last else published, "year")


def ago(published, number, unit):
    days = {"day": 1, "week": 7}.get(unit)
    return Day(published - timedelta(number * days)) if days else None


def calendar_day(words, at, published):
    """12 March, March 12, March 12-13, 12 March 2031, March 2031; without a year the latest that is
    not to come."""
    if words[at] not in MONTH:
        return None
    if words[at] == "may" and not (at and (words[at - 1] in ("in", "last") or number(words, at))):
        return None
    month, following = MONTH[words[at]], words[at + 1 : at + 4]
    day = number(words, at)
    years = [int(word) for word in following if re.fullmatch(r"(?:19|20|21)\d\d", word)]
    year = years[0] if years else None
    if day is None and words[at - 1 : at] not in (["in"], ["last"], ["early"], ["late"]):
        return None
    try:
        found = date(year or published.year, month, day or 1)
        if not year and found > published:
            found = found.replace(year=published.year - 1)
    except ValueError:
        return None
    if found > published:
        return None
    return Day(found, "day" if day else "month")


def number(words, at):
    """The day of the month that stands before or after the month's name."""
    for word in (*words[at - 1 : at], *words[at + 1 : at + 2]):
        if (match := DAY_OF_MONTH.match(word)) and 1 <= int(match[1]) <= 31:
            return int(match[1])
    return None
