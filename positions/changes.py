"""How positions went over time: turns of a headline, and what moved. Pure, like compare.py."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise

from . import compare
from .cells import Reach
from .position import Position


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of time in which the headline had one stance and gate.

    `first` opened it, `latest` affirmed it last, `restated` counts the statements after the first.
    """

    first: Position
    latest: Position
    restated: int


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
    return compare.headlines(filter(reach.lets_set, positions))


def turns(positions, *, reach=None):
    """How the headline of one cell went over time: Turns, the oldest first.

    models/turns.py finds the same in the database.
    """
    runs = groupby(headlines(positions, reach), key=lambda p: (p.stance, p.gate))
    found = [list(run) for _, run in runs]
    return [Turn(run[0], run[-1], len(run) - 1) for run in found]


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
        if before is None or after.moved_from(before)
    ]
    return sorted(found, key=lambda move: move.precedence)
