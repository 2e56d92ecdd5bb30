"""The only readers of query strings: what a page is asked, cleaned and with errors in words.

Each page builds one of these forms from `request.GET`; the same cleaned values make the query, the
title and the chips, so that words and results cannot disagree.
"""

from django import forms
from django.core.validators import MaxLengthValidator, validate_slug
from django.utils import timezone

from .codebook import Form, Stance
from .dates import in_words, parse_span
from .models import Actor, Coding, Official, Precondition, Statement, Topic

FIRST_ACTORS = ("us", "russia", "ukraine")
MOST_ACTORS = 6


def today():
    """The current day in UTC, the day that "today" means everywhere on the site."""
    return timezone.now().date()


class SpanField(forms.CharField):
    """A date box that takes a year, a month or a day; cleans to a dates.Span or None."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=40, **options)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_span(text)
        except ValueError:
            raise forms.ValidationError(
                "Type a year, a month or a day: 2022, 2022-12, 2022-12-02 or 2 Dec 2022.",
                code="invalid",
            ) from None

    def validate(self, value):
        pass

    def run_validators(self, value):
        pass


class SlugChoiceField(forms.ModelChoiceField):
    """A choice by slug; what is no slug or on no record is an error beside the field."""

    default_error_messages = {"invalid_choice": "Nothing is on record under this name."}

    def __init__(self, queryset, **options):
        super().__init__(queryset, to_field_name="slug", required=False, **options)

    def to_python(self, value):
        if value not in self.empty_values:
            refuse_unless_slug(value, self.error_messages["invalid_choice"])
        return super().to_python(value)


class SlugChoicesField(forms.ModelMultipleChoiceField):
    default_error_messages = {"invalid_choice": "Nothing is on record under this name."}

    def __init__(self, queryset, **options):
        super().__init__(queryset, to_field_name="slug", required=False, **options)

    def clean(self, value):
        for slug in value or ():
            refuse_unless_slug(slug, self.error_messages["invalid_choice"])
        return super().clean(value)


def refuse_unless_slug(value, message):
    """A database would answer NUL bytes and worse with an error of its own."""
    try:
        validate_slug(value)
        MaxLengthValidator(80)(value)
    except forms.ValidationError:
        raise forms.ValidationError(message, code="invalid_choice") from None


class AsOf(forms.Form):
    """The day whose record is shown. Unasked, it is today; `pinned` is what links carry of it."""

    as_of = SpanField(
        label="As of", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_as_of(self):
        span = self.cleaned_data["as_of"]
        if span is None:
            return None
        if span.first > today():
            raise forms.ValidationError("This day lies in the future; nothing is on record yet.")
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

    @property
    def today(self):
        return today()

    @property
    def status(self):
        """400 when something asked could not be read, so that machines notice too."""
        return 200 if self.is_valid() else 400

    @property
    def is_past(self):
        return self.day < today()


def first_actors():
    """The three whose talks the record began with, or the first entered."""
    chosen = list(Actor.objects.filter(slug__in=FIRST_ACTORS))
    return chosen if len(chosen) > 1 else list(Actor.objects.all()[:3])


class Comparison(AsOf):
    """What `/compare/` is asked: two to six actors, a topic, a day, and which rows."""

    SHOW = [("", "Rows with a statement"), ("all", "All rows")]

    actors = SlugChoicesField(
        Actor.objects.all(), label="Actors", widget=forms.CheckboxSelectMultiple
    )
    topic = SlugChoiceField(Topic.objects.all(), label="Topic", empty_label="All topics")
    show = forms.ChoiceField(choices=SHOW, required=False, label="Rows")

    def clean_actors(self):
        chosen = list(self.cleaned_data["actors"])
        if not self.data.getlist("actors"):
            return first_actors()
        if not 2 <= len(chosen) <= MOST_ACTORS:
            raise forms.ValidationError(f"Choose two to {MOST_ACTORS} actors.")
        return chosen

    @property
    def chosen_actors(self):
        self.is_valid()
        return self.cleaned_data.get("actors") or first_actors()


def exchanged(first, last):
    """Whether two typed dates are the ends of a span in the wrong order."""
    try:
        return parse_span(first or "").first > parse_span(last or "").last
    except ValueError:
        return False


class StatementSearch(AsOf):
    """What `/statements/` is asked. A wrong value is named beside its field and lists nothing."""

    ORDERS = [("newest", "Newest first"), ("oldest", "Oldest first")]

    q = forms.CharField(label="Words", required=False, max_length=200)
    actor = SlugChoiceField(Actor.objects.all(), label="Actor", empty_label="Any actor")
    official = SlugChoiceField(Official.objects.all(), label="Official", empty_label="Any official")
    topic = SlugChoiceField(Topic.objects.all(), label="Topic", empty_label="Any topic")
    precondition = SlugChoiceField(
        Precondition.objects.select_related("topic"),
        label="Precondition",
        empty_label="Any precondition",
    )
    stance = forms.ChoiceField(
        label="Stance", required=False, choices=[("", "Any stance"), *Stance.choices]
    )
    form = forms.ChoiceField(
        label="Form", required=False, choices=[("", "Any form"), *Form.choices]
    )
    order = forms.ChoiceField(label="Order", required=False, choices=ORDERS)

    FILTERS = ("q", "actor", "official", "from", "to", "topic", "precondition", "stance", "form")

    def __init__(self, data):
        self.swapped = exchanged(data.get("from"), data.get("to"))
        if self.swapped:
            data = data.copy()
            data["from"], data["to"] = data["to"], data["from"]
        super().__init__(data, label_suffix="")
        hint = "2022, 2022-12 or 2 Dec 2022"
        self.fields["from"] = SpanField(label="From", help_text=hint)
        self.fields["to"] = SpanField(label="To", help_text=hint)

    @property
    def shown_fields(self):
        """The filters; the day and the order too where the address speaks of them."""
        asked = [name for name in ("as_of", "order") if self.data.get(name)]
        return [self[name] for name in (*self.FILTERS, *asked)]

    def active(self):
        """The filters in use: (name, label, value in words), in the order of the form."""
        for name in self.FILTERS:
            value = self.cleaned_data.get(name)
            if value:
                yield name, self.fields[name].label, self.in_words(name, value)

    @property
    def oldest_first(self):
        return self.is_valid() and self.cleaned_data["order"] == "oldest"

    def in_words(self, name, value):
        if name in ("from", "to"):
            return in_words(value.first if name == "from" else value.last)
        if isinstance(self.fields[name], SlugChoiceField):
            return str(value)
        return dict(getattr(self.fields[name], "choices", ())).get(value, value)

    def statements(self, *, without=None):
        """Published statements that every filter lets through, `without` one of them if named."""
        if not self.is_valid():
            return Statement.objects.none()
        asked = {name: value for name, value in self.cleaned_data.items() if name != without}
        found = Statement.objects.published().filter(**self.plain(asked))
        if self.pinned:
            found = found.as_of(self.day)
        coded = self.coded(asked)
        if coded:
            found = found.filter(pk__in=Coding.objects.filter(**coded).values("statement"))
        if asked.get("q"):
            found = found.matching(asked["q"])
        return found

    @staticmethod
    def plain(asked):
        span = {"from": ("counts_on__gte", "first"), "to": ("counts_on__lte", "last")}
        conditions = {
            lookup: getattr(asked[name], end)
            for name, (lookup, end) in span.items()
            if asked.get(name)
        }
        for name in ("actor", "official", "form"):
            if asked.get(name):
                conditions[name] = asked[name]
        return conditions

    @staticmethod
    def coded(asked):
        """Topic, precondition and stance name one and the same coding."""
        lookups = {
            "topic": "precondition__topic",
            "precondition": "precondition",
            "stance": "stance",
        }
        return {lookup: asked[name] for name, lookup in lookups.items() if asked.get(name)}
