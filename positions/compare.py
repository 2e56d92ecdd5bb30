"""The comparison: from dated codings to cells. Pure: no request, no database.

Every rule here is the codebook's; the docstrings name its section. Days are `datetime.date`;
actors, preconditions, officials and statements are slugs.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from .codebook import Grade
from .position import Position, in_order

GRADES_SHOWN = (Grade.A, Grade.B, Grade.C)
AUTHORITIES_SHOWN = (1, 2, 3)
SPLIT_WINDOW = timedelta(days=90)
SENIOR = (1, 2)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which evidence a comparison takes in: the reader's choice, the codebook's by default."""

    grades: tuple = GRADES_SHOWN
    authorities: tuple = AUTHORITIES_SHOWN

    def covers(self, position):
        return position.authority in self.authorities and (
            position.grade in self.grades or bool(position.claimed_by)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """What an actor holds on one precondition at one gate: the latest coding and its repetitions.

    `first` opened the unbroken run of this stance at this gate ("since"), `restated` is the number
    of later statements in the run, `before` the position at this gate that the run replaced.
    """

    latest: Position
    first: Position
    restated: int
    before: Position | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What an actor has stated on a precondition as of a day (codebook, "A cell").

    `lines` has one entry per gate, the headline first; `split` the positions against the headline;
    `claims` what others say the actor holds, the latest of each; `left_out` counts the codings that
    the reach does not cover. An empty cell says why in `blank`.
    """

    actor: str
    precondition: str
    lines: tuple = ()
    split: tuple = ()
    claims: tuple = ()
    left_out: int = 0
    under_previous_head: bool = False
    searched: "Searched | None" = None

    @property
    def headline(self):
        return self.lines[0] if self.lines else None

    @property
    def also(self):
        return self.lines[1:]

    @property
    def blank(self):
        """The kind of silence of a cell without lines: not_researched, none_found or
        not_applicable (codebook, "Silence"); None where there is a stance."""
        if self.lines:
            return None
        return self.searched.outcome if self.searched else "not_researched"

    @property
    def has_codings(self):
        return bool(self.lines or self.claims or self.left_out)


@dataclass(frozen=True, slots=True)
class Row:
    precondition: str
    cells: tuple

    @property
    def has_codings(self):
        return any(cell.has_codings for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Headship:
    """That an official was an actor's head (authority 1) between two days; None: not known."""

    actor: str
    official: str
    start: date | None
    end: date | None

    def covers(self, day):
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Searched:
    """That words of `actor` on `precondition` were looked for, up to which day, where, and with
    which outcome (codebook, "Silence")."""

    actor: str
    precondition: str
    until: date
    where: str
    outcome: str


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
        later = [position for position in run if position.day > run[-1].day]
        found.append(Line(latest, run[-1], len(later), before))
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


def cell(positions, actor, precondition, day, *, reach=None, headships=(), searched=None):
    """The Cell of `actor` and `precondition` as of `day` from any collection of positions."""
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
    ranked = lines(own)
    return Cell(
        actor,
        precondition,
        ranked,
        split(ranked[0].latest, own) if ranked else (),
        latest_claims(p for p in covered if p.claimed_by),
        len(told) - len(covered),
        bool(ranked) and said_under_previous_head(ranked[0].latest, day, headships),
        searched,
    )


def latest_claims(claims):
    """The latest claim of each other party, newest first."""
    found = {}
    for claim in in_order(claims):
        found.setdefault(claim.claimed_by, claim)
    return tuple(found.values())


def table(positions, actors, preconditions, day, *, reach=None, headships=(), search_notes=()):
    """A Row for every precondition, with a Cell for every actor, in the orders given.

    Of several Searched for a cell the one that reaches furthest counts.
    """
    by_cell = defaultdict(list)
    for position in positions:
        by_cell[position.holder, position.precondition].append(position)
    furthest = {
        (note.actor, note.precondition): note
        for note in sorted(search_notes, key=lambda note: note.until)
    }
    return [
        Row(
            precondition,
            tuple(
                cell(
                    by_cell[actor, precondition],
                    actor,
                    precondition,
                    day,
                    reach=reach,
                    headships=headships,
                    searched=furthest.get((actor, precondition)),
                )
                for actor in actors
            ),
        )
        for precondition in preconditions
    ]
