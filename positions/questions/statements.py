"""What the list of statements is asked."""

from datetime import date
from functools import cached_property

from django import forms
from django.db.models import Exists, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from positions.codebook import Form, Group, SourceKind, Stance
from positions.coverage import language_name
from positions.models import Actor, Citation, Coding, Official, Precondition, Statement, Topic
from positions.models.counts import MOST, language_of_words
from positions.models.groups import stances_in
from positions.search.asked import Search
from positions.timeline import NO_POSITION, UNCODED

from .facets import Facet, counted
from .fields import Filters, SlugChoiceField
from .paging import AFTER, BEFORE, NUMBER

# Characters of a search.
LONGEST = 300


class StatementSearch(Filters):
    """What `/statements/` is asked. A wrong value is named beside its field and lists nothing."""

    ORDERS = [
        ("newest", _("Newest first")),
        ("oldest", _("Oldest first")),
        ("best", _("Best match first")),
    ]

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST,
        help_text=_("Words, “phrases”, -without, OR, (brackets), actor:, speaker: and more."),
    )
    actor = SlugChoiceField(
        Actor.objects.all(), label=_("Actor"), empty_label=_("Any actor"), widget=Facet
    )
    official = SlugChoiceField(
        Official.objects.all(), label=_("Official"), empty_label=_("Any official"), widget=Facet
    )
    year = forms.ChoiceField(
        label=_("Year"),
        required=False,
        widget=Facet,
        error_messages={"invalid_choice": _("Nothing is on record of this year.")},
    )
    topic = SlugChoiceField(
        Topic.objects.all(), label=_("Topic"), empty_label=_("Any topic"), widget=Facet
    )
    precondition = SlugChoiceField(
        Precondition.objects.select_related("topic"),
        label=_("Precondition"),
        empty_label=_("Any precondition"),
        widget=Facet,
    )
    stance = forms.ChoiceField(
        label=_("Stance"),
        required=False,
        choices=[("", _("Any stance")), *Stance.choices],
        widget=Facet,
    )
    group = forms.ChoiceField(
        label=_("Stance group"),
        required=False,
        choices=[("", _("Any group")), *Group.choices, (UNCODED, NO_POSITION)],
        widget=Facet,
        help_text=_("What the speaker's side itself takes; claims about others aside."),
    )
    form = forms.ChoiceField(
        label=_("Form"), required=False, choices=[("", _("Any form")), *Form.choices], widget=Facet
    )
    kind = forms.ChoiceField(
        label=_("Kind of source"),
        required=False,
        choices=[("", _("Any kind")), *SourceKind.choices],
        widget=Facet,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        widget=Facet,
        error_messages={"invalid_choice": _("Nothing is on record in this language.")},
        help_text=_("Of the original words, if on record."),
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)

    PLACES = (NUMBER, AFTER, BEFORE)
    OF_CODING = {
        "topic": "precondition__topic",
        "precondition": "precondition",
        "stance": "stance",
    }
    FILTERS = (
        "q",
        "actor",
        "official",
        "from",
        "to",
        "year",
        "topic",
        "precondition",
        "stance",
        "group",
        "form",
        "kind",
        "language",
    )

    def __init__(self, data):
        super().__init__(data)
        statements = Statement.objects
        years = [(str(year), year) for year in statements.years_on_record()]
        self.fields["year"].choices = [("", _("Any year")), *years]
        languages = [(code, language_name(code)) for code in statements.languages_on_record()]
        by_name = sorted(languages, key=lambda language: language[1])
        self.fields["language"].choices = [("", _("Any language")), *by_name]

    @property
    def shown_fields(self):
        """The filters; the day and the order too where the address speaks of them."""
        asked = [name for name in ("as_of", "order") if self.data.get(name)]
        return [self[name] for name in (*self.FILTERS, *asked)]

    @property
    def last_day(self):
        """The last day that is asked for."""
        self.is_valid()
        ends = [self.day]
        if span := self.cleaned_data.get("to"):
            ends.append(span.last)
        if year := self.cleaned_data.get("year"):
            ends.append(date(int(year), 12, 31))
        return min(ends)

    @property
    def sorted_by(self):
        """`best` needs words that are searched for."""
        order = self.is_valid() and self.cleaned_data["order"]
        return "newest" if not order or (order == "best" and not self.wanted) else order

    def spelled(self, name, value):
        if name == "order":
            return [self.sorted_by] if self.sorted_by != "newest" else []
        return super().spelled(name, value)

    @property
    def wanted(self):
        """The query for the words that are searched for; None where there are none."""
        return self.search.wanted if self.is_valid() and self.search else None

    def in_order(self, statements, *, backwards=False):
        if self.sorted_by == "best":
            return statements.best_first(self.wanted)
        return statements.in_order(oldest_first=(self.sorted_by == "oldest") != backwards)

    def keys(self, *, backwards=False):
        """The keys of all that is listed, in its order, to cut a part from: they stand in an index.
        Of what fits best, no more than the newest MOST are looked at."""
        found = self.statements()
        if self.sorted_by == "best":
            found = Statement.objects.filter(pk__in=found.values("pk")[:MOST])
        return self.in_order(found, backwards=backwards).values("pk")

    def cards(self, keys):
        """The statements that have a part of the keys(), in the order of the list."""
        return self.in_order(Statement.objects.filter(pk__in=keys).for_cards())

    @staticmethod
    def published():
        return Statement.objects.published()

    def statements(self, *, without=None):
        """Published statements that every filter lets through, `without` one of them if named."""
        if not self.is_valid():
            return Statement.objects.none()
        return self.narrowed(self.published(), **({without: None} if without else {}))

    def searching(self, words):
        """Those that every filter lets through, with other words in the search."""
        other = self.data.copy()
        other["q"] = words
        return StatementSearch(other).statements()

    def narrowed(self, found, **instead):
        """Those of `found` that every filter lets through, with other values for some."""
        asked = {**self.cleaned_data, **instead}
        found = found.filter(self.plain(asked), self.coded(asked))
        if self.pinned:
            found = found.as_of(self.day)
        if asked["q"]:
            found = found.filter(self.search.condition(**self.chosen_of_coding(asked)))
        return found

    def of_one_coding(self, *, without):
        """What is asked of one and the same coding but for one filter, as a condition on codings;
        None where what is asked cannot be said of one coding alone."""
        asked = {**self.cleaned_data, without: None}
        condition = Q(**self.chosen_of_coding(asked))
        if asked["group"] == UNCODED:
            return None
        if asked["group"]:
            condition &= Q(claimed_by=None, stance__in=stances_in(asked["group"]))
        in_words = self.search.of_one_coding if asked["q"] else Q()
        return in_words if in_words is None else condition & in_words

    # How many rows are counted for a facet where not all are.
    counts_newest = None

    def tell_counts(self):
        """Has each option of the facets tell how many statements it leads to."""
        if self.is_valid():
            for name, counts in counted(self).items():
                self.fields[name].widget.counts = counts
                if counts.newest_only:
                    self.counts_newest = MOST

    search = None

    def clean_q(self):
        words = self.cleaned_data["q"]
        self.search = Search(words) if words else None
        if self.search and self.search.problems:
            raise forms.ValidationError(self.search.problems)
        return words

    @staticmethod
    def plain(asked):
        """The condition of the filters that ask for the statement itself."""
        span = {"from": ("counts_on__gte", "first"), "to": ("counts_on__lte", "last")}
        lookups = {
            lookup: getattr(asked[name], end) for name, (lookup, end) in span.items() if asked[name]
        }
        for name in ("actor", "official", "form"):
            if asked[name]:
                lookups[name] = asked[name]
        condition = Q(**lookups)
        if asked["year"]:
            condition &= Q(counts_on__year=asked["year"])
        if asked["kind"]:
            cited = Citation.objects.filter(source__kind=asked["kind"])
            condition &= Q(pk__in=cited.values("statement"))
        if asked["language"]:
            condition &= Q(Exact(language_of_words(), asked["language"]))
        return condition

    def chosen_of_coding(self, asked):
        """The filters that ask for a coding, as lookups of it. A topic is asked for by its
        preconditions: how many codings these have is known where searches are planned."""
        chosen = {lookup: asked[name] for name, lookup in self.OF_CODING.items() if asked[name]}
        if asked["topic"] and asked["topic"] == self.cleaned_data["topic"]:
            del chosen["precondition__topic"]
            chosen["precondition__in"] = self.preconditions_of_topic
        return chosen

    @cached_property
    def preconditions_of_topic(self):
        return [*self.cleaned_data["topic"].preconditions.values_list("pk", flat=True)]

    def coded(self, asked):
        """Topic, precondition, stance and group name one and the same coding."""
        coded, group = self.chosen_of_coding(asked), asked["group"]
        codings = Coding.objects.standing().of_each_statement().filter(**coded)
        condition = Q(Exists(codings)) if coded else Q()
        own = codings.filter(claimed_by__isnull=True)
        if group == UNCODED:
            return condition & ~Q(Exists(own))
        if group:
            return condition & Q(Exists(own.filter(stance__in=stances_in(group))))
        return condition
