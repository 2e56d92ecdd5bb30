from datetime import date

import pytest

from positions.articles.days import Day, day_said
from positions.articles.words import tokens_between

FRIDAY = date(2031, 3, 14)


def said(text, before=None):
    return day_said(tokens_between(text, 0, len(text)), FRIDAY, before)


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("said on Friday", date(2031, 3, 14), "day"),
        ("said Thursday", date(2031, 3, 13), "day"),
        ("late on Saturday evening", date(2031, 3, 8), "day"),
        ("last Friday", date(2031, 3, 7), "day"),
        ("said yesterday", date(2031, 3, 13), "day"),
        ("today", date(2031, 3, 14), "day"),
        ("said last night", date(2031, 3, 13), "day"),
        ("three days ago", date(2031, 3, 11), "day"),
        ("a week ago", date(2031, 3, 7), "day"),
        ("on 12 March", date(2031, 3, 12), "day"),
        ("on March 12, 2030", date(2030, 3, 12), "day"),
        ("on the 2nd of anything, 2nd March", date(2031, 3, 2), "day"),
        ("on 28 November", date(2030, 11, 28), "day"),
        ("on Nov 3-4", date(2030, 11, 3), "day"),
        ("in November", date(2030, 11, 1), "month"),
        ("last month", date(2031, 2, 28), "month"),
        ("last week", date(2031, 3, 7), "month"),
        ("last year", date(2030, 12, 31), "year"),
    ],
)
def test_days_gone_by(text, on, precision):
    assert said(text) == Day(on, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "until Friday",
        "by Friday",
        "due on Friday",
        "next Friday",
        "Friday's vote",
        "he may go",
        "on 31 February",
        "in 30 days",
        "on 12 March 2032",
        "since January",
    ],
)
def test_no_day_of_saying(text):
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("later the same day", date(2031, 3, 10)),
        ("a day earlier", date(2031, 3, 9)),
        ("the next day", date(2031, 3, 11)),
        ("the previous day", date(2031, 3, 9)),
    ],
)
def test_days_told_from_another(text, on):
    assert said(text, Day(date(2031, 3, 10))) == Day(on)


def test_a_leap_day_without_its_year_is_no_error():
    tokens = tokens_between("on 29 February", 0, 14)
    assert day_said(tokens, date(2028, 3, 1)) == Day(date(2028, 2, 29))
    assert day_said(tokens, date(2029, 3, 1)) is None
