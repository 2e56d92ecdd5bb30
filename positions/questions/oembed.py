"""What `/oembed` is asked: which page, as large as what, in which format."""

from urllib.parse import unquote, urlsplit

from django import forms
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import override

from positions.languages import language_of

FORMATS = ("json", "xml")


class OEmbed(forms.Form):
    """oEmbed 1.0, "Consumer Request"."""

    url = forms.CharField(max_length=4000, error_messages={"required": "Give the page's address."})
    maxwidth = forms.IntegerField(min_value=1, required=False)
    maxheight = forms.IntegerField(min_value=1, required=False)
    format = forms.CharField(required=False)

    @property
    def is_of_no_format(self):
        """Whether a format is asked for that is not made here."""
        self.is_valid()
        return self.cleaned_data.get("format", "") not in ("", *FORMATS)

    @property
    def as_xml(self):
        return self.cleaned_data["format"] == "xml"

    def page(self, host):
        """The page asked for, if it is on this host: a ResolverMatch, its query as a QueryDict and
        the language of its address; None where there is no such page."""
        try:
            parts = urlsplit(self.cleaned_data["url"])
            path = unquote(parts.path)
            language = language_of(path)
            with override(language):
                match = resolve(path)
        except (ValueError, Resolver404):
            return None
        if parts.scheme not in ("http", "https") or parts.netloc.lower() != host.lower():
            return None
        return match, QueryDict(parts.query), language
