"""The comparison: what each side has stated, side by side."""

from datetime import date
from itertools import groupby

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from positions import compare as rules
from positions import conflicts
from positions.cells import MOST_LEFT_OUT
from positions.codebook import GATED, Authority, Gate, Grade, gate_in_words
from positions.dates import in_words, months_before
from positions.exports.comparison import number_of_lines
from positions.languages import bare
from positions.models import Precondition, SearchNote, Statement, Tenure
from positions.models.counts import Number
from positions.models.standing import Standing
from positions.questions import Comparison, today

SEED_REPORT_DAY = "2022-12-02"
BRIEF_ROWS = 6
SEQUENCES = 20


@require_safe
def compare(request):
    asked = Comparison(request.GET)
    actors = asked.chosen_actors
    rows = asked_for(asked)
    found = findings(rows)
    shown = chosen(rows, asked, found)
    sequence = sorted(found["sequence"], key=latest_day, reverse=True)
    with_words = asked.rows in found
    if asked.rows in ("conflicts", "meeting"):
        for row in shown:
            row["between"] = between(row)
    gate = Gate(asked.chosen_gate or Gate.ENTER_TALKS)
    context = {
        "asked": asked,
        "actors": actors,
        "topic": asked.chosen_topic,
        "subject": subject(actors, asked),
        "topics": [(topic, list(group)) for topic, group in groupby(shown, key=topic_of)],
        "shown": len(shown),
        "folded": len(rows) - len(shown),
        "lines": sum(number_of_lines(cell) for row in shown for _, cell in row["cells"]),
        "columns": len(actors) + 1,
        "caption": caption(asked),
        "heading": heading(asked),
        "quick_days": quick_days(),
        "digest": digest(actors, rows, gate) if asked.shows_one_day else [],
        "digest_gate": gate,
        "counts": {name: len(slugs) for name, slugs in found.items()},
        "changed": asked.earlier_day and rules.count_changes(row["row"] for row in rows),
        "sequence": described(sequence[:SEQUENCES], actors, rows),
        "more_sequence": len(sequence[SEQUENCES:]),
        "first_day": first_day(shown),
        "left_out": left_out(asked, rows),
        "with_words": with_words,
        "words": Statement.objects.words(quoted(shown, sequence[:SEQUENCES], with_words)),
        "cells": len(rows) * len(actors),
        "all_grades": Grade.values,
        "all_levels": [str(level) for level in Authority.values],
        "actor_slugs": [actor.slug for actor in actors],
        "brief": [row["precondition"].slug for row in shown if row["has_codings"]][:BRIEF_ROWS],
    }
    return render(request, "positions/compare.html", context, status=asked.status)


def chosen(rows, asked, found):
    return [row for row in rows if is_shown(row["row"], asked.rows, found)]


def asked_for(asked, **more):
    """The rows of a Comparison, all of its topic."""
    preconditions = Precondition.objects.select_related("topic")
    if asked.chosen_topic:
        preconditions = preconditions.filter(topic=asked.chosen_topic)
    return compared(
        asked.chosen_actors,
        preconditions,
        asked.day,
        versus=asked.earlier_day,
        reach=asked.reach,
        gate=asked.chosen_gate,
        **more,
    )


def compared(actors, preconditions, day, *, versus=None, reach=None, gate="", offices=False):
    """The rows of the comparison with the records behind their slugs, ready to be printed: a list
    of dicts. With an earlier day as `versus` the cells tell what changed since; with
    `offices` their lines name who repeated them."""
    known = {precondition.slug: precondition for precondition in preconditions}
    by_slug = {actor.slug: actor for actor in actors}
    asked = [*by_slug.values()], [*known.values()]
    before = versus and Standing(*asked, versus, reach=reach, gate=gate).told(only_lines=True)
    rows = rules.table(
        Standing(*asked, day, reach=reach, gate=gate).told(offices=offices),
        by_slug,
        known,
        day,
        before=before,
        headships=Tenure.objects.headships(actors),
        search_notes=SearchNote.objects.outcomes(actors),
        gate=gate,
    )
    return [
        {
            "row": row,
            "precondition": known[row.precondition],
            "cells": [(by_slug[cell.actor], cell) for cell in row.cells],
            "has_codings": row.has_codings,
        }
        for row in rows
    ]


def propositions_of(rows):
    return {row["precondition"].slug: row["precondition"].proposition for row in rows}


def topic_of(row):
    return row["precondition"].topic


def findings(rows):
    """What can be read between the actors: preconditions or conflicts by the value of `show`."""
    events = {
        row["precondition"].slug: row["precondition"].event_of
        for row in rows
        if row["precondition"].event_of
    }
    rows = [row["row"] for row in rows]
    return {
        "conflicts": {found.precondition for found in conflicts.stated_conflicts(rows)},
        "meeting": {found.precondition for found in conflicts.meeting_points(rows)},
        "split": {row.precondition for row in rows if any(cell.split for cell in row.cells)},
        "sequence": conflicts.sequence_conflicts(rows, events),
    }


def is_shown(row, wanted, found):
    if wanted in found:
        return row.precondition in found[wanted]
    if wanted == "changed":
        return any(cell.change for cell in row.cells)
    if wanted in dict(Comparison.SILENT):
        return any(cell.silence == wanted for cell in row.cells)
    return wanted == "all" or row.has_codings


def between(row):
    """Who stands where on a row: pairs of an actor and the position that leads its cell."""
    return [
        (actor, cell.leading) for actor, cell in row["cells"] if cell.leading and cell.leading.side
    ]


def digest(actors, rows, gate):
    """What each actor ties to the gate, with records for slugs: (actor, [[{precondition, tied}]]),
    one list for each stance. Empty where nobody ties anything."""
    preconditions = {row["precondition"].slug: row["precondition"] for row in rows}
    tied_to = rules.tied_to(gate, [row["row"] for row in rows])
    found = []
    for actor in actors:
        entries = [
            {"precondition": preconditions[tied.precondition], "tied": tied}
            for tied in tied_to.get(actor.slug, ())
        ]
        by_stance = [[e for e in entries if e["tied"].line.latest.stance == s] for s in GATED]
        found.append((actor, [same for same in by_stance if same]))
    return found if any(stances for _, stances in found) else []


def left_out(asked, rows):
    """The number of statements that the evidence asked for does not take in: a counts.Number."""
    if any(cell.left_out > MOST_LEFT_OUT for row in rows for _, cell in row["cells"]):
        return Number(MOST_LEFT_OUT + 1, MOST_LEFT_OUT)
    preconditions = [row["precondition"] for row in rows]
    narrowed = {"reach": asked.reach, "gate": asked.chosen_gate}
    found = Standing(asked.chosen_actors, preconditions, asked.day, **narrowed).left_out()
    return Number(found, found)


def first_day(rows):
    """The first day on which something was said that the rows tell; None where they are blank."""
    lines = (line for row in rows for cell in row["row"].cells for line in cell.lines)
    return min((line.first.day for line in lines), default=None)


def latest_day(conflict):
    return max(conflict.first.day, conflict.second.day)


def described(sequence, actors, rows):
    """Sequence conflicts with the records behind their slugs: a list of pairs of dicts."""
    actors = {actor.slug: actor for actor in actors}
    preconditions = {row["precondition"].slug: row["precondition"] for row in rows}
    cells = {(cell.precondition, cell.actor): cell for row in rows for cell in row["row"].cells}

    def leading(position):
        found = cells[position.precondition, position.holder].leading
        return found if found != position else None

    return [
        [
            {
                "position": position,
                "actor": actors[position.holder],
                "precondition": preconditions[position.precondition],
                "sentence": gate_in_words(position.stance, position.gate),
                "other": leading(position),
            }
            for position in (conflict.first, conflict.second)
        ]
        for conflict in sequence
    ]


def quoted(rows, sequence=(), with_words=False):
    """The slugs of the statements whose words stand on the page."""
    positions = [p for conflict in sequence for p in (conflict.first, conflict.second)]
    for row in rows:
        for cell in row["row"].cells:
            if cell.change:
                positions += [p for p in (cell.change.before, cell.change.after) if p]
            positions += cell.split
            if cell.lines and (cell.split or with_words):
                positions.append(cell.headline.latest)
    return {position.statement for position in positions}


def subject(actors, asked):
    """What is compared, as titles tell it: "Russia, Ukraine: Territory, before talks"."""
    names = bare(list(actors))
    told = f"{names}: {bare(asked.chosen_topic)}" if asked.chosen_topic else names
    return f"{told}, {asked.gate_label}" if asked.chosen_gate else told


def caption(asked):
    told = {"day": in_words(asked.day), "gate": asked.gate_label}
    if not asked.earlier_day:
        if asked.chosen_gate:
            return _("Stated positions as of %(day)s; gate: %(gate)s") % told
        return _("Stated positions as of %(day)s") % told
    told["earlier"] = in_words(asked.earlier_day)
    if asked.chosen_gate:
        return (
            _(
                "Stated positions as of %(day)s; gate: %(gate)s; marked where they changed since "
                "%(earlier)s"
            )
            % told
        )
    return _("Stated positions as of %(day)s; marked where they changed since %(earlier)s") % told


def heading(asked):
    if asked.rows in dict(Comparison.FOUND):
        return dict(Comparison.FOUND)[asked.rows]
    if asked.rows in dict(Comparison.SILENT):
        blank = dict(Comparison.SILENT)[asked.rows].lower()
        return _("Rows with a blank: %(blank)s") % {"blank": blank}
    if asked.rows == "changed":
        day = in_words(asked.earlier_day)
        return _("What changed or is new since %(day)s") % {"day": day}
    if asked.chosen_gate:
        return _("Side by side, %(gate)s") % {"gate": asked.gate_label}
    return _("Everything side by side")


def quick_days():
    """Days one click away: (label, the value that links carry)."""
    now = today()
    return [
        (_("Today"), ""),
        (_("One month ago"), months_before(now, 1).isoformat()),
        (_("One year ago"), months_before(now, 12).isoformat()),
        (in_words(date.fromisoformat(SEED_REPORT_DAY)), SEED_REPORT_DAY),
    ]
