"""The first page: what stands before talks today, and what moved last."""

from django.shortcuts import render

from positions import changes
from positions.codebook import Gate
from positions.dates import in_words
from positions.models import Actor, Coding, Precondition, Statement
from positions.questions import Comparison

from .compare import compared

ROWS = 6
MOVES = 5


def home(request):
    asked = Comparison(request.GET)
    actors = asked.first_actors()
    preconditions = list(Precondition.objects.select_related("topic"))
    rows = compared(actors, preconditions, asked.day)
    before = before_talks(rows)[:ROWS]
    positions = Coding.objects.filter(
        holder__in=actors, statement__counts_on__lte=asked.day
    ).positions()
    context = {
        "asked": asked,
        "actors": actors,
        "topics": [(None, before)] if before else [],
        "columns": len(actors) + 1,
        "caption": f"What stands before talks, as of {in_words(asked.day)}",
        "moves": described(changes.latest_moves(positions, MOVES), actors, preconditions),
        "counts": {
            "statements": Statement.objects.published().count(),
            "actors": Actor.objects.count(),
            "preconditions": len(preconditions),
        },
    }
    return render(request, "positions/home.html", context, status=asked.status)


def before_talks(rows):
    """Rows that somebody has made a gate to talks, the most recently affirmed first."""
    gated = [row for row in rows if Gate.ENTER_TALKS in row["gates"]]
    return sorted(gated, key=last_tied_to_talks, reverse=True)


def last_tied_to_talks(row):
    return max(
        line.latest.day
        for _, cell in row["cells"]
        for line in cell.lines
        if line.latest.gate == Gate.ENTER_TALKS
    )


def described(moves, actors, preconditions):
    actors = {actor.slug: actor for actor in actors}
    preconditions = {precondition.slug: precondition for precondition in preconditions}
    return [
        (actors[move.turn.first.holder], preconditions[move.turn.first.precondition], move)
        for move in moves
    ]
