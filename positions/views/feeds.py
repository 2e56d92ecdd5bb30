"""What is new, to be followed: statements, changes of position, corrections."""

from datetime import UTC, datetime, time

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from positions.codebook import Gate
from positions.exports.writing import page_of, public, refused
from positions.feeds import ENTRIES, KINDS, written
from positions.models import Statement
from positions.models.search import TooSlow, bounded_in_time
from positions.questions import Changes, Corrections, StatementSearch

from .changes import described, slugs_of
from .statements import TOO_SLOW


def feed(request, suffix, asked, title, description, entries):
    """The entries as a feed: dicts that SyndicationFeed.add_item() takes."""
    chosen = "".join(f", {label.lower()}: {words}" for _, label, words in asked.active())
    made = KINDS[suffix](
        title=written(f"{title}{chosen} · Parley"),
        link=request.build_absolute_uri(page_of(request, suffix, asked)),
        description=description,
        language="en",
        feed_url=request.build_absolute_uri(),
        author_name="Parley",
    )
    for entry in entries:
        made.add_item(**{name: written(value) for name, value in entry.items()})
    response = HttpResponse(content_type=made.content_type)
    response.write(made.writeString("utf-8"))
    return public(response)


@require_safe
def statements(request, suffix):
    """Those published last, whenever they were said."""
    asked = StatementSearch(request.GET)
    found = []
    try:
        with bounded_in_time():
            found = [*asked.statements().newly_published().for_cards()[:ENTRIES]]
    except TooSlow:
        asked.add_error("q", TOO_SLOW)
    if asked.errors:
        return refused(suffix, asked)
    return feed(
        request,
        suffix,
        asked,
        "Statements",
        "Statements of officials, as they are added to the record.",
        [of_statement(request, statement) for statement in found],
    )


def of_statement(request, statement):
    address = request.build_absolute_uri(statement.get_absolute_url())
    begun = Truncator(statement.text).words(14)
    return {
        "title": f"{statement.speaker}, {statement.said_when}: {begun}",
        "link": address,
        "unique_id": lasting(request, "statement", statement.pk),
        "description": words(request, "positions/feeds/statement.html", statement=statement),
        "pubdate": statement.published_at,
        "updateddate": statement.published_at,
        "author_name": statement.speaker,
        "categories": [
            statement.actor.name,
            *dict.fromkeys(coding.precondition.proposition for coding in statement.codings.all()),
        ],
    }


@require_safe
def changes(request, suffix):
    """An entry for each change of position, when its words and their coding were published."""
    asked = Changes(request.GET)
    if asked.errors:
        return refused(suffix, asked)
    found = asked.moves().newly_published(ENTRIES)
    told = Statement.objects.words(slugs_of(move for move, _ in found))
    # What was withdrawn meanwhile is left out.
    found = [(move, at) for move, at in found if slugs_of([move]) <= told.keys()]
    entries = described([move for move, _ in found])
    return feed(
        request,
        suffix,
        asked,
        "Changes of position",
        "Each time an actor's leading statement on a precondition took another stance group or "
        "another gate than the one before.",
        [
            of_change(request, entry, told, at)
            for entry, (_, at) in zip(entries, found, strict=True)
        ],
    )


def of_change(request, entry, told, at):
    """`told` are the statements by slug; `at` is when readers could first see it."""
    actor, precondition, move = entry["actor"], entry["precondition"], entry["move"]
    after, before = move.after, move.before
    named = told[after.statement].pk, actor.pk, precondition.pk, after.gate
    ends = [(end, told[end.statement]) for end in (before, after) if end]
    change = f"{in_short(before)} → {in_short(after)}" if before else in_short(after)
    return {
        "title": f"{actor.name}, {after.said_when}: {change}: {precondition.proposition}",
        "link": request.build_absolute_uri(
            reverse("positions:cell", args=[actor.slug, precondition.slug])
        ),
        "unique_id": lasting(request, "change", *named),
        "description": words(request, "positions/feeds/change.html", ends=ends),
        "pubdate": at,
        "updateddate": at,
        "author_name": after.speaker_name,
        "categories": [actor.name, precondition.proposition],
    }


def in_short(position):
    stance = position.stance_label.lower()
    return stance if position.gate == Gate.NONE else f"{stance}, {position.gate_label}"


@require_safe
def corrections(request, suffix):
    asked = Corrections(request.GET)
    if asked.errors:
        return refused(suffix, asked)
    found = asked.corrections().for_log()[:ENTRIES]
    return feed(
        request,
        suffix,
        asked,
        "Corrections",
        "What was wrong on this site, and what was changed.",
        [of_correction(request, correction) for correction in found],
    )


def of_correction(request, correction):
    about = correction.statement
    page = about.get_absolute_url() if about else reverse("positions:corrections")
    made = datetime.combine(correction.corrected_on, time(), UTC)
    return {
        "title": f"Correction of {correction.corrected_on.isoformat()}",
        "link": request.build_absolute_uri(page),
        "unique_id": lasting(request, "correction", correction.pk),
        "description": words(request, "positions/feeds/correction.html", correction=correction),
        "pubdate": made,
        "updateddate": made,
    }


def lasting(request, *named):
    """The name of an entry (RFC 4151), which no change of an address changes."""
    return f"tag:{request.get_host()},2022:{'/'.join(map(str, named))}"


def words(request, template, **told):
    """The body of an entry; its addresses are whole."""
    origin = request.build_absolute_uri("/").removesuffix("/")
    return render_to_string(template, {"origin": origin, **told}).strip()
