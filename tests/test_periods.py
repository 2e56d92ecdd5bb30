"""Years and quarters as addresses name them, and what lies beside them."""

from datetime import date

import pytest

from positions import periods
from positions.periods import parse_period

YEAR = periods.year(2022)


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("2023-q1", date(2023, 1, 1), date(2023, 3, 31), "January to March 2023"),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31), "October to December 2023"),
    ],
)
def test_a_period_is_a_year_or_a_quarter(text, first, last, label):
    period = parse_period(text)
    assert (period.first, period.last, period.label) == (first, last, label)
    assert parse_period(period.name) == period


@pytest.mark.parametrize(
    "text",
    ["23", "1899", "0000", "2023-q5", "2023-q0", "2023-05", "2023q1", "2023 ", "٢٠٢٢", "x\x00"],
)
def test_everything_else_is_no_period(text):
    with pytest.raises(ValueError):
        parse_period(text)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("2023", "2022", "2024"),
        ("2023-q1", "2022-q4", "2023-q2"),
        ("2023-q4", "2023-q3", "2024-q1"),
    ],
)
def test_neighbours_are_of_the_same_size(name, before, after):
    period = parse_period(name)
    assert period.neighbour(-1).name == before
    assert period.neighbour(1).name == after


def test_the_whole_record_is_drawn_in_whole_months():
    years = [(date(2022, 2, 25), date(2022, 12, 1)), (date(2024, 1, 1), date(2024, 2, 3))]
    whole = periods.whole(years)
    assert (whole.first, whole.last) == (date(2022, 2, 1), date(2024, 2, 29))
    assert (whole.name, whole.label) == ("", "February 2022 to February 2024")
    assert periods.whole([(date(2022, 5, 2), date(2022, 5, 9))]).label == "May 2022"
    assert periods.whole([]) is None


def names(found):
    return [period.name for period in found]


def test_the_zoom_leads_to_years_with_statements_and_to_quarters_of_the_one_drawn():
    years = [(date(2022, 2, 25), date(2022, 12, 1)), (date(2024, 1, 1), date(2024, 2, 3))]
    out = periods.zoom(periods.whole(years), years)
    assert (names(out.years), out.quarters, out.before, out.after) == (
        ["2022", "2024"],
        (),
        *[None] * 2,
    )
    first = periods.zoom(periods.year(2022), years)
    assert names(first.quarters) == ["2022-q1", "2022-q2", "2022-q3", "2022-q4"]
    assert (first.before, first.after.name) == (None, "2023")
    last = periods.zoom(periods.quarter(2024, 1), years)
    assert (last.before.name, last.after) == ("2023-q4", None)
    beyond = periods.zoom(periods.year(2025), years)
    assert names(beyond.years) == ["2022", "2024", "2025"]
    assert names(periods.zoom(YEAR, []).years) == ["2022"]


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        ("week", date(2022, 11, 28), date(2022, 12, 4)),
        ("month", date(2022, 12, 1), date(2022, 12, 31)),
        ("quarter", date(2022, 10, 1), date(2022, 12, 31)),
        ("year", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_units_begin_and_end_as_the_calendar_says(unit, first, last):
    assert periods.start_of(unit, date(2022, 12, 2)) == first
    assert periods.end_of(unit, first) == last
