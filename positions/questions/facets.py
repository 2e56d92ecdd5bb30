"""How many statements each option of a filter leads to."""

from django.db.models import Count, F, FilteredRelation, OuterRef, TextField, Value
from django.db.models.functions import Cast

from positions.models.counts import language_of_words
from positions.models.groups import group_of, own_codings, takes_side

from .fields import Choice, preconditions_of

# What a statement has of each facet, as its options are named in addresses.
OF_STATEMENT = {
    "actor": F("actor__slug"),
    "official": F("official__slug"),
    "year": F("counts_on__year"),
    "form": F("form"),
    "kind": F("sources__kind"),
    "language": language_of_words(),
}
# What one of its codings has: as the filter takes it, and as its options are named.
OF_CODING = {
    "topic": ("coding__precondition__topic", "coding__precondition__topic__slug"),
    "precondition": ("coding__precondition", "coding__precondition__slug"),
    "stance": ("coding__stance", "coding__stance"),
}


class Facet(Choice):
    """Tells with each option how many statements it leads to, once `counts` has the numbers by
    option; what leads to none cannot be chosen, and can be kept where it is."""

    counts = None

    def create_option(self, name, value, label, selected, index, **rest):
        if self.counts is None or not str(value):
            return super().create_option(name, value, label, selected, index, **rest)
        number = self.counts.get(str(value), 0)
        label = f"{label} ({number})"
        option = super().create_option(name, value, label, selected, index, **rest)
        if not number and not selected:
            option["attrs"]["disabled"] = True
        return option


def counted(search):
    """By facet, a dict from each option that leads to statements to their number; `search` is a
    valid StatementSearch. One query for all, so that one limit of time holds for all."""
    counts = {name: {} for name in (*OF_STATEMENT, *OF_CODING, "group")}
    first, *others = [
        *(by_statement(search, name, option) for name, option in OF_STATEMENT.items()),
        *(by_coding(search, name, *of_coding) for name, of_coding in OF_CODING.items()),
        by_group(search),
    ]
    for name, option, number in first.union(*others, all=True).order_by():
        counts[name][option] = number
    return counts


def rows(name, found, option):
    """Rows of (facet, option, number of statements)."""
    options = found.order_by().annotate(facet=Value(name), option=Cast(option, TextField()))
    return options.values_list("facet", "option").annotate(number=Count("pk", distinct=True))


def by_statement(search, name, option):
    return rows(name, search.statements(without=name), option)


def by_coding(search, name, value, option):
    """As if each coding's own topic, precondition or stance were asked for: so whatever else the
    search asks of codings is asked of one that has it."""
    coding = FilteredRelation("codings", condition=takes_side("codings__"))
    coded = search.published().alias(coding=coding).alias(value=F(value))
    return rows(name, search.narrowed(coded, **{name: OuterRef("value")}), F(option))


def by_group(search):
    """By the group of each own coding that fits what else is asked of codings."""
    asked = search.cleaned_data
    of = preconditions_of(asked["topic"], asked["precondition"])
    own = own_codings(of, asked["stance"])
    found = search.statements(without="group").alias(own=own)
    return rows("group", found, group_of("own__stance"))
