"""How many statements each option of a filter leads to."""

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, OuterRef, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from positions.models import Citation, Coding, Statement
from positions.models.counts import MOST, language_of_words
from positions.models.groups import group_of, own_codings, takes_side

from .fields import Choice, preconditions_of

# What statements, citations and codings have of each facet, as its options are named in addresses.
OF_STATEMENT = {
    "actor": F("actor__slug"),
    "official": F("official__slug"),
    "year": F("counts_on__year"),
    "form": F("form"),
    "language": language_of_words(),
}
OF_SOURCE = {"kind": F("source__kind")}
OF_CODING = {
    "topic": F("precondition__topic__slug"),
    "precondition": F("precondition__slug"),
    "stance": F("stance"),
}
OF_GROUP = {"group": group_of("own__stance")}


class Facet(Choice):
    """Tells with each option how many statements it leads to, once `counts` has the numbers by
    option; what leads to none cannot be chosen, and can be kept where it is. Where the numbers are
    of the newest only, what has none may lead to older ones."""

    counts = None

    def create_option(self, name, value, label, selected, index, **rest):
        number = self.counts.get(str(value), 0) if self.counts is not None and str(value) else None
        told = number is not None and (number or not self.counts.newest_only)
        label = f"{label} ({number})" if told else label
        option = super().create_option(name, value, label, selected, index, **rest)
        if told and not number and not selected:
            option["attrs"]["disabled"] = True
        return option


class Counted(dict):
    """The number of statements by option; `newest_only` where it is of the newest MOST of them."""

    newest_only = False


def counted(search):
    """By facet, its Counted; `search` is a valid StatementSearch. One query for all, so that one
    limit of time holds for all, and what several facets count is found once."""
    query, counts = Query(search.published().db), {}
    for options, rows_of in FAMILIES:
        for option, name in enumerate(options):
            counts[name] = Counted()
            query.count(name, f"option_{option}", *rows_of(search, name, query), options)
    for name, option, number, newest_only in query.answers():
        counts[name].newest_only = newest_only
        if option is not None:
            counts[name][option] = number
    return counts


class Query:
    """One query of several counts. What they count are named parts of it, each found once."""

    def __init__(self, alias):
        self.connection = connections[alias]
        self.parts, self.counts = {}, []

    def part(self, found, *columns):
        """The name of what a queryset of such columns finds, made if it is new; None where it can
        find nothing."""
        try:
            sql, params = found.query.get_compiler(connection=self.connection).as_sql()
        except EmptyResultSet:
            return None
        name = f"part_{len(self.parts)}"
        return self.parts.setdefault((", ".join(columns), sql, params), name)

    def newest(self, statements):
        """The name of the newest MOST of these statements, and their keys for a queryset."""
        cut = statements.order_by("-counts_on", "-pk").values("pk")[:MOST]
        name = self.part(cut, "statement")
        return name, RawSQL(f"SELECT statement FROM {name}", ()) if name else []

    def count(self, facet, option, whole, found, key, options):
        """Has the statements of rows counted by an option that these have. `whole` names what the
        rows of the queryset are of, `key` is what of them is the statement."""
        named = {f"option_{n}": Cast(has, TextField()) for n, has in enumerate(options.values())}
        rows = found.order_by().annotate(**named).values_list(key, *named)
        if name := self.part(rows, "statement", *named):
            self.counts.append(
                f"""SELECT '{facet}', {option}, count(*),
                    (SELECT count(*) FROM {whole}) = {MOST}
                FROM (SELECT DISTINCT statement, {option} FROM {name}) told GROUP BY {option}"""
            )

    def answers(self):
        """Rows of (facet, option, number, whether only the newest were counted)."""
        if not self.counts:
            return []
        parts = ", ".join(
            f"{name} ({columns}) AS MATERIALIZED ({sql})"
            for (columns, sql, _), name in self.parts.items()
        )
        params = [value for *_, values in self.parts for value in values]
        with self.connection.cursor() as cursor:
            cursor.execute(f"WITH {parts} {' UNION ALL '.join(self.counts)}", params)
            return cursor.fetchall()


def by_statement(search, name, query):
    whole, keys = query.newest(search.statements(without=name))
    return whole, Statement.objects.filter(pk__in=keys), "pk"


def by_source(search, name, query):
    whole, keys = query.newest(search.statements(without=name))
    return whole, Citation.objects.filter(statement__in=keys), "statement"


def by_coding(search, name, query):
    """By each coding that fits what else is asked of codings."""
    codings, like = Coding.objects.standing(), search.of_one_coding(without=name)
    if like is not None:
        whole, keys = query.newest(search.statements(without=name))
        return whole, codings.filter(like, statement__in=keys), "statement"
    # As if each coding's own topic, precondition or stance were chosen.
    lookup = f"codings__{search.OF_CODING[name]}"
    coded = search.published().filter(takes_side("codings__")).alias(value=F(lookup))
    found = search.narrowed(coded, **{name: OuterRef("value")})
    cut = found.order_by("-counts_on", "-pk").values("codings")[:MOST]
    whole = query.part(cut, "coding")
    keys = RawSQL(f"SELECT coding FROM {whole}", ()) if whole else []
    return whole, codings.filter(pk__in=keys), "statement"


def by_group(search, name, query):
    """By the group of each own coding that fits what else is asked of codings."""
    asked = search.cleaned_data
    of = preconditions_of(asked["topic"], asked["precondition"])
    whole, keys = query.newest(search.statements(without=name))
    own = own_codings(of, asked["stance"])
    return whole, Statement.objects.filter(pk__in=keys).alias(own=own), "pk"


# Facets that are read from the same rows, and what has these rows.
FAMILIES = [
    (OF_STATEMENT, by_statement),
    (OF_SOURCE, by_source),
    (OF_CODING, by_coding),
    (OF_GROUP, by_group),
]
