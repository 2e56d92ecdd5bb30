"""The fields of questions, and the day that every page is asked for."""

from django import forms
from django.core.validators import MaxLengthValidator, validate_slug
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from positions.addresses import query_string
from positions.dates import Span, in_words, parse_span
from positions.languages import Words, called
from positions.models.permalinks import present_slugs
from positions.periods import Period

from .choices import Choice, Named


def today():
    """The current day in UTC, the day that "today" means everywhere on the site."""
    return timezone.now().date()


class SpanField(forms.CharField):
    """A date box that takes a year, a month or a day; cleans to a dates.Span or None."""

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_span(text)
        except ValueError:
            raise forms.ValidationError(
                _("Type a year, a month or a day: 2022, 2022-12, 2022-12-02 or 2 Dec 2022."),
                code="invalid",
            ) from None

    def validate(self, value):
        pass

    def run_validators(self, value):
        pass


class SlugChoiceField(forms.ModelChoiceField):
    """A choice by slug; what is no slug or on no record is an error beside the field."""

    widget = Choice
    iterator = Named
    default_error_messages = {"invalid_choice": _("Nothing is on record under this name.")}

    def __init__(self, queryset, **options):
        super().__init__(queryset, to_field_name="slug", required=False, **options)

    def to_python(self, value):
        if value not in self.empty_values:
            refuse_unless_slug(value, self.error_messages["invalid_choice"])
        return super().to_python(value)


class SlugChoicesField(forms.ModelMultipleChoiceField):
    default_error_messages = {"invalid_choice": _("Nothing is on record under this name.")}

    def __init__(self, queryset, **options):
        super().__init__(queryset, to_field_name="slug", required=False, **options)

    def label_from_instance(self, record):
        return called(record)

    def clean(self, value):
        for slug in value or ():
            refuse_unless_slug(slug, self.error_messages["invalid_choice"])
        return super().clean(value)


def refuse_unless_slug(value, message):
    if not is_slug(value):
        raise forms.ValidationError(message, code="invalid_choice")


def is_slug(value):
    """A database would answer NUL bytes and worse with an error of its own."""
    try:
        validate_slug(value)
        MaxLengthValidator(80)(value)
    except forms.ValidationError:
        return False
    return True


def preconditions_of(topic, precondition):
    """The preconditions that both leave, each a record or None; None where all are left."""
    if precondition and topic in (None, precondition.topic):
        return [precondition]
    if precondition:
        return []
    return topic and list(topic.preconditions.all())


class AsOf(forms.Form):
    """The day whose record is shown. Unasked, it is today; `pinned` is what links carry of it."""

    as_of = SpanField(
        label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    # What else an address says of a list: which part of it is shown.
    PLACES = ("page",)

    def __init__(self, data, label_suffix=""):
        super().__init__(data, label_suffix=label_suffix)

    def full_clean(self):
        """A slug that a record had before means that record, here and in the page's links."""
        super().full_clean()
        if renamed := self.with_present_slugs():
            self.data = renamed
            super().full_clean()

    def with_present_slugs(self):
        """What was asked, if any slug in it that is on no record was one before."""
        data = self.data.copy()
        for name in self.errors.keys() & self.fields.keys():
            field, given = self.fields[name], data.getlist(name)
            if isinstance(field, SlugChoiceField | SlugChoicesField) and all(map(is_slug, given)):
                now = present_slugs(field.queryset.model, given)
                data.setlist(name, [now.get(slug, slug) for slug in given])
        return data if data != self.data else None

    def clean_as_of(self):
        span = self.cleaned_data["as_of"]
        if span is None:
            return None
        if span.first > today():
            raise forms.ValidationError(_("This day lies in the future; nothing is on record yet."))
        return min(span.last, today())

    @property
    def day(self):
        self.is_valid()
        return self.cleaned_data.get("as_of") or today()

    @property
    def pinned(self):
        """The asked day as links carry it; an empty string for today, which moves on."""
        self.is_valid()
        return self.day.isoformat() if self.is_past else ""

    @cached_property
    def carried(self):
        """What a link to another page carries of the question, as a query string."""
        return query_string({"as_of": self.pinned})

    @property
    def carried_to_cells(self):
        """The same of a link to the words behind a cell."""
        return self.carried

    @property
    def today(self):
        return today()

    def active(self):
        """What narrows the rows, the day aside: (name, label, value in words or a list of them);
        Words where their language may be another than the page's."""
        return []

    @property
    def status(self):
        """400 when something asked could not be read, so that machines notice too."""
        return 200 if self.is_valid() else 400

    @property
    def refused(self):
        """What was given to each field that could not be read, so that a form keeps it."""
        return {name: self.data.getlist(name) for name in self.errors}

    @property
    def is_past(self):
        return self.day < today()

    @property
    def canonical(self):
        """What of the question makes the page another one, spelled one way: pairs of a name and
        a text in the order of the form."""
        self.is_valid()
        asked = [(name, self.spelled(name, value)) for name, value in self.given()]
        return [(name, word) for name, words in asked for word in words]

    def given(self):
        named = {name for name in self.data if any(self.data.getlist(name))}
        return [(n, value) for n, value in self.cleaned_data.items() if value and n in named]

    def spelled(self, name, value):
        """The texts of a value that was given; none where it asks for what shows anyway."""
        if name == "as_of":
            return [self.pinned] if self.pinned else []
        values = value if isinstance(value, list) else [value]
        return [one_spelling(name, one) for one in values]


def one_spelling(name, value):
    if isinstance(value, Span):
        return (value.first if name == "from" else value.last).isoformat()
    if isinstance(value, Period):
        return value.name
    return value.slug if isinstance(value, Model) else str(value)


def exchanged(first, last):
    """Whether two typed dates are the ends of a span in the wrong order."""
    try:
        return parse_span(first or "").first > parse_span(last or "").last
    except ValueError:
        return False


class Filters(AsOf):
    """Filters that can be dropped one by one, named in FILTERS, `from` and `to` among them. Ends
    in the wrong order are exchanged; `swapped` tells."""

    FILTERS = ()

    def __init__(self, data):
        self.swapped = exchanged(data.get("from"), data.get("to"))
        if self.swapped:
            data = data.copy()
            data["from"], data["to"] = data["to"], data["from"]
        super().__init__(data)
        # Translators: with no-break spaces within the day.
        hint = _("2022, 2022-12 or 2 Dec 2022")
        self.fields["from"] = SpanField(label=_("From"), help_text=hint)
        self.fields["to"] = SpanField(label=_("To"), help_text=hint)

    def active(self):
        """The filters in use: (name, label, value in words), in the order of the form."""
        for name in self.FILTERS:
            value = self.cleaned_data.get(name)
            if value:
                yield name, self.fields[name].label, self.in_words(name, value)

    def in_words(self, name, value):
        if name in ("from", "to"):
            return in_words(value.first if name == "from" else value.last)
        if isinstance(self.fields[name], SlugChoiceField):
            return called(value)
        if not hasattr(self.fields[name], "choices"):
            return Words(value, "")
        return str(dict(self.fields[name].choices).get(value, value))
