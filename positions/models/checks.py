"""Whether the addresses of sources still answer."""

from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from positions.outcomes import LinkOutcome

from .rules import one_of
from .sources import Source


class SourceCheckQuerySet(models.QuerySet):
    def current(self):
        """Of addresses that their sources still have."""
        return self.filter(
            Q(archived=False, address=F("source__url"))
            | Q(archived=True, address=F("source__archived_url"))
        )

    def failed(self):
        return self.current().filter(
            outcome__in=[LinkOutcome.DEAD, LinkOutcome.UNREACHABLE, LinkOutcome.NOT_ASKED]
        )


NEVER = datetime.min.replace(tzinfo=UTC)


def due(days, limit):
    """Addresses to ask, those never asked first and then the longest ago: tuples of source pk,
    whether it is the archived copy, and the address. What was asked in the last `days` is not."""
    since = timezone.now() - timedelta(days=days)
    found = []
    for field, archived in (("url", False), ("archived_url", True)):
        last = SourceCheck.objects.filter(
            source=OuterRef("pk"), archived=archived, address=OuterRef(field)
        )
        asked = Source.objects.exclude(**{field: ""}).annotate(
            last=Subquery(last.values("checked_at"))
        )
        rows = asked.filter(Q(last__isnull=True) | Q(last__lt=since)).order_by(
            F("last").asc(nulls_first=True), "pk"
        )
        found += [
            (last, pk, archived, address)
            for last, pk, address in rows.values_list("last", "pk", field)[:limit]
        ]
    found.sort(key=lambda row: (row[0] or NEVER, row[1]))
    return [row[1:] for row in found[:limit]]


class SourceCheck(models.Model):
    """The last look at one of a source's addresses, made by `manage.py check_sources`."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="checks")
    archived = models.BooleanField(
        "archived copy", help_text="The archived copy, not the page itself."
    )
    address = models.CharField(max_length=500)
    checked_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=LinkOutcome)
    http_status = models.PositiveSmallIntegerField("HTTP status", null=True, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    objects = SourceCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "pk"]
        verbose_name = "check of an address"
        verbose_name_plural = "checks of addresses"
        constraints = [
            models.UniqueConstraint(fields=["source", "archived"], name="source_check_last_only"),
            one_of("sourcecheck", "outcome", LinkOutcome),
        ]

    def __str__(self):
        return f"{self.address}: {self.in_short}"

    @property
    def in_short(self):
        """Answers; Dead (404)."""
        why = "" if self.outcome == LinkOutcome.ANSWERS else self.http_status or self.detail
        return f"{self.get_outcome_display()} ({why})" if why else self.get_outcome_display()
