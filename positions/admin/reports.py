"""What readers report as wrong: looked at, accepted or declined, and never shown to readers."""

from contextlib import nullcontext

import pghistory
from django.contrib import admin, messages
from django.db.models import Case, Count, When
from django.utils import timezone
from django.utils.text import Truncator

from positions.codebook import Status
from positions.history.versions import entries
from positions.models import Report, Statement
from positions.models.history import versions_of
from positions.outcomes import ReportStatus

from .base import RecordAdmin
from .forms import RecordForm
from .history import told
from .numbers import number_of

MOST_SINCE = 20


def after_report(request, statement):
    """Notes in the trail the report that led to a change of this statement (its number, as in the
    page's address), where the address names one: ?report=7."""
    number = number_of(request.GET.get("report", ""))
    if request.method == "POST" and number is not None:
        report = Report.objects.filter(pk=number).first()
        if report and str(report.statement_id) == statement:
            note = f"After a reader's report, no. {report.pk}."
            return pghistory.context(report=report.pk, note=note)
    return nullcontext()


def changes_since(report):
    """What became of the statement since the report came in, the newest first."""
    versions, _ = versions_of(Statement, report.statement_id)
    since = [entry for entry in entries(versions) if entry.occasion.at >= report.received_at]
    return told(since[: -MOST_SINCE - 1 : -1], "statement")


class ReportForm(RecordForm):
    def clean(self):
        given = super().clean()
        if given.get("status") != ReportStatus.OPEN and not given.get("answer"):
            self.add_error("answer", "Say what was found: why it is accepted or declined.")
        return given


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    """Readers make reports and nobody deletes one: what is of no use is declined."""

    form = ReportForm
    list_display = ["received", "about", "first_words", "status", "correction_count"]
    list_display_links = ["first_words"]
    list_filter = ["status"]
    list_select_related = ["statement__official", "statement__actor"]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["text", "answer", "statement__slug", "statement__text"]
    date_hierarchy = "received_at"
    ordering = [Case(When(status=ReportStatus.OPEN, then=0), default=1).asc(), "-received_at"]
    readonly_fields = ["closed_on", "closed_by"]
    fieldsets = [("What comes of it", {"fields": ["status", "answer", ("closed_on", "closed_by")]})]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(correction_count=Count("corrections"))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {
                "since": changes_since(obj),
                "on_site": obj.statement.status == Status.PUBLISHED,
                "may_correct": request.user.has_perm("positions.add_correction"),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Closing erases the reader's address, which is in no version of the trail either."""
        if obj.status == ReportStatus.OPEN:
            obj.closed_on = obj.closed_by = None
        elif "status" in form.changed_data:
            obj.closed_on, obj.closed_by = timezone.localdate(), request.user
            if obj.contact:
                self.message_user(request, "The reader's e-mail address was erased.", messages.INFO)
            obj.contact = ""
        super().save_model(request, obj, form, change)

    @admin.display(description="received", ordering="received_at")
    def received(self, report):
        return report.received_at.date()

    @admin.display(description="statement", ordering="statement__counts_on")
    def about(self, report):
        return report.statement

    @admin.display(description="words")
    def first_words(self, report):
        return Truncator(report.plain_text).chars(90)

    @admin.display(description="corrections", ordering="correction_count")
    def correction_count(self, report):
        return report.correction_count
