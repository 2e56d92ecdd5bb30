"""The rows of the comparison, and where words on them were looked for."""

from django.contrib import admin

from positions.models import Precondition, SearchNote, Topic

from .base import RecordAdmin


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    list_display = ["name", "order"]
    list_editable = ["order"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", ("name_uk", "name_ru"), "slug", "order"]


@admin.register(Precondition)
class PreconditionAdmin(RecordAdmin):
    list_display = ["proposition", "topic", "order"]
    list_editable = ["order"]
    list_filter = ["topic"]
    list_select_related = ["topic"]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["proposition", "definition", "slug", "topic__name"]
    prepopulated_fields = {"slug": ["proposition"]}
    fields = [
        *("proposition", "proposition_uk", "proposition_ru", "slug", "definition", "topic"),
        *("order", "event_of"),
    ]


@admin.register(SearchNote)
class SearchNoteAdmin(RecordAdmin):
    list_display = ["actor", "precondition", "outcome", "searched_until"]
    list_filter = ["outcome", ("actor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["actor", "precondition"]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["actor__name", "precondition__proposition", "where"]
    autocomplete_fields = ["actor", "precondition"]
    date_hierarchy = "searched_until"
    fields = ["actor", "precondition", "outcome", "searched_until", "where"]
