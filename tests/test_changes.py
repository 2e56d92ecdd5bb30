"""Turns and moves on hand-made cases."""

from datetime import date

from positions import changes

from .test_compare import earlier, said


def history(*told):
    return [
        (turn.first.stance, turn.first.gate, turn.restated, turn.moved)
        for turn in changes.turns(told)
    ]


def test_a_turn_begins_where_the_headline_differs():
    assert history(
        said("demands", day=earlier(50)),
        said("demands", day=earlier(40)),
        said("requires", "enter_talks", day=earlier(30)),
        said("requires", "sign", day=earlier(20)),
        said("rejects", day=earlier(10)),
    ) == [
        ("demands", "none", 1, False),
        ("requires", "enter_talks", 0, True),
        ("requires", "sign", 0, True),
        ("rejects", "none", 0, True),
    ]


def test_another_stance_of_the_same_group_and_gate_has_not_moved():
    told = [said("accepts", day=earlier(5)), said("accepts_if")]
    assert history(*told) == [("accepts", "none", 0, False), ("accepts_if", "none", 0, False)]


def test_of_one_day_only_the_first_in_the_order_of_a_cell_is_the_headline():
    told = [said("demands", authority=3, by="a"), said("rejects", authority=1, by="b")]
    assert history(*told) == [("rejects", "none", 0, False)]


def test_claims_and_what_the_reach_leaves_out_make_no_turn():
    assert history(said(claimed_by="others", grade="D"), said(authority=4), said(grade="D")) == []


def test_the_latest_moves_come_newest_first_without_openings_and_restatements():
    told = [
        said("demands", day=earlier(30)),
        said("accepts", day=earlier(20)),
        said("accepts", day=earlier(2)),
        said("demands", day=earlier(25), precondition="ceasefire"),
        said("rejects", day=earlier(9), precondition="ceasefire"),
        said("demands", day=earlier(1), precondition="borders"),
    ]
    moves = changes.latest_moves(told, 5)
    assert [(m.turn.first.precondition, m.before.first.stance) for m in moves] == [
        ("ceasefire", "demands"),
        ("withdrawal", "demands"),
    ]
    assert len(changes.latest_moves(told, 1)) == 1


def test_turns_are_grouped_by_the_attribute_asked_for():
    told = [said(), said(holder="others")]
    assert set(changes.turns_by_cell(told, by="holder")) == {"ruritania", "others"}


def test_a_month_counts_as_its_last_day_and_is_told_as_a_month():
    position = said(day=date(2022, 9, 30), precision="month")
    assert position.said_when == "September 2022"
