"""What waits for an editor, counted for the front page of the desk: a fixed number of queries."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from positions.codebook import Status
from positions.models import Coding, Report, SourceCheck, Statement
from positions.models.alike import ALL_PAIRS, PAIRS, rows
from positions.models.search import TooSlow, bounded_in_time
from positions.outcomes import ReportStatus

PATIENCE = 500  # milliseconds; the front page does not wait for more


@dataclass(frozen=True)
class Waiting:
    """`number` of a kind as text, and the address of their list; `what` tells what to do."""

    label: str
    what: str
    number: str
    address: str


def listed(model, **query):
    return f"{reverse(f'admin:positions_{model}_changelist')}?{urlencode(query)}"


def waiting(user):
    """A list of Waiting: what this user may see to, in the order of the work."""
    kinds = [*of_statements(user), *of_codings(user), *of_sources(user)]
    return [Waiting(label, what, str(number), address) for label, what, number, address in kinds]


def of_statements(user):
    statements = Statement.objects
    if user.has_perm("positions.publish_statement"):
        yield (
            "to review",
            "Sent by others: publish them, or send them back.",
            statements.filter(status=Status.IN_REVIEW).exclude(entered_by=user).count(),
            listed("statement", status__exact=Status.IN_REVIEW, whose="others"),
        )
    if user.has_perm("positions.change_report"):
        yield (
            "from readers",
            "Reports of errors: look into them, then close them.",
            Report.objects.filter(status=ReportStatus.OPEN).count(),
            listed("report", status__exact=ReportStatus.OPEN),
        )
    if user.has_perm("positions.change_statement"):
        yield (
            "drafted by me",
            "Code them, then submit them for review.",
            statements.filter(status=Status.DRAFT, entered_by=user).count(),
            listed("statement", status__exact=Status.DRAFT, whose="mine"),
        )
        yield (
            "look alike",
            "Pairs that may be one statement, or one said again.",
            pairs_alike(),
            reverse("admin:positions_statement_pairs"),
        )
        yield (
            "unreviewed",
            "Published, and never checked against the source by an editor.",
            statements.published().filter(reviewed_on__isnull=True).count(),
            listed("statement", status__exact=Status.PUBLISHED, reviewed_on__isempty=1),
        )


def of_codings(user):
    if user.has_perm("positions.change_coding"):
        yield (
            "for a second coder",
            "Coded by others: code them again, unseen.",
            Coding.objects.waiting_for_second(user).count(),
            reverse("admin:positions_coding_second"),
        )
    if user.has_perm("positions.view_coding"):
        yield (
            "to settle",
            "Two coders differ; a third decides.",
            Coding.objects.disagreements().count(),
            listed("coding"),
        )


def of_sources(user):
    if user.has_perm("positions.view_sourcecheck"):
        yield (
            "without an answer",
            "Addresses of sources that gave no good answer when they were last asked.",
            SourceCheck.objects.failed().count(),
            listed("sourcecheck", failed="yes"),
        )


def pairs_alike():
    """As text: counted up to a limit, and not for long."""
    try:
        with bounded_in_time(PATIENCE):
            number = len(rows(ALL_PAIRS, PAIRS))
    except TooSlow:
        return "many"
    return f"{PAIRS} or more" if number == PAIRS else number
