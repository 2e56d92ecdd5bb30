"""How programs read the record."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from positions.api import telling
from positions.api.document import document
from positions.languages import in_english
from positions.questions import AsOf
from positions.questions.paging import MOST, USUAL


@require_safe
def api(request):
    asked = AsOf(request.GET)
    with in_english():
        described = document(request)
    context = {
        "asked": asked,
        "base": request.build_absolute_uri(reverse("files:api:root")),
        "openapi": request.build_absolute_uri(reverse("files:api:openapi")),
        "usual": USUAL,
        "most": MOST,
        "limit": settings.LIMITS.get("api"),
        "endpoints": telling.endpoints(described),
        "schemas": telling.schemas(described),
    }
    return render(request, "positions/api.html", context, status=asked.status)
