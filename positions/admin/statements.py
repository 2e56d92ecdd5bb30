"""The desk's main page: a statement with its sources and what it means, in one form."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.text import Truncator

from positions.codebook import Status
from positions.dates import last_day_of
from positions.models import Citation, Coding, Statement
from positions.models.review import CHECKED
from positions.questions import AsOf
from positions.search.asked import Search
from positions.views.statements import context_of

from . import alike, coding_help, pairs, review, standing
from .base import LONGEST_SEARCH, PUBLISH, RecordAdmin
from .occasion import same_occasion
from .picking import PickStatement
from .reports import after_report
from .statement_filters import CheckedFilter, CodedFilter, WhoseFilter
from .statement_forms import StatementForm
from .statement_inlines import CitationInline, CodingInline, ResponseInline
from .tenures import RolesAsked, roles_in_words

# What is fetched beside the form while it is filled in, and the list of those that look alike.
BESIDE = {
    "alike": alike.alike_view,
    "background": coding_help.background_view,
    "pairs": pairs.pairs_view,
}
# Where the search looks besides the words themselves.
NAMES = [
    "official__name",
    "official__native_name",
    "official__other_names",
    "actor__name",
    "actor__other_names",
    "role",
]


def differ(form, names):
    """Whether the form's record has other values now than it was opened with."""
    before = [form.initial.get(name.removesuffix("_id")) for name in names]
    return before != [getattr(form.instance, name) for name in names]


def how_many(model):
    rows = model.objects.filter(statement=OuterRef("pk")).order_by().values("statement")
    return Coalesce(Subquery(rows.values(number=Count("pk"))), 0)


# Who changes one of these in a coding has coded it.
JUDGED_BY = ["precondition_id", "holder_id", "claimed_by_id", "stance", "gate"]


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    form = StatementForm
    inlines = [CitationInline, CodingInline, ResponseInline]
    autocomplete_fields = ["official", "actor", "restates"]
    readonly_fields = ["role_then"]
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
                    "restates",
                ]
            },
        ),
        ("Record", {"fields": ["slug"], "classes": ["record"]}),
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
        WhoseFilter,
        ("reviewed_on", CheckedFilter),
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
    actions = review.ACTIONS
    action_form = review.Listed

    def get_urls(self):
        view, site = self.admin_site.admin_view, self.admin_site
        return [
            path(
                "pick/",
                view(PickStatement.as_view(admin_site=site)),
                name="positions_statement_pick",
            ),
            path("role/", view(self.role_view), name="positions_statement_role"),
            path(
                "<path:object_id>/preview/",
                view(self.preview_view),
                name="positions_statement_preview",
            ),
            *(
                path(
                    f"{name}/", view(partial(shown, desk=self)), name=f"positions_statement_{name}"
                )
                for name, shown in BESIDE.items()
            ),
            *super().get_urls(),
        ]

    def role_view(self, request):
        """The official's roles on a day, for the line that follows the form as it is filled in."""
        if not (self.has_add_permission(request) or self.has_view_or_change_permission(request)):
            raise PermissionDenied
        return JsonResponse({"roles": RolesAsked(request.GET).answer()})

    def preview_view(self, request, object_id):
        """The public page as it would be, for the desk alone: `admin_view` is never cached."""
        known = self.get_object(request, object_id)
        if not self.has_view_or_change_permission(request, known):
            raise PermissionDenied
        if not known:
            raise Http404
        asked = AsOf(request.GET)
        statement = Statement.objects.for_cards().for_page().get(pk=known.pk)
        context = {**context_of(statement, asked), "preview": True}
        return render(request, "positions/statement.html", context, status=asked.status)

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
        found = Search(words).condition() | Q(slug__startswith=words)
        for name in NAMES:
            found |= Q(**{f"{name}__icontains": words})
        return queryset.filter(found), False

    def view_on_site(self, statement):
        # A form that is refused may have left the slug empty.
        public = statement.status == Status.PUBLISHED and statement.slug
        return statement.get_absolute_url() if public else None

    # Who may what: what readers have seen is changed by reviewers only and deleted by nobody.

    def has_publish_permission(self, request):
        return request.user.has_perm(PUBLISH)

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (not (obj and obj.was_seen) or self.has_publish_permission(request))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.was_seen)

    def get_deleted_objects(self, objs, request):
        if seen := [f"{s}: readers have seen it; withdraw it" for s in objs if s.was_seen]:
            return [], {}, set(), seen
        return super().get_deleted_objects(objs, request)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["alike"] = alike.beside(self, request, context["adminform"].form)
        coding_help.explain(context["inline_admin_formsets"])
        context["steps"] = standing.steps(self, request, obj)
        context["standing"] = obj and standing.standing(self, request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Entering

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        alike.resume(request)
        if not object_id and (answer := alike.cite_instead(self, request)):
            return answer
        with after_report(request, object_id):
            return super().changeform_view(request, object_id, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if differ(form, CHECKED):
            if obj.status == Status.PUBLISHED:
                obj.reworded_by = request.user
            else:
                obj.entered_by = request.user
            if change and obj.reviewed_on:
                told = "What was checked against the source has changed: the mark is taken off."
                self.message_user(request, told, messages.WARNING)
        super().save_model(request, obj, form, change)
        alike.settle(self, request, form, obj)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and isinstance(inline, CitationInline):
            kwargs["initial"] = [{"source": pk} for pk in inline.kept_sources(request)]
        return kwargs

    def save_formset(self, request, form, formset, change):
        if formset.model is Coding:
            for row in formset.forms:
                if row.instance.pk is None or differ(row, JUDGED_BY):
                    row.instance.coder = request.user
        super().save_formset(request, form, formset, change)
        if formset.model is Coding:
            coding_help.warn_of_next(self, request, form, formset)

    def response_add(self, request, obj, post_url_continue=None):
        if "_step" in request.POST:
            return review.step_from_form(self, request, obj)
        response = super().response_add(request, obj, post_url_continue)
        return same_occasion(obj) if "_addanother" in request.POST else response

    def response_change(self, request, obj):
        if "_step" in request.POST:
            return review.step_from_form(self, request, obj)
        response = super().response_change(request, obj)
        return same_occasion(obj) if "_addanother" in request.POST else response

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
