"""The rows of a statement: where it is on record, what it means, what it answers."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from positions.codebook import GATE_SENTENCES, GATED, MEANINGS, NO_GATE, VERSION
from positions.dates import in_words
from positions.models import Citation, Coding, Response

from .base import RecordRows
from .citation_forms import CitationForm
from .coding_help import UNGATED, CodingRows
from .forms import WIDGETS
from .statement_forms import CodingForm

SMALL = WIDGETS | {
    models.TextField: WIDGETS[models.TextField] | {"widget": AdminTextareaWidget(attrs={"rows": 2})}
}


class CitationInline(RecordRows):
    model = Citation
    form = CitationForm
    formfield_overrides = SMALL
    verbose_name = "source"
    verbose_name_plural = "Sources"
    autocomplete_fields = ["source"]
    fields = ["source", "exact", ("prefix", "suffix")]

    def kept_sources(self, request):
        """Sources of the statement entered before, by primary key."""
        return request.GET.getlist("source")[:10]

    def empty_rows(self, request, obj):
        if obj:
            return 0 if obj.citations.exists() else 1
        return max(1, len(self.kept_sources(request)))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class CodingInline(RecordRows):
    model = Coding
    form = CodingForm
    formset = CodingRows
    formfield_overrides = SMALL
    template = "admin/positions/coding_inline.html"
    verbose_name_plural = "Meaning: codings"
    autocomplete_fields = ["precondition", "holder", "claimed_by"]
    readonly_fields = ["coder", "first_code", "second_code", "settlement"]
    # What the table of meanings above the rows says.
    stances = MEANINGS.items()
    gated = GATED
    gates = [(gate, list(zip(GATED, said, strict=True))) for gate, said in GATE_SENTENCES.items()]
    no_gate, ungated = NO_GATE, UNGATED
    codebook_version = VERSION

    def get_fieldsets(self, request, obj=None):
        row = [
            (
                None,
                {
                    "fields": [
                        "precondition",
                        ("stance", "gate", "red_line"),
                        ("holder", "claimed_by"),
                        "note",
                    ]
                },
            )
        ]
        if obj:
            coders = ["coder", "first_code", "second_code", "settlement"]
            row.append(("Coders", {"fields": coders, "classes": ["collapse"]}))
        return row

    def empty_rows(self, request, obj):
        return 0 if obj else 2

    def get_queryset(self, request):
        related = ["precondition", "holder", "coder", "settled_by"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="first code")
    def first_code(self, coding):
        return coding.first.in_words if coding.pk else ""

    @admin.display(description="second code")
    def second_code(self, coding):
        return coding.second.in_words if coding.second else "None yet."

    @admin.display(description="settling")
    def settlement(self, coding):
        """What was coded twice is changed on the page for it only."""
        if not coding.second:
            return "Only what was coded twice is settled."
        address = reverse("admin:positions_coding_change", args=[coding.pk])
        if not coding.settled_on:
            differ = coding.first.differs_from(coding.second)
            words = "Open: settle it" if differ else "Both are the same; settle it otherwise"
            return format_html('<a href="{}">{}</a>', address, words)
        by = f" by {coding.settled_by}" if coding.settled_by else ""
        words = f"Settled on {in_words(coding.settled_on)}{by}"
        return format_html('<a href="{}">{}</a>', address, words)


class ResponseInline(RecordRows):
    model = Response
    fk_name = "statement"
    verbose_name = "earlier statement"
    verbose_name_plural = "Responds to"
    extra = 0
    autocomplete_fields = ["responds_to"]
    fields = ["responds_to"]

    def get_queryset(self, request):
        speakers = ("official", "actor")
        both = (f"{end}__{name}" for end in ("statement", "responds_to") for name in speakers)
        return super().get_queryset(request).select_related(*both)
