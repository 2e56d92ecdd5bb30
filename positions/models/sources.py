"""Where the words are on record."""

import pghistory
from django.db import models
from django.db.models import Q

from positions.codebook import SourceKind
from positions.reach import public_address

from . import evidence
from .dataversion import MOVES_ON
from .rules import (
    language_code,
    link,
    no_controls,
    not_blank,
    not_in_future,
    on_the_web,
    one_of,
    plain_slug,
    web_address,
)


@pghistory.track()
class Source(models.Model):
    """A page or document that statements are cited from."""

    slug = models.SlugField(max_length=80, unique=True)
    publisher = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(
        "address",
        max_length=500,
        blank=True,
        validators=[web_address, public_address],
        help_text="http or https",
    )
    archived_url = models.CharField(
        "archived copy", max_length=500, blank=True, validators=[web_address, public_address]
    )
    published_on = models.DateField(null=True, blank=True)
    accessed_on = models.DateField(null=True, blank=True)
    kind = models.CharField(
        max_length=20,
        choices=SourceKind,
        help_text="Official record: transcript, decree, government page. "
        "Reprint: a copy or digest of another's text.",
    )
    language = models.CharField(max_length=8, help_text="Two-letter code: en, ru, uk.")

    class Meta:
        ordering = ["publisher", "-published_on", "pk"]
        constraints = [
            plain_slug("source"),
            not_blank("source", "publisher"),
            no_controls("source", "publisher"),
            no_controls("source", "title"),
            not_blank("source", "language"),
            language_code("source", "language"),
            one_of("source", "kind", SourceKind),
            on_the_web("source", "url"),
            on_the_web("source", "archived_url"),
            not_in_future("source", "published_on"),
            not_in_future("source", "accessed_on"),
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="source_address_once",
                violation_error_message="A source with this address is already on record.",
            ),
        ]
        triggers = [*evidence.FOLLOW_SOURCES, MOVES_ON]

    def __str__(self):
        parts = [self.publisher, self.title]
        if self.published_on:
            parts.append(self.published_on.isoformat())
        return ", ".join(part for part in parts if part)

    @property
    def link(self):
        """Its address as pages may lead to it."""
        return link(self.url)

    @property
    def archived_link(self):
        return link(self.archived_url)
