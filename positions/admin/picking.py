"""Choosing another record by typing a part of it."""

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.widgets import Script
from django.utils.text import Truncator

from positions.models import Statement


class Choice(AutocompleteSelect):
    """Shows nothing as chosen where a form or an address holds no number. `known` records, by
    primary key, save a query for each of many choices on a page."""

    known = None

    @property
    def media(self):
        return super().media + forms.Media(js=[Script("js/admin-names.js", defer=True)])

    def optgroups(self, name, value, attrs=None):
        numbers = [v for v in value if str(v).isdecimal()]
        if self.known is None:
            return super().optgroups(name, numbers, attrs)
        chosen = [self.known[v] for v in map(str, numbers) if v in self.known]
        options = [] if self.is_required else [("", "", False)]
        options += [(record.pk, str(record), True) for record in chosen]
        return [
            (None, [self.create_option(name, *o, n, attrs=attrs) for n, o in enumerate(options)], 0)
        ]


def told_apart(statement):
    """With its first words, as speaker and day alone do not tell two statements apart."""
    return f"{statement}: {Truncator(statement.text).chars(90)}"


class StatementChoice(Choice):
    url_name = "%s:positions_statement_pick"


class StatementField(forms.ModelChoiceField):
    def label_from_instance(self, statement):
        return told_apart(statement)


class PickStatement(AutocompleteJsonView):
    def get_queryset(self):
        return super().get_queryset().select_related("actor", "official")

    def serialize_result(self, statement, to_field_name):
        return {"id": str(statement.pk), "text": told_apart(statement)}


def choice(db_field, admin_site):
    """The keywords of such a form field."""
    if db_field.remote_field.model is not Statement:
        return {"widget": Choice(db_field, admin_site)}
    return {
        "form_class": StatementField,
        "widget": StatementChoice(db_field, admin_site),
        "queryset": Statement.objects.select_related("actor", "official"),
    }
