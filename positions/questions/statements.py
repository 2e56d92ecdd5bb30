"""What the list of statements is asked."""

from django import forms

from positions.codebook import Form, Group, Stance
from positions.models import Actor, Coding, Official, Precondition, Statement, Topic
from positions.models.groups import stances_in
from positions.search.asked import Search
from positions.timeline import UNCODED

from .fields import Filters, SlugChoiceField

# Characters of a search.
LONGEST = 300


class StatementSearch(Filters):
    """What `/statements/` is asked. A wrong value is named beside its field and lists nothing."""

    ORDERS = [
        ("newest", "Newest first"),
        ("oldest", "Oldest first"),
        ("best", "Best match first"),
    ]

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=LONGEST,
        help_text="Words, “phrases”, -without, OR, actor:, speaker:, stance: and more.",
    )
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
    group = forms.ChoiceField(
        label="Stance group",
        required=False,
        choices=[("", "Any group"), *Group.choices, (UNCODED, "No position of its own")],
        help_text="What the speaker's side itself takes; claims about others aside.",
    )
    form = forms.ChoiceField(
        label="Form", required=False, choices=[("", "Any form"), *Form.choices]
    )
    order = forms.ChoiceField(label="Order", required=False, choices=ORDERS)

    FILTERS = (
        "q",
        "actor",
        "official",
        "from",
        "to",
        "topic",
        "precondition",
        "stance",
        "group",
        "form",
    )

    @property
    def shown_fields(self):
        """The filters; the day and the order too where the address speaks of them."""
        asked = [name for name in ("as_of", "order") if self.data.get(name)]
        return [self[name] for name in (*self.FILTERS, *asked)]

    @property
    def sorted_by(self):
        """`best` needs words that are searched for."""
        order = self.is_valid() and self.cleaned_data["order"]
        return "newest" if not order or (order == "best" and not self.wanted) else order

    @property
    def wanted(self):
        """The query for the words that are searched for; None where there are none."""
        return self.search.wanted if self.is_valid() and self.search else None

    def in_order(self, statements):
        if self.sorted_by == "best":
            return statements.best_first(self.wanted)
        return statements.in_order(oldest_first=self.sorted_by == "oldest")

    def statements(self, *, without=None):
        """Published statements that every filter lets through, `without` one of them if named."""
        if not self.is_valid():
            return Statement.objects.none()
        asked = {name: value for name, value in self.cleaned_data.items() if name != without}
        found = Statement.objects.published().filter(**self.plain(asked))
        if self.pinned:
            found = found.as_of(self.day)
        found = self.coded(found, asked)
        if asked.get("q"):
            found = found.filter(self.search.condition(**self.of_one_coding(asked)))
        return found

    search = None

    def clean_q(self):
        words = self.cleaned_data["q"]
        self.search = Search(words) if words else None
        if self.search and self.search.problems:
            raise forms.ValidationError(self.search.problems)
        return words

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
    def of_one_coding(asked):
        lookups = {
            "topic": "precondition__topic",
            "precondition": "precondition",
            "stance": "stance",
        }
        return {lookup: asked[name] for name, lookup in lookups.items() if asked.get(name)}

    def coded(self, found, asked):
        """Topic, precondition, stance and group name one and the same coding."""
        coded = self.of_one_coding(asked)
        codings, group = Coding.objects.standing().filter(**coded), asked.get("group")
        if coded:
            found = found.filter(pk__in=codings.values("statement"))
        own = codings.filter(claimed_by__isnull=True)
        if group == UNCODED:
            return found.exclude(pk__in=own.values("statement"))
        if group:
            taken = own.filter(stance__in=stances_in(group))
            return found.filter(pk__in=taken.values("statement"))
        return found
