"""Authority and evidence grade as database expressions; positions.codebook has the same rules in
Python, and a test holds both against each other.

`statement` is the lookup prefix that leads from the queried model to its statement.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from positions.codebook import Authority, Grade, SourceKind

from .actors import Tenure
from .sources import Source


def authority(statement=""):
    """The speaker's authority on the day that counts, 1 to 4, as an expression.

    The highest of the tenures that cover the day; an institution's statement counts as 3; without
    a tenure it is 4.
    """
    tenures = Tenure.objects.filter(
        official=OuterRef(f"{statement}official"), actor=OuterRef(f"{statement}actor")
    ).covering(OuterRef(f"{statement}counts_on"))
    return Case(
        When(**{f"{statement}attribution": "institution"}, then=Value(int(Authority.SPOKESPERSON))),
        default=Coalesce(
            Subquery(tenures.order_by("authority").values("authority")[:1]),
            Value(int(Authority.OTHER)),
        ),
        output_field=models.PositiveSmallIntegerField(),
    )


def source_kinds(statement=""):
    cited = Source.objects.filter(citations__statement=OuterRef(f"{statement}pk"))
    return ArraySubquery(cited.order_by("pk").values("kind"))


def grade(statement="", claim=""):
    """The evidence grade, "A" to "D", or null while no source is on record, as an expression.

    `claim` is the lookup of the claimant, for codings.
    """
    cited = Source.objects.filter(citations__statement=OuterRef(f"{statement}pk"))
    told = Q(**{f"{statement}attribution": "unnamed"})
    if claim:
        told |= Q(**{f"{claim}__isnull": False})
    own_words = Q(**{f"{statement}attribution": "named"}) | Q(**{f"{statement}form": "document"})
    return Case(
        When(~Exists(cited), then=Value(None)),
        When(told, then=Value(Grade.D)),
        When(Exists(cited.filter(kind=SourceKind.OFFICIAL_RECORD)), then=Value(Grade.A)),
        When(own_words & Exists(cited.exclude(kind=SourceKind.REPRINT)), then=Value(Grade.B)),
        default=Value(Grade.C),
        output_field=models.CharField(max_length=1),
    )
