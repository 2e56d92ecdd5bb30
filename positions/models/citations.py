"""Where a statement is on record, what it answers, and what was corrected."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5

from positions.articles.verbatim import text_fragment
from positions.codebook import Status

from . import evidence, triggers
from .dataversion import MOVES_ON
from .reports import DECLINED_CORRECTS_NOTHING, Report
from .rules import not_blank, not_in_future
from .sources import Source
from .statements import Statement


@pghistory.track(
    meta={"indexes": [models.Index(fields=["statement"], name="citation_event_statement")]}
)
class Citation(models.Model):
    """A source of a statement, with the exact words in it (W3C TextQuoteSelector names)."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")
    exact = models.TextField(
        "exact words", blank=True, help_text="As they stand in the source, for a link to them."
    )
    prefix = models.CharField("words before", max_length=200, blank=True)
    suffix = models.CharField("words after", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "source"],
                name="citation_source_once",
                violation_error_message="This statement already cites this source.",
            ),
            models.CheckConstraint(
                condition=~Q(exact="") | Q(prefix="", suffix=""),
                name="citation_context_has_words",
                violation_error_message="Words before or after need the exact words between them.",
            ),
        ]
        triggers = [
            MOVES_ON,
            *evidence.FOLLOW_CITATIONS,
            triggers.refuse(
                triggers.PUBLISHED_HAS_SOURCE,
                "citation_leaves_no_statement_bare",
                "s.id = OLD.statement_id",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
            pgtrigger.Trigger(
                name="citation_gone_is_unchecked",
                when=pgtrigger.After,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE' OR (OLD.statement_id, OLD.source_id) IS DISTINCT FROM
                            (NEW.statement_id, NEW.source_id) THEN
                        UPDATE positions_statement SET reviewed_on = NULL, reviewed_by_id = NULL
                            WHERE id = OLD.statement_id AND reviewed_on IS NOT NULL;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return str(self.source)

    @property
    def words_url(self):
        """The address that leads to the words in the source, or ""; needs the source."""
        words = self.exact, self.prefix, self.suffix
        return text_fragment(self.source.link, *words) if self.exact and self.source.link else ""


@pghistory.track(
    meta={"indexes": [models.Index(fields=["statement"], name="response_event_statement")]}
)
class Response(models.Model):
    """That one statement answers another."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="answers_given")
    responds_to = models.ForeignKey(Statement, models.CASCADE, related_name="answers_received")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "responds_to"],
                name="response_once",
                violation_error_message="This response is already on record.",
            ),
            models.CheckConstraint(
                condition=~Q(statement=F("responds_to")),
                name="response_to_another",
                violation_error_message="A statement cannot respond to itself.",
            ),
        ]
        triggers = [MOVES_ON]

    def __str__(self):
        return f"{self.statement} responds to {self.responds_to}"


class CorrectionQuerySet(models.QuerySet):
    """What readers see starts at `shown()`."""

    def shown(self):
        """Of the site as a whole, or of a statement that readers see or that was withdrawn."""
        return self.filter(Q(statement=None) | Q(statement__in=Statement.objects.seen()))

    def of(self, actor):
        """Of published statements: of a withdrawn one readers are not told whose it was."""
        return self.filter(statement__actor=actor, statement__status=Status.PUBLISHED)

    def after(self, day, pk):
        """Those that come after one, by its day and its pk, in the order of the log."""
        return self.filter(corrected_on__lte=day).exclude(corrected_on=day, pk__gte=pk)

    def with_origin(self):
        """With `reported_at`, when the report came in that led to it; None where none did."""
        return self.annotate(reported_at=F("report__received_at")).fetch_mode(models.FETCH_RAISE)

    def for_log(self):
        return self.with_origin().select_related("statement__actor", "statement__official")


@pghistory.track(
    meta={"indexes": [models.Index(fields=["statement"], name="correction_event_statement")]}
)
class Correction(models.Model):
    """The public log: what a record said wrongly and what was changed."""

    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="corrections", null=True, blank=True
    )
    report = models.ForeignKey(
        Report,
        models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        help_text="The reader's report that led to it.",
    )
    corrected_on = models.DateField()
    was_wrong = models.TextField("what was wrong")
    changed = models.TextField("what was changed")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-corrected_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "corrected_on",
                "statement",
                MD5("was_wrong"),
                MD5("changed"),
                nulls_distinct=False,
                name="correction_once",
                violation_error_message="This correction is already on record.",
            ),
            not_blank("correction", "was_wrong"),
            not_blank("correction", "changed"),
            not_in_future("correction", "corrected_on"),
        ]
        triggers = [
            MOVES_ON,
            triggers.refuse(
                DECLINED_CORRECTS_NOTHING,
                "correction_follows_no_declined_report",
                "k.id = NEW.id",
            ),
        ]

    def __str__(self):
        return f"{self.corrected_on}: {self.was_wrong[:60]}"
