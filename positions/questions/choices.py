"""Selects, printed without templates, and the names in them, read without the rest of the rows."""

from django import forms
from django.forms.models import ModelChoiceIterator

from positions.languages import called, naming, page_tag, prefixes
from positions.markup.base import NOTHING, html, joined

SELECTED = html(" selected")


class Choice(forms.Select):
    """Says of each record's name in which language it is, where it is not the page's.

    Prints what Django's templates would: these, and what Django makes ready for them, cost more for
    hundreds of options than the rest of the page does.
    """

    def render(self, name, value, attrs=None, renderer=None):
        chosen, here = self.format_value(value), page_tag()
        return html(
            '<select name="{}"{}>{}</select>',
            name,
            attributes(self.build_attrs(self.attrs, attrs)),
            joined(self.printed(*choice, chosen, here) for choice in self.choices),
        )

    def printed(self, value, label, chosen, here):
        if isinstance(label, list | tuple):
            options = joined(self.printed(*option, chosen, here) for option in label)
            return html('<optgroup label="{}">{}</optgroup>\n', value, options)
        language, selected = getattr(label, "language", here), str(value) in chosen
        words, more = self.told(str(value), label, selected)
        return html(
            '<option value="{}"{}{}{}>{}</option>\n',
            value,
            SELECTED if selected else NOTHING,
            NOTHING if language == here else html(' lang="{}"', language),
            more,
            words,
        )

    def told(self, value, label, selected):
        """The words of an option and more attributes of it."""
        return label, NOTHING


class Named(ModelChoiceIterator):
    """Pairs of a slug and what the record is called."""

    def __iter__(self):
        yield "", self.field.empty_label
        here, name = page_tag(), naming(self.queryset.model)
        names = [name, *(f"{name}_{code}" for code in sorted(prefixes()))]
        for row in self.queryset.values_list("slug", *names, named=True):
            yield row.slug, called(row, name, here)


def attributes(attrs):
    """Those of an element, as Django's forms hold them."""
    return joined(
        html(" {}", name) if value is True else html(' {}="{}"', name, value)
        for name, value in attrs.items()
        if value is not False
    )
