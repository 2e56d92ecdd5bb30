"""A statement as lists show it: a card."""

from positions import citing
from positions.codebook import SourceKind, label
from positions.languages import in_english

from .base import NOTHING, html, joined
from .messages import _
from .names import entered, lang, name_of
from .parts import badge, link, stance, time
from .said import red_line, words_of


def card(page, statement):
    """Needs a statement of StatementQuerySet.for_cards()."""
    return html(
        '<div class="statement">{}<p class="said"><a class="when" href="{}">{}</a> {} {}</p>'
        '{}<ul class="codings">{}</ul><p class="record soft">{}{}{}</p></div>\n',
        coins(page, statement),
        page.to(statement),
        time(statement.said_on, statement.said_when),
        badge(statement.actor),
        speaker(page, statement),
        words_of(statement),
        joined(coded(page, statement, coding) for coding in statement.codings.all()),
        joined(cited(citation.source) for citation in statement.citations.all()),
        _("Evidence %(grade)s.", grade=statement.grade),
        NOTHING if statement.reviewed_on else html(" {}", _("Unreviewed.")),
    )


def coins(page, statement):
    """An empty span in which reference managers find the statement."""
    with in_english():
        address = page.request.build_absolute_uri(statement.get_absolute_url())
        record = citing.of_record(statement, address, page.asked.today)
        told = citing.context_object(record)
    return html('<span class="Z3988" title="{}"{} hidden></span>', told, lang("en"))


def speaker(page, statement):
    told = []
    if statement.official_id:
        told.append(link(page.to(statement.official), name_of(statement.official)))
    if statement.role:
        told.append(entered(statement.role))
    return html('<span class="speaker">{}</span>', joined(told, ", ")) if told else NOTHING


def coded(page, statement, coding):
    return html(
        "<li>{}{} {}{}</li>",
        holder(statement, coding),
        stance(coding),
        link(page.to(coding.precondition), name_of(coding.precondition)),
        red_line(coding),
    )


def holder(statement, coding):
    """Whose position it is, where that is not the statement's own actor."""
    name = name_of(coding.holder, "short_name")
    if coding.claimed_by_id:
        claimant = name_of(coding.claimed_by, "short_name")
        told = _("%(claimant)s says that %(holder)s:", claimant=claimant, holder=name)
    elif coding.holder_id != statement.actor_id:
        told = _("for %(holder)s:", holder=name)
    else:
        return NOTHING
    return html('<span class="says">{}</span> ', told)


def cited(source):
    kind = label(SourceKind(source.kind)).lower()
    if not source.link:
        return html("{}, {}. ", entered(source.publisher), kind)
    return html(
        '<a href="{}" rel="noopener external"{}>{}</a>, {}. ',
        source.link,
        lang("en"),
        source.publisher,
        kind,
    )
