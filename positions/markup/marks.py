"""The marks of the timeline."""

from django.utils.text import Truncator

from positions.addresses import address, query_string
from positions.dates import in_words
from positions.timeline import Mark

from .base import NOTHING, html, joined
from .messages import _, ngettext

LONGEST_TEXT = 90


def point(page, actor, place, size, **asked):
    """The mark of a timeline.Place in a cell of that size; it leads to its statements, which are
    found by what else is `asked`: a topic, a precondition."""
    mark = place.mark
    if isinstance(mark, Mark):
        there, title = page.to_statement(mark.statement), of_statement(place)
    else:
        there, title = to_counted(page, actor, mark, asked), of_several(place)
    return html(
        '<a class="point" href="{}"><title>{}</title>'
        '<rect x="{}" y="{}" width="{}" height="{}"/>'
        '<use href="#mark-{}" x="{}" y="{}" width="{}" height="{}"/></a>\n',
        there,
        title,
        place.x,
        place.y,
        size,
        size,
        mark.group,
        place.shape_x,
        place.shape_y,
        place.size,
        place.size,
    )


def lines(ticks, bottom):
    """The path of timeline.Ticks in a lane, from its top down."""
    return joined(html("M{}.5 0V{}", tick.x, bottom) for tick in ticks)


def labels(ticks, y, kind=""):
    """What these are called, where there is room for it."""
    its = html(' class="{}"', kind) if kind else NOTHING
    return joined(
        html('<text{} x="{}" y="{}">{}</text>\n', its, tick.x + 5, y, tick.label)
        for tick in ticks
        if tick.label
    )


def of_statement(place):
    mark = place.mark
    text = Truncator(mark.text).chars(LONGEST_TEXT)
    return f"{mark.speaker}, {mark.said_when}: {place.words}. {text}"


def of_several(place):
    mark = place.mark
    when = in_words(mark.first)
    if mark.last != mark.first:
        when = _("%(first)s to %(last)s", first=when, last=in_words(mark.last))
    number = ngettext("%(number)s statement", "%(number)s statements", mark.count)
    return html("{}: {}, {}", when, number, place.words)


def to_counted(page, actor, mark, asked):
    query = {
        "as_of": page.asked.pinned,
        "actor": actor.slug,
        "from": mark.first.isoformat(),
        "to": mark.last.isoformat(),
        **asked,
        "group": mark.group,
    }
    return address("positions:statements") + query_string(query)
