"""Images of statements, cells and comparisons, for those who pass an address on."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from positions.cards import cell as of_cell
from positions.cards import comparison as of_comparison
from positions.cards import statement as of_statement
from positions.cards.sheet import Party, Speaker, Taken
from positions.codebook import Form, Gate
from positions.dates import in_words
from positions.exports.writing import public, refused
from positions.headers import for_other_sites
from positions.languages import called
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
        as_of=said_after(asked) if said_later else as_of(asked),
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
        party=party(actor, "name"),
        proposition=called(precondition),
        as_of=as_of(asked),
        address=address(request, request.path.removesuffix("card.png"), asked),
        **(
            in_full(shown, actor)
            if shown.headline
            else {"blank": _("%(blank)s. A blank is no stance.") % {"blank": blank(shown)}}
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
    card = of_comparison.ComparisonCard(
        title=title(asked),
        parties=tuple(party(actor) for actor in actors),
        rows=tuple(
            (called(row["precondition"]), tuple(in_short(cell) for _, cell in row["cells"]))
            for row in rows[:ROWS]
        ),
        more=len(rows[ROWS:]),
        as_of=as_of(asked),
        address=address(request, request.path.removesuffix("card.png"), asked),
    )
    return image(of_comparison.png(card))


def image(png):
    return for_other_sites(public(HttpResponse(png, content_type="image/png")))


def title(asked):
    parts = [
        asked.chosen_topic and called(asked.chosen_topic),
        asked.gate_label,
        asked.earlier_day and _("changed since %(day)s") % {"day": in_words(asked.earlier_day)},
    ]
    told = ", ".join(str(part) for part in parts if part)
    if told:
        return _("What each side has stated: %(asked)s") % {"asked": told}
    return _("What each side has stated")


def as_of(asked):
    return _("As of %(day)s") % {"day": in_words(asked.day)}


def said_after(asked):
    return _("Said after %(day)s") % {"day": in_words(asked.day)}


def address(request, path, asked):
    """Of the page, as people type it."""
    query = f"?{urlencode(asked.canonical)}" if asked.canonical else ""
    return f"{request.get_host()}{path}{query}"


def party(actor, field="short_name"):
    return Party(called(actor, field), actor.monogram, actor.hue)


def whose_words(statement):
    told = [statement.get_form_display()]
    if statement.original_text:
        told.append(statement.get_translation_display() or _("Translation"))
    return " · ".join(told)


def day_of(when, basis):
    return _("%(day)s (the day it was reported)") % {"day": when} if basis == "reported" else when


def taken(coding, statement):
    """A coding of the statement as a card tells it."""
    whose, holder, about = "", called(coding.holder, "short_name"), called(coding.precondition)
    if coding.claimed_by_id:
        claimant = called(coding.claimed_by, "short_name")
        whose = _("%(claimant)s says that %(holder)s:") % {"claimant": claimant, "holder": holder}
    elif coding.holder_id != statement.actor_id:
        whose = _("for %(holder)s:") % {"holder": holder}
    if coding.red_line:
        about = _("%(proposition)s (red line)") % {"proposition": about}
    return Taken(
        coding.stance,
        str(coding.stance_label),
        gate_of(coding),
        about,
        whose,
    )


def gate_of(coded):
    return str(coded.gate_label) if coded.gate != Gate.NONE else ""


def in_full(shown, actor):
    """What stands in a cell, with the words behind it."""
    line, latest = shown.headline, shown.headline.latest
    words = Statement.objects.words([latest.statement])[latest.statement]
    return {
        "taken": Taken(latest.stance, latest.stance_label, gate_of(latest)),
        "since": _("since %(first)s, last affirmed %(latest)s")
        % {"first": line.first.said_since, "latest": latest.said_when}
        if line.restated
        else latest.said_when,
        "marks": ", ".join(marks(shown)),
        "text": words.text,
        "is_quotation": words.form == Form.QUOTATION,
        "kind": whose_words(words),
        "unreviewed": not latest.reviewed,
        "speaker": Speaker(party(actor), latest.speaker_name, latest.role, latest.said_when),
    }


CHANGES = {
    "changed": gettext_lazy("changed"),
    "first": gettext_lazy("first on record"),
    "within": gettext_lazy("other stance, same group"),
}


def marks(shown):
    """What a reader must know before relying on the headline of a cell."""
    if shown.change:
        yield str(CHANGES[shown.change.kind])
    if shown.headline.latest.red_line:
        yield _("red line")
    if shown.split:
        yield _("split")
    if shown.also:
        yield _("also at another gate")
    if shown.headline.latest.grade == "C":
        yield _("reported")
    if shown.headline.under_previous_head:
        yield _("said under a previous head")
    if shown.headline.waived:
        yield _("waived since")


def in_short(shown):
    if not shown.headline:
        return of_comparison.Shown(blank=blank(shown))
    latest = shown.headline.latest
    since = _("since %(day)s") % {"day": shown.headline.first.said_since}
    return of_comparison.Shown(
        taken=Taken(latest.stance, latest.stance_label, gate_of(latest)),
        when=since if shown.headline.restated else latest.said_when,
        marks=", ".join(marks(shown)),
        unreviewed=not latest.reviewed,
    )


def blank(shown):
    """Why a cell has no stance, in the words of the pages."""
    if shown.elsewhere:
        return _("Nothing at this gate")
    if shown.blank == "none_found":
        until = {"day": in_words(shown.searched.until)}
        return _("No statement found (searched until %(day)s)") % until
    told = {
        "not_applicable": _("Not applicable"),
        "unset": _("On record, but nothing that sets the cell"),
    }
    return told.get(shown.blank, _("Not researched"))
