"""A list of the site as rows of a file. Pure: no request, no database."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from positions.questions import AsOf


@dataclass(frozen=True)
class Table:
    """What a file holds: `count` rows, dicts of plain values, lists and dicts.

    `name` is that of the file, `asked` the question that chose the rows. `flat` makes a row of
    `columns` for a file without lists from one of `rows`. `record` is whom the rows are about, if
    they are about one.
    """

    name: str
    title: str
    asked: AsOf
    columns: tuple
    rows: Iterable
    count: int
    flat: Callable = dict
    record: dict | None = None
    lines: Iterable[bytes] | None = None


# Between the parts of a list that stand in one cell.
BETWEEN = "; "


def in_a_cell(value):
    """A value as a spreadsheet takes it: as text, never as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = BETWEEN.join(str(part) for part in value)
    return harmless(value)


# What a spreadsheet may take for a formula, behind white space and marks that it does not show too.
# PostgreSQL reads the same expression.
FORMULA = re.compile(
    r"[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff]*"
    r"[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]"
)


def harmless(value):
    """A value that a spreadsheet takes for text and not for a formula."""
    text = str(value)
    return f"'{text}" if FORMULA.match(text) else text
