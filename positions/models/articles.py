"""Texts that editors pasted, kept for the desk alone."""

from django.db import models
from django.db.models.functions import MD5, Left, Length

from positions.dates import in_words

from .people import somebody
from .rules import not_blank
from .sources import Source

# Texts of one source that words are looked for in, the newest first.
MOST_TEXTS = 10


class ArticleQuerySet(models.QuerySet):
    def listed(self):
        """Without the texts, but how they begin and how long they are."""
        return (
            self.select_related("source", "pasted_by")
            .defer("text")
            .annotate(beginning=Left("text", 90), length=Length("text"))
        )

    def texts(self):
        return self.order_by("-pk").values_list("text", flat=True)[:MOST_TEXTS]


class Article(models.Model):
    """The text of a source as an editor pasted it: what quotations are proved against. It belongs
    to its publisher and is never shown to readers nor exported."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="articles")
    text = models.TextField()
    pasted_by = somebody("articles")
    pasted_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-pasted_at", "-pk"]
        constraints = [
            not_blank("article", "text"),
            models.UniqueConstraint(
                "source",
                MD5("text"),
                name="article_once",
                violation_error_message="This text of this source is already on record.",
            ),
        ]

    def __str__(self):
        return f"{self.source}, {self.in_short}"

    @property
    def in_short(self):
        return f"pasted on {in_words(self.pasted_at.date())}"
