"""What talks are tied to: the rows of the comparison, and where their words were looked for."""

import pghistory
from django.db import models
from django.db.models import Q

from positions.addresses import address
from positions.cells import Searched
from positions.codebook import Gate, SearchOutcome, Status

from . import triggers
from .actors import Actor
from .dataversion import MOVES_ON
from .groups import takes_side
from .rules import no_controls, not_blank, not_in_future, one_of, plain_slug


@pghistory.track(meta={"indexes": [triggers.slugs_of("topic")]})
class Topic(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120, unique=True)
    name_uk = models.CharField("name in Ukrainian", max_length=120, blank=True)
    name_ru = models.CharField("name in Russian", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            plain_slug("topic"),
            not_blank("topic", "name"),
            no_controls("topic", "name"),
            no_controls("topic", "name_uk"),
            no_controls("topic", "name_ru"),
        ]
        triggers = [*triggers.slug_given_once("topic"), MOVES_ON]

    def __str__(self):
        return self.name


class PreconditionQuerySet(models.QuerySet):
    def for_index(self, day):
        """With how many published statements up to `day` speak of each, and how many actors."""
        published = takes_side("codings__") & Q(
            codings__statement__status=Status.PUBLISHED, codings__statement__counts_on__lte=day
        )
        return self.select_related("topic").annotate(
            statement_count=models.Count("codings__statement", filter=published, distinct=True),
            holder_count=models.Count(
                "codings__holder",
                filter=published & Q(codings__claimed_by__isnull=True),
                distinct=True,
            ),
        )


@pghistory.track(meta={"indexes": [triggers.slugs_of("precondition")]})
class Precondition(models.Model):
    """One neutral proposition that an actor can want or refuse: one row of the comparison."""

    slug = models.SlugField(max_length=60, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="preconditions")
    proposition = models.CharField(
        max_length=200, unique=True, help_text="A sentence in one fixed direction."
    )
    proposition_uk = models.CharField("proposition in Ukrainian", max_length=200, blank=True)
    proposition_ru = models.CharField("proposition in Russian", max_length=200, blank=True)
    definition = models.TextField(help_text="What counts as this proposition and what does not.")
    order = models.PositiveSmallIntegerField()
    event_of = models.CharField(
        max_length=16,
        blank=True,
        choices=[choice for choice in Gate.choices if choice[0] != Gate.NONE],
        help_text="The gate that this proposition itself is: a full ceasefire is what “before a "
        "ceasefire” waits for. Empty: none. Tells when two actors want things in opposite order.",
    )

    objects = PreconditionQuerySet.as_manager()

    class Meta:
        ordering = ["topic__order", "order", "pk"]
        constraints = [
            plain_slug("precondition"),
            not_blank("precondition", "proposition"),
            no_controls("precondition", "proposition"),
            no_controls("precondition", "proposition_uk"),
            no_controls("precondition", "proposition_ru"),
            not_blank("precondition", "definition"),
            models.CheckConstraint(
                condition=Q(event_of__in=["", *(gate for gate in Gate if gate != Gate.NONE)]),
                name="precondition_event_of_known",
                violation_error_message="A proposition is the event of a gate, or of none.",
            ),
        ]
        triggers = [*triggers.slug_given_once("precondition"), MOVES_ON]

    def __str__(self):
        return self.proposition

    def get_absolute_url(self):
        return address("positions:precondition", self.slug)


class SearchNoteQuerySet(models.QuerySet):
    def outcomes(self, actors):
        """What was searched for these actors, as the pure comparison reads it: a list of
        cells.Searched."""
        rows = self.filter(actor__in=actors).values_list(
            "actor__slug", "precondition__slug", "searched_until", "where", "outcome"
        )
        return [Searched(*row) for row in rows]


@pghistory.track()
class SearchNote(models.Model):
    """That somebody searched for an actor's words on a precondition: the difference between
    silence and not having looked (codebook, "Silence")."""

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="search_notes")
    precondition = models.ForeignKey(Precondition, models.PROTECT, related_name="search_notes")
    searched_until = models.DateField(help_text="Statements up to this day were looked for.")
    where = models.CharField(max_length=300, help_text="Archives and pages that were searched.")
    outcome = models.CharField(max_length=16, choices=SearchOutcome)

    objects = SearchNoteQuerySet.as_manager()

    class Meta:
        ordering = ["actor", "precondition", "-searched_until"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "precondition", "searched_until"],
                name="search_note_once",
                violation_error_message="A search up to this day is already on record.",
            ),
            not_blank("searchnote", "where"),
            not_in_future("searchnote", "searched_until"),
            one_of("searchnote", "outcome", SearchOutcome),
        ]
        triggers = [MOVES_ON]

    def __str__(self):
        return f"{self.actor}: {self.precondition}: {self.get_outcome_display()}"
