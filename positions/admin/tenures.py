"""An official's roles on a day, in words. A statement counts on the last day of its month or year
(codebook, "A cell of the comparison")."""

from django import forms

from positions.codebook import DatePrecision
from positions.dates import in_words, last_day_of
from positions.models import Actor, Official, Tenure


def tenures_on(official, day):
    """The official's tenures that cover the day, the highest authority first."""
    held = Tenure.objects.filter(official=official).covering(day)
    return [*held.select_related("actor").order_by("authority", "pk")]


def only_actor(tenures):
    """The actor, where all of them are for one."""
    return tenures[0].actor if len({tenure.actor_id for tenure in tenures}) == 1 else None


def span(tenure):
    """from 9 March 2004; 24 February 2022 to 1 May 2023; until 1 May 2023; dates not known."""
    first, last = (day and in_words(day) for day in (tenure.start_date, tenure.end_date))
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else "dates not known"


def none_covers(official, actor, day):
    """Why a statement of that day is refused, naming what is known: of this actor, or (None, or
    where nothing is) of all."""
    known = Tenure.objects.filter(official=official).select_related("actor")
    own = [tenure for tenure in known if actor in (None, tenure.actor)]
    whose = f"No tenure of {official}{f' for {actor}' if actor else ''}"
    if not known:
        return f"{whose} is on record."
    roles = "; ".join(
        f"{t.role}{'' if own and actor else f' ({t.actor.short_name})'} {span(t)}"
        for t in own or known
    )
    verb = f"covers {in_words(day)}" if own else "is on record"
    return f"{whose} {verb}: known are {roles}."


def roles_in_words(official, actor, day):
    """The official's roles on the day, for this actor or (None) for all."""
    tenures = [t for t in tenures_on(official, day) if actor in (None, t.actor)]
    if tenures:
        return "; ".join(f"{t.role} ({t.actor.short_name}), {span(t)}" for t in tenures)
    if actor:
        return none_covers(official, actor, day)
    return f"No tenure of {official} covers {in_words(day)}."


class RolesAsked(forms.Form):
    """Whose roles on which day, from a form that is still being filled in."""

    official = forms.ModelChoiceField(Official.objects)
    actor = forms.ModelChoiceField(Actor.objects, required=False)
    said_on = forms.DateField(input_formats=["%Y-%m-%d"])
    date_precision = forms.ChoiceField(choices=DatePrecision)

    def answer(self):
        if not self.is_valid():
            return ""
        asked = self.cleaned_data
        day = last_day_of(asked["said_on"], asked["date_precision"])
        return roles_in_words(asked["official"], asked["actor"], day)
