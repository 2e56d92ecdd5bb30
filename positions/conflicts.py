"""Where positions meet and where they do not (codebook, "Derived, never typed"). Pure.

All of it is read from the rows of a comparison. A row's conflict or meeting point follows the
position that leads each cell, whichever gate is asked for; a sequence conflict follows every line
that was not waived, for it is about gates. Nothing is ranked.
"""

from collections import defaultdict
from dataclasses import dataclass

from .cells import Cell
from .codebook import Group, Stance
from .position import Position

AGAINST_A_GATE = (Stance.REJECTS_AS_CONDITION, Stance.REJECTS)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A precondition that somebody wants and somebody else refuses."""

    precondition: str
    wants: tuple[Cell, ...]
    refuses: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """A precondition that at least two want or move on, and nobody compared refuses."""

    precondition: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SequenceConflict:
    """`first` makes `precondition` a gate for `gate`; `second`, another actor's, does not have it.

    `kind` tells how: "rejects_as_condition" (`gate` must not wait for it), "rejects" (it must not
    come before `gate`, or stands in its way) or "opposite" (it must itself wait for `gate`).
    """

    gate: str
    precondition: str
    first: Position
    kind: str
    second: Position


def stated_conflicts(rows):
    """A Conflict for every row in which one actor wants what another refuses."""
    found = []
    for row in rows:
        wants, refuses = in_groups(row, Group.WANTS), in_groups(row, Group.REFUSES)
        if wants and refuses:
            found.append(Conflict(row.precondition, wants, refuses))
    return found


def meeting_points(rows):
    """A MeetingPoint for every row that two or more want or move on and none refuses."""
    found = []
    for row in rows:
        cells = in_groups(row, Group.WANTS, Group.MOVES)
        if len(cells) >= 2 and not in_groups(row, Group.REFUSES):
            found.append(MeetingPoint(row.precondition, cells))
    return found


def in_groups(row, *groups):
    return tuple(cell for cell in row.cells if cell.group in groups)


def sequence_conflicts(rows, events):
    """Every SequenceConflict among the rows, in their order; opposite orders are told once.

    `events` tells which preconditions are themselves what a gate waits for: {precondition: gate}.
    """
    held = [
        line.latest
        for row in rows
        for cell in row.cells
        for line in cell.every_line
        if not line.waived
    ]
    at = defaultdict(list)
    for position in held:
        at[position.precondition, position.gate].append(position)
    found = []
    for first in (position for position in held if position.stance == Stance.REQUIRES):
        found += [
            SequenceConflict(first.gate, first.precondition, first, second.stance, second)
            for second in at[first.precondition, first.gate]
            if second.stance in AGAINST_A_GATE and second.holder != first.holder
        ]
        told = {(conflict.second, conflict.first) for conflict in found}
        found += [
            SequenceConflict(first.gate, first.precondition, first, "opposite", second)
            for precondition, gate in events.items()
            if gate == first.gate
            for second in at[precondition, events.get(first.precondition)]
            if second.stance == Stance.REQUIRES and second.holder != first.holder
            if (first, second) not in told
        ]
    return found
