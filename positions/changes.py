"""How positions went over time: turns of a headline, and what moved. Pure, like compare.py."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise

from .codebook import Grade
from .compare import Reach
from .position import Position, in_order


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of time in which the headline had one stance and gate.

    `first` opened it, `latest` affirmed it last, `restated` counts the statements after the first.
    `moved`: the stance group or the gate differs from the turn before (codebook, "Changed").
    """

    first: Position
    latest: Position
    restated: int
    moved: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A turn of one cell that moved, and the turn before it."""

    before: Turn
    turn: Turn


def turns(positions, *, reach=None):
    """How the headline of one cell went over time: Turns, the oldest first.

    The headline of a day is the first of that day's codings in the order of a cell.
    """
    reach = reach or Reach()
    own = [p for p in positions if reach.covers(p) and not p.claimed_by and p.grade != Grade.D]
    own.sort(key=lambda position: position.day)
    headlines = [in_order(same_day)[0] for _, same_day in groupby(own, key=lambda p: p.day)]
    found = []
    for (_stance, gate), run in groupby(headlines, key=lambda p: (p.stance, p.gate)):
        run = list(run)
        before = found[-1].latest if found else None
        moved = before is not None and (before.group, before.gate) != (run[0].group, gate)
        found.append(Turn(run[0], run[-1], len(run) - 1, moved))
    return found


def turns_by_cell(positions, *, by):
    """The Turns of each cell, keyed by one attribute of its positions: "holder" or "precondition"
    (the other one is the same for all of them)."""
    grouped = defaultdict(list)
    for position in positions:
        grouped[getattr(position, by)].append(position)
    return {key: turns(found) for key, found in grouped.items()}


def latest_moves(positions, limit):
    """The `limit` latest Moves over all cells of `positions`, newest first; the opening of a cell
    and restatements are none."""
    grouped = defaultdict(list)
    for position in positions:
        grouped[position.holder, position.precondition].append(position)
    moves = [
        Move(before, turn)
        for cell_positions in grouped.values()
        for before, turn in pairwise(turns(cell_positions))
        if turn.moved
    ]
    return sorted(moves, key=lambda move: move.turn.first.precedence)[:limit]
