"""The comparison and the evidence behind one of its cells."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from positions import compare as rules
from positions.dates import in_words, months_before
from positions.models import Actor, Coding, Precondition, SearchNote, Tenure
from positions.questions import AsOf, Comparison, today

SEED_REPORT_DAY = "2022-12-02"
CELL_STATEMENTS = 50


@require_safe
def compare(request):
    asked = Comparison(request.GET)
    actors = asked.chosen_actors
    preconditions = Precondition.objects.select_related("topic")
    if topic := asked.cleaned_data.get("topic"):
        preconditions = preconditions.filter(topic=topic)
    rows = compared(actors, preconditions, asked.day)
    shown = [row for row in rows if row["has_codings"] or asked.cleaned_data.get("show") == "all"]
    context = {
        "asked": asked,
        "actors": actors,
        "all_actors": asked.fields["actors"].queryset,
        "topic": topic,
        "topics": [(topic, list(group)) for topic, group in groupby(shown, key=topic_of)],
        "all_topics": asked.fields["topic"].queryset,
        "show_all": asked.cleaned_data.get("show") == "all",
        "shown": len(shown),
        "folded": len(rows) - len(shown),
        "columns": len(actors) + 1,
        "caption": f"Stated positions as of {in_words(asked.day)}",
        "quick_days": quick_days(),
    }
    return render(request, "positions/compare.html", context, status=asked.status)


def topic_of(row):
    return row["precondition"].topic


def quick_days():
    """Days one click away: (label, the value that links carry)."""
    now = today()
    return [
        ("Today", ""),
        ("One month ago", months_before(now, 1).isoformat()),
        ("One year ago", months_before(now, 12).isoformat()),
        ("2 December 2022", SEED_REPORT_DAY),
    ]


def compared(actors, preconditions, day):
    """The rows of the comparison with the records behind their slugs, ready to be printed."""
    known = {precondition.slug: precondition for precondition in preconditions}
    by_slug = {actor.slug: actor for actor in actors}
    codings = Coding.objects.filter(
        holder__in=actors, precondition__slug__in=known, statement__counts_on__lte=day
    )
    rows = rules.table(
        codings.positions(),
        by_slug,
        known,
        day,
        headships=Tenure.objects.headships(actors),
        search_notes=SearchNote.objects.outcomes(actors),
    )
    return [
        {
            "precondition": known[row.precondition],
            "cells": [(by_slug[cell.actor], cell) for cell in row.cells],
            "has_codings": row.has_codings,
        }
        for row in rows
    ]


def placed(codings, shown):
    """The codings, each told its place in the cell that is shown: what sets it, what is split."""
    places = {(p.statement, p.gate): "Split" for p in shown.split}
    places |= {(line.latest.statement, line.latest.gate): "Also in the cell" for line in shown.also}
    if shown.headline:
        places[shown.headline.latest.statement, shown.headline.latest.gate] = "Sets the cell"
    for coding in codings:
        own = not coding.claimed_by_id
        coding.place = places.get((coding.statement.slug, coding.gate)) if own else None
        yield coding


@require_safe
def cell(request, actor, precondition):
    """One cell over time; htmx, asking to open it in place, gets the same part of the page."""
    asked = AsOf(request.GET)
    actor = get_object_or_404(Actor, slug=actor)
    precondition = get_object_or_404(
        Precondition.objects.select_related("topic"), slug=precondition
    )
    row = compared([actor], [precondition], asked.day)[0]
    codings = (
        Coding.objects.published()
        .filter(holder=actor, precondition=precondition, statement__counts_on__lte=asked.day)
        .for_evidence()
    )
    shown = row["cells"][0][1]
    context = {
        "asked": asked,
        "actor": actor,
        "precondition": precondition,
        "crumb": f"{actor.name}: {precondition.proposition}",
        "cell": shown,
        "codings": placed(codings[:CELL_STATEMENTS], shown),
        "count": codings.count(),
        "limit": CELL_STATEMENTS,
    }
    in_place = request.htmx.request_type == "partial"
    template = "positions/cell.html#evidence" if in_place else "positions/cell.html"
    response = render(request, template, context, status=asked.status)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response
