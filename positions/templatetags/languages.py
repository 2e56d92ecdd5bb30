"""What templates need for pages in several languages. No queries."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from positions.languages import (
    bare,
    called,
    in_language,
    page_tag,
    prefix,
    speaker_of,
    tag,
)
from positions.markup.names import entered, lang, name_of

from .metadata import absolute, canonical, parameters
from .positions import here, to

register = template.Library()

# As the Open Graph protocol wants it, with a country.
LOCALES = {"en": "en_GB", "uk": "uk_UA", "ru": "ru_RU"}


@register.simple_tag
def page_language():
    return page_tag()


@register.simple_tag
def page_locale():
    return LOCALES[page_tag()]


@register.simple_tag(takes_context=True)
def languages(context):
    """This page in every language, with what it was asked: dicts. Where nothing is found, the
    first page."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    is_page = match and match.namespace == "positions" and "exception" not in context
    page = request.path if is_page else reverse("positions:home")
    asked = here(context) if "asked" in context else ""
    return [
        {
            "tag": tag(code),
            "name": name,
            "address": in_language(page, code) + asked.removesuffix("?"),
            "prefix": prefix(code),
            "is_here": tag(code) == page_tag(),
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def alternates(context):
    """For search engines: (language, the canonical address of this page in it); other readers get
    the English one."""
    if not canonical(context):
        return []
    request = context["request"]
    query = parameters(context, request.resolver_match.url_name)
    found = [
        (tag(code), absolute(request, in_language(request.path, code), query))
        for code, _ in settings.LANGUAGES
    ]
    return [*found, ("x-default", dict(found)["en"])]


@register.simple_tag(name="entered")
def entered_attribute():
    """For an element that holds nothing but what editors entered in English, within a page in
    another language: <h1{% entered %}>{{ actor.name }}</h1>."""
    return lang("en")


@register.simple_tag
def called_in(record, field=""):
    """For an element that holds nothing but a bare name: <option{% called_in actor %}>."""
    return lang(called(record, field).language)


@register.simple_tag(takes_context=True)
def linked(context, records):
    """Links to records by their names, as a sentence lists them: A, B and C."""
    links = [
        format_html('<a href="{}">{}</a>', to(context, record), name_of(record))
        for record in records
    ]
    *several, last = links or [""]
    if not several:
        return last
    joined = format_html_join(", ", "{}", ((link,) for link in several))
    sentence = gettext("%(several)s and %(last)s") % {"several": "{several}", "last": "{last}"}
    return format_html(sentence, several=joined, last=last)


register.filter("entered", entered)
register.filter("called", name_of)
register.filter("called_bare", bare)
register.filter("speaker", speaker_of)
