"""How many statements there are of each kind, counted by the database."""

from django.db import models
from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, NullIf


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
