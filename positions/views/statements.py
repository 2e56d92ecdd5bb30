"""The list of statements and a statement's own page."""

from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from positions.languages import Words
from positions.models import Statement
from positions.models.history import public_moments
from positions.models.related import related
from positions.models.search import TooSlow, bounded_in_time
from positions.questions import AsOf, StatementSearch

from .citing import cited, in_every_format
from .moved import permalink
from .pages import page_of
from .withdrawn import withdrawn

# Of what was said again, and of the same day.
SHOWN = 10
MOST_FEWER = 6
TOO_SLOW = _("This search takes too long. Add a filter or a rarer word.")


@require_safe
def statement_list(request):
    asked = StatementSearch(request.GET)
    try:
        with bounded_in_time():
            page = page_of(asked, request.GET)
    except TooSlow:
        asked.add_error("q", TOO_SLOW)
        page = page_of(asked, {})
    told = {"would_give": [], "instead": [], "fewer": [], "first_day": None}
    parts = [counts_of]
    if asked.search or not page.paginator.count:
        parts.append(ways_on_from)
    in_full = [tell_if_in_time(part, asked, page, told) for part in parts]
    context = {"asked": asked, "page": page, "chips": list(asked.active()), **told}
    response = render(request, "positions/statement_list.html", context, status=asked.status)
    if not all(in_full):
        add_never_cache_headers(response)
    return response


def tell_if_in_time(part, asked, page, told):
    """Whether what is `told` beside a page could be made in time; it cannot keep the page back."""
    try:
        with bounded_in_time():
            part(asked, page, told)
    except TooSlow:
        return False
    return True


def counts_of(asked, page, told):
    told["first_day"] = asked.statements().first_day()
    asked.tell_counts()


def ways_on_from(asked, page, told):
    told["instead"] = instead(asked)
    if not page.paginator.count:
        told["would_give"] = would_give(asked)
        told["fewer"] = with_fewer_words(asked)


def would_give(asked):
    """For an empty result: each filter in use and how many statements there are without it."""
    counted = [
        (name, label, words, asked.statements(without=name).number())
        for name, label, words in asked.active()
    ]
    return [entry for entry in counted if entry[-1]]


def instead(asked):
    """Other searches for words that are like a name, and how many statements they lead to."""
    if asked.errors or not asked.search:
        return []
    counted = [
        (Words(words, ""), asked.searching(words).number()) for words in asked.search.instead()
    ]
    return [entry for entry in counted if entry[-1]]


def with_fewer_words(asked):
    """For an empty result: what is left out of the search, the search without it, and how many
    statements that leads to."""
    if asked.errors or not asked.search:
        return []
    each = [*asked.search.without_each()][:MOST_FEWER]
    counted = [(term, words, asked.searching(words).number()) for term, words in each]
    return [entry for entry in counted if entry[-1]]


@require_safe
@permalink(slug=Statement)
def statement(request, slug):
    """A withdrawn one answers 410, unless it is a duplicate of another; what readers have never
    seen is as unknown as any other slug."""
    asked = AsOf(request.GET)
    statement = Statement.objects.published().for_cards().for_page().filter(slug=slug).first()
    if not statement:
        return withdrawn(request, asked, slug)
    _, changed = public_moments(statement)
    works = [*cited(request, statement, asked, changed)]
    context = {
        **context_of(statement, asked),
        "changed": changed,
        "citing": in_every_format(works),
    }
    return render(request, "positions/statement.html", context, status=asked.status)


def context_of(statement, asked):
    """What a statement's page tells, of others only what is published."""
    return {
        "asked": asked,
        "statement": statement,
        "said_later": asked.is_past and statement.counts_on > asked.day,
        **related(statement, asked.day if asked.pinned else None, shown=SHOWN),
        "tenures": statement.tenures_of_the_day(),
    }
