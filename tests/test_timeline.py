"""The geometry of the timeline on hand-made cases, and that the database counts like its rules."""

import re
from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from positions import codebook, periods, timeline
from positions.codebook import GATED, Stance
from positions.models import Coding, Statement
from positions.periods import start_of
from positions.timeline import UNCODED, Bin, Mark, binned, bins

from . import make
from .conftest import ROOT

YEAR = periods.year(2022)


def mark(day, group="wants", lane="us", statement="first"):
    return Mark(lane, make.day(day), group, statement, "Speaker", str(day), "Words.")


# Bins.


def counted(marks):
    days = ([start_of(unit, mark.day) for unit in ("week", "month")] for mark in marks)
    return Counter((*day, mark.lane, mark.group) for day, mark in zip(days, marks, strict=True))


def bins_of(marks, unit):
    return bins(binned(counted(marks), unit), unit)


def test_bins_count_marks_by_week_lane_and_group():
    told = [
        mark("2022-12-02"),
        mark("2022-12-04"),
        mark("2022-12-04", "refuses"),
        mark("2022-12-05"),
        mark("2022-12-02", lane="russia"),
    ]
    week = date(2022, 11, 28), date(2022, 12, 4)
    next_week = date(2022, 12, 5), date(2022, 12, 11)
    assert bins_of(told, "week") == [
        Bin(*week, "russia", "wants", 1),
        Bin(*week, "us", "refuses", 1),
        Bin(*week, "us", "wants", 2),
        Bin(*next_week, "us", "wants", 1),
    ]
    assert [found.count for found in bins_of(told, "year")] == [1, 1, 3]


def test_a_bin_is_cut_where_the_drawing_ends():
    found = Bin.starting("week", date(2022, 12, 26), "us", "wants", 2)
    cut = found.between(date(2022, 1, 1), date(2022, 12, 31))
    assert (cut.first, cut.last) == (date(2022, 12, 26), date(2022, 12, 31))


# Places.


def test_days_lie_in_proportion_and_inside_the_drawing():
    told = [mark("2022-01-01"), mark("2022-07-02"), mark("2022-12-31")]
    places = timeline.lane("us", told, YEAR).places
    first, middle, last = (place.x + timeline.CELL / 2 for place in places)
    assert middle == timeline.WIDTH / 2
    assert first == timeline.WIDTH - last == pytest.approx(timeline.MARGIN + 1.6, abs=1)


def test_marks_of_one_day_stand_on_each_other_in_the_order_of_the_key():
    told = [mark("2022-12-02", group) for group in reversed(timeline.ORDER)]
    lane = timeline.lane("us", told, YEAR)
    assert [place.mark.group for place in lane.places] == timeline.ORDER
    assert len({place.x for place in lane.places}) == 1
    heights = [place.y for place in lane.places]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] + timeline.CELL == lane.baseline
    assert heights[-1] == timeline.HEADROOM


def test_a_later_mark_takes_the_lowest_row_that_is_free():
    assert timeline.packed([0, 10, 24, 34, 40]) == [0, 1, 0, 1, 2]


@given(st.lists(st.dates(YEAR.first, YEAR.last), max_size=40))
def test_no_mark_covers_another_or_leaves_the_drawing(days):
    lane = timeline.lane("us", [mark(day) for day in days], YEAR)
    assert len(lane.places) == len(days)
    for one, other in combinations(lane.places, 2):
        apart = max(abs(one.x - other.x), abs(one.y - other.y))
        assert apart >= timeline.CELL
    for place in lane.places:
        assert 0 <= place.x <= timeline.WIDTH - timeline.CELL
        assert timeline.HEADROOM <= place.y <= lane.baseline - timeline.CELL
        assert place.size <= timeline.CELL


def test_more_statements_make_a_larger_shape():
    sizes = [timeline.size_of(count) for count in (1, 2, 4, 99)]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] < timeline.CELL


def test_every_actor_has_its_lane_even_without_marks():
    lanes = timeline.lanes(["us", "russia"], [mark("2022-12-02", lane="russia")], YEAR)
    assert [(lane.actor, len(lane.places)) for lane in lanes] == [("us", 0), ("russia", 1)]
    assert lanes[0].height == lanes[1].height


# Lines and their words.


def words(ticks):
    return [tick.label for tick in ticks if tick.label]


def test_a_year_names_its_months_and_a_quarter_its_weeks():
    assert words(timeline.year_ticks(YEAR)) == ["2022"]
    assert words(timeline.month_ticks(YEAR))[8:] == ["September", "October", "November", "December"]
    assert timeline.week_ticks(YEAR) == []
    quarter = periods.quarter(2022, 4)
    assert words(timeline.month_ticks(quarter)) == ["October", "November", "December"]
    days = " ".join(words(timeline.week_ticks(quarter)))
    assert days == "10 17 24 14 21 12 19 26"


def test_some_years_name_every_third_month_and_many_none():
    some = periods.whole([(date(2022, 11, 20), date(2026, 6, 15))])
    assert words(timeline.month_ticks(some))[:4] == ["Jan", "Apr", "Jul", "Oct"]
    assert len(timeline.month_ticks(some)) == 44
    assert words(timeline.year_ticks(some)) == ["2022", "2023", "2024", "2025", "2026"]
    many = periods.whole([(date(1995, 1, 1), date(2026, 6, 15))])
    assert timeline.month_ticks(many) == []
    assert len(timeline.year_ticks(many)) == 32
    ages = periods.whole([(date(1951, 3, 1), date(2026, 6, 15))])
    assert words(timeline.year_ticks(ages))[:2] == ["1955", "1960"]


@given(st.dates(date(1950, 1, 1), date(2026, 12, 31)), st.integers(0, 200) | st.integers(0, 20_000))
@example(date(2022, 2, 1), 27)
@example(date(2026, 9, 1), 90)
def test_words_below_the_axis_do_not_run_into_each_other(first, days):
    """In print they are widest: "2022" takes 38 pixels, "May" 36, "September" 82, "30" 20."""
    period = periods.whole([(first, first + timedelta(days))])
    below = timeline.month_ticks(period) + timeline.week_ticks(period)
    for ticks in (timeline.year_ticks(period), sorted(below, key=lambda tick: tick.x)):
        for one, other in pairwise(tick for tick in ticks if tick.label):
            width = {1: 12, 2: 20, 3: 36, 4: 38}.get(len(one.label), 82)
            assert other.x - one.x >= width, (one, other)


def test_what_lies_after_the_day_is_told_apart():
    left, width = timeline.rest(YEAR, date(2022, 7, 1))
    assert (left, left + width) == (timeline.WIDTH / 2 - 2, timeline.WIDTH)
    assert timeline.rest(YEAR, date(2022, 12, 31)) is None


def test_the_key_has_every_stance_once():
    told = [label for group in codebook.Group for label in timeline.members(group)]
    assert sorted(told) == sorted(stance.label.lower() for stance in Stance)


def test_a_lane_has_the_colour_of_its_actors_monogram():
    site, charts = ((ROOT / "static/css" / name).read_text() for name in ("site.css", "charts.css"))
    hues = re.findall(r"\.hue-(\d) \.monogram \{ --h: ([^;]*);", site)
    assert len(hues) == 7
    assert re.findall(r"\.swim\.hue-(\d) \{ --hue: ([^;]*);", charts) == hues
    assert re.search(r"\.monogram \{ --h: ([^;]*);", site)[1] in charts


# The database and the rules in Python count alike.

LANES = ("us", "russia")
ROWS = ("withdrawal", "ceasefire")
CODINGS = st.tuples(
    st.sampled_from(ROWS), st.sampled_from(list(Stance)), st.sampled_from(LANES), st.booleans()
)
TOLD = st.tuples(
    st.sampled_from(LANES),
    st.dates(date(2021, 11, 20), date(2023, 2, 10)),
    st.sampled_from(["day", "month", "year"]),
    st.lists(CODINGS, max_size=4, unique_by=lambda coding: (coding[0], coding[2])),
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(st.lists(TOLD, max_size=12), st.sampled_from([None, *ROWS]))
def test_the_database_counts_bins_as_the_rules_do(told, row):
    with transaction.atomic():
        actors = {slug: make.actor(slug) for slug in LANES}
        rows = {slug: make.precondition(slug) for slug in ROWS}
        expected = entered(told, actors, rows, row)
        chosen = None if row is None else [rows[row]]
        found = Statement.objects.all()
        if row:
            found = found.filter(
                pk__in=Coding.objects.filter(precondition=rows[row]).values("statement")
            )
        marks = found.marks(chosen)
        assert sorted((m.statement, m.lane, m.day, m.group) for m in marks) == sorted(expected)
        assert found.counted_marks(chosen) == counted(marks)
        transaction.set_rollback(True)


def entered(told, actors, rows, row):
    """The statements, entered, and their marks by the sentences of the codebook: (statement, lane,
    day, group), of the codings on one row if it is given."""
    marks = set()
    for number, (lane, said_on, precision, codings) in enumerate(told):
        statement = Statement.objects.create(
            slug=f"told-{number}",
            actor=actors[lane],
            attribution="institution",
            form="quotation",
            text="Words.",
            said_on=said_on,
            date_precision=precision,
        )
        for precondition, stance, holder, claimed in codings:
            claimant = actors["us" if holder == "russia" else "russia"] if claimed else None
            Coding.objects.create(
                statement=statement,
                precondition=rows[precondition],
                holder=actors[holder],
                claimed_by=claimant,
                stance=stance,
                gate="sign" if stance in GATED else "none",
                note="Terms.",
            )
        counted = [coding for coding in codings if row in (None, coding[0])]
        if row is None or counted:
            groups = {codebook.group(stance) for _, stance, _, claimed in counted if not claimed}
            for group in groups or {UNCODED}:
                marks.add((statement.slug, lane, statement.counts_on, group))
    return marks
