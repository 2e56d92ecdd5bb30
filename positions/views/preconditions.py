"""Preconditions: the propositions that talks are tied to."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from positions.models import Actor, Precondition, Statement
from positions.models.turns import spoken_on
from positions.questions import AsOf
from positions.ribbon import DRAWN, ribbons

from .cell import codings_on
from .moved import permalink

LATEST = 10


@require_safe
def precondition_list(request):
    asked = AsOf(request.GET)
    context = {"asked": asked, "preconditions": Precondition.objects.for_index(asked.day)}
    return render(request, "positions/precondition_list.html", context, status=asked.status)


@require_safe
@permalink(slug=Precondition)
def precondition(request, slug):
    asked = AsOf(request.GET)
    precondition = get_object_or_404(Precondition.objects.select_related("topic"), slug=slug)
    codings = codings_on(precondition, asked.day)
    axis, drawn = ribbons(spoken_on(precondition, asked.day, newest=DRAWN), asked.day)
    actors = list(Actor.objects.all())
    statements = (
        Statement.objects.published().as_of(asked.day).filter(pk__in=codings.values("statement"))
    )
    context = {
        "asked": asked,
        "precondition": precondition,
        "axis": axis,
        "ribbons": [(actor, drawn[actor.slug]) for actor in actors if actor.slug in drawn],
        "turn_count": sum(ribbon.number for ribbon in drawn.values()),
        "silent": [actor for actor in actors if actor.slug not in drawn],
        "statements": statements.for_cards()[:LATEST],
        "count": statements.number(),
    }
    return render(request, "positions/precondition.html", context, status=asked.status)
