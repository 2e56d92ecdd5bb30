"""A coding as the comparison sees it, and which of two codings wins. Pure, like compare.py."""

from dataclasses import dataclass
from datetime import date

from .codebook import MEANINGS, Gate, Grade, Stance, group, label, side
from .dates import in_words, since_in_words
from .languages import Words

GATES = list(Gate)


@dataclass(frozen=True, slots=True)
class Position:
    """One coding of a published statement, with what the rules need to know of the statement.

    `day` is the day it counts on: the last of its month or year where `precision` says that only
    that is known. `speaker` is an official's slug or an institution as printed, `authority` 1
    (head) to 4. `joint` says on whose behalf another actor's statement binds the holder.
    """

    statement: str
    precondition: str
    holder: str
    claimed_by: str | None
    claimant: str | None
    stance: str
    gate: str
    red_line: bool
    note: str
    day: date
    precision: str
    speaker: str
    speaker_name: str
    role: str
    authority: int
    grade: str
    reviewed: bool
    joint: str = ""

    @classmethod
    def from_row(cls, row):
        """From a tuple in the order that models/spoken.py asks for."""
        coded, (official, name, role, actor, slug, behalf), rest = row[:11], row[11:17], row[17:]
        authority, evidence, checked = rest
        grade = Grade.D if coded[3] else Grade(evidence)
        who = official or role or actor, name or (role and Words(role, "en")) or actor, role
        joint = behalf if slug != coded[2] and coded[3] is None else ""
        return cls(*coded, *who, authority, grade, checked is not None, joint)

    @property
    def said_when(self):
        return in_words(self.day, self.precision)

    @property
    def said_since(self):
        """The same behind "since", "from" and "until"."""
        return since_in_words(self.day, self.precision)

    @property
    def stance_label(self):
        return label(Stance(self.stance))

    @property
    def gate_label(self):
        return label(Gate(self.gate))

    @property
    def group(self):
        return group(self.stance)

    @property
    def side(self):
        return side(self.stance)

    def moved_from(self, before):
        """Whether the stance group or the gate differs (codebook, "Changed")."""
        return (self.group, self.gate) != (before.group, before.gate)

    @property
    def precedence(self):
        """The first four things that decide which of two codings wins; the smaller one does."""
        return (-self.day.toordinal(), self.authority, self.gate == Gate.NONE, self.grade)

    @property
    def specificity(self):
        """What decides between codings of one group and precedence; the smaller one wins. Two gates
        in one statement stand in the codebook's order."""
        return (MEANINGS[self.stance].rank, self.statement, GATES.index(self.gate))


def in_order(positions):
    """The positions of one cell, the winner first (codebook, "A cell of the comparison": later
    day, higher authority, gated before ungated, better grade, more specific stance, statement id).

    One stance is more specific than another only within its group. So of equal precedence each
    group puts its most specific coding forward, and the statement id decides between the groups.
    """
    positions = list(positions)
    if len(positions) < 2:
        return positions
    foremost = {}
    for position in positions:
        key = position.precedence, position.group
        foremost[key] = min(foremost.get(key, position.specificity), position.specificity)

    def key(position):
        _, statement, _ = foremost[position.precedence, position.group]
        return position.precedence, statement, position.group, position.specificity

    return sorted(positions, key=key)
