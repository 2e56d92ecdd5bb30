"""What the comparison is asked."""

from django import forms

from positions.models import Actor, Topic

from .fields import AsOf, SlugChoiceField, SlugChoicesField

FIRST_ACTORS = ("us", "russia", "ukraine")
MOST_ACTORS = 6


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
