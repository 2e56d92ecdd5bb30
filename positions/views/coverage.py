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
    found = counted(asked)
    told = tables_of(found)
    years = told["years"].rows
    context = {
        "asked": asked,
        "total": found.count(),
        "columns": [row.label for row in years[-YEARS:]],
        "earlier": max(0, len(years) - YEARS),
        "rows": sum(1 + len(row.parts) for table in told.values() for row in table.rows),
        **told,
    }
    return render(request, "positions/coverage.html", context, status=asked.status)


def counted(asked):
    found = Statement.objects.published()
    return found.as_of(asked.day) if asked.pinned else found


def tables_of(found):
    """The coverage.Tables of a queryset of statements, by their names."""
    years = tables.by_year(found.per_year())
    return {
        "actors": tables.by_actor(
            Actor.objects.all(),
            found.per_actor(),
            found.per_actor_and_year(),
            [row.label for row in years.rows[-YEARS:]],
        ),
        "years": years,
        "kinds": tables.by_choice(found.per_source_kind(), SourceKind.choices, "kind"),
        "source_languages": tables.by_language(found.per_source_language()),
        "languages": tables.by_language(found.per_language(), "language"),
        "forms": tables.by_choice(found.per_form(), Form.choices, "form"),
        "grades": tables.by_choice(
            found.per_grade(), [(grade, f"{grade}: {grade.label}") for grade in Grade]
        ),
    }
