"""What stands in cells and cards alike."""

from positions.codebook import Gate, Stance, group, label
from positions.languages import kept_in_each_language

from .base import html, joined
from .names import lang, name_of


def icon(name):
    return html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


def stance(coded, *, without_gate=False):
    """What was coded, with its gate."""
    return stance_at(coded.stance, Gate.NONE if without_gate else coded.gate)


@kept_in_each_language
def stance_at(stance, gate):
    told = html(
        '<span class="stance {} {}">{}{}</span>',
        group(stance),
        stance,
        icon(stance),
        label(Stance(stance)),
    )
    if gate == Gate.NONE:
        return told
    return html('{} <span class="gate">{}</span>', told, label(Gate(gate)))


def badge(actor, name=""):
    """An actor by its colour, its letters and its name, the short one unless another is given."""
    return html(
        '<span class="actor hue-{}"><span class="monogram" aria-hidden="true"{}>{}</span>{}</span>',
        actor.hue,
        lang("en"),
        actor.monogram,
        name or name_of(actor, "short_name"),
    )


def time(day, words):
    return html('<time datetime="{}">{}</time>', day.isoformat(), words)


def mark(words):
    return html('<span class="mark">{}</span>', words)


def soft(words):
    return html('<span class="soft">{}</span>', words)


def marks(told):
    """A list of short remarks."""
    return html('<ul class="marks">{}</ul>', joined(html("<li>{}</li>", one) for one in told))


def link(address, words):
    return html('<a href="{}">{}</a>', address, words)
