"""What the timeline is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from positions.languages import called
from positions.models import Actor, Coding, GroupDay, Precondition, Statement, Topic
from positions.periods import parse_period

from .comparison import MOST_ACTORS, are_first, first_actors
from .fields import AsOf, SlugChoiceField, SlugChoicesField, preconditions_of, today


class PeriodField(forms.CharField):
    """A year or a quarter; cleans to a periods.Period or None."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_period(text)
        except ValueError:
            raise forms.ValidationError(
                _("Choose a year or a quarter: 2023 or 2023-q2."), code="invalid"
            ) from None

    def validate(self, value):
        pass

    def run_validators(self, value):
        pass


class Timeline(AsOf):
    """What `/timeline/` is asked: one to six actors, a topic or a precondition, a period, a day."""

    actors = SlugChoicesField(
        Actor.objects.all(), label=_("Actors"), widget=forms.CheckboxSelectMultiple
    )
    topic = SlugChoiceField(Topic.objects.all(), label=_("Topic"), empty_label=_("All topics"))
    precondition = SlugChoiceField(
        Precondition.objects.select_related("topic"),
        label=_("Precondition"),
        empty_label=_("All preconditions"),
    )
    period = PeriodField(label=_("Period"), required=False)

    def clean_actors(self):
        chosen = list(self.cleaned_data["actors"])
        if len(chosen) > MOST_ACTORS:
            raise forms.ValidationError(
                _("Choose one to %(most)d actors."), params={"most": MOST_ACTORS}
            )
        return chosen

    def clean_period(self):
        period = self.cleaned_data["period"]
        if period and period.first > today():
            raise forms.ValidationError(
                _("This period lies in the future; nothing is on record yet.")
            )
        return period

    def chosen(self, name):
        """What was asked under a name, or None where nothing was or it could not be read."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def chosen_actors(self):
        return self.chosen("actors") or first_actors()

    def active(self):
        yield "actors", _("Actors"), [called(actor) for actor in self.chosen_actors]
        for name in ("topic", "precondition"):
            if chosen := self.chosen(name):
                yield name, self.fields[name].label, called(chosen)
        if period := self.chosen("period"):
            yield "period", _("Period"), period.label

    def spelled(self, name, value):
        return [] if name == "actors" and are_first(value) else super().spelled(name, value)

    def preconditions(self):
        """The preconditions that the topic and the precondition leave, or None for all."""
        return preconditions_of(self.chosen("topic"), self.chosen("precondition"))

    def statements(self, actors, preconditions):
        """Published statements of these actors up to the day, with a coding, be it a claim, on
        one of the preconditions if these are given."""
        found = Statement.objects.published().as_of(self.day).filter(actor__in=actors)
        if preconditions is None:
            return found
        coded = Coding.objects.standing().filter(precondition__in=preconditions)
        return found.filter(pk__in=coded.values("statement"))

    def counted(self, actors, statements, preconditions):
        """What counts the `statements`: they themselves, or where these are all that the actors
        said, what is kept of that."""
        if preconditions is None:
            return GroupDay.objects.as_of(self.day).filter(actor__in=actors)
        return statements
