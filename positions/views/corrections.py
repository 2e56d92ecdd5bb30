"""The public log of corrections."""

from itertools import groupby
from operator import attrgetter

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions.questions import Corrections

PER_PAGE = 25


@require_safe
def corrections(request):
    asked = Corrections(request.GET)
    page = Paginator(asked.corrections().for_log(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "days": by_day(page.object_list),
        "chips": list(asked.active()),
    }
    return render(request, "positions/corrections.html", context, status=asked.status)


def by_day(corrections):
    return [(day, list(made)) for day, made in groupby(corrections, attrgetter("corrected_on"))]
