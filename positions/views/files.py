"""What the pages list, as files: the same questions, the same rows."""

from array import array
from itertools import batched

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from positions.exports import Table, comparison, copied, moved, records, spoken
from positions.exports.writing import public, refused
from positions.models import Actor, Coding, Precondition, Statement
from positions.models.codings import with_cards
from positions.models.search import TooSlow, bounded_in_time
from positions.periods import whole
from positions.questions import (
    AsOf,
    Changes,
    Comparison,
    Evidence,
    FileOptions,
    StatementSearch,
    Timeline,
)

from . import cell as cells
from .as_file import as_file
from .changes import described, slugs_of
from .compare import asked_for, caption, chosen, compared, findings, propositions_of
from .moved import permalink
from .statements import TOO_SLOW

# Rows that are fetched at once, and the milliseconds in which all are counted.
CHUNK = 500
PATIENCE = 10_000


@as_file
def statements(request):
    """A row for each statement; `shape=codings` one for each coding of each."""
    asked = StatementSearch(request.GET)
    told = "statements", "Statements"
    try:
        with bounded_in_time(PATIENCE):
            return of_statements(request, asked, asked.in_order(asked.statements()), *told)
    except TooSlow:
        asked.add_error("q", TOO_SLOW)
        return of_statements(request, asked, Statement.objects.none(), *told)


@as_file
def timeline(request):
    asked = Timeline(request.GET)
    actors, preconditions = asked.chosen_actors, asked.preconditions()
    found = asked.statements(actors, preconditions)
    counted = asked.counted(actors, found, preconditions)
    period = asked.chosen("period") or whole(counted.years())
    return of_statements(request, asked, found.within(period), "timeline", "Statements over time")


def of_statements(request, asked, found, name, title):
    """A Table of the statements of a queryset: counted now, told row by row."""
    absolute = request.build_absolute_uri
    by_coding = FileOptions(request.GET).chosen_shape == "codings"
    each = in_chunks(found)
    if by_coding:
        counted = Coding.objects.standing().filter(statement__in=found.order_by())
        rows = (row for one in each for row in spoken.of_each_coding(one, absolute))
    else:
        counted = found
        rows = (spoken.statement(one, absolute) for one in each)
    return Table(
        name=f"{name}-codings" if by_coding else name,
        title=title,
        asked=asked,
        columns=spoken.CODED if by_coding else spoken.STATEMENT,
        rows=rows,
        lines=copied.lines(found, absolute, by_coding=by_coding),
        count=counted.count(),
    )


def in_chunks(found):
    """Statements in the order of a queryset with all that cards show, some at a time; what was
    withdrawn meanwhile is left out."""
    keys = array("q", found.values_list("pk", flat=True))
    for some in batched(keys, CHUNK):
        found = Statement.objects.published().for_cards().in_bulk(some)
        yield from (found[key] for key in some if key in found)


@require_safe
@permalink(slug=Statement)
def statement(request, slug):
    asked = AsOf(request.GET)
    if asked.errors:
        return refused("json", asked)
    told, withdrawn = of_one(request, slug, asked)
    return public(as_json(told, 410 if withdrawn else 200))


def as_json(told, status):
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


def of_one(request, slug, asked):
    """A dict of one record with what refers to it, or of a withdrawn one when and why; and whether
    it is withdrawn. What readers have never seen raises Http404."""
    absolute = request.build_absolute_uri
    known = Statement.objects.seen().for_cards().for_page()
    found = get_object_or_404(known, slug=slug, duplicate_of=None)
    page = {"page": absolute(found.get_absolute_url())}
    corrections = [records.correction(one, absolute) for one in found.corrections.all()]
    if found.status != "published":
        told = {"withdrawn_on": found.withdrawn_on, "because": found.withdrawn_because}
        return {**page, **told, "corrections": corrections}, True
    others = Statement.objects.published().order_by("counts_on", "pk")
    if asked.pinned:
        others = others.as_of(asked.day)
    related = {
        "restates": others.filter(restatements=found),
        "restated_by": others.filter(restates=found),
        "responds_to": others.filter(answers_received__statement=found),
        "responses": others.filter(answers_given__responds_to=found),
    }
    record = {
        **spoken.statement(found, absolute),
        **{name: [*slugs.values_list("slug", flat=True)] for name, slugs in related.items()},
        "corrections": corrections,
    }
    return {**page, "record": record}, False


@as_file
def compare(request):
    """A row for each line of a cell; `shape=wide` one for each precondition."""
    asked, options = Comparison(request.GET), FileOptions(request.GET)
    told = asked_for(asked, offices=True)
    rows = [row["row"] for row in chosen(told, asked, findings(told))]
    question = comparison.question(asked)
    actors = {actor.slug: actor.name for actor in asked.chosen_actors}
    propositions = propositions_of(told)
    if options.chosen_shape == "wide":
        columns = comparison.wide_columns(actors)
        lines = [*comparison.wide(rows, question, propositions)]
    else:
        columns = comparison.LONG
        lines = [*comparison.long(rows, question, actors, propositions)]
    name = "compare-wide" if options.chosen_shape == "wide" else "compare"
    return Table(name, caption(asked), asked, columns, lines, len(lines))


@permalink(actor=Actor, precondition=Precondition)
@as_file
def cell(request, actor, precondition):
    """Every coding of a cell, what sets it first, as its page has them."""
    asked = Evidence(request.GET)
    actor = get_object_or_404(Actor, slug=actor)
    precondition = get_object_or_404(
        Precondition.objects.select_related("topic"), slug=precondition
    )
    row = compared([actor], [precondition], asked.day, reach=asked.reach, gate=asked.chosen_gate)[0]
    codings = cells.codings_of(actor, precondition, asked.day).newest_first()
    codings = codings.select_related("precondition", "holder", "claimed_by")
    found = cells.placed(with_cards([*codings]), row["row"].cells[0], asked.reach)
    return Table(
        name=f"{actor.slug}-{precondition.slug}",
        title=f"{actor.name}: {precondition.proposition}",
        asked=asked,
        columns=spoken.CODED,
        rows=[spoken.coded(one, one.statement, request.build_absolute_uri) for one in found],
        count=len(found),
        flat=spoken.flat_coded,
    )


@as_file
def changes(request):
    asked = Changes(request.GET)
    found = asked.moves()
    count = found.count()
    return Table(
        name="changes",
        title="Changes of position",
        asked=asked,
        columns=moved.MOVE,
        rows=rows_of(request, found[0:count]),
        count=count,
        flat=moved.flat,
    )


def rows_of(request, moves):
    words = Statement.objects.words(slugs_of(moves))

    def address(slug):
        return request.build_absolute_uri(reverse("positions:statement", args=[slug]))

    return [moved.move(entry, words, address) for entry in described(moves)]
