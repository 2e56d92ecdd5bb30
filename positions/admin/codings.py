"""Codings that two coders gave: where they differ, and how a third settles it."""

from dataclasses import asdict, astuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from positions.codebook import VERSION
from positions.dates import in_words
from positions.models import Coding
from positions.models.history import newest_numbers

from . import history, second
from .base import RecordAdmin
from .code_forms import SettlementForm
from .meanwhile import CHANGED, SEEN, as_numbers, as_text, entries_since
from .numbers import number_of

RELATED = [
    "statement__official",
    "statement__actor",
    "precondition",
    "holder",
    "claimed_by",
]


class StateFilter(admin.SimpleListFilter):
    """Open ones unless asked."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("settled", "Settled"), ("all", "All coded twice")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": "Open"}, *others]

    def queryset(self, request, queryset):
        if self.value() == "settled":
            return queryset.filter(settled_on__isnull=False)
        return queryset if self.value() == "all" else queryset.disagreements()


class DiffersFilter(admin.SimpleListFilter):
    title = "what differs"
    parameter_name = "differs"

    def lookups(self, request, model_admin):
        return [("stance", "Stance"), ("gate", "Gate")]

    def queryset(self, request, queryset):
        """As the coders gave them: once settled, the first code stands elsewhere."""
        if (name := self.value()) not in ("stance", "gate"):
            return queryset
        before = Q(settled_on__isnull=True) & ~Q(**{name: F(f"second_{name}")})
        return queryset.filter(
            before | Q(settled_on__isnull=False) & ~Q(**{f"first_{name}": F(f"second_{name}")})
        )


@admin.register(Coding)
class CodingAdmin(RecordAdmin):
    """Lists what was coded twice. Codings are entered and deleted with their statement."""

    list_display = ["unit_coded", "first_code", "second_code", "decision"]
    list_filter = [
        StateFilter,
        DiffersFilter,
        ("precondition", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["statement", "precondition", "holder"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["statement__text", "precondition__proposition"]
    actions = None
    ordering = ["pk"]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("second/", view(self.next_unit), name="positions_coding_second"),
            path("second/<int:pk>/", view(self.unit), name="positions_coding_second_unit"),
            *super().get_urls(),
        ]

    def next_unit(self, request):
        return second.next_unit(self, request)

    def unit(self, request, pk):
        return second.unit(self, request, pk)

    def get_queryset(self, request):
        return super().get_queryset(request).coded_twice().defer("statement__search")

    def has_add_permission(self, request):
        return False

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied

    def has_view_permission(self, request, obj=None):
        """Of what was coded once, only the statement's form tells the code: a second coder is not
        to come by it here."""
        return super().has_view_permission(request, obj) and not (obj and not obj.second_stance)

    def has_change_permission(self, request, obj=None):
        """They are changed and restored with their statement, or settled."""
        return False

    def has_settle_permission(self, request):
        return request.user.has_perm("positions.settle_coding")

    def get_list_display(self, request):
        """What is open has no decision yet."""
        open_only = request.GET.get(StateFilter.parameter_name) not in ("settled", "all")
        return self.list_display[:-1] if open_only else self.list_display

    def changelist_view(self, request, extra_context=None):
        title = {"title": "Codings that two coders gave differently"}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    @transaction.atomic
    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Both codes side by side, and the decision of a third."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = number_of(object_id)
        codings = Coding.objects.select_related(*RELATED).defer("statement__search")
        if request.method == "POST":
            codings = codings.select_for_update(of=["self"])
        coding = codings.filter(pk=pk).first()
        if not coding:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not coding.second_stance:
            messages.info(request, "Only a coding that was coded twice is settled.")
            return redirect("admin:positions_coding_changelist")
        why_not = self.why_not(request, coding)
        if request.method == "POST" and why_not:
            raise PermissionDenied
        settled_on = coding.settled_on
        codes = [("First coder", coding.first), ("Second coder", coding.second)]
        if settled_on:
            codes.append((f"Settled on {in_words(settled_on)}", coding.decided))
        initial = asdict(coding.decided) if settled_on else {}
        form = SettlementForm(request.POST or None, coding, initial=initial)
        seen = as_text(newest_numbers(Coding, pk))
        if request.method == "POST" and self.settle(request, form, seen):
            return redirect("admin:positions_coding_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": "Settle a coding",
            "opts": self.opts,
            "coding": coding,
            "form": form,
            "codes": codes,
            "settled_on": settled_on,
            "why_not": why_not,
            "missed": history.told(getattr(request, "missed", []), "coding"),
            "seen": (SEEN, seen),
            "version": VERSION,
            **(extra_context or {}),
        }
        return render(request, "admin/positions/coding/settle.html", context)

    def why_not(self, request, coding):
        """Why this user cannot settle it; empty if they can."""
        if not self.has_settle_permission(request):
            return "You may look at it; a reviewer who gave neither of the two codes settles it."
        if request.user.pk in (coding.coder_id, coding.second_coder_id):
            return "One of the two codes is yours: a third person settles it."
        return ""

    def settle(self, request, form, seen):
        coding = form.coding
        coding.first_stance, coding.first_gate, coding.first_note = astuple(coding.first)
        coding.settled_on, coding.settled_by = timezone.localdate(), request.user
        if form.is_valid() and request.POST.get(SEEN) != seen:
            form.add_error(None, CHANGED)
            opened_at = as_numbers(request.POST.get(SEEN, "")) or {}
            request.missed = opened_at and entries_since(Coding, coding.pk, opened_at)
        if not (form.is_valid() and form.save()):
            return False
        self.log_change(request, coding, "Settled.")
        messages.success(request, f"Settled: {coding.decided.label}.")
        return True

    @admin.display(description="unit", ordering="statement__counts_on")
    def unit_coded(self, coding):
        return format_html(
            '<strong>{}: {}</strong> <span class="quiet">{}</span>',
            coding.holder.short_name,
            coding.precondition,
            Truncator(coding.statement.text).chars(110),
        )

    @admin.display(description="first code")
    def first_code(self, coding):
        return coding.first.label

    @admin.display(description="second code")
    def second_code(self, coding):
        return coding.second.label

    @admin.display(description="settled as", empty_value="")
    def decision(self, coding):
        return coding.decided.label if coding.settled_on else None
