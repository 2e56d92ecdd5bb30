"""What a generated record holds, as far as the pages to be measured speak of it."""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY, DAYS = date(2015, 1, 1), 4000


@dataclass(frozen=True)
class Sample:
    """`number` of statements; `common` stands in one of twelve, `rare` in one of five thousand, but
    in some; `statement` is in line `line` of its file, the first row's being 1."""

    number: int
    common: str
    rare: str
    statement: str
    line: int
    actor: str = "actor-1"
    precondition: str = "precondition-1"
    first: str = "2018-01-01"
    last: str = "2020-12-31"


def day_of(place, number):
    """The day of the statement at this place of all, but for those entered late."""
    return FIRST_DAY + timedelta(place * DAYS // number)
