"""The first page: what stands before talks today, and what moved last."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from positions.codebook import Gate, Stance
from positions.dates import in_words
from positions.models import Actor, GroupDay, LineDay, Precondition, Statement
from positions.models.moves import Moves
from positions.models.standing import Standing
from positions.questions import AsOf, first_of

from .changes import with_records
from .compare import compared, quoted

ROWS = 6
MOVES = 5


@require_safe
def home(request):
    asked = AsOf(request.GET)
    everybody = list(Actor.objects.all())
    actors = first_of(everybody)
    preconditions = list(Precondition.objects.select_related("topic"))
    before = before_talks(actors, preconditions, asked.day)
    lines = LineDay.objects.filter(day__lte=asked.day)
    shown = compared(actors, before[:ROWS], asked.day)
    context = {
        "asked": asked,
        "actors": actors,
        "topics": [(None, shown)] if shown else [],
        "words": Statement.objects.words(quoted(shown)),
        "before": len(before),
        "columns": len(actors) + 1,
        "caption": _("Required before talks, the latest first, as of %(day)s")
        % {"day": in_words(asked.day)},
        "moves": with_records(Moves(lines)[:MOVES], by_slug(everybody), by_slug(preconditions)),
        "counts": {
            "statements": GroupDay.objects.as_of(asked.day).how_many(),
            "actors": len(everybody),
            "preconditions": len(preconditions),
        },
    }
    return render(request, "positions/home.html", context, status=asked.status)


def by_slug(records):
    return {record.slug: record for record in records}


def before_talks(actors, preconditions, day, reach=None):
    """Those that somebody has required before talks, the latest such statement first."""
    last = {}
    for position in Standing(actors, preconditions, day, reach=reach).at_gate(Gate.ENTER_TALKS):
        if position.stance == Stance.REQUIRES:
            slug = position.precondition
            last[slug] = max(position.day, last.get(slug, position.day))
    found = [precondition for precondition in preconditions if precondition.slug in last]
    return sorted(found, key=lambda precondition: last[precondition.slug], reverse=True)
