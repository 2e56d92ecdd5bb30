"""The public log of what was wrong and what was changed."""

from django.contrib import admin
from django.utils import timezone

from positions.models import Correction

from .base import RecordAdmin


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
    list_display = ["corrected_on", "statement", "was_wrong", "changed"]
    list_display_links = ["corrected_on", "was_wrong"]
    list_select_related = ["statement__official", "statement__actor"]
    search_fields = ["was_wrong", "changed", "statement__slug"]
    date_hierarchy = "corrected_on"
    autocomplete_fields = ["statement"]
    fields = ["statement", "corrected_on", "was_wrong", "changed"]

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"corrected_on": timezone.localdate(), **initial}
