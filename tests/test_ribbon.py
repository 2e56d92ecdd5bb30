"""Ribbons on hand-made cases, and on the page of a precondition with the table that equals them."""

import re
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.changes import headlines, turns
from positions.ribbon import DRAWN, LISTED, WIDTHS, Axis, labels, ribbons, room, room_of_several

from . import make
from .test_compare import said

FIRST = date(2022, 1, 1)
HUNDRED = FIRST + timedelta(99)


def after(days):
    return FIRST + timedelta(days)


def spoken(positions):
    """What each holder said, as the page has it."""
    by_holder = defaultdict(list)
    for position in positions:
        by_holder[position.holder].append(position)
    days = {holder: [p.day for p in headlines(told)] for holder, told in by_holder.items()}
    return {h: (turns(told), days[h], 0) for h, told in by_holder.items() if days[h]}


def drawn(*told, day=HUNDRED, holder="ruritania"):
    """The Ribbon of an actor where a day is one percent of the axis, as the default `day` is."""
    return ribbons(spoken(told), day)[1][holder]


def written(ribbon, width=1000):
    return [(label.number, label.words) for label in labels(ribbon.segments, width)]


def test_days_are_equally_wide_from_the_first_statement_to_the_day_shown():
    axis, _ = ribbons(spoken([said(day=after(30), holder="others"), said(day=FIRST)]), HUNDRED)
    assert axis == Axis(FIRST, HUNDRED)
    assert [axis.place(after(days)) for days in (0, 1, 50, 100)] == [0, 1, 50, 100]


def test_the_first_day_alone_is_an_axis():
    ribbon = drawn(said(day=FIRST), day=FIRST)
    assert [(s.start, s.affirmed, s.end) for s in ribbon.segments] == [(0, 100, 100)]


def test_a_segment_runs_until_the_next_turn_and_the_last_one_to_the_day_shown():
    ribbon = drawn(
        said("demands", day=after(0)),
        said("demands", day=after(9)),
        said("rejects", day=after(40)),
    )
    opened, last = ribbon.segments
    assert (opened.start, opened.affirmed, opened.end) == (0, 10, 40)
    assert (last.start, last.affirmed, last.end) == (40, 41, 100)
    assert (opened.thick, opened.thin, opened.width) == (10, 30, 40)
    assert (opened.until.stance, last.until) == ("rejects", None)


def test_what_was_said_once_is_broad_for_its_day_only():
    """Nothing expires, but a position that stands was not said again."""
    (segment,) = drawn(said(day=FIRST)).segments
    assert (segment.thick, segment.thin) == (1, 99)


def test_every_day_with_a_statement_is_a_tick_once():
    told = [said(day=after(days), by=by) for days, by in ((0, "a"), (7, "a"), (7, "b"), (30, "a"))]
    ribbon = drawn(*told)
    assert len(ribbon.segments) == 1
    assert ribbon.ticks == (0, 7, 30)


def test_nothing_stands_before_an_actors_first_statement():
    ribbon = drawn(said(day=FIRST, holder="others"), said(day=after(25)))
    assert ribbon.start == ribbon.segments[0].start == 25
    assert ribbon.silences == {"narrow": False, "middle": True, "wide": True}


def test_claims_and_weak_evidence_make_no_ribbon():
    weak = [said(claimed_by="others"), said(authority=4), said(grade="D")]
    assert ribbons(spoken(weak), HUNDRED) == (None, {})
    axis, found = ribbons(spoken([*weak, said(day=after(3), holder="others")]), HUNDRED)
    assert axis.first == after(3)
    assert list(found) == ["others"]


def test_years_begin_on_the_first_of_january():
    axis = Axis(date(2022, 7, 1), date(2024, 6, 30))
    assert axis.opening_year == 2022
    assert axis.years == [(axis.place(date(year, 1, 1)), year) for year in (2023, 2024)]


def test_a_year_without_room_keeps_its_line_and_loses_its_number():
    axis = Axis(date(2022, 12, 1), date(2025, 1, 20))
    assert axis.opening_year is None
    assert [year for _, year in axis.years] == [None, 2024, None]
    century = Axis(date(1925, 1, 1), date(2025, 12, 31))
    assert len(century.years) == 100
    numbered = [place for place, year in century.years if year]
    assert 5 < len(numbered) < 11
    assert all(b - a >= 10 for a, b in zip(numbered, numbered[1:], strict=False))


@pytest.mark.parametrize(
    ("width", "words"),
    [(1000, "Requires, before talks"), (120, "Requires"), (30, "")],
)
def test_a_label_says_as_much_as_has_room(width, words):
    ribbon = drawn(said("requires", "enter_talks", day=FIRST))
    assert written(ribbon, width) == [(1, words)]


def test_turns_that_lie_too_close_together_are_counted():
    ribbon = drawn(
        said("demands", day=after(0)),
        *(said("rejects" if n % 2 else "accepts", day=after(50 + n)) for n in range(4)),
    )
    assert written(ribbon) == [(1, "Demands"), (3, ""), (1, "Rejects")]
    counted = ribbon.labels["wide"][1]
    assert counted.turn.first.day == after(50)


def test_a_short_turn_before_the_day_shown_has_its_icon_inside_the_ribbon():
    ribbon = drawn(said("demands", day=FIRST), said("rejects", day=HUNDRED))
    label = labels(ribbon.segments, 1000)[-1]
    assert (label.number, label.words, label.place) == (1, "", 98.4)


def test_turns_crowded_at_the_very_beginning_stay_inside_the_ribbon():
    ribbon = drawn(said("demands", day=FIRST), said("rejects", day=after(1)))
    assert [(label.number, label.place) for label in labels(ribbon.segments, 300)] == [(2, 0)]


@given(st.lists(st.integers(0, 1500), min_size=1, max_size=40), st.sampled_from(list(WIDTHS)))
def test_no_label_reaches_into_the_next_and_every_turn_has_one(days, name):
    days = sorted(set(days))
    stances = ["demands", "rejects", "rejects_as_condition"]
    told = [
        said(stances[n % 3], "sign" if n % 3 == 2 else "none", day=after(d))
        for n, d in enumerate(days)
    ]
    ribbon = drawn(*told, day=after(1500))
    found = ribbon.labels[name]
    assert [s for label in found for s in label.segments] == list(ribbon.segments)
    ends = [
        label.place * WIDTHS[name] / 100
        + (room(label.words) if label.number == 1 else room_of_several(label.number))
        for label in found
    ]
    starts = [label.place * WIDTHS[name] / 100 for label in found]
    assert starts[0] >= 0 and ends[-1] <= WIDTHS[name] + 0.2
    assert all(end <= start + 0.2 for end, start in zip(ends, starts[1:], strict=False))


def test_the_table_lists_the_newest_turns_and_counts_the_rest():
    told = [said("rejects" if n % 2 else "accepts", day=after(n)) for n in range(LISTED + 2)]
    ribbon = drawn(*told)
    assert len(ribbon.latest) == LISTED
    assert [s.turn.first.day for s in ribbon.latest[:2]] == [after(LISTED + 1), after(LISTED)]
    assert ribbon.unlisted == 2
    assert drawn(*told[:3]).unlisted == 0


def test_what_is_not_drawn_is_told():
    told = [said("rejects" if n % 2 else "accepts", day=after(n)) for n in range(DRAWN + 2)]
    ((holder, (found, days, _)),) = spoken(told).items()
    ribbon = ribbons({holder: (found[2:], days, 2)}, HUNDRED)[1][holder]
    assert [s.turn.first.day for s in ribbon.segments[:1]] == [after(2)]
    assert (ribbon.number, ribbon.unlisted) == (DRAWN + 2, DRAWN + 2 - LISTED)
    assert ribbon.start == ribbon.segments[0].start > 0
    assert (ribbon.before, drawn(*told).before) == ("earlier turns not drawn", "no statement yet")
    assert len(ribbon.ticks) == DRAWN + 2


def test_who_has_no_turn_left_has_no_ribbon():
    told = {**spoken([said()]), "others": ([], [FIRST], 0)}
    assert {*ribbons(told, HUNDRED)[1]} == {"ruritania"}


def test_no_more_turns_are_drawn_than_can_be_told_apart(client, db):
    for n in range(DRAWN + 2):
        told = make.statement("Out.", by="putin", on=f"2022-{1 + n // 28:02}-{1 + n % 28:02}")
        make.coding(told, "withdrawal", "rejects" if n % 2 else "accepts")
    page = client.get("/preconditions/withdrawal/").text
    assert page.count('<rect class="reach"') == DRAWN
    assert f"{DRAWN + 2 - LISTED} earlier turns not listed." in page
    assert f"Download {DRAWN + 2} turns" in page


@pytest.fixture
def history(db):
    for slug in ("us", "vatican"):
        make.actor(slug)
    for text, on, stance, gate, note in (
        ("First.", "2022-03-01", "requires", "enter_talks", ""),
        ("Again.", "2022-05-01", "requires", "enter_talks", ""),
        ("Perhaps.", "2023-02-01", "accepts_if", "none", "once it is signed"),
    ):
        told = make.statement(text, by="zelensky", on=on, slug=on)
        make.coding(told, "withdrawal", stance, gate=gate, note=note)
    told = make.statement("No word.", by="biden", on="2022-06-01", slug="no-word")
    make.coding(told, "withdrawal", "noncommittal")


def page_of(client, day="2024-03-01"):
    return client.get(f"/preconditions/withdrawal/?as_of={day}").text


def segments_of(page):
    return re.findall(r'<a class="segment ([^"]*)" href="([^"]*)"[^>]*><title>(.*?)</title>', page)


def test_segments_link_to_what_opened_them_and_tell_it(client, history):
    found = segments_of(page_of(client))
    assert found == [
        (
            "declined noncommittal",
            "/statements/no-word/?as_of=2024-03-01",
            "Us: Declined to say. From 1 June 2022, nothing else since. Biden, President.",
        ),
        (
            "wants requires",
            "/statements/2022-03-01/?as_of=2024-03-01",
            "Ukraine: Requires, before talks. From 1 March 2022 until 1 February 2023. "
            "Last said 1 May 2022. Zelensky, President.",
        ),
        (
            "moves accepts_if",
            "/statements/2023-02-01/?as_of=2024-03-01",
            "Ukraine: Accepts if. From 1 February 2023, nothing else since. Zelensky, President.",
        ),
    ]


def test_the_table_has_the_same_turns_newest_first(client, history):
    page = page_of(client)
    rows = re.findall(r"<tr><td class=\"from\">.*?</tr>", page, re.S)
    told = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "|", row)) for row in rows]
    cells = [[cell for cell in row.split("|") if cell.strip()] for row in told]
    assert cells == [
        ["1 June 2022", "Declined to say", "nothing else since", "1 June 2022", "0", "Biden",
         ", President"],
        ["1 February 2023", "Accepts if", "nothing else since", "1 February 2023", "0", "Zelensky",
         ", President", "once it is signed"],
        ["1 March 2022", "Requires", "before talks", "1 February 2023", "1 May 2022", "1",
         "Zelensky", ", President"],
    ]  # fmt: skip


def test_a_day_in_the_past_ends_the_ribbons_there(client, history):
    found = segments_of(page_of(client, "2022-04-01"))
    assert [classes for classes, _, _ in found] == ["wants requires"]
    assert "From 1 March 2022, nothing else since." in found[0][2]


def test_actors_without_a_ribbon_are_named_without_a_stance(client, history):
    page = page_of(client)
    folded = re.search(r'<p class="folded">.*?</p>', page)[0]
    assert ">Vatican</a>" in folded and "That is no stance." in folded
    assert "Ukraine" not in folded and ">Us<" not in folded
    assert page.count("no statement yet</text>") == 1  # on the wide ribbon of the United States


def test_a_precondition_that_nobody_spoke_of_has_no_drawing(client, history):
    page = page_of(client, "2022-01-01")
    assert "No statement that sets a cell is on record on this up to 1 January 2022." in page
    assert "<figure" not in page and "<table" not in page


def test_earlier_turns_than_the_table_lists_are_one_link_away(client, db):
    for n in range(LISTED + 3):
        told = make.statement(f"Point {n}.", by="zelensky", on=after(n))
        make.coding(told, "withdrawal", "rejects" if n % 2 else "accepts")
    page = client.get("/preconditions/withdrawal/").text
    assert page.count('<td class="from">') == LISTED
    assert len(segments_of(page)) == LISTED + 3
    assert "3 earlier turns not listed." in page
    assert "/statements/?actor=ukraine&amp;precondition=withdrawal&amp;order=oldest" in page
