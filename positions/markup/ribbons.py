"""The ribbons of a precondition, and their turns as the rows of a table."""

from positions.codebook import Gate
from positions.languages import bare

from .base import NOTHING, html, joined
from .messages import _, ngettext
from .names import entered
from .parts import link, soft, stance
from .said import red_line, speaker


def ribbon(page, axis, actor, ribbon):
    """A ribbon.Ribbon on its ribbon.Axis."""
    return html(
        '<svg class="ribbon" aria-hidden="true" focusable="false">\n{}\n{}\n{}{}\n{}</svg>',
        joined(year(place) for place, _year in axis.years),
        untold(ribbon) if ribbon.start else NOTHING,
        joined(segment(page, actor, one) for one in ribbon.segments),
        ticks(ribbon.ticks),
        joined(labels(actor, name, found) for name, found in ribbon.labels.items()),
    )


def year(place):
    return html('<line class="year" x1="{}%" x2="{}%" y1="0" y2="100%"/>', place, place)


def ticks(places):
    """A short line at each place, all in one path: there may be as many as days. Its coordinates
    are hundredths of a percent to the right, and eighths of its height down."""
    across = [round(place * 100) for place in places]
    return html(
        '<svg class="ticks" viewBox="0 0 10000 8" preserveAspectRatio="none" y="1.7em" '
        'height="1.6em"><path class="halo" d="{}"/><path class="tick" d="{}"/></svg>',
        "".join(f"M{at} 1v6" for at in across),
        "".join(f"M{at} 0v8" for at in across),
    )


def untold(ribbon):
    """The track before the start."""
    words = (
        html('<text class="untold at-{}" x="0" y="2.15em">{}</text>', name, str(ribbon.before))
        for name, fits in ribbon.silences.items()
        if fits
    )
    track = html('<line class="untold" x1="0" x2="{}%" y1="2.5em" y2="2.5em"/>', ribbon.start)
    return track + joined(words)


def segment(page, actor, segment):
    first = segment.turn.first
    return html(
        '<a class="segment {} {}" href="{}" tabindex="-1"><title>{}</title>'
        '<rect class="reach" x="{}%" y="0" width="{}%" height="3.6em"/>'
        '<rect class="band standing" x="{}%" y="2.3em" width="{}%" height="0.4em"/>'
        '<rect class="band" x="{}%" y="1.9em" width="{}%" height="1.2em"/></a>\n',
        first.group,
        first.stance,
        page.to_statement(first.statement),
        title(actor, segment),
        segment.start,
        segment.width,
        segment.affirmed,
        segment.thin,
        segment.start,
        segment.thick,
    )


def title(actor, segment):
    first, turn = segment.turn.first, segment.turn
    gate = f", {first.gate_label}" if first.gate != Gate.NONE else ""
    if segment.until:
        reach = _(
            "From %(since)s until %(until)s.",
            since=first.said_since,
            until=segment.until.said_since,
        )
    else:
        reach = _("From %(since)s, nothing else since.", since=first.said_since)
    again = _("Last said %(day)s.", day=turn.latest.said_when) if turn.restated else ""
    role = first.role if first.role != first.speaker_name else ""
    return html(
        "{}: {}{}. {}{} {}{}.",
        bare(actor),
        first.stance_label,
        gate,
        reach,
        html(" {}", again) if again else NOTHING,
        first.speaker_name,
        f", {role}" if role else "",
    )


def labels(actor, name, found):
    return html('<g class="at-{}">{}</g>\n', name, joined(label(actor, one) for one in found))


def label(actor, label):
    if label.number > 1:
        return several(actor, label)
    first = label.turn.first
    words = html('<text x="1.3em" y="1.2em">{}</text>', label.words) if label.words else NOTHING
    return html(
        '<svg class="over {}" x="{}%">'
        '<use href="#i-{}" x="0.15em" y="0.35em" width="0.9em" height="0.9em"/>{}</svg>',
        first.group,
        label.place,
        first.stance,
        words,
    )


def several(actor, label):
    """The number of turns that lie too close together for an icon each."""
    told = ngettext(
        "%(number)s turn from %(day)s on; the table names them.",
        "%(number)s turns from %(day)s on; the table names them.",
        label.number,
        day=label.turn.first.said_since,
    )
    return html(
        '<a href="#turns-{}" tabindex="-1"><title>{}</title>'
        '<text class="number" x="{}%" y="1.2em">{}</text></a>',
        actor.slug,
        told,
        label.place,
        label.number,
    )


def turn(page, segment):
    """A row of the table that tells a ribbon in words."""
    first, latest, restated = segment.turn.first, segment.turn.latest, segment.turn.restated
    if restated:
        last = link(page.to_statement(latest.statement), latest.said_when)
    else:
        last = first.said_when
    until = segment.until.said_since if segment.until else soft(_("nothing else since"))
    return html(
        '<tr><td class="from">{}</td><td class="stood">{}{}</td><td class="until">{}</td>'
        '<td class="last">{}</td><td class="number again">{}</td><td>{}{}</td>'
        '<td class="soft remark">{}</td></tr>\n',
        link(page.to_statement(first.statement), first.said_since),
        stance(first),
        red_line(first),
        until,
        last,
        restated,
        speaker(first),
        joint(first),
        entered(first.note),
    )


def joint(position):
    if not position.joint:
        return NOTHING
    return soft(html(", {}", _("joint statement: %(names)s", names=entered(position.joint))))
