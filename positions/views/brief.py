"""A comparison for paper: chosen rows with their words and numbered references."""

from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from positions.models import Precondition, Statement
from positions.questions import Brief

from .compare import compared
from .home import before_talks

FIRST_ROWS = 6


@require_safe
def brief(request):
    asked = Brief(request.GET)
    actors = asked.chosen_actors
    preconditions = list(Precondition.objects.select_related("topic"))
    chosen = asked.chosen_rows
    if not chosen:
        chosen = before_talks(actors, preconditions, asked.day, asked.reach)[:FIRST_ROWS]
    rows = compared(actors, chosen, asked.day, reach=asked.reach)
    words = numbered(cited(rows))
    context = {
        "asked": asked,
        "actors": actors,
        "rows": rows,
        "chosen": [row["precondition"].slug for row in rows],
        "preconditions": preconditions,
        "words": words,
        "references": words.values(),
        "permanent": permanent(asked, actors, rows),
    }
    return render(request, "positions/brief.html", context, status=asked.status)


def cited(rows):
    """The slugs of the statements that the rows rest on, in the order of reading."""
    positions = [
        position
        for row in rows
        for cell in row["row"].cells
        for position in (*(line.latest for line in cell.lines), *cell.split)
    ]
    return list(dict.fromkeys(position.statement for position in positions))


def numbered(slugs):
    """The statements by slug, each with its `number` in the list of references."""
    found = Statement.objects.published().for_cards().filter(slug__in=slugs)
    statements = {statement.slug: statement for statement in found}
    for number, slug in enumerate(slugs, start=1):
        statements[slug].number = number
    return {slug: statements[slug] for slug in slugs}


def permanent(asked, actors, rows):
    """The query that gives this brief again on any later day."""
    query = [("as_of", asked.day.isoformat())]
    query += [("actors", actor.slug) for actor in actors]
    query += [("rows", row["precondition"].slug) for row in rows]
    query += [("grades", grade) for grade in asked.grades_asked]
    query += [("authority", level) for level in asked.authority_asked]
    return urlencode(query)
