"""How many statements there are of each kind, counted by the database."""

from django.db import connections, models
from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, NullIf

# Rows are counted one by one up to here.
MOST = 1000
# Each value of the published statements by one step down an index, however many rows have it.
YEARS = """
    WITH RECURSIVE told (day) AS (
        SELECT max(counts_on) FROM positions_statement WHERE status = 'published'
        UNION ALL
        SELECT (SELECT max(counts_on) FROM positions_statement
            WHERE status = 'published' AND counts_on < date_trunc('year', told.day)::date)
        FROM told WHERE told.day IS NOT NULL)
    SELECT extract(year FROM day)::int FROM told WHERE day IS NOT NULL"""
WORDS = "coalesce(nullif(original_language, ''), language)"
LANGUAGES = f"""
    WITH RECURSIVE told (language) AS (
        SELECT min({WORDS}) FROM positions_statement WHERE status = 'published'
        UNION ALL
        SELECT (SELECT min({WORDS}) FROM positions_statement
            WHERE status = 'published' AND {WORDS} > told.language)
        FROM told WHERE told.language IS NOT NULL)
    SELECT language FROM told WHERE language IS NOT NULL"""


class Number(int):
    """How many rows there are; where `more`, there are more than this."""

    def __new__(cls, counted, most=MOST):
        number = super().__new__(cls, min(counted, most))
        number.more = counted > most
        return number


def language_of_words():
    """Of the original words where they are on record, else of the text, as an expression."""
    return Coalesce(NullIf(F("original_language"), Value("")), F("language"))


class CountedQuerySet(models.QuerySet):
    """Every `per_` is a dict from a value to the number of statements that have it. A statement
    whose sources differ counts once for each kind or language among them."""

    def counted_by(self, *keys, distinct=False):
        """`distinct` for what a statement can have more than once."""
        rows = self.order_by().values_list(*keys).annotate(number=Count("pk", distinct=distinct))
        return {key[0] if len(keys) == 1 else tuple(key): number for *key, number in rows}

    def number(self, most=MOST):
        """How many there are, as a Number: no more rows than `most` and one are looked at."""
        return Number(self.order_by().values("pk")[: most + 1].count(), most)

    def years_on_record(self):
        """The years in which a published statement counts, the latest first."""
        return self.each(YEARS)

    def languages_on_record(self):
        """The languages of the published statements' words, by code."""
        return self.each(LANGUAGES)

    def each(self, sql):
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql)
            return [value for (value,) in cursor]

    def per_actor(self):
        return self.counted_by("actor")

    def per_year(self):
        return self.counted_by("counts_on__year")

    def per_actor_and_year(self):
        return self.counted_by("actor", "counts_on__year")

    def per_source_kind(self):
        return self.counted_by("sources__kind", distinct=True)

    def per_source_language(self):
        return self.counted_by("sources__language", distinct=True)

    def per_language(self):
        return self.counted_by(language_of_words())

    def per_form(self):
        return self.counted_by("form")

    def per_grade(self):
        return self.counted_by("evidence")
