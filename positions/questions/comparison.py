"""What the comparison and the evidence behind a cell are asked."""

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from positions.addresses import query_string
from positions.cells import Reach
from positions.codebook import Authority, Gate, Grade
from positions.dates import in_words
from positions.languages import called
from positions.models import Actor, Precondition, Topic

from .choices import Choice
from .fields import AsOf, SlugChoiceField, SlugChoicesField, SpanField

FIRST_ACTORS = ("us", "russia", "ukraine")
MOST_ACTORS = 6


def first_actors():
    """The three whose talks the record began with, or the first entered."""
    return first_of(list(Actor.objects.all()))


def first_of(actors):
    chosen = [actor for actor in actors if actor.slug in FIRST_ACTORS]
    return chosen if len(chosen) > 1 else actors[:3]


def are_first(actors):
    return set(actors) == set(first_actors())


def gates():
    return [("", _("All gates")), *((gate, capfirst(gate.label)) for gate in Gate)]


class Evidence(AsOf):
    """The day, a gate, and which evidence is taken in; unasked, all gates and the codebook's."""

    gate = forms.ChoiceField(
        widget=Choice,
        choices=gates,
        required=False,
        label=_("Gate"),
        error_messages={"invalid_choice": _("There is no such gate.")},
    )
    grades = forms.MultipleChoiceField(
        choices=Grade.choices,
        required=False,
        label=_("Evidence grades"),
        error_messages={"invalid_choice": _("Evidence is graded A, B, C or D.")},
    )
    authority = forms.TypedMultipleChoiceField(
        choices=Authority.choices,
        coerce=int,
        required=False,
        label=_("Authority of the speaker"),
        error_messages={"invalid_choice": _("Authority is a number from 1 to 4.")},
    )

    def asked(self, name):
        """A cleaned value, or an empty string where none was given or it could not be read."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    @property
    def chosen_gate(self):
        return self.asked("gate")

    @property
    def gate_label(self):
        return str(Gate(self.chosen_gate).label) if self.chosen_gate else ""

    @property
    def reach(self):
        """The cells.Reach asked for."""
        self.is_valid()
        default = Reach()
        return Reach(
            tuple(sorted(self.cleaned_data.get("grades") or default.grades)),
            tuple(sorted(self.cleaned_data.get("authority") or default.authorities)),
        )

    @property
    def grades_in_words(self):
        return listed(self.reach.grades, Grade.values)

    @property
    def authority_in_words(self):
        return listed(self.reach.authorities, Authority.values)

    @property
    def grades_asked(self):
        """What a link to the evidence of a cell carries; empty for the default."""
        return list(self.reach.grades) if self.reach.grades != Reach().grades else []

    @property
    def authority_asked(self):
        same = self.reach.authorities == Reach().authorities
        return [] if same else [str(level) for level in self.reach.authorities]

    @cached_property
    def carried_to_cells(self):
        return query_string(
            {
                "as_of": self.pinned,
                "gate": self.chosen_gate,
                "grades": self.grades_asked,
                "authority": self.authority_asked,
            }
        )

    def spelled(self, name, value):
        told = {"grades": self.grades_asked, "authority": self.authority_asked}
        return told[name] if name in told else super().spelled(name, value)

    def active(self):
        if self.chosen_gate:
            yield "gate", _("Gate"), self.gate_label
        if self.grades_asked:
            yield "grades", _("Evidence"), self.grades_in_words
        if self.authority_asked:
            yield "authority", _("Authority"), self.authority_in_words

    @property
    def evidence(self):
        """The two boxes of the evidence control, each with the values that hold or were refused."""
        held = {"grades": self.reach.grades, "authority": self.reach.authorities}
        for name, values in held.items():
            yield self[name], [str(value) for value in self.refused.get(name, values)]

    @property
    def is_default_reach(self):
        return self.reach == Reach()


def listed(chosen, scale):
    """A part of a scale in words: "A to C", "A and C", "1"."""
    places = [list(scale).index(value) for value in chosen]
    words = [str(value) for value in chosen]
    if len(words) > 2 and places[-1] - places[0] == len(words) - 1:
        return _("%(first)s to %(last)s") % {"first": words[0], "last": words[-1]}
    if len(words) > 1:
        several = ", ".join(words[:-1])
        return _("%(several)s and %(last)s") % {"several": several, "last": words[-1]}
    return words[0]


class BetweenActors(Evidence):
    """Two to six actors, the day and the evidence."""

    actors = SlugChoicesField(
        Actor.objects.all(), label=_("Actors"), widget=forms.CheckboxSelectMultiple
    )

    def clean_actors(self):
        chosen = list(self.cleaned_data["actors"])
        if not self.data.getlist("actors"):
            return first_actors()
        if not 2 <= len(chosen) <= MOST_ACTORS:
            raise forms.ValidationError(
                _("Choose two to %(most)d actors."), params={"most": MOST_ACTORS}
            )
        return chosen

    @property
    def chosen_actors(self):
        return self.asked("actors") or first_actors()

    def active(self):
        yield "actors", _("Actors"), [called(actor) for actor in self.chosen_actors]
        yield from super().active()

    def spelled(self, name, value):
        return [] if name == "actors" and are_first(value) else super().spelled(name, value)


class Brief(BetweenActors):
    """What `/brief/` is asked: the rows of a printed comparison."""

    MOST_ROWS = 12

    rows = SlugChoicesField(Precondition.objects.select_related("topic"), label=_("Rows"))

    def clean_rows(self):
        chosen = list(self.cleaned_data["rows"])
        if len(chosen) > self.MOST_ROWS:
            raise forms.ValidationError(
                _("Choose at most %(most)d rows."), params={"most": self.MOST_ROWS}
            )
        return chosen

    @property
    def chosen_rows(self):
        return self.asked("rows") or []


class Comparison(BetweenActors):
    """What `/compare/` is asked: two to six actors, a day and perhaps an earlier one, a topic, a
    gate, which rows and which evidence."""

    STATED = [("", _("With a statement")), ("all", pgettext_lazy("rows", "All"))]
    FOUND = [
        ("conflicts", _("One wants what another refuses")),
        ("meeting", _("Several want or move, none refuses")),
        ("split", _("Officials of one side differ")),
    ]
    SILENT = [
        ("not_researched", _("Not researched")),
        ("none_found", _("Searched, none found")),
        ("declined", _("Declined to say")),
        ("not_applicable", _("Not applicable")),
    ]
    SHOW = [
        *STATED,
        ("changed", _("Only what changed or is new")),
        (_("Between the actors"), FOUND),
        (_("A cell is blank"), SILENT),
    ]

    versus = SpanField(label=_("Changed since"))
    topic = SlugChoiceField(Topic.objects.all(), label=_("Topic"), empty_label=_("All topics"))
    show = forms.ChoiceField(
        widget=Choice,
        choices=SHOW,
        required=False,
        label=_("Rows"),
        error_messages={"invalid_choice": _("Rows cannot be chosen by this.")},
    )

    def clean(self):
        """The two days in order, and a second day where rows are chosen by it."""
        cleaned = super().clean()
        span, day = cleaned.get("versus"), cleaned.get("as_of") or self.today
        cleaned["versus"] = span and span.last
        self.versus_typed = span and span.last
        if span and span.last >= day and "as_of" in cleaned:
            message = _("Give a day before the one that is shown, %(day)s.")
            self.add_error("versus", message % {"day": in_words(day)})
        if cleaned.get("show") == "changed" and not span and "versus" not in self.errors:
            self.add_error("versus", _("Give an earlier day to see what changed since."))
        return cleaned

    @property
    def selects(self):
        return [self[name] for name in ("gate", "topic", "show")]

    @property
    def versus_shown(self):
        """What the box of the earlier day holds, also where that day was refused."""
        self.is_valid()
        return self.versus_typed

    @property
    def earlier_day(self):
        """The earlier of two days that are compared, or None."""
        return self.asked("versus") or None

    def active(self):
        yield from super().active()
        if self.chosen_topic:
            yield "topic", _("Topic"), called(self.chosen_topic)
        if self.earlier_day:
            yield "versus", _("Changed since"), in_words(self.earlier_day)
        if self.rows:
            yield "show", _("Rows"), self.rows_in_words

    @property
    def rows_in_words(self):
        groups = (choice[1] if isinstance(choice[1], list) else [choice] for choice in self.SHOW)
        return dict(choice for group in groups for choice in group)[self.rows]

    @property
    def chosen_topic(self):
        return self.asked("topic") or None

    @property
    def rows(self):
        """Which rows are shown, a value of SHOW."""
        rows = self.asked("show")
        return "" if rows == "changed" and not self.earlier_day else rows

    @property
    def shows_one_day(self):
        """Whether the page is read as it opens: one day, and rows for no reason of their own."""
        return not self.earlier_day and self.rows in dict(self.STATED)
