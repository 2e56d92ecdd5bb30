"""Actors and their officials."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from positions.models import Actor, Coding, Official, Precondition, Statement
from positions.questions import AsOf

from .compare import compared, quoted
from .moved import permalink

LATEST = 10


@require_safe
def actor_list(request):
    asked = AsOf(request.GET)
    context = {"asked": asked, "actors": Actor.objects.for_cards(asked.day)}
    return render(request, "positions/actor_list.html", context, status=asked.status)


@require_safe
@permalink(slug=Actor)
def actor(request, slug):
    asked = AsOf(request.GET)
    actor = get_object_or_404(Actor, slug=slug)
    preconditions = Precondition.objects.select_related("topic")
    rows = compared([actor], preconditions, asked.day)
    spoken = [row for row in rows if row["has_codings"]]
    positions = [
        {
            "precondition": row["precondition"],
            "cell": row["row"].cells[0],
        }
        for row in spoken
    ]
    statements = Statement.objects.published().filter(actor=actor).as_of(asked.day)
    context = {
        "asked": asked,
        "actor": actor,
        "positions": positions,
        "words": Statement.objects.words(quoted(spoken)),
        "silent": len(rows) - len(positions),
        "tenures": actor.tenures.begun_by(asked.day)
        .select_related("official")
        .order_by("authority", "official__name"),
        "statements": statements.for_cards()[:LATEST],
        "count": statements.number(),
    }
    return render(request, "positions/actor.html", context, status=asked.status)


@require_safe
@permalink(slug=Official)
def official(request, slug):
    asked = AsOf(request.GET)
    official = get_object_or_404(Official, slug=slug)
    statements = Statement.objects.published().filter(official=official).as_of(asked.day)
    apart = differing(official, asked.day)
    context = {
        "asked": asked,
        "official": official,
        "tenures": official.tenures.begun_by(asked.day).select_related("actor"),
        "apart": apart,
        "words": Statement.objects.words(
            told.statement for *_, line, position in apart for told in (line, position)
        ),
        "statements": statements.for_cards()[:LATEST],
        "count": statements.number(),
    }
    return render(request, "positions/official.html", context, status=asked.status)


def differing(official, day):
    """Where the official stands against the actor's line on that day, or sets it against another
    (codebook, "Split"): tuples of the precondition, the actor, the headline and what differs."""
    actors = list(Actor.objects.filter(tenures__official=official).distinct())
    codings = Coding.objects.published().filter(statement__official=official)
    spoken = Precondition.objects.filter(pk__in=codings.values("precondition"))
    rows = compared(actors, spoken.select_related("topic"), day)
    return [
        (row["precondition"], actor, cell.headline.latest, position)
        for row in rows
        for actor, cell in row["cells"]
        for position in cell.split
        if official.slug in (position.speaker, cell.headline.latest.speaker)
    ]
