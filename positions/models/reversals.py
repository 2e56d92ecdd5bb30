"""What a holder said on a precondition before and after a day, for whoever codes a statement."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q

from positions.codebook import Gate, Stance, Status, side

from .codings import Coding


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


# Of one day the highest authority and a gate come first, as in a cell.
NEWEST = "-counts_on", "authority", "ungated", "-statement_id"


def last_before(held, day, statement=None):
    """The latest coding of each Held in other statements that count on the day or before, as a
    dict; what was withdrawn is left out."""
    return one_each(held, NEWEST, statement, counts_on__lte=day)


def first_after(held, day, statement=None):
    """The same for the first coding after the day."""
    oldest = "counts_on", "authority", "ungated", "statement_id"
    return one_each(held, oldest, statement, counts_on__gt=day)


def one_each(held, order, statement, **days):
    wanted = Q(pk__in=[])
    for holder, precondition, claimed_by in {*held}:
        wanted |= Q(holder=holder, precondition=precondition, claimed_by=claimed_by)
    key = "holder_id", "precondition_id", "claimed_by_id"
    found = (
        in_force()
        .filter(wanted, **days)
        .exclude(statement=statement)
        .select_related("statement__official", "statement__actor", "claimed_by")
        .defer("statement__search")
        .order_by(*key, *order, "pk")
        .distinct(*key)
    )
    return {Held.by(coding): coding for coding in found}


def in_force():
    return (
        Coding.objects.standing()
        .exclude(status=Status.WITHDRAWN)
        .annotate(ungated=Q(gate=Gate.NONE))
    )


def unexplained(numbers):
    """Of the codings with these primary keys, those that have no note and reverse the stance
    before: (primary key, that stance). Two queries, however many there are."""
    key = "holder_id", "precondition_id", "claimed_by_id"
    said = "statement_id", "statement__counts_on", "stance"
    judged = [
        *Coding.objects.standing().filter(pk__in=numbers, note="").values_list("pk", *key, *said)
    ]
    holders, preconditions = ({row[place] for row in judged} for place in (1, 2))
    before = defaultdict(list)
    lines = in_force().filter(holder__in=holders, precondition__in=preconditions)
    for *held, statement, day, stance in lines.order_by(*NEWEST, "pk").values_list(*key, *said):
        before[tuple(held)].append((statement, day, stance))
    for pk, *held, own, day, stance in judged:
        line = before[tuple(held)]
        earlier = next((s for told, on, s in line if on <= day and told != own), None)
        if earlier and reverses(stance, earlier):
            yield pk, earlier
