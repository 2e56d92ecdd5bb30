"""Conflicts and meeting points on hand-made rows (codebook, "Derived, never typed")."""

import pytest

from positions import conflicts

from .test_compare import earlier, said, table

EVENTS = {"talks": "enter_talks", "ceasefire": "ceasefire"}


def rows(*told, gate=""):
    actors = sorted({position.holder for position in told})
    preconditions = sorted({position.precondition for position in told})
    return table(told, actors, preconditions, gate=gate)


def by(holder, stance, gate="none", on="ceasefire", **other):
    return said(stance, gate, holder=holder, precondition=on, by=holder, **other)


def test_one_wants_what_another_refuses():
    (conflict,) = conflicts.stated_conflicts(
        rows(
            by("a", "demands"), by("b", "rejects"), by("c", "accepts"), by("d", "requires", "sign")
        )
    )
    assert conflict.precondition == "ceasefire"
    assert [cell.actor for cell in conflict.wants] == ["a", "d"]
    assert [cell.actor for cell in conflict.refuses] == ["b"]


@pytest.mark.parametrize("other", ["accepts", "open", "noncommittal", "demands"])
def test_no_conflict_without_a_refusal(other):
    assert conflicts.stated_conflicts(rows(by("a", "demands"), by("b", other))) == []


def test_moving_is_not_wanting():
    assert conflicts.stated_conflicts(rows(by("a", "accepts"), by("b", "rejects"))) == []


def test_what_was_said_before_the_headline_is_no_conflict():
    told = [by("a", "demands", day=earlier(9)), by("a", "open"), by("b", "rejects")]
    assert conflicts.stated_conflicts(rows(*told)) == []


def test_two_want_or_move_and_none_refuses():
    (point,) = conflicts.meeting_points(
        rows(by("a", "demands"), by("b", "open"), by("c", "noncommittal"))
    )
    assert [cell.actor for cell in point.cells] == ["a", "b"]
    assert conflicts.meeting_points(rows(by("a", "demands"), by("b", "noncommittal"))) == []


def test_one_refusal_ends_a_meeting_point():
    told = [by("a", "demands"), by("b", "open"), by("c", "rejects")]
    assert conflicts.meeting_points(rows(*told)) == []


def test_silence_neither_makes_nor_ends_a_meeting_point():
    told = [by("a", "demands"), by("b", "accepts"), by("c", "demands", on="talks")]
    points = conflicts.meeting_points(rows(*told))
    assert [point.precondition for point in points] == ["ceasefire"]


def sequence(*told, **narrowed):
    found = conflicts.sequence_conflicts(rows(*told, **narrowed), EVENTS)
    return [(c.gate, c.first.holder, c.kind, c.second.holder) for c in found]


@pytest.mark.parametrize("stance", ["rejects_as_condition", "rejects"])
def test_a_gate_that_another_refuses(stance):
    told = [by("a", "requires", "enter_talks"), by("b", stance, "enter_talks")]
    assert sequence(*told) == [("enter_talks", "a", stance, "b")]


def test_a_gate_in_the_opposite_order_is_told_once():
    told = [by("a", "requires", "enter_talks"), by("b", "requires", "ceasefire", on="talks")]
    assert sequence(*told) == [("enter_talks", "a", "opposite", "b")]


@pytest.mark.parametrize(
    "other",
    [
        by("b", "rejects_as_condition", "sign"),
        by("b", "requires", "enter_talks"),
        by("b", "rejects"),
        by("b", "requires", "sign", on="talks"),
        by("b", "requires", "ceasefire", on="borders"),
        by("a", "requires", "ceasefire", on="talks"),
    ],
    ids=[
        "another gate",
        "the same wish",
        "no gate",
        "talks before a settlement",
        "another proposition before a ceasefire",
        "its own two gates",
    ],
)
def test_no_sequence_conflict(other):
    assert sequence(by("a", "requires", "enter_talks"), other) == []


def test_a_refusal_counts_whichever_gate_is_asked_for():
    told = [by("a", "requires", "sign"), by("b", "accepts"), by("c", "rejects")]
    for gate in ("", "sign"):
        assert conflicts.meeting_points(rows(*told, gate=gate)) == []
        assert len(conflicts.stated_conflicts(rows(*told, gate=gate))) == 1


def test_what_was_waived_is_no_sequence_conflict():
    told = [
        by("a", "requires", "enter_talks", day=earlier(9)),
        by("b", "rejects_as_condition", "enter_talks"),
    ]
    assert len(sequence(*told)) == 1
    assert sequence(*told, by("a", "waives", day=earlier(5))) == []


def test_every_line_counts_whichever_gate_is_shown():
    told = [
        by("a", "requires", "enter_talks", day=earlier(5)),
        by("a", "demands"),
        by("b", "rejects_as_condition", "enter_talks"),
    ]
    expected = [("enter_talks", "a", "rejects_as_condition", "b")]
    assert sequence(*told) == expected
    assert sequence(*told, gate="sign") == expected
