"""How each holder's line went over time, from what the database keeps of cells."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from positions.changes import Turn

from .lines import LineDay
from .spoken import positions_of


class Spoken(NamedTuple):
    """A holder's Turns on a precondition and the days on which it spoke, the oldest first, and the
    number of turns `earlier` than these."""

    turns: list[Turn]
    days: list[date]
    earlier: int = 0


def spoken_on(precondition, day, newest=None):
    """{holder: Spoken} up to a day, by slug; of each holder all turns or so many of the newest. A
    turn of which an end is withdrawn between the two queries is left out."""
    led = LineDay.objects.filter(precondition=precondition, leads=True, day__lte=day)
    # Where one leads after the other, the same coding opened both if their stance is the same.
    rows = led.order_by("holder", "day").values_list(
        "holder__slug", "coding", "gate", "first", "day"
    )
    told = {holder: list(days) for holder, days in groupby(rows, key=lambda row: row[0])}
    every_run = {
        holder: [
            [coding for _, coding, *_ in run] for _, run in groupby(days, key=lambda row: row[2:4])
        ]
        for holder, days in told.items()
    }
    runs = {holder: found[-(newest or len(found)) :] for holder, found in every_run.items()}
    ends = {run[end] for found in runs.values() for run in found for end in (0, -1)}
    positions = positions_of(ends)
    return {
        holder: Spoken(
            [
                Turn(positions[run[0]], positions[run[-1]], len(run) - 1)
                for run in runs[holder]
                if {run[0], run[-1]} <= positions.keys()
            ],
            [row[-1] for row in days],
            len(every_run[holder]) - len(runs[holder]),
        )
        for holder, days in told.items()
    }
