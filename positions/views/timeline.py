"""Statements over time, drawn in a lane per actor, and the same ones as a list."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions import periods
from positions import timeline as drawing
from positions.questions import Timeline

PER_PAGE = 25


@require_safe
def timeline(request):
    asked = Timeline(request.GET)
    actors, preconditions = asked.chosen_actors, asked.preconditions()
    found = asked.statements(actors, preconditions)
    counted = asked.counted(actors, found, preconditions)
    years = counted.years()
    period = asked.chosen("period") or periods.whole(years)
    shown, counted = found.within(period), counted.within(period)
    pages = Paginator(shown.for_cards(), PER_PAGE)
    pages.count = counted.how_many()
    page = pages.get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "actors": actors,
        "all_actors": asked.fields["actors"].queryset,
        "all_topics": asked.fields["topic"].queryset,
        "all_preconditions": asked.fields["precondition"].queryset,
        "topic": asked.chosen("topic"),
        "precondition": asked.chosen("precondition"),
        "zoom": periods.zoom(period, years),
        "period": period,
        "drawing": page.number == 1
        and page.object_list
        and drawn(actors, shown, counted, preconditions, period, asked.day),
        "key": [
            (group, drawing.words_of(group), drawing.members(group)) for group in drawing.ORDER
        ],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return render(request, "positions/timeline.html", context, status=asked.status)


def drawn(actors, statements, counted, preconditions, period, day):
    """What the drawing of a period shows, as known on a day."""
    marks, unit = marks_of(statements, counted.counted_marks(preconditions), preconditions)
    if unit:
        marks = [found.between(period.first, min(period.last, day)) for found in marks]
    lanes = drawing.lanes([actor.slug for actor in actors], marks, period)
    return {
        "lanes": list(zip(actors, lanes, strict=True)),
        "unit": unit,
        "counted": drawing.COUNTED.get(unit),
        "most": drawing.MOST_MARKS,
        "width": drawing.WIDTH,
        "cell": drawing.CELL,
        "months": drawing.month_ticks(period),
        "years": drawing.year_ticks(period),
        "weeks": drawing.week_ticks(period),
        "rest": drawing.rest(period, day),
    }


def marks_of(statements, counted, preconditions):
    """The marks one by one, and None; or, where these are too many, counted by the smallest unit
    of time that makes few enough, and this unit."""
    if sum(counted.values()) <= drawing.MOST_MARKS:
        return statements.marks(preconditions), None
    for unit in periods.UNITS:
        binned = drawing.binned(counted, unit)
        if len(binned) <= drawing.MOST_MARKS:
            break
    return drawing.bins(binned, unit), unit
