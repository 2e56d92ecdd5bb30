"""Where the words are on record."""

import hashlib
from itertools import count

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify

from positions.dates import in_words
from positions.models import Source, SourceCheck
from positions.models.articles import MOST_TEXTS

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


class AnswersFilter(admin.SimpleListFilter):
    title = "last check of its addresses"
    parameter_name = "answers"

    def lookups(self, request, model_admin):
        return [("no", "One does not answer"), ("yes", "All answer"), ("never", "Never asked")]

    def queryset(self, request, queryset):
        current = SourceCheck.objects.current()
        asked = Q(pk__in=current.values("source"))
        failed = Q(pk__in=current.failed().values("source"))
        wanted = {"no": failed, "yes": asked & ~failed, "never": ~asked & ~Q(url="")}
        return queryset.filter(wanted.get(self.value(), Q()))


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    form = SourceForm
    rests_on = "citations__source"
    list_display = ["publisher", "title", "published_on", "kind", "statement_count"]
    list_filter = [
        "kind",
        AnswersFilter,
        ("archived_url", admin.EmptyFieldListFilter),
        "language",
    ]
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
        "last_checks",
        "pasted",
    ]
    readonly_fields = ["last_checks", "pasted"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(statement_count=Count("citations"))

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"accessed_on": timezone.localdate(), "language": "en", **initial}

    @admin.display(description="last check")
    def last_checks(self, source):
        """What the addresses answered when an operator last ran check_sources."""
        checks = source.checks.current() if source.pk else []
        told = (
            (
                "Archived copy" if check.archived else "Page",
                check.in_short,
                in_words(check.checked_at.date()),
            )
            for check in checks
        )
        return format_html_join("; ", "{}: {}, {}", told) or "never asked"

    @admin.display(description="pasted texts")
    def pasted(self, source):
        """The newest texts of it that editors pasted."""
        articles = source.articles.listed()[:MOST_TEXTS] if source.pk else []
        told = (
            (reverse("admin:positions_article_change", args=[article.pk]), article.in_short)
            for article in articles
        )
        return format_html_join("; ", '<a href="{}">{}</a>', told) or "none"

    @admin.display(description="statements", ordering="statement_count")
    def statement_count(self, source):
        return source.statement_count
