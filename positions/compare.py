"""The comparison: from dated codings to cells. Pure: no request, no database.

Every rule here is the codebook's; the docstrings name its section.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import groupby, takewhile

from .cells import Cell, Change, Line, Reach, Row, Tied
from .codebook import Gate, Grade, Group, Stance
from .position import in_order

SPLIT_WINDOW = timedelta(days=90)
SENIOR = (1, 2)


def lines(positions):
    """One Line per gate, the headline first, from an actor's own positions on one precondition."""
    positions = list(positions)
    by_gate = at_gates(positions)
    led = headlines(positions)
    waives = [position for position in positions if position.stance == Stance.WAIVES]
    found = []
    for latest in in_order(told[0] for told in by_gate.values()):
        one = line(by_gate[latest.gate])
        between = [p for p in led if one.first.day < p.day < latest.day and opposed(p, latest)]
        dropped = [p for p in waives if p.day >= latest.day and latest.group == Group.WANTS]
        found.append(
            replace(
                one,
                between=between[-1] if between else None,
                waived=max(dropped, key=lambda p: p.day, default=None),
            )
        )
    return tuple(found)


def at_gates(positions):
    """The positions of each gate in their order: {gate: [Position]}."""
    by_gate = defaultdict(list)
    for position in positions:
        by_gate[position.gate].append(position)
    return {gate: in_order(told) for gate, told in by_gate.items()}


def headlines(positions):
    """The headline of every day on which an actor spoke of one precondition, the oldest first:
    of each gate the first of that day, and of these the first."""
    days = groupby(sorted(positions, key=lambda p: p.day), key=lambda p: p.day)
    return [in_order(told[0] for told in at_gates(day).values())[0] for _, day in days]


def opposed(one, other):
    return {one.side, other.side} == {"for", "against"}


def line(ordered):
    """The Line of the positions at one gate, the winner first.

    What else was said on a day, beside the coding that leads it, neither breaks a run nor is what
    a run replaced.
    """
    stance = ordered[0].stance
    days = [list(told) for _, told in groupby(ordered, key=lambda position: position.day)]
    run = list(takewhile(lambda told: told[0].stance == stance, days))
    before = days[len(run)][0] if len(run) < len(days) else None
    return Line(tuple(p for told in run for p in told if p.stance == stance), before)


def split(headline, positions):
    """Positions that stand against the headline (codebook, "Split"): by another speaker, on the
    other side, of the same day and authority, or of authority 1 or 2 within the 90 days before."""
    against = [
        position
        for position in positions
        if position.speaker != headline.speaker
        and opposed(position, headline)
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
    if now.moved_from(then):
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
    own = [position for position in told if reach.lets_set(position)]
    at_gate = [p for p in covered if not gate or p.gate == gate]
    unnamed = lines(p for p in at_gate if not p.claimed_by and p.grade == Grade.D)
    found = Cell(
        actor,
        precondition,
        every_line=tuple(
            replace(
                told,
                under_previous_head=said_under_previous_head(told.latest, day, headships),
            )
            for told in lines(own)
        ),
        gate=gate,
        claims=latest_claims(p for p in at_gate if p.claimed_by),
        unnamed=tuple(told.latest for told in unnamed),
        left_out=left_out(told, covered, gate),
        searched=searched,
    )
    return replace(found, split=split(found.headline.latest, own)) if found.headline else found


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


def tied_to(gate, rows):
    """What each actor of the rows ties to a gate: {actor: [Tied]}, the last affirmed first. What
    was waived is left out, and nothing is tied to none."""
    found = defaultdict(list)
    for row in rows:
        for cell in row.cells:
            found[cell.actor] += [
                Tied(row.precondition, line, cell.leading if cell.leading != line.latest else None)
                for line in cell.every_line
                if line.latest.gate == gate != Gate.NONE and not line.waived
            ]
    return {
        actor: sorted(tied, key=lambda one: one.line.latest.precedence)
        for actor, tied in found.items()
    }


def count_changes(rows):
    """The number of cells by kind of Change, with "same" for no change and "silent" for no line:
    a dict of all five."""
    cells = [cell for row in rows for cell in row.cells]
    kinds = [c.change.kind if c.change else "same" if c.lines else "silent" for c in cells]
    return {kind: kinds.count(kind) for kind in ("changed", "first", "within", "same", "silent")}
