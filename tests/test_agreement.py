"""Alpha as it is published, and as the seeds' figures say."""

from collections import Counter
from fractions import Fraction

import pytest

from positions.agreement import Pair, agreement, counted, cross_table, unlike
from positions.codes import Code
from positions.models import Coding

# The tables of Krippendorff (2011): B, binary data of two observers; A without missing data,
# nominal codes of two observers; C, nominal codes of four observers, some missing (".").
BINARY = ["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]
NOMINAL = ["a a b b d c c c e d d a", "b a b b b c c c e d d d"]
MISSING = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]


def units(*observers):
    """The units' codes, from a line of codes for each observer."""
    lines = ([None if code == "." else code for code in line.split()] for line in observers)
    return list(zip(*lines, strict=True))


@pytest.mark.parametrize(
    ("observers", "number", "alpha"),
    [(BINARY, 10, "0.095"), (NOMINAL, 12, "0.692"), (MISSING, 11, "0.743")],
)
def test_alpha_is_that_of_the_published_examples(observers, number, alpha):
    told = agreement(units(*observers))
    assert (told.units, f"{float(told.alpha):.3f}", told.undefined) == (number, alpha, "")


def test_alpha_is_exact_and_the_same_from_counts():
    assert agreement(units(*BINARY)).alpha == Fraction(2, 21)
    assert agreement(Counter(units(*MISSING))) == agreement(units(*MISSING))
    assert agreement([]) == agreement({})


def test_the_order_of_coders_and_units_does_not_matter():
    assert agreement(units(*reversed(MISSING))) == agreement(reversed(units(*MISSING)))


def test_alpha_is_one_where_all_agree_and_below_nothing_where_none_do():
    assert agreement([("a", "a"), ("b", "b")]).alpha == 1
    assert agreement([("a", "b"), ("b", "a")]).alpha == Fraction(-1, 2)


@pytest.mark.parametrize(
    ("given", "number", "why"),
    [
        ([], 0, "no unit has two codes"),
        ([("a", None), (None, "b"), (None, None)], 0, "no unit has two codes"),
        ([("a", "a"), ("a", "a"), ("b", None)], 2, "every unit has the same code"),
    ],
)
def test_alpha_says_where_it_is_not_defined(given, number, why):
    told = agreement(given)
    assert (told.units, told.alpha, told.undefined) == (number, None, why)


PAIRS = [
    Pair(Code("requires", "sign"), Code("requires", "sign"), False, 5),
    Pair(Code("requires", "sign"), Code("requires", "enter_talks"), False, 2),
    Pair(Code("requires", "sign"), Code("demands", "none"), True, 3),
    Pair(Code("accepts", "none"), Code("none", "none"), False, 1),
]


def test_what_differs_is_told_by_stance_group_and_gate():
    assert unlike(counted(PAIRS, lambda code: code.stance)) == 4
    assert unlike(counted(PAIRS, lambda code: code.group)) == 1
    assert unlike(counted(PAIRS, lambda code: code.gate)) == 5
    assert [pair.differs for pair in PAIRS] == [False, True, True, True]


def test_the_cross_table_counts_each_unit_once():
    table = cross_table(counted(PAIRS, lambda code: code.stance))
    assert table.columns == ("Requires", "Demands", "Accepts", "No side taken")
    assert [(row.label, row.total) for row in table.rows] == [
        ("Requires", 10),
        ("Demands", 0),
        ("Accepts", 1),
        ("No side taken", 0),
    ]
    assert table.rows[0].cells == ((7, True), (3, False), (0, False), (0, False))
    assert table.rows[2].cells == ((0, False), (0, False), (0, True), (1, False))
    assert (table.totals, table.units) == ((7, 3, 0, 1), 11)


# The seeds' README has two places; 0.88 is 0.8749 by way of 0.875.
@pytest.mark.parametrize(
    ("of", "published", "exact", "differing"),
    [("stance", 0.85, "0.8526", 72), ("group", 0.88, "0.8749", 49), ("gate", 0.89, "0.8932", 18)],
)
def test_the_seeds_figures_are_found_again(seeds, of, published, exact, differing):
    counts = counted(Coding.objects.pairs(), lambda code: getattr(code, of))
    told = agreement(counts)
    assert (told.units, f"{float(told.alpha):.4f}", unlike(counts)) == (663, exact, differing)
    assert float(told.alpha) == pytest.approx(published, abs=0.0051)
