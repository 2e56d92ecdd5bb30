"""The first page: what stands before talks today, and what moved last."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from positions.codebook import Gate, Stance
from positions.dates import in_words
from positions.models import Actor, LineDay, Precondition, Statement
from positions.models.moves import Moves
from positions.questions import AsOf, first_actors

from .changes import described
from .compare import compared, quoted

ROWS = 6
MOVES = 5
# Statements are counted in an index, so far that it takes no time to speak of.
MOST_COUNTED = 100_000


@require_safe
def home(request):
    asked = AsOf(request.GET)
    actors = first_actors()
    preconditions = list(Precondition.objects.select_related("topic"))
    rows = compared(actors, preconditions, asked.day)
    before = before_talks(rows)
    lines = LineDay.objects.filter(day__lte=asked.day)
    shown = before[:ROWS]
    context = {
        "asked": asked,
        "actors": actors,
        "topics": [(None, shown)] if shown else [],
        "words": Statement.objects.words(quoted(shown)),
        "before": len(before),
        "columns": len(actors) + 1,
        "caption": _("Required before talks, the latest first, as of %(day)s")
        % {"day": in_words(asked.day)},
        "moves": described(Moves(lines)[:MOVES]),
        "counts": {
            "statements": Statement.objects.published().as_of(asked.day).number(MOST_COUNTED),
            "actors": Actor.objects.count(),
            "preconditions": len(preconditions),
        },
    }
    return render(request, "positions/home.html", context, status=asked.status)


def before_talks(rows):
    """Rows that somebody has required before talks, the latest such statement first."""
    required = [(last_required(row), row) for row in rows]
    found = [pair for pair in required if pair[0]]
    return [row for _, row in sorted(found, key=lambda pair: pair[0], reverse=True)]


def last_required(row):
    """The day of the latest "requires" with talks as its gate, or None."""
    lines = [line.latest for _, cell in row["cells"] for line in cell.lines if not line.waived]
    days = [p.day for p in lines if (p.stance, p.gate) == (Stance.REQUIRES, Gate.ENTER_TALKS)]
    return max(days, default=None)
