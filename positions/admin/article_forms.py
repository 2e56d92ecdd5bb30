"""Pasting an article: its text, and the source that it is filed under."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.urls import reverse
from django.utils.html import format_html

from positions.models import Article, Source

from .forms import RecordForm

LONGEST_ARTICLE = 200_000
# What neither a keyboard nor a page of words contains.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
# What makes a new source of one that is only shown.
SOURCE_TYPED = ["publisher", "title", "url", "published_on"]


class ArticleText(forms.CharField):
    """Without control characters; how many were left out stands in `left_out`. The box takes more
    than the limit, so that a text that is too long is refused and not cut."""

    left_out = 0

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        text, self.left_out = CONTROLS.subn("", text)
        return text

    def widget_attrs(self, widget):
        return {"rows": 18, "spellcheck": "false"}


class ArticleForm(RecordForm):
    """The text and its source: one on record, or (None) one that is entered beside it."""

    text = ArticleText(
        label="Text of the article",
        max_length=LONGEST_ARTICLE,
        widget=AdminTextareaWidget,
        help_text="Copied from the page, headline and all: up to 200,000 characters. It stays with "
        "editors: no reader, feed or data package gets it.",
    )

    class Meta:
        model = Article
        fields = ["source", "text"]
        help_texts = {"source": "By its publisher, title or address."}

    # The form of a source that is entered beside the text, or None.
    new_source = None
    # The one that the text is filed under; one entered beside it is not saved yet.
    source = None
    found_by_address = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].required = False

    def clean(self):
        given = super().clean()
        if "source" not in self.errors:
            self.source = self.find_source(given.get("source"))
            given["source"] = self.source if self.source and self.source.pk else None
        if given.get("source") and given.get("text"):
            self.refuse_twice(given["source"], given["text"])
        return given

    def find_source(self, chosen):
        """The source that was chosen, or that has the address, or a new one, not yet saved."""
        new = self.new_source
        typed = [name for name in SOURCE_TYPED if new and (new[name].data or "").strip()]
        address = new["url"].data.strip() if "url" in typed else ""
        known = chosen
        if address and not chosen:
            known = Source.objects.filter(url=address).first()
            self.found_by_address = known is not None
        if chosen and typed and address != chosen.url:
            self.add_error("source", "Choose a source or enter a new one, not both.")
        elif not known and not typed:
            told = "Choose a source, or enter a new one below." if new else "Choose a source."
            self.add_error("source", told)
        elif not known and new.is_valid():
            return new.instance
        elif not known:
            self.add_error("source", "The new source below is not complete.")
        return known

    def refuse_twice(self, source, text):
        if known := Article.objects.filter(source=source, text=text).only("pk").first():
            address = reverse("admin:positions_article_change", args=[known.pk])
            told = 'This text is already on record: go on with <a href="{}">the article</a>.'
            self.add_error("text", format_html(told, address))
