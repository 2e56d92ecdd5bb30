"""What `manage.py check_sources` found."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from positions.models import SourceCheck

from .base import RecordAdmin


class FailedFilter(admin.SimpleListFilter):
    title = "answer"
    parameter_name = "failed"

    def lookups(self, request, model_admin):
        return [("yes", "No good answer"), ("no", "Answers")]

    def queryset(self, request, queryset):
        failed = SourceCheck.objects.failed().values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=failed)
        return queryset.exclude(pk__in=failed) if self.value() == "no" else queryset


@admin.register(SourceCheck)
class SourceCheckAdmin(RecordAdmin):
    """Only shown: the command writes these."""

    list_display = ["address", "outcome", "http_status", "archived", "checked_at", "its_source"]
    list_filter = [FailedFilter, "outcome", "archived"]
    list_select_related = ["source"]
    search_fields = ["address", "source__publisher", "source__title"]
    date_hierarchy = "checked_at"
    readonly_fields = ["its_source"]
    fields = ["its_source", "address", "archived", "outcome", "http_status", "detail", "checked_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).current()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="source", ordering="source__publisher")
    def its_source(self, check):
        address = reverse("admin:positions_source_change", args=[check.source_id])
        return format_html('<a href="{}">{}</a>', address, check.source)
