"""What was gathered, as small tables of counts. Pure: no request, no query."""

from dataclasses import dataclass, field

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Row:
    """A count of what `label`, a text or an actor, names.

    `asks` is what the list of statements is asked to show the same ones, empty where it has no
    such filter; `parts` are the Rows of its years.
    """

    label: object
    count: int
    asks: dict = field(default_factory=dict)
    parts: tuple = ()


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple

    @property
    def most(self):
        """The count that fills a bar; the other bars of the table have the same scale."""
        return max((row.count for row in self.rows), default=0)


def by_choice(counts, choices, parameter=None):
    """A Table with a row for every choice, those without a statement too."""
    return Table(
        tuple(
            Row(label, counts.get(value, 0), {parameter: value} if parameter else {})
            for value, label in choices
        )
    )


def by_language(counts, parameter=None):
    """A Table of languages by their codes, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Table(
        tuple(
            Row(language_name(code), number, {parameter: code} if parameter else {})
            for code, number in ordered
        )
    )


def language_name(code):
    """In the language of the page; the code itself where Django has no name for it."""
    known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0], {})
    name = known.get("name")
    return gettext(name) if name else code


def by_year(counts):
    """A Table of the years from the first to the last, those without a statement too."""
    years = range(min(counts), max(counts) + 1) if counts else ()
    return Table(tuple(Row(year, counts.get(year, 0), within(year)) for year in years))


def within(year):
    return {"from": str(year), "to": str(year)}


def by_actor(actors, counts, counts_by_year, years):
    """A Table of actors, the most statements first, each with its `years`; the counts by keys."""
    rows = [
        Row(
            actor,
            counts.get(actor.pk, 0),
            {"actor": actor.slug},
            tuple(
                Row(
                    year,
                    counts_by_year.get((actor.pk, year), 0),
                    {"actor": actor.slug, **within(year)},
                )
                for year in years
            ),
        )
        for actor in actors
    ]
    return Table(tuple(sorted(rows, key=lambda row: -row.count)))
