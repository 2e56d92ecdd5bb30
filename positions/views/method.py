"""How the record is made, and whether the site answers."""

from django.db.models import Count, Max, Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions import codebook
from positions.models import Coding, Statement, Topic
from positions.questions import AsOf


@require_safe
def method(request):
    asked = AsOf(request.GET)
    context = {
        "asked": asked,
        "version": codebook.VERSION,
        "stances": [codebook.StanceTerm(stance) for stance in codebook.Stance],
        "gates": [
            {"label": gate.label, "meaning": codebook.GATE_MEANING[gate]} for gate in codebook.Gate
        ],
        "grades": list(codebook.Grade),
        "counts": Statement.objects.published().aggregate(
            statements=Count("pk"),
            unreviewed=Count("pk", filter=Q(reviewed_on__isnull=True)),
            first=Min("said_on"),
            last=Max("said_on"),
        ),
        "codings": Coding.objects.published().aggregate(
            all=Count("pk"), twice=Count("pk", filter=~Q(second_stance=""))
        ),
    }
    return render(request, "positions/method.html", context, status=asked.status)


@require_safe
def healthz(request):
    """Answers 200 while the database does."""
    Topic.objects.exists()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
