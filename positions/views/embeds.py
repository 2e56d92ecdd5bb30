"""Pages for frames on other sites: the only ones that may stand in one."""

from functools import wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from positions.embedding import statement_title
from positions.headers import for_other_sites
from positions.languages import bare
from positions.models import Statement
from positions.questions import AsOf, Comparison

from .compare import asked_for, caption, chosen, findings
from .moved import permalink

FRAMED = settings.SECURE_CSP | {
    "frame-ancestors": ["*"],
    "script-src": [CSP.NONE],
    "connect-src": [CSP.NONE],
    "form-action": [CSP.NONE],
}
ROWS = 6


def framed(view):
    @wraps(view)
    def answer(*args, **kwargs):
        return for_other_sites(view(*args, **kwargs))

    return xframe_options_exempt(csp_override(FRAMED)(answer))


@framed
@require_safe
@permalink(slug=Statement)
def statement(request, slug):
    """Of a withdrawn one when and why, with 410, as on its page."""
    asked = AsOf(request.GET)
    known = Statement.objects.seen().for_cards().for_page()
    found = known.filter(slug=slug, duplicate_of=None).first()
    if not found:
        raise Http404
    context = {"asked": asked, "statement": found}
    if found.status != "published":
        status = asked.status if asked.errors else 410
        return render(request, "positions/embed/withdrawn.html", context, status=status)
    context["title"] = statement_title(found)
    context["said_later"] = asked.is_past and found.counts_on > asked.day
    return render(request, "positions/embed/statement.html", context, status=asked.status)


@framed
@require_safe
def compare(request):
    """The first rows of the comparison; the page has them all."""
    asked = Comparison(request.GET)
    rows = asked_for(asked)
    rows = chosen(rows, asked, findings(rows))
    context = {
        "asked": asked,
        "actors": asked.chosen_actors,
        "names": bare(list(asked.chosen_actors)),
        "caption": caption(asked),
        "rows": rows[:ROWS],
        "more": len(rows[ROWS:]),
    }
    return render(request, "positions/embed/compare.html", context, status=asked.status)
