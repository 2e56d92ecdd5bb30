"""Turns and moves on hand-made cases."""

from datetime import date

from positions import changes
from positions.cells import Reach

from .test_compare import earlier, said


def history(*told):
    return [(turn.first.stance, turn.first.gate, turn.restated) for turn in changes.turns(told)]


def test_a_turn_begins_where_the_headline_differs():
    assert history(
        said("demands", day=earlier(50)),
        said("demands", day=earlier(40)),
        said("requires", "enter_talks", day=earlier(30)),
        said("requires", "sign", day=earlier(20)),
        said("rejects", day=earlier(10)),
    ) == [
        ("demands", "none", 1),
        ("requires", "enter_talks", 0),
        ("requires", "sign", 0),
        ("rejects", "none", 0),
    ]


def test_another_stance_of_the_same_group_and_gate_is_another_turn():
    told = [said("accepts", day=earlier(5)), said("accepts_if")]
    assert history(*told) == [("accepts", "none", 0), ("accepts_if", "none", 0)]


def test_of_one_day_only_the_first_in_the_order_of_a_cell_is_the_headline():
    told = [said("demands", authority=3, by="a"), said("rejects", authority=1, by="b")]
    assert history(*told) == [("rejects", "none", 0)]


def test_claims_and_what_the_reach_leaves_out_make_no_turn():
    assert history(said(claimed_by="others", grade="D"), said(authority=4), said(grade="D")) == []


def moved(*told, reach=None):
    return [
        (move.before and move.before.stance, move.after.stance, move.after.day)
        for move in changes.moves(told, reach)
    ]


def test_a_move_is_another_group_or_gate_than_the_headline_before():
    assert moved(
        said("requires", "enter_talks", day=earlier(50)),
        said("requires", "sign", day=earlier(40)),
        said("accepts", day=earlier(30)),
        said("rejects", day=earlier(20)),
        said("noncommittal", day=earlier(10)),
    ) == [
        ("rejects", "noncommittal", earlier(10)),
        ("accepts", "rejects", earlier(20)),
        ("requires", "accepts", earlier(30)),
        ("requires", "requires", earlier(40)),
        (None, "requires", earlier(50)),
    ]


def test_restatements_and_other_stances_of_the_group_are_no_moves():
    told = [said("accepts", day=earlier(9)), said("accepts", day=earlier(5)), said("open")]
    assert moved(*told) == [(None, "accepts", earlier(9))]


def test_a_move_differs_from_the_last_restatement_before_it():
    told = [said(day=earlier(9)), again := said(day=earlier(5)), said("rejects")]
    assert changes.moves(told)[0].before == again


def test_only_the_headline_of_a_day_can_move():
    told = [
        said("demands", day=earlier(5)),
        said("rejects", authority=3, by="a"),
        said("demands", authority=1, by="b"),
    ]
    assert moved(*told) == [(None, "demands", earlier(5))]


def test_claims_and_what_the_reach_leaves_out_do_not_move():
    told = [
        said(day=earlier(5)),
        said("rejects", claimed_by="others", grade="D", day=earlier(4)),
        said("rejects", authority=4, day=earlier(3)),
        said("rejects", grade="C", day=earlier(2)),
    ]
    assert moved(*told)[0] == ("demands", "rejects", earlier(2))
    assert moved(*told, reach=Reach(grades=("A", "B"))) == [(None, "demands", earlier(5))]
    assert moved(*told, reach=Reach(authorities=(4,))) == [(None, "rejects", earlier(3))]


def test_moves_of_all_cells_come_in_an_order_that_leaves_nothing_open():
    ordered = [
        said(authority=1, statement="b", by="z"),
        said(authority=2, statement="a", holder="a", precondition="z"),
        said(authority=2, statement="a", holder="b", precondition="a"),
        said(authority=2, statement="a", holder="b", precondition="b"),
        said(authority=2, statement="c", precondition="c"),
        said(authority=1, statement="d", precondition="d", precision="month"),
        said(authority=1, statement="e", precondition="e", precision="year"),
        said(authority=1, statement="0", precondition="f", day=earlier(1)),
    ]
    for told in (ordered, ordered[::-1], sorted(ordered, key=repr)):
        assert [move.after for move in changes.moves(told)] == ordered


def test_a_month_counts_as_its_last_day_and_is_told_as_a_month():
    position = said(day=date(2022, 9, 30), precision="month")
    assert position.said_when == "September 2022"
