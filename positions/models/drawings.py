"""What the timeline draws of statements, read from the database."""

from django.db import models
from django.db.models import Count, Max, Min
from django.db.models.functions import Left, Trunc

from positions.timeline import Mark

from .counts import CountedQuerySet
from .groups import group_of, own_codings
from .names import in_page_language


class DatedQuerySet(models.QuerySet):
    """Of rows that count on a day."""

    def years(self):
        """Of each year in which one counts, the first and the last such day, oldest first."""
        days = {"first": Min("counts_on"), "last": Max("counts_on")}
        by_year = self.order_by().values("counts_on__year").annotate(**days)
        return list(by_year.order_by("first").values_list("first", "last"))

    def first_day(self):
        """The first day on which one counts; None where there is none."""
        return self.order_by("counts_on").values_list("counts_on", flat=True).first()

    def within(self, period):
        """Those that count in a periods.Period; all without one."""
        return self.filter(counts_on__range=(period.first, period.last)) if period else self


class DrawnQuerySet(CountedQuerySet, DatedQuerySet):
    def how_many(self):
        """The number of statements, as GroupDayQuerySet has it."""
        return self.count()

    def by_group(self, preconditions=None):
        """Each once for every stance `group` of its own codings, of these preconditions only if
        given: the rows behind a timeline.Mark."""
        own = own_codings(preconditions)
        return self.alias(own=own).annotate(group=group_of("own__stance")).order_by()

    def marks(self, preconditions=None):
        """A list of timeline.Mark, the earliest first."""
        official, actor = (in_page_language(f"{who}__name") for who in ("official", "actor"))
        fields = ("actor__slug", "counts_on", "group", "slug", official, "role")
        words = (actor, "date_precision", Left("text", 120))
        rows = self.by_group(preconditions).order_by("counts_on", "pk", "group")
        rows = rows.values_list(*fields, *words).distinct()
        return [Mark.from_row(row) for row in rows]

    def counted_marks(self, preconditions=None):
        """How many marks there are, as timeline.binned() takes them: a dict."""
        firsts = [Trunc("counts_on", unit) for unit in ("week", "month")]
        counted = (
            self.by_group(preconditions)
            .values_list(*firsts, "actor__slug", "group")
            .annotate(Count("pk", distinct=True))
        )
        return {tuple(key): number for *key, number in counted}
