"""Actors, officials, preconditions, histories and counts as files: the rows of their pages."""

from django.shortcuts import get_object_or_404

from positions import agreement as coders
from positions.codebook import Status
from positions.exports import Table, comparison, moved, records
from positions.models import Actor, Coding, Official, Precondition, Statement
from positions.models.history import public_history
from positions.models.turns import spoken_on
from positions.questions import AsOf, Corrections

from .as_file import as_file
from .compare import compared, propositions_of
from .coverage import counted, tables_of
from .history import in_words
from .moved import permalink


@as_file
def corrections(request):
    asked = Corrections(request.GET)
    found = asked.corrections().for_log()
    rows = [records.correction(one, request.build_absolute_uri) for one in found]
    return Table("corrections", "Corrections", asked, records.CORRECTION, rows, len(rows))


@as_file
def actors(request):
    asked = AsOf(request.GET)
    found = Actor.objects.for_cards(asked.day)
    rows = [records.counted_actor(one, request.build_absolute_uri) for one in found]
    return Table("actors", "Actors", asked, records.ACTOR, rows, len(rows))


@permalink(slug=Actor)
@as_file
def actor(request, slug):
    """The actor and its position on each precondition that it has spoken of."""
    asked = AsOf(request.GET)
    actor = get_object_or_404(Actor, slug=slug)
    told = compared([actor], Precondition.objects.select_related("topic"), asked.day, offices=True)
    rows = [row["row"] for row in told if row["has_codings"]]
    tenures = actor.tenures.begun_by(asked.day).select_related("official", "actor")
    absolute = request.build_absolute_uri
    return Table(
        name=actor.slug,
        title=f"Positions of {actor.name}",
        asked=asked,
        columns=comparison.OF_ONE,
        rows=comparison.of_one(rows, asked.day, propositions_of(told)),
        count=len(rows),
        record={
            **records.actor(actor, absolute),
            "officials": [records.tenure(t) for t in tenures.order_by("authority", "pk")],
        },
    )


@permalink(slug=Official)
@as_file
def official(request, slug):
    """The official and the roles held, as far as they had begun."""
    asked = AsOf(request.GET)
    official = get_object_or_404(Official, slug=slug)
    tenures = official.tenures.begun_by(asked.day).select_related("official", "actor")
    rows = [records.tenure(tenure) for tenure in tenures]
    return Table(
        name=official.slug,
        title=f"Roles of {official.name}",
        asked=asked,
        columns=records.TENURE,
        rows=rows,
        count=len(rows),
        record=records.official(official, request.build_absolute_uri),
    )


@as_file
def preconditions(request):
    asked = AsOf(request.GET)
    found = Precondition.objects.for_index(asked.day)
    rows = [records.counted_precondition(one, request.build_absolute_uri) for one in found]
    return Table("preconditions", "Preconditions", asked, records.PRECONDITION, rows, len(rows))


@permalink(slug=Precondition)
@as_file
def precondition(request, slug):
    """The turns of each actor's line, as the table of the page has them, the oldest first."""
    asked = AsOf(request.GET)
    precondition = get_object_or_404(Precondition.objects.select_related("topic"), slug=slug)
    spoken = spoken_on(precondition, asked.day)
    rows = [
        moved.turn(actor, turn, following)
        for actor in Actor.objects.filter(slug__in=spoken)
        for turn, following in moved.in_pairs(spoken[actor.slug].turns)
    ]
    return Table(
        name=precondition.slug,
        title=f"Each actor's line over time: {precondition.proposition}",
        asked=asked,
        columns=moved.TURN,
        rows=rows,
        count=len(rows),
        record=records.precondition(precondition, request.build_absolute_uri),
    )


@permalink(slug=Statement)
@as_file
def history(request, slug):
    """What changed on a statement's record, the newest first; of a withdrawn one only the days."""
    asked = AsOf(request.GET)
    seen = Statement.objects.seen().select_related("official", "actor")
    statement = get_object_or_404(seen, slug=slug, duplicate_of=None)
    entries, _ = public_history(statement)
    if statement.status == Status.PUBLISHED:
        rows = [records.entry(told) for told in in_words(entries[::-1])]
    else:
        rows = [records.day_of_entry(entry) for entry in entries[::-1]]
    return Table(
        name=f"history-{statement.slug}",
        title="History of a record",
        asked=asked,
        columns=records.ENTRY,
        rows=rows,
        count=len(rows),
        flat=records.flat_entry,
    )


@as_file
def coverage(request):
    asked = AsOf(request.GET)
    rows = [*records.counts(tables_of(counted(asked)))]
    return Table("coverage", "Coverage", asked, records.COUNT, rows, len(rows))


@as_file
def agreement(request):
    """The counts behind the page, of the record of today, for whoever wants to compute them."""
    asked, now = AsOf(request.GET), AsOf({})
    rows = [dict(zip(coders.COLUMNS, pair.row, strict=True)) for pair in Coding.objects.pairs()]
    title = "Codes that two coders gave"
    return Table(
        "agreement", title, asked if asked.errors else now, coders.COLUMNS, rows, len(rows)
    )
