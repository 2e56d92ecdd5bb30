"""What a comparison consists of: rows, cells, lines and what they rest on. Pure.

Days are `datetime.date`; actors, preconditions, officials and statements are slugs.
"""

from dataclasses import dataclass
from datetime import date

from .codebook import Grade, Group
from .position import Position

GRADES_SHOWN = (Grade.A, Grade.B, Grade.C)
AUTHORITIES_SHOWN = (1, 2, 3)
# Of a cell so many statements left out are counted, and so many positions shown against a headline.
MOST_LEFT_OUT = 100
MOST_SPLIT = 10


@dataclass(frozen=True, slots=True)
class Reach:
    """Which evidence a comparison takes in: the reader's choice, the codebook's by default.

    Claims are shown apart whatever the grades; grade D, once asked for, is too.
    """

    grades: tuple = GRADES_SHOWN
    authorities: tuple = AUTHORITIES_SHOWN

    def covers(self, position):
        return position.authority in self.authorities and (
            position.grade in self.grades or bool(position.claimed_by)
        )

    def lets_set(self, position):
        """Whether a position of the holder's own may set a cell: grade D and claims never do."""
        return self.covers(position) and not position.claimed_by and position.grade != Grade.D


@dataclass(frozen=True, slots=True)
class Line:
    """What an actor holds on one precondition at one gate: the latest coding and its repetitions.

    `first` opened the unbroken run of this stance at this gate: its day is "since". `restated` is
    the number of statements in the run after that day, `office_count` that of the roles, as
    printed, that spoke in it; `offices` are these, the latest first, where they were asked for.
    `before` is the position at this gate that the run replaced;
    `between` the latest headline on the other side, at another gate, while the run lasted; `waived`
    what dropped it later. `under_previous_head` tells whether the latest was said under a head who
    has left.
    """

    latest: Position
    first: Position
    restated: int = 0
    office_count: int = 1
    offices: tuple = ()
    before: Position | None = None
    between: Position | None = None
    waived: Position | None = None
    under_previous_head: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a cell up to a day, as far as the cell shows it: a Line for each gate, the
    positions that may stand against the headline or waive a line, claims, unnamed persons' words,
    and the number of statements that the reach does not cover, up to MOST_LEFT_OUT and one."""

    lines: tuple = ()
    opposed: tuple = ()
    waives: tuple = ()
    claims: tuple = ()
    unnamed: tuple = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """How the headline of a cell differs between two days. `kind` is "changed" where the stance
    group or the gate differs (codebook, "Changed"), "first" where nothing was on record before,
    "within" where only the stance differs, inside one group and gate."""

    kind: str
    before: Position | None
    after: Position


@dataclass(frozen=True, slots=True)
class Tied:
    """A Line that an actor holds at a gate; `other` leads the cell in its place, or is None."""

    precondition: str
    line: Line
    other: Position | None


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


@dataclass(frozen=True, slots=True)
class Cell:
    """What an actor has stated on a precondition as of a day (codebook, "A cell").

    `every_line` has one entry per gate, what leads the actor's position first; where one `gate` is
    asked for, `lines` has only that gate's and `elsewhere` the others. `split` holds the latest
    MOST_SPLIT positions against the headline, `more_split` tells whether there are more; `claims`
    holds what others say the actor holds, the latest of each; `unnamed` what unnamed persons said
    for it; `left_out` is the number of statements that the reach does not cover, where it is
    MOST_LEFT_OUT and one they are more.
    `change` tells a comparison of two days. An empty cell says why in `blank`.
    """

    actor: str
    precondition: str
    every_line: tuple = ()
    gate: str = ""
    split: tuple = ()
    more_split: bool = False
    claims: tuple = ()
    unnamed: tuple = ()
    left_out: int = 0
    searched: Searched | None = None
    change: Change | None = None

    @property
    def lines(self):
        return tuple(line for line in self.every_line if self.gate in ("", line.latest.gate))

    @property
    def elsewhere(self):
        return tuple(line for line in self.every_line if self.gate not in ("", line.latest.gate))

    @property
    def headline(self):
        return next(iter(self.lines), None)

    @property
    def also(self):
        return self.lines[1:]

    @property
    def leading(self):
        """The position that comes first whichever gate is asked for; None without any."""
        return self.every_line[0].latest if self.every_line else None

    @property
    def group(self):
        """The stance group of the position that leads the cell; None without any."""
        return self.leading.group if self.leading else None

    @property
    def blank(self):
        """The kind of silence of a cell without lines: not_researched, none_found or
        not_applicable (codebook, "Silence"); "unset" where statements are on record, but none
        within the evidence that sets a cell; None where there is a stance."""
        if self.every_line:
            return None
        if self.left_out or self.unnamed:
            return "unset"
        return self.searched.outcome if self.searched else "not_researched"

    @property
    def silence(self):
        """The kind of blank, the fourth among them: the actor spoke and declined to say."""
        return "declined" if self.group == Group.DECLINED else self.blank

    @property
    def has_codings(self):
        return bool(self.lines or self.claims or self.unnamed or self.left_out)


@dataclass(frozen=True, slots=True)
class Row:
    precondition: str
    cells: tuple

    @property
    def has_codings(self):
        return any(cell.has_codings for cell in self.cells)
