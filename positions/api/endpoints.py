"""The addresses under /api/v1/ and what is told at each."""

from django.http import HttpResponse
from django.urls import reverse
from ninja import Status

from positions.exports import Table, moved, records, spoken
from positions.models import Actor, Official, Precondition, Statement, Topic
from positions.models.moves import place
from positions.models.search import TooSlow, bounded_in_time
from positions.questions import AsOf, Changes, Comparison, Corrections, Paging, StatementSearch
from positions.views import files, record_files
from positions.views.moved import permalink
from positions.views.statements import TOO_SLOW

from . import answers, api, terms
from .asking import Refused, get, one_page, part, understood, whole
from .document import document


@get("/", answers.Root)
def root(request):
    """What there is here."""
    understood(request)
    described, absolute = document(request), request.build_absolute_uri
    return {
        "title": api.title,
        "version": api.version,
        "documentation": absolute(reverse("positions:api")),
        "openapi": absolute(reverse("files:api:openapi")),
        "endpoints": [
            {"address": described["servers"][0]["url"] + path, "summary": told["get"]["summary"]}
            for path, told in described["paths"].items()
        ],
    }


@api.get("/openapi.json", include_in_schema=False)
def openapi(request):
    return api.create_response(request, document(request), status=200)


@get("/statements", answers.Statements, StatementSearch, Paging)
def statements(request, response: HttpResponse):
    """Statements with their codings and sources, page by page.

    Newest first unless asked otherwise. Statements in the order of the best match are one page, the
    best of the newest thousand that match, without a next one.
    """
    asked, paging = StatementSearch(request.GET), Paging(request.GET)
    understood(request, asked, paging)
    keys, order = asked.keys(), asked.sorted_by

    def fetch(after, most):
        found = keys.after(*after, oldest_first=order == "oldest") if after else keys
        return [*asked.cards(found[:most])]

    try:
        with bounded_in_time():
            count = None if asked_further(paging) else counted(asked.statements())
            rows, cursor = one_page(
                "statements", asked, paging, fetch, lambda one: (one.counts_on, one.pk)
            )
    except TooSlow:
        raise Refused({"q": [TOO_SLOW]}) from None
    table = Table(
        name="statements",
        title="Statements",
        asked=asked,
        columns=spoken.STATEMENT,
        rows=[spoken.statement(one, request.build_absolute_uri) for one in rows],
        count=count,
    )
    path = reverse("positions:statements")
    return part(request, response, table, path, None if order == "best" else cursor)


def counted(statements):
    """How many there are, unless that takes long to tell."""
    number = statements.number()
    return None if number.more else int(number)


def asked_further(paging):
    return bool(paging.cleaned_data["cursor"])


@get("/statements/{slug:slug}", answers.Statement, AsOf, gone=answers.Withdrawn)
@permalink(slug=Statement)
def statement(request, slug: str):
    """One statement, with what it restates, answers and was corrected in.

    Of a withdrawn one, when and why, with status 410. A former slug leads to the present one.
    """
    asked = AsOf(request.GET)
    understood(request, asked)
    told, withdrawn = files.of_one(request, slug, asked)
    return Status(410 if withdrawn else 200, told)


@get("/actors", answers.Actors, AsOf)
def actors(request):
    """All actors, with how much is on record of each."""
    return whole(request, record_files.actors.table(request), reverse("positions:actors"))


@get("/actors/{slug:slug}", answers.Actor, AsOf)
@permalink(slug=Actor)
def actor(request, slug: str):
    """One actor, its officials, and its position on each precondition that it has spoken of."""
    table = record_files.actor.table(request, slug)
    return whole(request, table, reverse("positions:actor", args=[slug]))


@get("/officials", answers.Officials)
def officials(request):
    """All officials, by name."""
    understood(request)
    rows = [records.official(one, request.build_absolute_uri) for one in Official.objects.all()]
    return listed(request, "Officials", rows)


@get("/officials/{slug:slug}", answers.Official, AsOf)
@permalink(slug=Official)
def official(request, slug: str):
    """One official and the roles held."""
    table = record_files.official.table(request, slug)
    return whole(request, table, reverse("positions:official", args=[slug]))


@get("/preconditions", answers.Preconditions, AsOf)
def preconditions(request):
    """All preconditions, in the order of the comparison."""
    table = record_files.preconditions.table(request)
    return whole(request, table, reverse("positions:preconditions"))


@get("/preconditions/{slug:slug}", answers.Precondition, AsOf)
@permalink(slug=Precondition)
def precondition(request, slug: str):
    """One precondition and each actor's line on it over time, the oldest turn first."""
    table = record_files.precondition.table(request, slug)
    return whole(request, table, reverse("positions:precondition", args=[slug]))


@get("/topics", answers.Topics)
def topics(request):
    """All topics and the preconditions of each."""
    rows = [records.topic(one) for one in Topic.objects.prefetch_related("preconditions")]
    return listed(request, "Topics", rows)


def listed(request, title, rows):
    """The answer with rows of the record of today that no page lists."""
    table = Table(title.lower(), title, AsOf({}), (), rows, len(rows))
    return whole(request, table)


@get("/comparison", answers.Comparison, Comparison)
def comparison(request):
    """What two to six actors hold on each precondition: a row for each line, claim and blank."""
    return whole(request, files.compare.table(request), reverse("positions:compare"))


@get("/changes", answers.Changes, Changes, Paging)
def changes(request, response: HttpResponse):
    """Every change of a position, newest first, with the words before and after; page by page."""
    asked, paging = Changes(request.GET), Paging(request.GET)
    understood(request, asked, paging)
    found = asked.moves()

    def fetch(after, most):
        return found.after(after, most) if after else found[:most]

    rows, cursor = one_page("changes", asked, paging, fetch, place)
    table = Table(
        name="changes",
        title="Changes of position",
        asked=asked,
        columns=moved.MOVE,
        rows=files.rows_of(request, rows),
        count=None if asked_further(paging) else found.count(),
    )
    return part(request, response, table, reverse("positions:changes"), cursor)


@get("/corrections", answers.Corrections, Corrections, Paging)
def corrections(request, response: HttpResponse):
    """What was wrong and what was changed, the latest first; page by page."""
    asked, paging = Corrections(request.GET), Paging(request.GET)
    understood(request, asked, paging)
    found = asked.corrections().for_log()

    def fetch(after, most):
        return [*(found.after(*after) if after else found)[:most]]

    rows, cursor = one_page(
        "corrections", asked, paging, fetch, lambda one: (one.corrected_on, one.pk)
    )
    table = Table(
        name="corrections",
        title="Corrections",
        asked=asked,
        columns=records.CORRECTION,
        rows=[records.correction(one, request.build_absolute_uri) for one in rows],
        count=None if asked_further(paging) else found.count(),
    )
    return part(request, response, table, reverse("positions:corrections"), cursor)


@get("/codebook", answers.Codebook)
def codebook(request):
    """What the words mean: stances, gates, grades and the others that rows are told in."""
    understood(request)
    return terms.codebook()
