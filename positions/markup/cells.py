"""The cells of a comparison (codebook, "A cell of the comparison")."""

from positions.cells import MOST_LEFT_OUT
from positions.codebook import Gate
from positions.dates import in_words

from .base import NOTHING, html, joined
from .messages import _, ngettext
from .names import entered, name_of
from .parts import icon, marks, soft, stance, time
from .said import joint, note, red_line, said, speaker, standing, words_of

BOOSTED = html(' data-hx-boost="true"')


def cell(page, actor, precondition, cell, *, in_place=False, since_apart=False):
    """What a Cell tells of an actor and a precondition. Its words open `in_place`, in the row's
    last cell; `since_apart`: another column has the day since which it holds."""
    opening = opener(page, actor, precondition, in_place)
    lines, other = cell.lines, cell.elsewhere
    if lines:
        parts = [*held(page, actor, cell, lines, opening, since_apart)]
    elif other:
        parts = [html('<p class="blank">{}</p>', _("Nothing at this gate"))]
    else:
        parts = [html('<p class="blank {}">{}</p>', cell.blank, blank(cell))]
    if other:
        parts.append(elsewhere(other))
    for n, claim in enumerate(cell.claims):
        parts.append(claimed(actor, cell, claim, NOTHING if lines or n else opening))
    parts += (unnamed(page, position) for position in cell.unnamed)
    if cell.left_out:
        parts.append(left_out(cell.left_out))
    return joined(parts)


def opener(page, actor, precondition, in_place):
    """The start of the link to the words behind a cell; the table says where they open."""
    boost = BOOSTED if in_place else NOTHING
    return html('<a class="opens" href="{}"{}>', page.to_cell(actor, precondition), boost)


def held(page, actor, cell, lines, opening, since_apart):
    """What sets the cell, and what stands beside it."""
    line, change = lines[0], cell.change
    latest, restated = line.latest, line.restated
    if change:
        yield changed(page, change)
    yield html(
        '<p class="holds">{}{} <span class="unseen">: {}</span></a>{}</p>',
        opening,
        stance(latest),
        _("%(name)s. Show the words", name=name_of(actor)),
        red_line(latest),
    )
    if cell.split or change or page.with_words:
        yield words_of(page.words.get(latest.statement))
    yield note(latest)
    yield html('<p class="by">{}</p>', speaker(latest))
    yield html(
        '<p class="by">{} {}</p>',
        since(line) if restated and not since_apart else time(latest.day, latest.said_when),
        soft(f"({page.age(latest.day)})"),
    )
    if line.between:
        yield between(page, line.between)
    yield joint(latest)
    yield remarks(line, restated)
    if change and change.before:
        yield html('<div class="was">{}</div>', said(page, change.before, _("Before")))
    yield from (also(other) for other in lines[1:])
    yield from (split(page, other) for other in cell.split)
    if cell.more_split:
        yield html('<p class="soft">{}</p>', _("More was said against it before."))


def changed(page, change):
    if change.kind == "changed":
        told = _("Changed")
    elif change.kind == "within":
        told = _("Other stance, same group")
    elif page.asked.chosen_gate:
        told = _("First at this gate")
    else:
        told = _("First on record")
    return html('<p class="change {}">{}{}</p>', change.kind, icon(change.kind), told)


def since(line):
    first, latest = line.first, line.latest
    return html(
        "{}<br>{}",
        _(
            'since <time datetime="%(date)s">%(day)s</time>',
            date=first.day.isoformat(),
            day=first.said_since,
        ),
        _(
            '<span class="soft">last affirmed</span> <time datetime="%(date)s">%(day)s</time>',
            date=latest.day.isoformat(),
            day=latest.said_when,
        ),
    )


def between(page, position):
    told = _(
        'in between: %(stance)s, <a href="%(said)s">%(day)s</a>',
        stance=position.stance_label.lower(),
        said=page.to_statement(position.statement),
        day=position.said_when,
    )
    return html('<p class="by">{}</p>', told)


def remarks(line, restated):
    """What a reader has to bear in mind of a line."""
    told = standing(line.latest)
    if line.under_previous_head:
        told.insert(line.latest.grade == "C", _("said under a previous head"))
    if restated:
        times = ngettext(
            "restated %(number)s&nbsp;time", "restated %(number)s&nbsp;times", restated
        )
        offices = ngettext("%(number)s office", "%(number)s offices", line.office_count)
        told.insert(0, html("{}; {}", times, offices))
    return marks(told)


def also(line):
    told = [line.latest.said_when]
    if line.waived:
        told.append(_("waived %(day)s", day=line.waived.said_when))
    if line.under_previous_head:
        told.append(_("said under a previous head"))
    return html(
        '<p class="also">{} {} {}</p>', _("also"), stance(line.latest), soft(joined(told, ", "))
    )


def split(page, position):
    opening = _(
        '<strong>Split:</strong> %(speaker)s, <a href="%(said)s">%(day)s</a>:',
        speaker=name_of(position.speaker_name),
        said=page.to_statement(position.statement),
        day=position.said_when,
    )
    remark = _("Note: %(note)s", note=entered(position.note)) if position.note else NOTHING
    return html(
        '<div class="split"><p>{}{} {}</p>{}{}</div>',
        icon("split"),
        opening,
        stance(position),
        words_of(page.words.get(position.statement)),
        html('<p class="by note">{}</p>', remark) if remark else NOTHING,
    )


def elsewhere(lines):
    """What was said at other gates than the one that is asked for."""
    told = []
    for line in lines:
        when = [line.latest.said_when]
        if line.under_previous_head:
            when.append(_("said under a previous head"))
        told.append(html("{} {}", stance(line.latest), soft(joined(when, ", "))))
    return html('<p class="elsewhere">{} {}</p>', soft(_("otherwise:")), joined(told, "; "))


def claimed(actor, cell, claim, opening):
    """What another says that the actor holds, beside what the actor itself said. `opening` is the
    start of a link to the words, or nothing."""
    gate = html(" {}", claim.gate_label) if claim.gate != Gate.NONE else NOTHING
    closing = html('<span class="unseen">. {}</span></a>', _("Show the words"))
    return html(
        '<p class="claim">{}<span class="says">{}</span> {}{}{} {}</p>',
        opening,
        _(
            "%(claimant)s says that %(actor)s:",
            claimant=name_of(claim.claimant),
            actor=name_of(actor, "short_name"),
        ),
        claim.stance_label.lower(),
        gate,
        closing if opening else NOTHING,
        soft(html("({}). {}", claim.said_when, itself(actor, cell))),
    )


def itself(actor, cell):
    name = name_of(actor, "short_name")
    if cell.headline:
        latest = cell.headline.latest
        return _(
            "%(actor)s itself: %(stance)s, %(day)s.",
            actor=name,
            stance=latest.stance_label.lower(),
            day=latest.said_when,
        )
    if cell.elsewhere:
        return _("%(actor)s itself: nothing at this gate.", actor=name)
    if cell.blank == "unset":
        return _("%(actor)s itself: nothing within the evidence chosen.", actor=name)
    if cell.blank == "none_found":
        return _("%(actor)s itself: none found.", actor=name)
    return _("%(actor)s itself: none on record.", actor=name)


def unnamed(page, position):
    speaker = _("%(speaker)s, unnamed:", speaker=name_of(position.speaker_name))
    day = _(
        '<a href="%(said)s">%(day)s</a>, evidence D: it sets no cell',
        said=page.to_statement(position.statement),
        day=position.said_when,
    )
    return html(
        '<p class="claim"><span class="says">{}</span> {} {}</p>',
        speaker,
        stance(position),
        soft(day),
    )


def left_out(number):
    if number > MOST_LEFT_OUT:
        told = _(
            "more than %(number)s statements left out by the evidence chosen", number=MOST_LEFT_OUT
        )
    else:
        told = ngettext(
            "%(number)s statement left out by the evidence chosen",
            "%(number)s statements left out by the evidence chosen",
            number,
        )
    return html('<p class="soft left-out">{}</p>', told)


def blank(cell):
    """Why a cell is empty."""
    if cell.blank == "none_found":
        return _(
            'No statement found <span class="soft">(searched until %(day)s: %(where)s)</span>',
            day=in_words(cell.searched.until),
            where=entered(cell.searched.where),
        )
    if cell.blank == "not_applicable":
        return _("Not applicable")
    if cell.blank == "unset":
        return _("On record, but nothing that sets the cell")
    return _("Not researched")
