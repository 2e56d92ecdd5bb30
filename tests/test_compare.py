"""The rules of a cell on hand-made cases; each test names the sentence of the codebook it holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions import compare
from positions.cells import MOST_LEFT_OUT, MOST_SPLIT, Headship, Reach, Searched
from positions.codebook import GATED, MUST_BE_GATED, Gate, Stance
from positions.position import Position, in_order

DAY = date(2022, 12, 2)


def said(stance="demands", gate="none", *, day=DAY, by="minister", authority=2, **other):
    """A position of Ruritania on "withdrawal" unless told otherwise."""
    values = {
        "statement": f"{day}-{by}",
        "precondition": "withdrawal",
        "holder": "ruritania",
        "claimed_by": None,
        "claimant": None,
        "red_line": False,
        "note": "",
        "precision": "day",
        "speaker_name": by.title(),
        "role": "Minister",
        "grade": "B",
        "reviewed": False,
    }
    return Position(
        stance=stance, gate=gate, day=day, speaker=by, authority=authority, **{**values, **other}
    )


def cell(*positions, searched=None, **options):
    notes = [searched] if searched else []
    (row,) = table(positions, ["ruritania"], ["withdrawal"], search_notes=notes, **options)
    return row.cells[0]


def table(positions, actors, preconditions, day=DAY, *, versus=None, reach=None, gate="", **more):
    """The comparison of any positions."""
    told = compare.told(positions, day, reach=reach, gate=gate)
    before = versus and compare.told(positions, versus, reach=reach, gate=gate)
    return compare.table(told, actors, preconditions, day, before=before, gate=gate, **more)


def earlier(days):
    return DAY - timedelta(days=days)


# The order of codings: first wins.


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (said("accepts", authority=3), said("rejects", day=earlier(1), authority=1)),
        (said("accepts", authority=1), said("rejects", authority=2, grade="A")),
        (said("requires", "enter_talks", grade="C"), said("rejects", grade="A")),
        (said("demands", grade="A"), said("rejects", grade="B")),
        (said("accepts", statement="b"), said("open", statement="a")),
        (said("demands", statement="a"), said("rejects", statement="b")),
    ],
    ids=[
        "later day",
        "higher authority",
        "gated before ungated",
        "better grade",
        "more specific stance",
        "between groups the statement id",
    ],
)
def test_the_headline_follows_the_order_of_codings(winner, loser):
    for told in ((winner, loser), (loser, winner)):
        assert cell(*told).headline.latest == winner


def test_each_group_puts_its_most_specific_coding_forward():
    told = [
        said("demands", statement="a"),
        said("rejects", statement="b"),
        said("accepts", statement="c", grade="C"),
    ]
    assert [p.statement for p in in_order(reversed(told))] == ["a", "b", "c"]
    gated = [
        said("rejects_as_condition", "sign", statement="a"),
        said("requires", "sign", statement="b"),
        said("rejects", "sign", statement="c"),
    ]
    assert [p.statement for p in in_order(gated)] == ["b", "c", "a"]


def test_there_is_one_line_per_gate_with_the_latest_coding_of_each():
    shown = cell(
        said("requires", "enter_talks", day=earlier(9)),
        said("requires", "sign", day=earlier(5)),
        said("rejects", "sign", day=earlier(20)),
        said("demands"),
    )
    assert [(line.latest.stance, line.latest.gate) for line in shown.lines] == [
        ("demands", "none"),
        ("requires", "sign"),
        ("requires", "enter_talks"),
    ]
    assert [line.latest.gate for line in shown.also] == ["sign", "enter_talks"]


def test_nothing_said_after_the_day_counts():
    assert cell(said(day=DAY + timedelta(days=1))).lines == ()
    assert cell(said(day=DAY)).lines


def test_authority_4_is_left_out_and_counted():
    told = said(authority=4)
    shown = cell(told)
    assert (shown.lines, shown.left_out, shown.blank) == ((), 1, "unset")
    assert cell(said(authority=4), reach=Reach(authorities=(1, 2, 3, 4))).lines


def test_grade_d_never_sets_a_cell_even_when_asked_for():
    asked = Reach(grades=("A", "B", "C", "D"))
    assert cell(said(grade="D")).left_out == 1
    assert cell(said(grade="D"), reach=asked).lines == ()


def test_another_actors_or_rows_words_do_not_fill_the_cell():
    assert not cell(said(holder="others")).has_codings
    assert not cell(said(precondition="ceasefire")).has_codings


# Restatements.


def test_a_restatement_moves_last_affirmed_and_not_since():
    first, again, latest = said(day=earlier(30)), said(day=earlier(10)), said(day=earlier(1))
    line = cell(latest, first, again).headline
    assert (line.first, line.latest, line.restated) == (first, latest, 2)


def test_another_stance_at_the_gate_breaks_the_run():
    line = cell(said(day=earlier(30)), said("rejects", day=earlier(20)), said()).headline
    assert (line.first.day, line.restated, line.before.stance) == (DAY, 0, "rejects")


def test_the_same_words_of_the_same_day_are_no_restatement():
    line = cell(said(statement="a"), said(statement="b", by="other")).headline
    assert (line.restated, line.first.day) == (0, DAY)


def test_what_does_not_lead_its_day_neither_breaks_the_run_nor_is_what_it_replaced():
    aside = {"by": "deputy", "authority": 3}
    line = cell(
        said("rejects"),
        said("accepts", **aside),
        said("rejects", day=earlier(5)),
        said("accepts", day=earlier(5), **aside),
        said("open", day=earlier(9)),
    ).headline
    assert (line.first.day, line.restated, line.before.stance) == (earlier(5), 1, "open")
    assert cell(said("rejects"), said("accepts", **aside)).headline.before is None


def test_another_gate_does_not_break_the_run():
    told = [said(day=earlier(30)), said("requires", "sign", day=earlier(20)), said()]
    assert cell(*told).headline.restated == 1


# Split.


def test_a_minister_against_the_spokesperson_within_90_days_is_a_split():
    spokesperson = said("rejects", by="spokesperson", authority=3)
    president = said("accepts_if", by="president", authority=1, day=earlier(90))
    assert cell(spokesperson, president).split == (president,)


@pytest.mark.parametrize(
    "other",
    [
        said("accepts_if", by="president", authority=1, day=earlier(91)),
        said("accepts_if", by="deputy", authority=3, day=earlier(1)),
        said("accepts_if", by="spokesperson", authority=1, day=earlier(1)),
        said("rejects_as_condition", "sign", by="president", authority=1, day=earlier(1)),
        said("noncommittal", by="president", authority=1, day=earlier(1)),
    ],
    ids=[
        "91 days before",
        "authority 3 on another day",
        "the same speaker",
        "same side",
        "neither",
    ],
)
def test_no_split(other):
    assert cell(said("rejects", by="spokesperson", authority=3), other).split == ()


def test_of_many_against_the_headline_the_latest_are_shown():
    against = [said(by=f"m{n}", day=earlier(n + 1)) for n in range(MOST_SPLIT)]
    shown = cell(said("rejects", by="head", authority=1), *reversed(against))
    assert (shown.split, shown.more_split) == (tuple(against), False)
    more = said(by="once", day=earlier(80))
    shown = cell(said("rejects", by="head", authority=1), more, *against)
    assert (shown.split, shown.more_split) == (tuple(against), True)


def test_the_same_day_and_authority_is_a_split_at_any_authority():
    shown = cell(said("demands", by="a", authority=3), said("rejects", by="b", authority=3))
    assert shown.headline.latest.speaker == "a"
    assert [position.speaker for position in shown.split] == ["b"]


def test_wants_and_moves_are_one_side():
    assert not cell(said("demands", by="a"), said("accepts", by="b")).split


# Claims.


def test_a_claim_stands_apart_and_never_fills_the_cell():
    claim = said("rejects", claimed_by="russia", claimant="Russia", grade="D")
    shown = cell(claim)
    assert (shown.lines, shown.claims, shown.blank) == ((), (claim,), "not_researched")
    assert shown.has_codings


def test_only_the_latest_claim_of_each_party_is_shown():
    old = said("rejects", claimed_by="russia", grade="D", day=earlier(5))
    new = said("accepts", claimed_by="russia", grade="D")
    other = said("open", claimed_by="turkey", grade="D", day=earlier(9))
    assert cell(old, other, new).claims == (new, other)


# Said under a previous head.


def head(official, start, end):
    return Headship("ruritania", official, start, end)


@pytest.mark.parametrize(
    ("headships", "marked"),
    [
        (
            [
                head("old", date(2020, 1, 1), date(2022, 12, 31)),
                head("new", date(2023, 1, 1), None),
            ],
            1,
        ),
        ([head("old", date(2020, 1, 1), date(2022, 12, 31))], 1),
        ([head("old", date(2020, 1, 1), None)], 0),
        ([head("old", None, None)], 0),
        ([head("new", date(2023, 1, 1), None)], 1),
        ([head("a", date(2020, 1, 1), date(2023, 1, 1)), head("b", date(2020, 1, 1), None)], 0),
        ([], 0),
    ],
    ids=[
        "succeeded",
        "left, successor not known",
        "still there",
        "dates not known",
        "head of that day not known, the present one came later",
        "one of two heads left",
        "no head known",
    ],
)
def test_said_under_a_previous_head(headships, marked):
    shown = cell(said(), day=date(2026, 1, 1), headships=headships)
    assert shown.headline.under_previous_head == bool(marked)


def test_every_line_is_marked_that_was_said_under_a_previous_head():
    old = said("requires", "sign", day=date(2021, 1, 1))
    heads = [
        head("old", date(2020, 1, 1), date(2022, 1, 31)),
        head("new", date(2022, 2, 1), None),
    ]
    shown = cell(said(), old, headships=heads)
    assert [line.under_previous_head for line in shown.lines] == [False, True]


# What happened to a line in the meantime.


def test_the_other_side_between_two_affirmations_is_named():
    told = [
        said("requires", "enter_talks", day=earlier(90)),
        said("rejects", day=earlier(60)),
        said("rejects", day=earlier(50)),
        said("accepts", day=earlier(40)),
        said("requires", "enter_talks"),
    ]
    assert cell(*told).headline.between == told[2]
    assert cell(told[0], told[3], told[4]).headline.between is None
    assert cell(*told[:3]).also[0].between is None


def test_a_requirement_that_was_waived_says_so():
    told = [said("requires", "sign", day=earlier(9)), said("waives", day=earlier(5)), said("open")]
    lines = {line.latest.gate: line for line in cell(*told).lines}
    assert lines["sign"].waived == told[1]
    assert lines["none"].waived is None
    again = said("requires", "sign", day=earlier(2))
    assert all(line.waived is None for line in cell(*told, again).lines)


def test_the_line_of_a_gate_does_not_depend_on_other_gates():
    talks = [
        said("requires", "enter_talks", statement="b", by="x"),
        said("rejects", "enter_talks", statement="c", by="y"),
    ]
    other = said("rejects", "sign", statement="a", by="z")
    for told in (talks, [*talks, other]):
        by_gate = {line.latest.gate: line.latest for line in cell(*told).lines}
        assert by_gate["enter_talks"].statement == "b"


def test_two_gates_of_one_statement_stand_in_the_order_of_the_codebook():
    told = [said("requires", gate, statement="a") for gate in ("sign", "ceasefire", "enter_talks")]
    for order in (told, told[::-1]):
        assert [line.latest.gate for line in cell(*order).lines] == [
            "enter_talks",
            "ceasefire",
            "sign",
        ]


# Silence.


def searched(until, outcome):
    return Searched("ruritania", "withdrawal", until, "archive", outcome)


@pytest.mark.parametrize(
    ("note", "blank"),
    [
        (None, "not_researched"),
        (searched(DAY, "none_found"), "none_found"),
        (searched(DAY, "not_applicable"), "not_applicable"),
    ],
)
def test_a_blank_says_which_kind_of_silence_it_is(note, blank):
    assert cell(searched=note).blank == blank


def test_declined_to_say_is_a_line_and_no_blank():
    shown = cell(said("noncommittal"), searched=searched(DAY, "none_found"))
    assert (shown.blank, shown.headline.latest.group) == (None, "declined")


def test_a_table_has_every_row_and_cell_in_the_order_given():
    rows = table(
        [said()],
        ["ruritania", "others"],
        ["ceasefire", "withdrawal"],
        DAY,
        search_notes=[
            searched(earlier(9), "not_applicable"),
            searched(DAY, "none_found"),
        ],
    )
    assert [row.precondition for row in rows] == ["ceasefire", "withdrawal"]
    assert [row.has_codings for row in rows] == [False, True]
    assert [cell.actor for cell in rows[0].cells] == ["ruritania", "others"]
    assert rows[1].cells[0].searched.outcome == "none_found"


# Whatever is coded.

gated_stances = st.one_of(
    st.tuples(st.sampled_from(GATED), st.sampled_from([g for g in Gate if g != Gate.NONE])),
    st.tuples(st.sampled_from([s for s in Stance if s not in MUST_BE_GATED]), st.just(Gate.NONE)),
)


@st.composite
def positions(draw):
    stance, gate = draw(gated_stances)
    claimed_by = draw(st.sampled_from([None, None, "others"]))
    return said(
        stance,
        gate,
        day=earlier(draw(st.integers(-20, 200))),
        by=draw(st.sampled_from("abc")),
        authority=draw(st.integers(1, 4)),
        grade="D" if claimed_by else draw(st.sampled_from("ABCD")),
        claimed_by=claimed_by,
        statement=draw(st.text("xyz", min_size=1, max_size=3)),
    )


@given(st.lists(positions(), max_size=12))
def test_a_cell_keeps_its_promises_for_any_codings(told):
    shown = cell(*told)
    assert shown == cell(*sorted(told, key=repr, reverse=True)) or has_twins(told)
    gates = [line.latest.gate for line in shown.lines]
    assert len(gates) == len(set(gates))
    own = [p for p in told if not p.claimed_by and p.authority < 4 and p.grade != "D"]
    assert {p.gate for p in own if p.day <= DAY} == set(gates)
    for line in shown.lines:
        assert line.first.day <= line.latest.day <= DAY
    if shown.headline:
        latest = max(p.day for p in own if p.day <= DAY)
        assert shown.headline.latest.day == latest
        assert all(p.side and p.side != shown.headline.latest.side for p in shown.split)
    assert all(claim.claimed_by for claim in shown.claims)


def has_twins(told):
    """Codings that the order cannot tell apart; the database holds no two such."""
    return len({(p.precedence, p.group, p.specificity) for p in told}) < len(told)


# One gate, other evidence, two days.


def test_with_a_gate_only_its_line_is_shown_and_the_others_are_told_apart():
    told = [said("requires", "enter_talks", day=earlier(9)), said("rejects", by="other")]
    shown = cell(*told, gate="enter_talks")
    assert [line.latest.stance for line in shown.lines] == ["requires"]
    assert [line.latest.stance for line in shown.elsewhere] == ["rejects"]
    nothing = cell(*told, gate="sign")
    assert (nothing.lines, len(nothing.elsewhere), nothing.blank) == ((), 2, None)
    assert not nothing.has_codings
    assert cell(*told).elsewhere == ()


def test_a_split_looks_at_every_gate():
    told = [said("requires", "enter_talks", by="a"), said("rejects", by="b")]
    assert [p.speaker for p in cell(*told, gate="enter_talks").split] == ["b"]


def test_claims_and_left_out_statements_follow_the_gate():
    claim = said("requires", "sign", claimed_by="russia", grade="D")
    told = [claim, said("requires", "sign", authority=4, statement="aside")]
    assert (cell(*told, gate="sign").claims, cell(*told, gate="sign").left_out) == (
        (claim,),
        1,
    )
    assert not cell(*told, gate="enter_talks").has_codings


def test_a_statement_is_left_out_once_and_only_if_nothing_of_it_is_shown():
    two = [said("demands", authority=4, statement="x"), said("rejects", authority=4, statement="x")]
    assert cell(*two).left_out == 1
    shown = [said("demands", statement="x"), said("rejects", grade="D", statement="x")]
    assert cell(*shown).left_out == 0


@pytest.mark.parametrize(("number", "counted"), [(100, 100), (101, 101), (150, 101)])
def test_so_many_statements_left_out_are_counted(number, counted):
    told = [said(authority=4, statement=f"s{n}") for n in range(number)]
    assert MOST_LEFT_OUT == 100
    assert cell(*told).left_out == counted


def test_what_unnamed_persons_say_is_shown_apart_when_asked_for():
    unnamed = said("accepts", grade="D", authority=4, by="a person familiar")
    asked = Reach(grades=("A", "B", "C", "D"), authorities=(1, 2, 3, 4))
    assert cell(unnamed).unnamed == ()
    shown = cell(unnamed, reach=asked)
    assert (shown.unnamed, shown.lines, shown.blank) == ((unnamed,), (), "unset")


def test_a_narrower_reach_lets_an_older_better_statement_lead():
    told = [said("rejects", grade="C"), said("demands", grade="A", day=earlier(5))]
    assert cell(*told, reach=Reach(grades=("A",))).headline.latest.stance == "demands"
    assert cell(*told, reach=Reach(grades=("A",))).left_out == 1


def test_a_line_names_the_offices_that_affirmed_it():
    told = [
        said(role="President", day=earlier(3)),
        said(role="", speaker_name="Kremlin", day=earlier(2)),
        said(role="President"),
    ]
    assert cell(*told).headline.offices == ("President", "Kremlin")


def changed(*told, **narrowed):
    rows = table(told, ["ruritania"], ["withdrawal"], versus=earlier(10), **narrowed)
    change = rows[0].cells[0].change
    return change and (change.kind, change.before and change.before.stance, change.after.stance)


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (said("demands", day=earlier(20)), said("rejects"), ("changed", "demands", "rejects")),
        (
            said("requires", "sign", day=earlier(20)),
            said("requires", "enter_talks"),
            ("changed", "requires", "requires"),
        ),
        (said("accepts", day=earlier(20)), said("open"), ("within", "accepts", "open")),
        (said("demands", day=earlier(20)), said("demands"), None),
        (said("demands", day=earlier(9)), said("rejects"), ("first", None, "rejects")),
        (said("demands", day=earlier(10)), said("demands", day=earlier(30)), None),
    ],
    ids=["another group", "another gate", "within the group", "restated", "first", "as before"],
)
def test_what_changed_between_two_days(then, now, told):
    assert changed(then, now) == told


def test_a_change_is_told_at_the_gate_asked_for():
    told = [said("requires", "sign", day=earlier(20)), said("rejects")]
    assert changed(*told) == ("changed", "requires", "rejects")
    assert changed(*told, gate="sign") is None
    assert changed(*told, gate="none") == ("first", None, "rejects")


def rows(*told, versus=None):
    return table(told, ["ruritania", "others"], ["withdrawal"], versus=versus)


def test_cells_are_counted_by_what_changed():
    told = [
        said("demands", day=earlier(20)),
        said("rejects"),
        said("demands", day=earlier(20), precondition="calls"),
        said("open", holder="others"),
    ]
    found = table(told, ["ruritania", "others"], ["withdrawal", "calls"], versus=earlier(10))
    counted = {"changed": 1, "first": 1, "within": 0, "same": 1, "silent": 1}
    assert compare.count_changes(found) == counted


def test_what_is_tied_to_a_gate_comes_last_affirmed_first_with_what_leads_instead():
    told = [
        said("requires", "enter_talks", day=earlier(9)),
        said("demands", day=earlier(2)),
        said("requires", "sign", day=earlier(3)),
        said("rejects_as_condition", "enter_talks", holder="others", day=earlier(1)),
    ]
    (mine,) = compare.tied_to("enter_talks", rows(*told))["ruritania"]
    assert (mine.precondition, mine.line.latest, mine.other) == ("withdrawal", told[0], told[1])
    (theirs,) = compare.tied_to("enter_talks", rows(*told))["others"]
    assert (theirs.line.latest, theirs.other) == (told[3], None)
    later = said("requires", "enter_talks", precondition="calls", day=earlier(4))
    found = table([*told, later], ["ruritania"], ["withdrawal", "calls"])
    tied = compare.tied_to("enter_talks", found)["ruritania"]
    assert [one.precondition for one in tied] == ["calls", "withdrawal"]


def test_nothing_is_tied_to_no_gate_nor_after_it_was_waived():
    told = [said("requires", "sign", day=earlier(9)), said("waives", day=earlier(2))]
    assert compare.tied_to("sign", rows(told[0]))["ruritania"]
    assert not compare.tied_to("sign", rows(*told))["ruritania"]
    assert not compare.tied_to("none", rows(*told))["ruritania"]


def test_without_a_second_day_nothing_is_marked_as_changed():
    (row,) = table([said()], ["ruritania"], ["withdrawal"])
    assert row.cells[0].change is None
