"""What the list of changes is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from positions.models import Actor, LineDay, Precondition, Topic
from positions.models.moves import Moves

from .choices import Choice
from .fields import Filters, SlugChoiceField


class Changes(Filters):
    """What `/changes/` is asked. A wrong value is named beside its field and lists nothing."""

    SHOW = [("", _("Changes")), ("first", _("Changes and first statements"))]
    LOOKUPS = {"actor": "holder", "topic": "precondition__topic", "precondition": "precondition"}
    FILTERS = (*LOOKUPS, "from", "to")

    actor = SlugChoiceField(Actor.objects.all(), label=_("Actor"), empty_label=_("Any actor"))
    topic = SlugChoiceField(Topic.objects.all(), label=_("Topic"), empty_label=_("Any topic"))
    precondition = SlugChoiceField(
        Precondition.objects.select_related("topic"),
        label=_("Precondition"),
        empty_label=_("Any precondition"),
    )
    show = forms.ChoiceField(choices=SHOW, required=False, label=_("Show"), widget=Choice)

    @property
    def shown_fields(self):
        """The filters and what to show; the day too where the address speaks of it."""
        asked = ["as_of"] if self.data.get("as_of") else []
        return [self[name] for name in (*self.FILTERS, "show", *asked)]

    @property
    def shows_first(self):
        return self.is_valid() and self.cleaned_data["show"] == "first"

    @property
    def has_period(self):
        return self.is_valid() and bool(self.cleaned_data["from"] or self.cleaned_data["to"])

    @property
    def first_day(self):
        """The first day of the period, or None where it has no beginning."""
        span = self.is_valid() and self.cleaned_data["from"]
        return span.first if span else None

    @property
    def last_day(self):
        """The last day of the period that is on record: never after the day looked at."""
        span = self.is_valid() and self.cleaned_data["to"]
        return min(span.last, self.day) if span else self.day

    def moves(self, *, without=None, with_first=False):
        """The Moves that every filter lets through, `without` one of them if named; `with_first`
        has the first statements among them even if they were not asked for."""
        if not self.is_valid():
            return Moves(LineDay.objects.none())
        chosen = {
            lookup: self.cleaned_data[name]
            for name, lookup in self.LOOKUPS.items()
            if self.cleaned_data[name] and name != without
        }
        last = self.day if without == "to" else self.last_day
        return Moves(
            LineDay.objects.filter(day__lte=last, **chosen),
            since=None if without == "from" else self.first_day,
            first_statements=self.shows_first or with_first,
        )
