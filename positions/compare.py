"""The comparison: from dated codings to cells. Pure: no request, no database.

Every rule here is the codebook's; the docstrings name its section.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from .cells import Cell, Change, Line, Reach, Row
from .codebook import Grade
from .position import in_order

SPLIT_WINDOW = timedelta(days=90)
SENIOR = (1, 2)


def lines(positions):
    """One Line per gate, the headline first, from an actor's own positions on one precondition."""
    by_gate = defaultdict(list)
    for position in in_order(positions):
        by_gate[position.gate].append(position)
    found = []
    for ordered in by_gate.values():
        latest = ordered[0]
        run = [latest]
        for position in ordered[1:]:
            if position.stance != latest.stance:
                break
            run.append(position)
        before = ordered[len(run)] if len(run) < len(ordered) else None
        found.append(Line(tuple(run), before))
    return tuple(found)


def split(headline, positions):
    """Positions that stand against the headline (codebook, "Split"): by another speaker, on the
    other side, of the same day and authority, or of authority 1 or 2 within the 90 days before."""
    against = [
        position
        for position in positions
        if position.speaker != headline.speaker
        and {position.side, headline.side} == {"for", "against"}
        and (
            (position.day == headline.day and position.authority == headline.authority)
            or (
                position.authority in SENIOR
                and timedelta(0) <= headline.day - position.day <= SPLIT_WINDOW
            )
        )
    ]
    return tuple(in_order(against))


def said_under_previous_head(position, day, headships):
    """Whether whoever headed the holder on the statement's day is known not to on `day`.

    An office whose end is not known may last, so it never makes the mark.
    """
    then = [h for h in headships if h.actor == position.holder and h.covers(position.day)]
    now = [h for h in headships if h.actor == position.holder and h.covers(day)]
    left = bool(then) and not any(h.official in {n.official for n in now} for h in then)
    came_later = bool(now) and all(h.start and h.start > position.day for h in now)
    return left or came_later


def change(before, after):
    """The Change between the Cells of two days, the earlier first; None where there is none."""
    if not after.lines:
        return None
    now = after.headline.latest
    if not before.lines:
        return Change("first", None, now)
    then = before.headline.latest
    if (then.group, then.gate) != (now.group, now.gate):
        return Change("changed", then, now)
    return Change("within", then, now) if then.stance != now.stance else None


def cell(positions, actor, precondition, day, *, reach=None, gate="", headships=(), searched=None):
    """The Cell of `actor` and `precondition` as of `day` from any collection of positions; with a
    `gate`, of what was said at that gate. Only a split looks at every gate."""
    reach = reach or Reach()
    told = [
        position
        for position in positions
        if position.holder == actor
        and position.precondition == precondition
        and position.day <= day
    ]
    covered = [position for position in told if reach.covers(position)]
    own = [p for p in covered if not p.claimed_by and p.grade != Grade.D]
    at_gate = [p for p in covered if not gate or p.gate == gate]
    ranked = lines(own)
    shown = tuple(line for line in ranked if not gate or line.latest.gate == gate)
    unnamed = lines(p for p in at_gate if not p.claimed_by and p.grade == Grade.D)
    return Cell(
        actor,
        precondition,
        lines=shown,
        elsewhere=tuple(line for line in ranked if line not in shown),
        split=split(shown[0].latest, own) if shown else (),
        claims=latest_claims(p for p in at_gate if p.claimed_by),
        unnamed=tuple(line.latest for line in unnamed),
        left_out=left_out(told, covered, gate),
        under_previous_head=bool(shown)
        and said_under_previous_head(shown[0].latest, day, headships),
        searched=searched,
    )


def left_out(told, covered, gate):
    """The statements of `told` that none of the codings covered rests on, oldest slug first."""
    kept = {position.statement for position in covered}
    asked = {position.statement for position in told if not gate or position.gate == gate}
    return tuple(sorted(asked - kept))


def latest_claims(claims):
    """The latest claim of each other party, newest first."""
    found = {}
    for claim in in_order(claims):
        found.setdefault(claim.claimed_by, claim)
    return tuple(found.values())


def table(
    positions,
    actors,
    preconditions,
    day,
    *,
    versus=None,
    headships=(),
    search_notes=(),
    **narrowed,
):
    """A Row for every precondition, with a Cell for every actor, in the orders given.

    With an earlier day as `versus` the cells tell what changed since. Of several Searched for a
    cell the one that reaches furthest counts. `narrowed` is what `cell` takes of reach and gate.
    """
    by_cell = defaultdict(list)
    for position in positions:
        by_cell[position.holder, position.precondition].append(position)
    furthest = {
        (note.actor, note.precondition): note
        for note in sorted(search_notes, key=lambda note: note.until)
    }

    def one(actor, precondition):
        told = by_cell[actor, precondition]
        found = cell(
            told,
            actor,
            precondition,
            day,
            headships=headships,
            searched=furthest.get((actor, precondition)),
            **narrowed,
        )
        if versus is None:
            return found
        return replace(
            found, change=change(cell(told, actor, precondition, versus, **narrowed), found)
        )

    return [
        Row(precondition, tuple(one(actor, precondition) for actor in actors))
        for precondition in preconditions
    ]
