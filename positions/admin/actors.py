"""Who can hold a position, who speaks for them, and when."""

from django.contrib import admin

from positions.models import Actor, Official, Tenure

from .base import RecordAdmin, RecordRows


@admin.register(Actor)
class ActorAdmin(RecordAdmin):
    list_display = ["name", "short_name", "classification", "iso_code"]
    list_filter = ["classification"]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["name", "short_name", "name_uk", "name_ru", "other_names", "slug", "iso_code"]
    prepopulated_fields = {"slug": ["short_name"]}
    fields = [
        "name",
        "short_name",
        ("name_uk", "short_name_uk"),
        ("name_ru", "short_name_ru"),
        "slug",
        "classification",
        "iso_code",
        "other_names",
        "wikidata_id",
    ]


class TenureInline(RecordRows):
    model = Tenure
    autocomplete_fields = ["actor"]
    fields = [("actor", "role"), ("start_date", "end_date", "authority")]

    def empty_rows(self, request, obj):
        return 0 if obj else 1

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("actor", "official")


@admin.register(Official)
class OfficialAdmin(RecordAdmin):
    list_display = ["name", "native_name", "names"]
    search_fields = ["name", "name_uk", "name_ru", "native_name", "other_names"]
    search_help_text = "Name, native name or any other spelling."
    prepopulated_fields = {"slug": ["name"]}
    fields = [
        *("name", ("name_uk", "name_ru"), "native_name", "other_names", "slug", "wikidata_id")
    ]
    inlines = [TenureInline]
    rests_on = "official"

    @admin.display(description="other names")
    def names(self, official):
        return ", ".join(official.other_names)
