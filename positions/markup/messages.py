"""Translated sentences as markup. A message is markup itself; what stands in it is escaped unless
it is markup too."""

from django.utils import translation
from django.utils.safestring import SafeString

from positions.languages import kept_in_each_language

from .base import escaped

translated = kept_in_each_language(translation.gettext)
translated_for = kept_in_each_language(translation.ngettext)


def _(message, **values):
    return filled(translated(message), values)


def ngettext(singular, plural, number, **values):
    """With `number` in it."""
    return filled(translated_for(singular, plural, number), {"number": number, **values})


def filled(message, values):
    if values:
        message %= {name: escaped(value) for name, value in values.items()}
    return SafeString(message)  # nosec B703 # what translators and the code wrote
