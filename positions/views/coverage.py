"""How much was gathered of what."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions import coverage as tables
from positions.codebook import Form, Grade, SourceKind
from positions.models import Actor, Statement
from positions.questions import AsOf

YEARS = 8


@require_safe
def coverage(request):
    """Counts of the same statements as the list of statements shows, so that both agree."""
    asked = AsOf(request.GET)
    found = Statement.objects.published()
    if asked.pinned:
        found = found.as_of(asked.day)
    by_year = tables.by_year(found.per_year())
    columns = [row.label for row in by_year.rows[-YEARS:]]
    context = {
        "asked": asked,
        "total": found.count(),
        "actors": tables.by_actor(
            Actor.objects.all(), found.per_actor(), found.per_actor_and_year(), columns
        ),
        "columns": columns,
        "earlier": len(by_year.rows) - len(columns),
        "years": by_year,
        "kinds": tables.by_choice(found.per_source_kind(), SourceKind.choices),
        "source_languages": tables.by_language(found.per_source_language()),
        "languages": tables.by_language(found.per_language()),
        "forms": tables.by_choice(found.per_form(), Form.choices, "form"),
        "grades": tables.by_choice(
            found.per_grade(), [(grade, f"{grade}: {grade.label}") for grade in Grade]
        ),
    }
    return render(request, "positions/coverage.html", context, status=asked.status)
