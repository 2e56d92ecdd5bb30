"""How positions went over time: turns of a headline, and what moved. Pure, like compare.py."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise

from . import compare
from .cells import Reach
from .codebook import Grade
from .position import Position


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
    """A headline whose stance group or gate differs from the headline before (codebook, "Changed").

    Without a `before` it is the first statement of a cell: shown on request, never called a change.
    """

    before: Position | None
    after: Position

    @property
    def precedence(self):
        """Newest first. Of one day what is dated to the day stands before months and years (these
        three words sort so), then the higher authority; one statement's moves stand together."""
        after = self.after
        return (
            -after.day.toordinal(),
            after.precision,
            after.authority,
            after.statement,
            after.holder,
            after.precondition,
        )


def headlines(positions, reach=None):
    """The headline of every day on which one cell was spoken of, the oldest first, from what the
    reach covers of the holder's own positions."""
    reach = reach or Reach()
    return compare.headlines(
        p for p in positions if reach.covers(p) and not p.claimed_by and p.grade != Grade.D
    )


def turns(positions, *, reach=None):
    """How the headline of one cell went over time: Turns, the oldest first."""
    found = []
    for (_stance, gate), run in groupby(
        headlines(positions, reach), key=lambda p: (p.stance, p.gate)
    ):
        run = list(run)
        before = found[-1].latest if found else None
        moved = before is not None and (before.group, before.gate) != (run[0].group, gate)
        found.append(Turn(run[0], run[-1], len(run) - 1, moved))
    return found


def moves(positions, reach=None):
    """Every Move of every cell of `positions`, newest first, the first statements among them.

    models/moves.py finds the same in the database.
    """
    by_cell = defaultdict(list)
    for position in positions:
        by_cell[position.holder, position.precondition].append(position)
    found = [
        Move(before, after)
        for told in by_cell.values()
        for before, after in pairwise([None, *headlines(told, reach)])
        if before is None or (before.group, before.gate) != (after.group, after.gate)
    ]
    return sorted(found, key=lambda move: move.precedence)
