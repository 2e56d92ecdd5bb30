"""The rows of a statement: where it is on record, what it means, what it answers."""

from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models

from positions.codebook import GATE_MEANING, MEANINGS, VERSION
from positions.models import Citation, Coding, Response

from .base import RecordRows
from .forms import WIDGETS
from .statement_forms import CodingForm

SMALL = WIDGETS | {
    models.TextField: WIDGETS[models.TextField] | {"widget": AdminTextareaWidget(attrs={"rows": 2})}
}


class CitationInline(RecordRows):
    model = Citation
    formfield_overrides = SMALL
    verbose_name = "source"
    verbose_name_plural = "Sources"
    autocomplete_fields = ["source"]
    fields = ["source", "exact", ("prefix", "suffix")]

    def kept_sources(self, request):
        """Sources of the statement entered before, by primary key."""
        return request.GET.getlist("source")[:10]

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else max(1, len(self.kept_sources(request)))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class CodingInline(RecordRows):
    model = Coding
    form = CodingForm
    formfield_overrides = SMALL
    template = "admin/positions/coding_inline.html"
    verbose_name_plural = "Meaning: codings"
    autocomplete_fields = ["precondition", "holder", "claimed_by"]
    readonly_fields = [
        "coder",
        "second_stance",
        "second_gate",
        "second_note",
        "settled_by",
    ]
    stances = [(stance.label, meaning) for stance, meaning in MEANINGS.items()]
    gates = [(gate.label, meaning) for gate, meaning in GATE_MEANING.items()]
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
            second = ["coder", ("second_stance", "second_gate", "settled_by"), "second_note"]
            row.append(("Coders", {"fields": second, "classes": ["collapse"]}))
        return row

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 2

    def get_queryset(self, request):
        related = ["precondition", "holder", "coder", "settled_by"]
        return super().get_queryset(request).select_related(*related)


class ResponseInline(RecordRows):
    model = Response
    fk_name = "statement"
    verbose_name = "earlier statement"
    verbose_name_plural = "Responds to"
    extra = 0
    autocomplete_fields = ["responds_to"]
    fields = ["responds_to"]
