"""What an actor ties to a gate, as the comparison opens with it."""

from .base import NOTHING, html
from .messages import _
from .names import entered, name_of
from .parts import link, soft


def tied(page, actor, precondition, tied):
    """A cells.Tied, as an entry of a list."""
    line = tied.line
    return html(
        '<li><p class="proposition">{}</p><p class="by">{} {}</p>{}{}</li>',
        link(page.to_cell(actor, precondition), name_of(precondition)),
        since(line),
        soft(remarks(page, line)),
        between(line.between) if line.between else NOTHING,
        later(line.latest, tied.other) if tied.other else NOTHING,
    )


def since(line):
    if not line.restated:
        return line.latest.said_when
    return _(
        "since %(since)s, last affirmed %(day)s",
        since=line.first.said_since,
        day=line.latest.said_when,
    )


def remarks(page, line):
    told = line.latest
    return html(
        "({}), {}{}{}{}",
        page.age(told.day),
        name_of(told.speaker_name),
        html("; {}", _("reported")) if told.grade == "C" else NOTHING,
        html("; {}", _("said under a previous head")) if line.under_previous_head else NOTHING,
        html("; {}", _("note: %(note)s", note=entered(told.note))) if told.note else NOTHING,
    )


def between(position):
    told = _(
        "in between: %(stance)s, %(day)s",
        stance=position.stance_label.lower(),
        day=position.said_when,
    )
    return html('<p class="by">{}</p>', told)


def later(position, other):
    """What leads the cell in place of a position."""
    told = {
        "stance": other.stance_label.lower(),
        "gate": other.gate_label,
        "day": other.said_when,
    }
    if other.day > position.day:
        words = _("since then: %(stance)s (%(gate)s), %(day)s", **told)
    else:
        words = _("the same day: %(stance)s (%(gate)s), %(day)s", **told)
    return html('<p class="by">{}</p>', words)
