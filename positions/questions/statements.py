"""What the list of statements is asked."""

from django import forms

from positions.codebook import Form, Stance
from positions.dates import in_words, parse_span
from positions.models import Actor, Coding, Official, Precondition, Statement, Topic

from .fields import AsOf, SlugChoiceField, SpanField


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
