"""Names and what editors entered, marked where they are in another language than the page."""

from django.db.models import Model

from positions.languages import called, is_english, page_tag

from .base import NOTHING, html, joined


def lang(language):
    """The attribute of an element that holds nothing but words in that language."""
    return NOTHING if language == page_tag() else html(' lang="{}"', language)


def entered(value):
    """What editors entered in English, within a sentence of the page."""
    if is_english() or not str(value):
        return value
    return html('<span lang="en">{}</span>', value)


def name_of(named, field=""):
    """The name of an actor, an official or a topic, or the proposition of a precondition, in the
    language of the page; in English and marked so where nobody has translated it. Also of several,
    and Words; plain text is in the language of the page."""
    if isinstance(named, list):
        return joined((name_of(one, field) for one in named), ", ")
    here = page_tag()
    words = called(named, field, here) if isinstance(named, Model) else named
    language = getattr(words, "language", here)
    if here in ("en", language):
        return words
    return html('<span lang="{}">{}</span>', language, words)
