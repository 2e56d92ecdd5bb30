"""The public log of what was wrong and what was changed."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from positions.models import Correction
from positions.outcomes import ReportStatus

from .base import RecordAdmin
from .forms import RecordForm


class CorrectionForm(RecordForm):
    class Meta:
        help_texts = {
            "statement": "Empty: the site as a whole.",
            "was_wrong": "For readers, in a sentence or two.",
            "changed": "For readers: what the record says now.",
        }
        error_messages = {
            "corrected_on": {"required": "Give the day of the correction."},
            "was_wrong": {"required": "Say what was wrong."},
            "changed": {"required": "Say what was changed."},
        }

    def clean_statement(self):
        statement = self.cleaned_data["statement"]
        if statement and "statement" in self.changed_data and not statement.was_seen:
            raise ValidationError(
                "Readers have not seen this statement yet: change it, and nothing is to be told."
            )
        return statement

    def clean(self):
        given = super().clean()
        report, statement = given.get("report"), given.get("statement")
        if report and report.statement != statement:
            self.add_error("report", f"That report is about {report.statement}.")
        return given


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
    form = CorrectionForm
    list_display = ["corrected_on", "statement", "was_wrong", "changed", "reported"]
    list_display_links = ["corrected_on", "was_wrong"]
    list_select_related = ["statement__official", "statement__actor", "report"]
    search_fields = ["was_wrong", "changed", "statement__slug"]
    date_hierarchy = "corrected_on"
    autocomplete_fields = ["statement", "report"]
    fields = ["statement", "report", "corrected_on", "was_wrong", "changed"]

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"corrected_on": timezone.localdate(), **initial}

    def response_post_save_add(self, request, obj):
        """Back to the report, which is still to be closed."""
        if obj.report and obj.report.status == ReportStatus.OPEN:
            return redirect(reverse("admin:positions_report_change", args=[obj.report_id]))
        return super().response_post_save_add(request, obj)

    @admin.display(description="reported by a reader", ordering="report__received_at")
    def reported(self, correction):
        return correction.report and correction.report.received_at.date()
