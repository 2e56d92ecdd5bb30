"""Selects, printed without templates."""

from django import forms

from positions.languages import called, page_tag
from positions.markup.base import html, joined


class Choice(forms.Select):
    """Says of each record's name in which language it is, where it is not the page's.

    Prints what Django's templates would: these cost more for hundreds of options than the rest of
    the page does.
    """

    def render(self, name, value, attrs=None, renderer=None):
        widget = self.get_context(name, value, attrs)["widget"]
        return html(
            '<select name="{}"{}>{}</select>',
            widget["name"],
            attributes(widget["attrs"]),
            joined(printed(group, options) for group, options, _ in widget["optgroups"]),
        )

    def create_option(self, name, value, label, selected, index, **rest):
        option = super().create_option(name, value, label, selected, index, **rest)
        if record := getattr(value, "instance", None):
            language = called(record).language
            if language != page_tag():
                option["attrs"]["lang"] = language
        return option


def printed(group, options):
    told = joined(
        html(
            '<option value="{}"{}>{}</option>\n',
            option["value"],
            attributes(option["attrs"]),
            option["label"],
        )
        for option in options
    )
    return html('<optgroup label="{}">{}</optgroup>\n', group, told) if group else told


def attributes(attrs):
    """Those of an element, as Django's forms hold them."""
    return joined(
        html(" {}", name) if value is True else html(' {}="{}"', name, value)
        for name, value in attrs.items()
        if value is not False
    )
