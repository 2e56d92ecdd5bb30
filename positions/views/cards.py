"""Images of statements, cells and comparisons, for those who pass an address on."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from positions.cards import cell as of_cell
from positions.cards import comparison as of_comparison
from positions.cards import statement as of_statement
from positions.cards.sheet import Party, Speaker, Taken
from positions.codebook import Form, Gate
from positions.dates import in_words
from positions.exports.writing import public, refused
from positions.models import Actor, Precondition, Statement
from positions.questions import AsOf, Comparison, Evidence

from .compare import asked_for, chosen, compared, findings
from .moved import permalink
from .withdrawn import withdrawn

# As many as can ever be read on one card.
ROWS = 8


@require_safe
@permalink(slug=Statement)
def statement(request, slug):
    asked = AsOf(request.GET)
    if asked.errors:
        return refused("png", asked)
    found = Statement.objects.published().for_cards().filter(slug=slug).first()
    if not found:
        return withdrawn(request, asked, slug)
    said_later = asked.is_past and found.counts_on > asked.day
    card = of_statement.StatementCard(
        text=found.text,
        is_quotation=found.form == Form.QUOTATION,
        kind=whose_words(found),
        unreviewed=not found.reviewed_on,
        original=found.original_text,
        speaker=Speaker(
            party(found.actor),
            found.speaker,
            found.role,
            day_of(found.said_when, found.date_basis),
        ),
        taken=tuple(taken(coding, found) for coding in found.codings.all()),
        as_of=f"Said after {in_words(asked.day)}" if said_later else as_of(asked),
        address=address(request, found.get_absolute_url(), asked),
    )
    return image(of_statement.png(card))


@require_safe
@permalink(actor=Actor, precondition=Precondition)
def cell(request, actor, precondition):
    asked = Evidence(request.GET)
    actor = get_object_or_404(Actor, slug=actor)
    precondition = get_object_or_404(
        Precondition.objects.select_related("topic"), slug=precondition
    )
    if asked.errors:
        return refused("png", asked)
    row = compared([actor], [precondition], asked.day, reach=asked.reach, gate=asked.chosen_gate)[0]
    shown = row["row"].cells[0]
    card = of_cell.CellCard(
        party=party(actor, actor.name),
        proposition=precondition.proposition,
        as_of=as_of(asked),
        address=address(request, request.path.removesuffix("card.png"), asked),
        **(
            in_full(shown, actor)
            if shown.headline
            else {"blank": f"{blank(shown)}. A blank is no stance."}
        ),
    )
    return image(of_cell.png(card))


@require_safe
def compare(request):
    asked = Comparison(request.GET)
    if asked.errors:
        return refused("png", asked)
    actors = asked.chosen_actors
    rows = asked_for(asked)
    rows = chosen(rows, asked, findings(rows))
    parts = [
        asked.chosen_topic and asked.chosen_topic.name,
        asked.gate_label,
        asked.earlier_day and f"changed since {in_words(asked.earlier_day)}",
    ]
    title = ", ".join(str(part) for part in parts if part)
    card = of_comparison.ComparisonCard(
        title=f"What each side has stated{': ' if title else ''}{title}",
        parties=tuple(party(actor) for actor in actors),
        rows=tuple(
            (row["precondition"].proposition, tuple(in_short(cell) for _, cell in row["cells"]))
            for row in rows[:ROWS]
        ),
        more=len(rows[ROWS:]),
        as_of=as_of(asked),
        address=address(request, request.path.removesuffix("card.png"), asked),
    )
    return image(of_comparison.png(card))


def image(png):
    return public(HttpResponse(png, content_type="image/png"))


def as_of(asked):
    return f"As of {in_words(asked.day)}"


def address(request, path, asked):
    """Of the page, as people type it."""
    query = f"?{urlencode(asked.canonical)}" if asked.canonical else ""
    return f"{request.get_host()}{path}{query}"


def party(actor, name=""):
    return Party(name or actor.short_name, actor.monogram, actor.hue)


def whose_words(statement):
    told = [statement.get_form_display()]
    if statement.original_text:
        told.append(statement.get_translation_display() or "Translation")
    return " · ".join(told)


def day_of(when, basis):
    return f"{when} (the day it was reported)" if basis == "reported" else when


def taken(coding, statement):
    """A coding of the statement as a card tells it."""
    whose = ""
    if coding.claimed_by_id:
        whose = f"{coding.claimed_by.short_name} says that {coding.holder.short_name}:"
    elif coding.holder_id != statement.actor_id:
        whose = f"for {coding.holder.short_name}:"
    return Taken(
        coding.stance,
        coding.stance_label,
        gate_of(coding),
        coding.precondition.proposition + (" (red line)" if coding.red_line else ""),
        whose,
    )


def gate_of(coded):
    return coded.gate_label if coded.gate != Gate.NONE else ""


def in_full(shown, actor):
    """What stands in a cell, with the words behind it."""
    line, latest = shown.headline, shown.headline.latest
    words = Statement.objects.words([latest.statement])[latest.statement]
    since = f"since {line.first.said_when}" if line.restated else latest.said_when
    return {
        "taken": Taken(latest.stance, latest.stance_label, gate_of(latest)),
        "since": f"{since}, last affirmed {latest.said_when}" if line.restated else since,
        "marks": ", ".join(marks(shown)),
        "text": words.text,
        "is_quotation": words.form == Form.QUOTATION,
        "kind": whose_words(words),
        "unreviewed": not latest.reviewed,
        "speaker": Speaker(party(actor), latest.speaker_name, latest.role, latest.said_when),
    }


CHANGES = {
    "changed": "changed",
    "first": "first on record",
    "within": "other stance, same group",
}


def marks(shown):
    """What a reader must know before relying on the headline of a cell."""
    if shown.change:
        yield CHANGES[shown.change.kind]
    if shown.headline.latest.red_line:
        yield "red line"
    if shown.split:
        yield "split"
    if shown.also:
        yield "also at another gate"
    if shown.headline.latest.grade == "C":
        yield "reported"
    if shown.headline.under_previous_head:
        yield "said under a previous head"
    if shown.headline.waived:
        yield "waived since"


def in_short(shown):
    if not shown.headline:
        return of_comparison.Shown(blank=blank(shown))
    latest = shown.headline.latest
    since = f"since {shown.headline.first.said_when}"
    return of_comparison.Shown(
        taken=Taken(latest.stance, latest.stance_label, gate_of(latest)),
        when=since if shown.headline.restated else latest.said_when,
        marks=", ".join(marks(shown)),
        unreviewed=not latest.reviewed,
    )


def blank(shown):
    """Why a cell has no stance, in the words of the pages."""
    if shown.elsewhere:
        return "Nothing at this gate"
    if shown.blank == "none_found":
        return f"No statement found (searched until {in_words(shown.searched.until)})"
    told = {
        "not_applicable": "Not applicable",
        "unset": "On record, but nothing that sets the cell",
    }
    return told.get(shown.blank, "Not researched")
