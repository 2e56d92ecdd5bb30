"""How many statements each option of a filter leads to."""

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, OuterRef
from django.db.models.expressions import RawSQL

from positions.markup.base import NOTHING, html
from positions.models import Actor, Citation, Coding, Official, Precondition, Statement, Topic
from positions.models.counts import MOST, language_of_words
from positions.models.groups import group_of, own_codings, takes_side

from .choices import Choice
from .fields import preconditions_of

# What statements, citations and codings have of each facet.
OF_STATEMENT = {
    "actor": F("actor"),
    "official": F("official"),
    "year": F("counts_on__year"),
    "form": F("form"),
    "language": language_of_words(),
}
OF_SOURCE = {"kind": F("source__kind")}
OF_CODING = {
    "topic": F("precondition__topic"),
    "precondition": F("precondition"),
    "stance": F("stance"),
}
OF_GROUP = {"group": group_of("own__stance")}
# Records are counted by their keys; addresses name them by their slugs.
RECORDS = {"actor": Actor, "official": Official, "topic": Topic, "precondition": Precondition}
DISABLED = html(" disabled")


class Facet(Choice):
    """Tells with each option how many statements it leads to, once `counts` has the numbers by
    option; what leads to none cannot be chosen, and can be kept where it is. Where the numbers are
    of the newest only, what has none may lead to older ones."""

    counts = None

    def told(self, value, label, selected):
        number = self.counts.get(value, 0) if self.counts is not None and value else None
        if not number and (number is None or self.counts.newest_only):
            return label, NOTHING
        return f"{label} ({number})", NOTHING if number or selected else DISABLED


class Counted(dict):
    """The number of statements by option; `newest_only` where it is of the newest MOST of them."""

    newest_only = False


def counted(search):
    """By facet, its Counted; `search` is a valid StatementSearch. One query for all, so that one
    limit of time holds for all, and what several facets count is found once."""
    query = Query(search)
    of_coding = by_pair if search.of_one_coding(without=None) is None else by_coding
    families = {newest: OF_STATEMENT, by_source: OF_SOURCE, of_coding: OF_CODING}
    for rows_of, options in {**families, by_group: OF_GROUP}.items():
        for name in options:
            # Without a filter that is not in use the list is the list.
            in_use = search.cleaned_data[name] or rows_of is by_pair
            query.count(name, *query.once(rows_of, name if in_use else None))
    return query.answers()


class Query:
    """One query of several counts. What they count are named parts of it, each found once."""

    def __init__(self, search):
        self.search, self.connection = search, connections[search.published().db]
        self.made, self.parts = {}, {}
        # By facet, the part that its rows are of, and the rows of its options.
        self.wholes, self.selects = {}, []

    def once(self, rows_of, without):
        """What a function of by_... tells of the list without a filter."""
        if (rows_of, without) not in self.made:
            self.made[rows_of, without] = rows_of(self, without)
        return self.made[rows_of, without]

    def part(self, found, key, options):
        """The name of what a queryset finds, made if it is new: the statement, which is the `key`
        of its rows, and the options that these have. None where it can find nothing."""
        rows = found.values_list(key, *options.values())
        try:
            sql, params = rows.query.get_compiler(connection=self.connection).as_sql()
        except EmptyResultSet:
            return None
        columns = ", ".join(["statement", *(f"of_{name}" for name in options)])
        return self.parts.setdefault((columns, sql, params), f"part_{len(self.parts)}")

    def count(self, facet, whole, part):
        """Has the statements of a part counted by the option that its rows have of a facet."""
        self.wholes[facet] = whole
        if not part:
            return
        option = f"of_{facet}"
        rows = part if part == whole else f"(SELECT DISTINCT statement, {option} FROM {part}) told"
        told = f"(SELECT {option} AS key, count(*) AS number FROM {rows} GROUP BY {option}) told"
        words, record = "told.key::text", RECORDS.get(facet)
        if record:
            words = "slug"
            told += f" LEFT JOIN {record._meta.db_table} ON id = told.key"
        self.selects.append(f"SELECT '{facet}', {words}, number FROM {told}")

    def answers(self):
        """By facet, its Counted."""
        counts = {facet: Counted() for facet in self.wholes}
        if not self.selects:
            return counts
        parts = ", ".join(
            f"{name} ({columns}) AS MATERIALIZED ({sql})"
            for (columns, sql, _), name in self.parts.items()
        )
        sizes = [
            f"SELECT '{whole}', NULL, count(*) FROM {whole}"
            for whole in dict.fromkeys(self.wholes.values())
            if whole
        ]
        params = [value for *_, values in self.parts for value in values]
        with self.connection.cursor() as cursor:
            cursor.execute(f"WITH {parts} {' UNION ALL '.join([*sizes, *self.selects])}", params)
            rows = cursor.fetchall()
        full = {name for name, _, number in rows if name not in counts and number == MOST}
        for facet, option, number in rows:
            if facet in counts and option is not None:
                counts[facet][option] = number
        for facet, whole in self.wholes.items():
            counts[facet].newest_only = whole in full
        return counts


def newest(query, without):
    """The newest MOST statements that all filters but one let through."""
    cut = query.search.statements(without=without).order_by("-counts_on", "-pk")[:MOST]
    whole = query.part(cut, "pk", OF_STATEMENT)
    return whole, whole


def the_newest(query, without):
    """The name of that part, and its keys for a queryset."""
    whole, _ = query.once(newest, without)
    # As an array they are few to the planner, which then does not read all that there is.
    keys = f"SELECT unnest(ARRAY(SELECT statement FROM {whole}))"
    return whole, RawSQL(keys, ()) if whole else []


def by_source(query, without):
    whole, keys = the_newest(query, without)
    cited = Citation.objects.filter(statement__in=keys).order_by()
    return whole, query.part(cited, "statement", OF_SOURCE)


def by_coding(query, without):
    """By each coding that fits what else is asked of codings."""
    whole, keys = the_newest(query, without)
    like = query.search.of_one_coding(without=without)
    codings = Coding.objects.standing().filter(like, statement__in=keys).order_by()
    return whole, query.part(codings, "statement", OF_CODING)


def by_pair(query, name):
    """As if each coding's own topic, precondition or stance were chosen."""
    search = query.search
    coded = search.published().filter(takes_side("codings__"))
    coded = coded.alias(value=F(f"codings__{search.OF_CODING[name]}"))
    found = search.narrowed(coded, **{name: OuterRef("value")})
    cut = found.order_by("-counts_on", "-pk")[:MOST]
    whole = query.part(cut, "codings", {})
    keys = RawSQL(f"SELECT statement FROM {whole}", ()) if whole else []
    codings = Coding.objects.standing().filter(pk__in=keys).order_by()
    return whole, query.part(codings, "statement", OF_CODING)


def by_group(query, without):
    """By the group of each own coding that fits what else is asked of codings."""
    asked = {**query.search.cleaned_data, without: None}
    whole, keys = the_newest(query, without)
    own = own_codings(preconditions_of(asked["topic"], asked["precondition"]), asked["stance"])
    grouped = Statement.objects.filter(pk__in=keys).alias(own=own).order_by()
    return whole, query.part(grouped, "pk", OF_GROUP)
