"""Where the words are on record."""

import hashlib
from itertools import count

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify

from positions.models import Source

from .base import RecordAdmin
from .forms import RecordForm


class SourceForm(RecordForm):
    filled_in = ["slug"]

    def clean_url(self):
        url = self.cleaned_data["url"]
        known = Source.objects.filter(url=url).exclude(pk=self.instance.pk).first()
        if url and known:
            raise ValidationError(
                format_html(
                    'This address is already on record: choose “<a href="{}">{}</a>” instead.',
                    reverse("admin:positions_source_change", args=[known.pk]),
                    known,
                )
            )
        return url

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("publisher"):
            cleaned["slug"] = free_slug(cleaned)
        return cleaned


def free_slug(source):
    """publisher-day-code: 1lurer-2024-07-15-ab2c83. The code is made from the address; a source
    without one has a number only where its slug would be another's."""
    publisher = slugify(source["publisher"].partition("(")[0])[:50].strip("-") or "source"
    stem = f"{publisher}-{source.get('published_on') or 'undated'}"
    if url := source.get("url"):
        stem += f"-{hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()[:6]}"
    taken = {*Source.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    return next(slug for n in count(1) if (slug := f"{stem}-{n}" if n > 1 else stem) not in taken)


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    form = SourceForm
    list_display = ["publisher", "title", "published_on", "kind", "statement_count"]
    list_filter = ["kind", "language", ("archived_url", admin.EmptyFieldListFilter)]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["publisher", "title", "url", "slug"]
    date_hierarchy = "published_on"
    # The newest entry first: the one just made is what the next statement cites.
    ordering = ["-pk"]
    fields = [
        "publisher",
        "title",
        "url",
        "archived_url",
        "kind",
        "language",
        "published_on",
        "accessed_on",
        "slug",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(statement_count=Count("citations"))

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"accessed_on": timezone.localdate(), "language": "en", **initial}

    @admin.display(description="statements", ordering="statement_count")
    def statement_count(self, source):
        return source.statement_count
