"""Stance groups as database expressions; positions.codebook has the same in Python."""

from django.db import models
from django.db.models import Case, FilteredRelation, Q, Value, When

from positions.codebook import Group, Stance, group
from positions.timeline import UNCODED


def stances_in(shown):
    """The stances of one Group."""
    return [stance for stance in Stance if group(stance) == shown]


def takes_side(coding=""):
    """That the coding under this lookup has a stance. One that was settled as taking no side is no
    coding to readers; everything they see is asked with this."""
    return Q(**{f"{coding}stance__in": Stance.values})


def own_codings(preconditions=None, stance=""):
    """A statement's codings without claims about others; of these preconditions and this stance,
    if given."""
    own = takes_side("codings__") & Q(codings__claimed_by__isnull=True)
    if preconditions is not None:
        own &= Q(codings__precondition__in=preconditions)
    if stance:
        own &= Q(codings__stance=stance)
    return FilteredRelation("codings", condition=own)


def group_of(stance):
    """The Group of the stance under this lookup, UNCODED where there is none."""
    return Case(
        *(When(**{f"{stance}__in": stances_in(g)}, then=Value(g)) for g in Group),
        default=Value(UNCODED),
        output_field=models.CharField(),
    )
