"""What a holder said on a precondition before and after a day, for whoever codes a statement."""

from typing import NamedTuple

from django.db.models import Q

from positions.codebook import Gate, Stance, Status, side

from .codings import Coding
from .evidence import authority


class Held(NamedTuple):
    """Whose position on what, by primary keys. A claim is compared with what the same party
    claimed before, never with the holder's own words (codebook, "Holder is not speaker")."""

    holder: int
    precondition: int
    claimed_by: int | None = None

    @classmethod
    def by(cls, coding):
        return cls(coding.holder_id, coding.precondition_id, coding.claimed_by_id)


def reverses(stance, earlier):
    """Whether two stances are on opposite sides; declined to say is on neither (codebook, "A cell
    of the comparison": Split)."""
    if not {stance, earlier} <= {*Stance.values}:
        return False
    return {side(stance), side(earlier)} == {"for", "against"}


def last_before(held, day, statement=None):
    """The latest coding of each Held in other statements that count on the day or before, as a
    dict; what was withdrawn is left out. Of one day the highest authority and a gate come first,
    as in a cell."""
    newest = "-statement__counts_on", "speaks_with", "ungated", "-statement_id"
    return one_each(held, newest, statement, statement__counts_on__lte=day)


def first_after(held, day, statement=None):
    """The same for the first coding after the day."""
    oldest = "statement__counts_on", "speaks_with", "ungated", "statement_id"
    return one_each(held, oldest, statement, statement__counts_on__gt=day)


def one_each(held, order, statement, **days):
    wanted = Q(pk__in=[])
    for holder, precondition, claimed_by in {*held}:
        wanted |= Q(holder=holder, precondition=precondition, claimed_by=claimed_by)
    key = "holder_id", "precondition_id", "claimed_by_id"
    found = (
        Coding.objects.standing()
        .filter(wanted, **days)
        .exclude(statement__status=Status.WITHDRAWN)
        .exclude(statement=statement)
        .annotate(speaks_with=authority("statement__"), ungated=Q(gate=Gate.NONE))
        .select_related("statement__official", "statement__actor", "claimed_by")
        .defer("statement__search")
        .order_by(*key, *order, "pk")
        .distinct(*key)
    )
    return {Held.by(coding): coding for coding in found}
