"""How far coders agree. Pure: no request, no query.

Krippendorff's alpha for nominal codes, as in Klaus Krippendorff (2011), "Computing Krippendorff's
Alpha-Reliability", University of Pennsylvania (section C: nominal data, any number of observers,
missing data).
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from .codes import CODES, Code


@dataclass(frozen=True)
class Agreement:
    """`units` were coded by two coders or more; `alpha` is 1 where they never differ and 0 where
    they differ as often as by chance. None where it is not defined, and `undefined` says why."""

    units: int
    alpha: Fraction | None = None
    undefined: str = ""


def agreement(units):
    """An Agreement from units, tuples with the code of each coder, None where one gave none.

    `units` may also be a mapping from such tuples to how many units were given these codes.
    """
    counts = Counter(units)
    pairable = Counter()
    for codes, number in counts.items():
        given = tuple(code for code in codes if code is not None)
        if len(given) > 1:
            pairable[given] += number
    if not pairable:
        return Agreement(0, undefined=_("no unit has two codes"))
    frequencies, differing = Counter(), Fraction(0)
    for given, number in pairable.items():
        own = Counter(given)
        for code, times in own.items():
            frequencies[code] += times * number
        # Of the ordered pairs of codes in this unit those that differ, in all m codes' worth.
        unlike = len(given) ** 2 - sum(times**2 for times in own.values())
        differing += Fraction(unlike * number, len(given) - 1)
    total = frequencies.total()
    expected = total**2 - sum(times**2 for times in frequencies.values())
    if not expected:
        return Agreement(pairable.total(), undefined=_("every unit has the same code"))
    return Agreement(pairable.total(), 1 - (total - 1) * differing / expected)


COLUMNS = ["first_stance", "first_gate", "second_stance", "second_gate", "settled", "units"]


@dataclass(frozen=True)
class Pair:
    """How many `units` the first coder gave one Code and the second another."""

    first: Code
    second: Code
    settled: bool
    units: int

    @property
    def differs(self):
        return self.first.differs_from(self.second)

    @property
    def row(self):
        """The values of COLUMNS."""
        codes = (self.first.stance, self.first.gate, self.second.stance, self.second.gate)
        return (*codes, self.settled, self.units)


def counted(pairs, of):
    """How many units there are by the two coders' value; `of` makes the value from a Code."""
    counts = Counter()
    for pair in pairs:
        counts[of(pair.first), of(pair.second)] += pair.units
    return counts


def unlike(counts):
    """How many of the units have two values."""
    return sum(number for (first, second), number in counts.items() if first != second)


@dataclass(frozen=True)
class Row:
    """A code of the first coder: `cells` are (number, whether both gave this code)."""

    label: str
    cells: tuple
    total: int


@dataclass(frozen=True)
class CrossTable:
    """The first coder's stances down, the second's across; those that neither gave are left out."""

    columns: tuple
    rows: tuple
    totals: tuple
    units: int


def cross_table(counts):
    """A CrossTable of `counts` by the two coders' stances, in the codebook's order."""
    given = {code for codes in counts for code in codes}
    used = [(code, label) for code, label in CODES if code in given]
    rows = []
    for down, label in used:
        cells = tuple((counts.get((down, across), 0), down == across) for across, _ in used)
        rows.append(Row(label, cells, sum(number for number, _ in cells)))
    totals = tuple(sum(row.cells[place][0] for row in rows) for place in range(len(used)))
    return CrossTable(tuple(label for _, label in used), tuple(rows), totals, sum(totals))
