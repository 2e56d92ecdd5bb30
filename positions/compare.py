"""The comparison: from dated codings to cells. Pure: no request, no database.

Every rule here is the codebook's; the docstrings name its section.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import groupby, takewhile

from .cells import MOST_LEFT_OUT, MOST_SPLIT, Cell, Change, Line, Reach, Row, Tied, Told
from .codebook import Gate, Grade, Group, Stance
from .position import in_order

SPLIT_WINDOW = timedelta(days=90)
SENIOR = (1, 2)


def lines(positions):
    """One Line per gate from an actor's own positions on one precondition."""
    positions = list(positions)
    led = headlines(positions)
    found = []
    for told in at_gates(positions).values():
        one = line(told)
        between = [
            p for p in led if one.first.day < p.day < one.latest.day and opposed(p, one.latest)
        ]
        found.append(replace(one, between=between[-1] if between else None))
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
    latest = ordered[0]
    days = [list(told) for _, told in groupby(ordered, key=lambda position: position.day)]
    run = list(takewhile(lambda told: told[0].stance == latest.stance, days))
    before = days[len(run)][0] if len(run) < len(days) else None
    first = run[-1][0]
    same = [p for told in run for p in told if p.stance == latest.stance]
    offices = offices_of(same)
    return Line(
        latest,
        first,
        restated=sum(position.day > first.day for position in same),
        office_count=len(offices),
        offices=offices,
        before=before,
    )


def offices_of(positions):
    """The roles, as printed, of these positions, the latest first."""
    return tuple(dict.fromkeys(p.role or p.speaker_name for p in in_order(positions)))


def waived(position, waives):
    """What dropped the position since: the latest of `waives` from its day on."""
    dropped = [p for p in waives if p.day >= position.day and position.group == Group.WANTS]
    return max(dropped, key=lambda p: p.day, default=None)


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


def told(positions, day, *, reach=None, gate=""):
    """What any collection of positions tells up to `day`: {(actor, precondition): Told}. With a
    `gate`, claims, unnamed persons' words and what is left out are those at that gate.

    models/standing.py finds the same in the database.
    """
    reach = reach or Reach()
    by_cell = defaultdict(list)
    for position in positions:
        if position.day <= day:
            by_cell[position.holder, position.precondition].append(position)
    found = {}
    for key, said in by_cell.items():
        covered = [p for p in said if reach.covers(p)]
        own = [p for p in said if reach.lets_set(p)]
        at_gate = [p for p in covered if not gate or p.gate == gate]
        found[key] = Told(
            lines=lines(own),
            opposed=tuple(own),
            waives=tuple(p for p in own if p.stance == Stance.WAIVES),
            claims=tuple(p for p in at_gate if p.claimed_by),
            unnamed=tuple(
                in_order(said)[0]
                for said in at_gates(
                    p for p in at_gate if not p.claimed_by and p.grade == Grade.D
                ).values()
            ),
            left_out=left_out(said, covered, gate),
        )
    return found


def left_out(said, covered, gate):
    """The number of statements of which none of the codings covered is, as Cell has it."""
    kept = {position.statement for position in covered}
    asked = {position.statement for position in said if not gate or position.gate == gate}
    return min(len(asked - kept), MOST_LEFT_OUT + 1)


def cell(told, actor, precondition, day, *, gate="", headships=(), searched=None):
    """The Cell of `actor` and `precondition` as of `day` from a Told; with a `gate`, of what was
    said at that gate. Only a split looks at every gate."""
    by_gate = {line.latest.gate: line for line in told.lines}
    every_line = tuple(
        remarked(by_gate[latest.gate], told.waives, day, headships)
        for latest in in_order(line.latest for line in told.lines)
    )
    lines = (line for line in every_line if gate in ("", line.latest.gate))
    headline = next(lines, None)
    against = split(headline.latest, told.opposed) if headline else ()
    return Cell(
        actor,
        precondition,
        every_line=every_line,
        gate=gate,
        split=against[:MOST_SPLIT],
        more_split=len(against) > MOST_SPLIT,
        claims=latest_claims(told.claims),
        unnamed=tuple(in_order(told.unnamed)),
        left_out=told.left_out,
        searched=searched,
    )


def remarked(line, waives, day, headships):
    """The line with what dropped it since, and whether whoever headed the holder has left."""
    dropped = waived(line.latest, waives)
    left = said_under_previous_head(line.latest, day, headships)
    return replace(line, waived=dropped, under_previous_head=left) if dropped or left else line


def latest_claims(claims):
    """The latest claim of each other party, newest first."""
    by_party = defaultdict(list)
    for claim in claims:
        by_party[claim.claimed_by].append(claim)
    return tuple(in_order(in_order(told)[0] for told in by_party.values()))


def table(told, actors, preconditions, day, *, before=None, headships=(), search_notes=(), gate=""):
    """A Row for every precondition, with a Cell for every actor, in the orders given, from
    {(actor, precondition): Told}.

    With what was told up to an earlier day as `before` the cells tell what changed since. Of
    several Searched for a cell the one that reaches furthest counts.
    """
    furthest = {
        (note.actor, note.precondition): note
        for note in sorted(search_notes, key=lambda note: note.until)
    }
    nothing = Told()

    def one(actor, precondition):
        key = actor, precondition
        found = cell(
            told.get(key, nothing),
            *key,
            day,
            gate=gate,
            headships=headships,
            searched=furthest.get(key),
        )
        if before is None:
            return found
        then = cell(before.get(key, nothing), *key, day, gate=gate)
        return replace(found, change=change(then, found))

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
