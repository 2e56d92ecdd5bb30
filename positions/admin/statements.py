"""The desk's main page: a statement with its sources and what it means, in one form."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import Truncator

from positions.codebook import Status
from positions.dates import last_day_of
from positions.models import Citation, Coding, Statement
from positions.models.search import matching

from .base import LONGEST_SEARCH, RecordAdmin
from .picking import PickStatement
from .refusals import reason
from .statement_forms import StatementForm
from .statement_inlines import CitationInline, CodingInline, ResponseInline
from .tenures import RolesAsked, roles_in_words

ON_BOTH_PAGES = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
# What the next statement of the same occasion shares with this one.
KEPT = [
    "actor",
    "official",
    "role",
    "attribution",
    "said_on",
    "date_precision",
    "date_basis",
    "venue",
    "language",
]
# Where the search looks besides the words themselves.
NAMES = [
    "official__name",
    "official__native_name",
    "official__other_names",
    "actor__name",
    "actor__other_names",
    "role",
]


class CodedFilter(admin.SimpleListFilter):
    title = "codings"
    parameter_name = "coded"

    def lookups(self, request, model_admin):
        return [("yes", "Coded"), ("no", "Not coded")]

    def queryset(self, request, queryset):
        coded = {"yes": Q(coding_count__gt=0), "no": Q(coding_count=0)}
        return queryset.filter(coded.get(self.value(), Q()))


def how_many(model):
    rows = model.objects.filter(statement=OuterRef("pk")).order_by().values("statement")
    return Coalesce(Subquery(rows.values(number=Count("pk"))), 0)


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    form = StatementForm
    inlines = [CitationInline, CodingInline, ResponseInline]
    autocomplete_fields = ["official", "actor"]
    readonly_fields = ["role_then", "reviewed_on", "reviewed_by"]
    fieldsets = [
        (
            "Words",
            {
                "fields": [
                    "text",
                    ("form", "language"),
                    "original_text",
                    ("original_language", "translation"),
                ]
            },
        ),
        (
            "Who and when",
            {
                "fields": [
                    ("said_on", "date_precision", "date_basis"),
                    ("official", "attribution"),
                    "role_then",
                    ("actor", "role"),
                    "outside_tenure",
                    "venue",
                    "on_behalf_of",
                ]
            },
        ),
        (
            "Record",
            {"fields": [("status", "slug"), ("reviewed_on", "reviewed_by")], "classes": ["record"]},
        ),
    ]
    list_display = [
        "said",
        "speaker",
        "actor_name",
        "first_words",
        "status",
        "coding_count",
        "citation_count",
        "reviewed_on",
    ]
    list_display_links = ["first_words"]
    list_filter = [
        "status",
        ("reviewed_on", admin.EmptyFieldListFilter),
        CodedFilter,
        "attribution",
        "form",
        ("actor", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["actor", "official"]
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    date_hierarchy = "counts_on"
    search_fields = ["text", *NAMES]
    search_help_text = "Words of the statement (“in quotes” for a phrase), a speaker, an actor."
    actions = ["publish", "mark_checked"]

    def get_urls(self):
        view, site = self.admin_site.admin_view, self.admin_site
        return [
            path(
                "pick/",
                view(PickStatement.as_view(admin_site=site)),
                name="positions_statement_pick",
            ),
            path("role/", view(self.role_view), name="positions_statement_role"),
            *super().get_urls(),
        ]

    def role_view(self, request):
        """The official's roles on a day, for the line that follows the form as it is filled in."""
        if not (self.has_add_permission(request) or self.has_view_or_change_permission(request)):
            raise PermissionDenied
        return JsonResponse({"roles": RolesAsked(request.GET).answer()})

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .defer("search")
            .annotate(coding_count=how_many(Coding), citation_count=how_many(Citation))
        )

    def get_search_results(self, request, queryset, search_term):
        """By the words of the statement, and by the names of who spoke and for whom."""
        words = search_term.replace("\0", "")[:LONGEST_SEARCH].strip()
        if not words:
            return queryset, False
        found = matching(words) | Q(slug__startswith=words)
        for name in NAMES:
            found |= Q(**{f"{name}__icontains": words})
        return queryset.filter(found), False

    def view_on_site(self, statement):
        return statement.get_absolute_url() if statement.status == Status.PUBLISHED else None

    # Entering

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and isinstance(inline, CitationInline):
            kwargs["initial"] = [{"source": pk} for pk in inline.kept_sources(request)]
        return kwargs

    def save_formset(self, request, form, formset, change):
        if formset.model is Coding:
            for row in formset.extra_forms:
                row.instance.coder = request.user
        super().save_formset(request, form, formset, change)

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        return self.same_occasion(obj) if "_addanother" in request.POST else response

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        return self.same_occasion(obj) if "_addanother" in request.POST else response

    def same_occasion(self, statement):
        """An empty form with what the next statement shares with this one."""
        kept = {name: statement.serializable_value(name) for name in KEPT}
        kept["source"] = [citation.source_id for citation in statement.citations.all()]
        query = urlencode({name: value for name, value in kept.items() if value}, doseq=True)
        return redirect(f"{reverse('admin:positions_statement_add')}?{query}")

    @admin.display(description="role on that day")
    def role_then(self, statement):
        if not statement.official_id:
            return ""
        day = last_day_of(statement.said_on, statement.date_precision)
        return roles_in_words(statement.official, statement.actor, day)

    # The list

    @admin.display(description="date", ordering="counts_on")
    def said(self, statement):
        return statement.said_when

    @admin.display(ordering="official__name")
    def speaker(self, statement):
        return statement.speaker

    @admin.display(description="actor", ordering="actor__short_name")
    def actor_name(self, statement):
        return statement.actor.short_name

    @admin.display(description="words")
    def first_words(self, statement):
        return Truncator(statement.text).chars(80)

    @admin.display(description="codings", ordering="coding_count")
    def coding_count(self, statement):
        return statement.coding_count

    @admin.display(description="sources", ordering="citation_count")
    def citation_count(self, statement):
        return statement.citation_count

    # Actions

    @admin.action(description="Publish", permissions=["change"], location=ON_BOTH_PAGES)
    def publish(self, request, queryset):
        """Those that may be; each of the others is named with what it lacks."""
        published = 0
        for statement in queryset.exclude(status=Status.PUBLISHED):
            statement.status = Status.PUBLISHED
            try:
                with transaction.atomic():
                    statement.save(update_fields=["status"])
                    connection.check_constraints()
            except IntegrityError as error:
                self.message_user(request, f"{statement}: {reason(error)}", messages.ERROR)
            else:
                self.log_change(request, statement, "Published.")
                published += 1
        self.message_user(request, f"Published: {published}.")

    @admin.action(
        description="Mark as checked against the source",
        permissions=["change"],
        location=ON_BOTH_PAGES,
    )
    def mark_checked(self, request, queryset):
        for statement in queryset:
            self.log_change(request, statement, "Checked against the source.")
        checked = queryset.update(reviewed_on=timezone.localdate(), reviewed_by=request.user)
        self.message_user(request, f"Checked against the source: {checked}.")
