"""What changed on a statement since readers first saw it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from positions.codebook import Status
from positions.history.readers import SHOWN
from positions.history.telling import summary, tell
from positions.models import Statement
from positions.models.history import public_history, words_for
from positions.questions import AsOf

from .moved import permalink

PER_PAGE = 20


@require_safe
@permalink(slug=Statement)
def history(request, slug):
    """Of a withdrawn statement only the days: its words may be what was wrong."""
    asked = AsOf(request.GET)
    seen = Statement.objects.seen().select_related("official", "actor")
    statement = get_object_or_404(seen, slug=slug, duplicate_of=None)
    entries, left_out = public_history(statement)
    page = Paginator(entries[::-1], PER_PAGE).get_page(request.GET.get("page"))
    withdrawn = statement.status != Status.PUBLISHED
    context = {
        "asked": asked,
        "statement": statement,
        "withdrawn": withdrawn,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "entries": days_of(page.object_list) if withdrawn else in_words(page.object_list),
        "left_out": left_out,
    }
    return render(request, "positions/history.html", context, status=asked.status)


def days_of(entries):
    return [{"occasion": e.occasion, "step": e.step and e.step.label} for e in entries]


def in_words(entries):
    """The entries with the names that their changes refer to: a list of dicts."""
    changes = [change for entry in entries for change in entry.changes]
    fields = words_for(changes, only=SHOWN, exact=False)
    return [told(entry, fields) for entry in entries]


def told(entry, fields):
    changes = [tell(change, fields[change.kind], "statement") for change in entry.changes]
    return {
        "occasion": entry.occasion,
        "step": entry.step and entry.step.label,
        "by": entry.by,
        "summary": summary(changes),
        "changes": changes,
    }
