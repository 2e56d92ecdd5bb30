"""Choosing another record by typing a part of it; without scripts, by typing what it is called."""

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat
from django.db.models.lookups import IContains
from django.forms.models import ModelChoiceIteratorValue
from django.forms.utils import flatatt
from django.forms.widgets import Script
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst, get_text_list

from positions.models import Actor, Official, Precondition, Source, Statement

from .numbers import number_of

# What may be typed for a record besides its number, and the fields that have it besides the slug.
CALLED = {
    Actor: ("name or slug", ["name", "short_name", "name_uk", "name_ru"]),
    Official: ("name or slug", ["name", "native_name", "name_uk", "name_ru"]),
    Precondition: ("slug or the whole proposition", ["proposition"]),
    Source: ("slug or web address", ["url"]),
    Statement: ("slug", []),
}
LISTED = {Actor, Official}  # Those with other names.
MOST_TOLD = 8
# What the box for typing shares with the select before it.
SHARED = {"disabled", "aria-describedby", "aria-invalid"}


class Choice(AutocompleteSelect):
    """Shows nothing as chosen where a form or an address holds no number. `known` records, by
    primary key, save a query for each of many choices on a page.

    Where no script makes a search field of the select, a box for typing follows it. Both are sent
    under one name, and the last one counts; with scripts there is no box."""

    known = None

    @property
    def media(self):
        return super().media + forms.Media(js=[Script("js/admin-names.js", defer=True)])

    def optgroups(self, name, value, attrs=None):
        options = [] if self.is_required else [("", "", False)]
        label = self.choices.field.label_from_instance
        options += [
            (ModelChoiceIteratorValue(record.pk, record), label(record), True)
            for record in self.chosen([v for v in value if number_of(v) is not None])
        ]
        return [
            (None, [self.create_option(name, *o, n, attrs=attrs) for n, o in enumerate(options)], 0)
        ]

    def chosen(self, numbers):
        if self.known is None:
            return self.choices.queryset.using(self.db).filter(pk__in=numbers)
        return [self.known[number] for number in numbers if number in self.known]

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)["widget"]
        select = self._render(self.template_name, {"widget": context}, renderer)
        return select + self.box(context)

    def box(self, select):
        _, options, _ = select["optgroups"][0]
        chosen = [option["value"].instance for option in options if option["selected"]]
        hint, _ = CALLED.get(self.field.remote_field.model, ("number", []))
        attrs = {
            "type": "text",
            "name": select["name"],
            "value": called(chosen[0]) if chosen else "".join(select["value"]),
            "class": "vTextField",
            "aria-label": f"{capfirst(self.field.verbose_name)}: {hint}",
            **{key: value for key, value in select["attrs"].items() if key in SHARED},
        }
        if given := select["attrs"].get("id"):
            attrs["id"] = f"{given}_typed"
        told = capfirst(hint)
        return format_html(
            '<noscript><input{}> <span class="typed">{}</span></noscript>', flatatt(attrs), told
        )


def called(record):
    """What may be typed for it and means no other; a number would be taken for a primary key."""
    slug = getattr(record, "slug", "")
    return slug if slug and not slug.isdecimal() else str(record.pk)


class RecordField(forms.ModelChoiceField):
    """Takes a primary key or what the record is called, looked for where the search of the picker
    looks: in `findable`."""

    def __init__(self, queryset, *, findable, **kwargs):
        super().__init__(queryset, **kwargs)
        self.findable = findable

    def to_python(self, value):
        if not isinstance(value, str) or "\0" in value:
            return super().to_python(value)
        words = value.strip()
        if words and not words.isdecimal():
            return self.find(words)
        try:
            return super().to_python(words)
        except ValidationError:
            raise self.unknown(words) from None

    def has_changed(self, initial, data):
        if isinstance(data, str) and not data.isdecimal() and not self.disabled:
            try:
                data = self.prepare_value(self.to_python(data))
            except ValidationError:
                return True
        return super().has_changed(initial, data)

    def find(self, words):
        model = self.queryset.model
        if model not in CALLED:
            raise self.unknown(words)
        found = self.among(Q(slug=words.lower())) or self.among(whole(model, words))
        if not found:
            raise self.unknown(words, self.among(part(model, words)))
        if len(found) > 1:
            told = f"{quoted(words)} is the name of several: give the slug, {slugs(found, 'or')}."
            raise ValidationError(told, "ambiguous")
        return found[0]

    def among(self, condition):
        known = self.findable.filter(condition).order_by().values("pk")
        return [*self.queryset.filter(pk__in=known)[:MOST_TOLD]]

    def unknown(self, words, near=()):
        model = self.queryset.model
        what = model._meta.verbose_name
        told = f"{quoted(words)} is no {what} on record"
        if not words.isdecimal():
            hint, _ = CALLED.get(model, ("number", []))
            told += f": give the {hint.replace('name', 'whole name')}"
        told += f". Like it: {slugs(near, 'and')}." if near else "."
        return ValidationError(told, "invalid_choice")


def quoted(words):
    return f"“{Truncator(words).chars(80)}”"


def slugs(records, last):
    return get_text_list([record.slug for record in records], last)


def whole(model, words):
    """The condition that a record of the model has this very name, in capitals or not."""
    condition = Q()
    for name in CALLED[model][1]:
        condition |= Q(**{f"{name}__iexact": words})
    if model in LISTED:
        text = {"output_field": TextField()}
        names = Func(F("other_names"), Value("\n"), function="array_to_string", **text)
        lines = Concat(Value("\n"), names, Value("\n"), **text)
        condition |= Q(IContains(lines, f"\n{words}\n"))
    return condition if condition else Q(pk=None)


def part(model, words):
    condition = Q(slug__icontains=words)
    for name in CALLED[model][1]:
        condition |= Q(**{f"{name}__icontains": words})
    return condition | Q(other_names__icontains=words) if model in LISTED else condition


def told_apart(statement):
    """With its first words, as speaker and day alone do not tell two statements apart."""
    return f"{statement}: {Truncator(statement.text).chars(90)}"


class StatementChoice(Choice):
    url_name = "%s:positions_statement_pick"


class StatementField(RecordField):
    def label_from_instance(self, statement):
        return told_apart(statement)


class PickStatement(AutocompleteJsonView):
    def get_queryset(self):
        return super().get_queryset().select_related("actor", "official")

    def serialize_result(self, statement, to_field_name):
        return {"id": str(statement.pk), "text": told_apart(statement)}


def choice(db_field, admin_site, request):
    """The keywords of such a form field."""
    model = db_field.remote_field.model
    desk = admin_site.get_model_admin(model)
    may_look = desk.has_view_permission(request)
    keywords = {
        "form_class": RecordField,
        "widget": Choice(db_field, admin_site),
        "findable": desk.get_queryset(request) if may_look else model.objects.none(),
        "error_messages": {"required": f"Choose the {db_field.verbose_name}."},
    }
    if model is Statement:
        keywords |= {
            "form_class": StatementField,
            "widget": StatementChoice(db_field, admin_site),
            "queryset": Statement.objects.select_related("actor", "official"),
        }
    return keywords
