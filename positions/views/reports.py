"""How a reader reports an error."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from positions.models import Report, Statement
from positions.models.reports import TooMany
from positions.questions import AsOf, ErrorReport
from positions.senders import address_of

from .moved import permalink


@require_http_methods(["GET", "HEAD", "POST"])
@permalink(slug=Statement)
def report(request, slug):
    """The form; what a program sends is thanked for and not stored."""
    asked = AsOf(request.GET)
    statement = get_object_or_404(Statement.objects.published().for_cards(), slug=slug)
    form = ErrorReport(request.POST if request.method == "POST" else None, label_suffix="")
    status, wait = 400 if form.is_bound else asked.status, None
    if form.is_valid():
        try:
            if not form.is_by_a_program:
                Report.objects.receive(form.report_on(statement), address_of(request))
            return redirect(thanks(statement, asked))
        except TooMany as refusal:
            status, wait = 429, refusal.wait
            form.add_error(None, refusal.message)
    context = {"asked": asked, "statement": statement, "form": form}
    response = render(request, "positions/report.html", context, status=status)
    if wait:
        response["Retry-After"] = int(wait.total_seconds())
    return response


def thanks(statement, asked):
    query = f"?{urlencode({'as_of': asked.pinned})}" if asked.pinned else ""
    return reverse("positions:reported", args=[statement.slug]) + query


@require_safe
@permalink(slug=Statement)
def reported(request, slug):
    """Thanks, whatever became of the statement since."""
    asked = AsOf(request.GET)
    statement = get_object_or_404(Statement.objects.seen(), slug=slug, duplicate_of=None)
    context = {"asked": asked, "statement": statement}
    return render(request, "positions/reported.html", context, status=asked.status)
