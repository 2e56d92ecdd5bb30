from datetime import date

import pytest

from positions.dates import Span, age, in_words, last_day_of, months_before, parse_span


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31)),
        ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-12-02", date(2022, 12, 2), date(2022, 12, 2)),
        ("2 Dec 2022", date(2022, 12, 2), date(2022, 12, 2)),
        (" 2  december 2022 ", date(2022, 12, 2), date(2022, 12, 2)),
        ("December 2, 2022", date(2022, 12, 2), date(2022, 12, 2)),
    ],
)
def test_typed_dates_are_read(typed, first, last):
    assert parse_span(typed) == Span(first, last)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "yesterday",
        "22",
        "2022-13",
        "2022-02-30",
        "02/12/2022",
        "0001",
        "1899",
        "\x00",
        "9" * 50,
    ],
)
def test_nonsense_is_refused(typed):
    with pytest.raises(ValueError):
        parse_span(typed)


@pytest.mark.parametrize(
    ("precision", "last"),
    [("day", date(2024, 2, 3)), ("month", date(2024, 2, 29)), ("year", date(2024, 12, 31))],
)
def test_the_last_day_of_what_is_known(precision, last):
    assert last_day_of(date(2024, 2, 3), precision) == last


def test_months_before_stays_inside_the_shorter_month():
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2024, 1, 15), 12) == date(2023, 1, 15)
    assert months_before(date(2024, 1, 15), 1) == date(2023, 12, 15)


def test_dates_are_told_no_more_precisely_than_known():
    day = date(2022, 9, 30)
    assert [in_words(day, p) for p in ("day", "month", "year")] == [
        "30 September 2022",
        "September 2022",
        "2022",
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 3, 31), "the same day"),
        (date(2024, 3, 30), "1 day before"),
        (date(2024, 3, 1), "30 days before"),
        (date(2024, 2, 29), "1 month before"),
        (date(2023, 4, 1), "11 months before"),
        (date(2023, 3, 31), "1 year before"),
        (date(2021, 1, 1), "3 years before"),
    ],
)
def test_age_in_words(day, words):
    assert age(day, date(2024, 3, 31)) == words
