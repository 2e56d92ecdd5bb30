"""What readers report as wrong."""

import re
from datetime import timedelta

import pghistory
import pgtrigger
from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from positions import senders
from positions.outcomes import ReportStatus
from positions.reach import public_address

from . import triggers
from .dataversion import AWAY, moves_on
from .people import somebody
from .rules import link, not_blank, on_the_web, one_of, web_address
from .statements import Statement

LONGEST = 2000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# How many reports are taken in within what time, and what the sender of one more is told.
LIMITS = {
    "sender_in_an_hour": (5, HOUR, _("Five reports came from your network within an hour.")),
    "sender_in_a_day": (20, DAY, _("Twenty reports came from your network within a day.")),
    "statement_in_a_day": (20, DAY, _("Twenty reports on this statement came in within a day.")),
    "site_in_a_day": (300, DAY, _("More reports came in within a day than the editors can read.")),
}
DECLINED_CORRECTS_NOTHING = triggers.Rule(
    "A report that led to a correction is accepted, not declined.",
    """FROM positions_correction k JOIN positions_report r ON r.id = k.report_id
        WHERE r.status = 'declined'""",
)

# Characters that only turn the direction of a text, so that it reads other than it is stored.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class TooMany(Exception):
    """One report more than a limit allows: `message` says so to its sender, who may send it
    again after `wait`."""

    def __init__(self, message, wait):
        super().__init__(message)
        self.message, self.wait = message, wait


class ReportQuerySet(models.QuerySet):
    def receive(self, report, address):
        """Stores a reader's report, sent from this address; what is the same as one of today is
        stored once. Raises TooMany."""
        now = timezone.now()
        with transaction.atomic():
            one_at_a_time()
            self.forget_senders(before=now - DAY)
            if self.same_as(report).filter(received_at__date=now.date()).exists():
                return
            known_as = [senders.digest(address, day.date()) for day in (now, now - DAY)]
            self.refuse_too_many(report.statement, known_as, now)
            report.sender = known_as[0]
            report.save(force_insert=True)

    def same_as(self, report):
        told = ("statement", "text", "evidence_url", "contact")
        return self.filter(**{name: getattr(report, name) for name in told})

    def refuse_too_many(self, statement, known_as, now):
        by_sender = Q(sender__in=known_as)
        counts = self.filter(received_at__gt=now - DAY).aggregate(
            sender_in_an_hour=Count("pk", filter=by_sender & Q(received_at__gt=now - HOUR)),
            sender_in_a_day=Count("pk", filter=by_sender),
            statement_in_a_day=Count("pk", filter=Q(statement=statement)),
            site_in_a_day=Count("pk"),
        )
        for name, (most, wait, message) in LIMITS.items():
            if counts[name] >= most:
                raise TooMany(message, wait)

    def forget_senders(self, *, before):
        self.filter(received_at__lte=before).exclude(sender="").update(sender="")


def one_at_a_time():
    """Until the end of the transaction; so that limits hold however many are sent at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('positions_report'))")


# The trail is kept for good, a reader's address is not.
@pghistory.track(exclude=["contact", "sender"])
class Report(models.Model):
    """A reader's report of an error in a statement; never shown to readers."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="reports")
    text = models.TextField("what is wrong", max_length=LONGEST)
    evidence_url = models.CharField(
        "address that shows it",
        max_length=500,
        blank=True,
        validators=[web_address, public_address],
    )
    contact = models.CharField("e-mail address for an answer", max_length=254, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    # senders.digest: enough to count, too little to find anybody. Emptied after a day.
    sender = models.CharField(max_length=64, blank=True, editable=False)
    status = models.CharField(max_length=12, choices=ReportStatus, default=ReportStatus.OPEN)
    answer = models.TextField(
        "what was found", blank=True, help_text="Why it was accepted or declined; for the desk."
    )
    closed_by = somebody("reports")
    closed_on = models.DateField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["received_at"], name="report_received")]
        constraints = [
            not_blank("report", "text"),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("text"), LONGEST)),
                name="report_text_not_too_long",
                violation_error_message=f"A report has at most {LONGEST} characters.",
            ),
            on_the_web("report", "evidence_url"),
            one_of("report", "status", ReportStatus),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.OPEN, closed_on__isnull=True)
                | ~Q(status=ReportStatus.OPEN) & Q(closed_on__isnull=False, answer__regex=r"\S"),
                name="report_closed_says_why",
                violation_error_message="A report is closed with its day and with what was found.",
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.OPEN) | Q(contact=""),
                name="report_closed_keeps_no_address",
                violation_error_message="The reader's address is erased when a report is closed.",
            ),
        ]
        triggers = [
            # The log of corrections tells this of a report, and nothing else.
            moves_on(pgtrigger.UpdateOf("received_at") | AWAY),
            triggers.refuse(
                DECLINED_CORRECTS_NOTHING,
                "report_with_correction_is_not_declined",
                "r.id = NEW.id",
                operation=pgtrigger.Update,
            ),
        ]

    def __str__(self):
        return f"{self.received_at:%Y-%m-%d}: {Truncator(self.plain_text).chars(60)}"

    @property
    def evidence_link(self):
        """That address as pages may lead to it."""
        return link(self.evidence_url)

    @property
    def plain_text(self):
        """The text as sent, where characters that turn its direction are named in their place."""
        return TURNING.sub(lambda found: f"[U+{ord(found[0]):04X}]", self.text)
