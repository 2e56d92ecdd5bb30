"""The evidence behind one cell of the comparison."""

from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from positions.languages import called
from positions.models import Actor, Coding, Precondition
from positions.models.codings import with_cards
from positions.questions import Evidence

from .compare import compared
from .moved import permalink

CELL_STATEMENTS = 50


@require_safe
@permalink(actor=Actor, precondition=Precondition)
def cell(request, actor, precondition):
    """One cell over time; htmx, asking to open it in place, gets the same part of the page."""
    asked = Evidence(request.GET)
    actor = get_object_or_404(Actor, slug=actor)
    precondition = get_object_or_404(
        Precondition.objects.select_related("topic"), slug=precondition
    )
    narrowed = {"reach": asked.reach, "gate": asked.chosen_gate}
    row = compared([actor], [precondition], asked.day, offices=True, **narrowed)[0]
    codings = codings_of(actor, precondition, asked.day).newest_first()
    shown = row["row"].cells[0]
    standing = in_cell(shown)
    foremost = codings.filter(statement__slug__in=standing)
    others = codings.exclude(statement__slug__in=standing)[:CELL_STATEMENTS]
    listed = with_cards([*foremost, *others])
    context = {
        "asked": asked,
        "actor": actor,
        "precondition": precondition,
        "crumb": f"{called(actor)}: {called(precondition)}",
        "cell": shown,
        "codings": placed(listed, shown, asked.reach),
        "listed": len(listed),
        "count": codings.count(),
    }
    in_place = request.htmx.request_type == "partial"
    template = "positions/cell.html#evidence" if in_place else "positions/cell.html"
    response = render(request, template, context, status=asked.status)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response


def codings_on(precondition, day):
    """The codings on a precondition that readers see, up to a day."""
    return Coding.objects.published().filter(precondition=precondition, counts_on__lte=day)


def codings_of(actor, precondition, day):
    return codings_on(precondition, day).filter(holder=actor)


def in_cell(shown):
    """The slugs of the statements that stand in the cell."""
    told = [*(line.latest for line in shown.lines), *shown.split]
    return {position.statement for position in told}


SETS, SPLIT, ALSO, LEFT_OUT = _("Sets the cell"), _("Split"), _("Also in the cell"), _("Left out")
PLACES = [SETS, SPLIT, ALSO, None, LEFT_OUT]


def placed(codings, shown, reach):
    """The codings, each told its place in the cell that is shown: what sets it first, then what is
    split, what else stands in it, the rest, what the evidence asked for leaves out, claims last."""
    places = {(p.statement, p.gate): SPLIT for p in shown.split}
    places |= {(line.latest.statement, line.latest.gate): ALSO for line in shown.also}
    if shown.headline:
        places[shown.headline.latest.statement, shown.headline.latest.gate] = SETS
    for coding in codings:
        own = not coding.claimed_by_id
        taken_in = coding.authority in reach.authorities and coding.evidence in reach.grades
        other = None if taken_in else LEFT_OUT
        coding.place = places.get((coding.statement.slug, coding.gate), other) if own else None
    return sorted(codings, key=lambda c: (bool(c.claimed_by_id), PLACES.index(c.place)))
