"""Who can hold a position and who speaks for them (Popolo: Organization, Person, Membership)."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan

from positions.addresses import address
from positions.cells import Headship
from positions.codebook import Authority, Classification, Status

from . import evidence, triggers
from .dataversion import MOVES_ON
from .rules import (
    listable,
    no_controls,
    no_controls_within,
    not_blank,
    one_of,
    plain_slug,
)


def filled(*names):
    """Each name once, without the empty ones."""
    return tuple(dict.fromkeys(filter(None, names)))


class ActorQuerySet(models.QuerySet):
    def for_cards(self, day):
        """With the number of published statements up to `day`, the last one's day and officials."""
        published = Q(statements__status=Status.PUBLISHED, statements__counts_on__lte=day)
        begun = Q(tenures__start_date__isnull=True) | Q(tenures__start_date__lte=day)
        return self.annotate(
            statement_count=models.Count("statements", filter=published, distinct=True),
            official_count=models.Count("tenures__official", filter=begun, distinct=True),
            last_day=models.Max("statements__counts_on", filter=published),
        )


@pghistory.track(meta={"indexes": [triggers.slugs_of("actor")]})
class Actor(models.Model):
    """A party or mediator that can hold a position (Popolo Organization)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(
        max_length=40, unique=True, help_text="As it stands in table headings: US, Russia."
    )
    name_uk = models.CharField("name in Ukrainian", max_length=120, blank=True)
    name_ru = models.CharField("name in Russian", max_length=120, blank=True)
    short_name_uk = models.CharField("short name in Ukrainian", max_length=40, blank=True)
    short_name_ru = models.CharField("short name in Russian", max_length=40, blank=True)
    classification = models.CharField(max_length=32, choices=Classification)
    iso_code = models.CharField("ISO code", max_length=2, blank=True)
    wikidata_id = models.CharField("Wikidata item", max_length=16, blank=True)
    other_names = ArrayField(models.CharField(max_length=120), default=list, blank=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            plain_slug("actor"),
            not_blank("actor", "name"),
            not_blank("actor", "short_name"),
            listable("actor", "other_names"),
            no_controls("actor", "name"),
            no_controls("actor", "short_name"),
            no_controls("actor", "name_uk"),
            no_controls("actor", "name_ru"),
            no_controls("actor", "short_name_uk"),
            no_controls("actor", "short_name_ru"),
            no_controls_within("actor", "other_names"),
            one_of("actor", "classification", Classification),
        ]
        triggers = [*triggers.slug_given_once("actor"), MOVES_ON]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("positions:actor", self.slug)

    @property
    def names(self):
        """Every name of it on record, in any language."""
        translated = self.name_uk, self.name_ru, self.short_name_uk, self.short_name_ru
        return filled(self.name, self.short_name, *translated, *self.other_names)

    @property
    def hue(self):
        """The colour slot, 1 to 8, handed out in order of entry; the style sheet defines them."""
        return (self.pk - 1) % 8 + 1

    @property
    def monogram(self):
        """Two letters: the ISO code, or the initials of several words, or how the name begins."""
        initials = "".join(word[0] for word in self.short_name.split())
        letters = self.iso_code or (initials if len(initials) > 1 else self.short_name)
        return letters[:2].upper()


@pghistory.track(meta={"indexes": [triggers.slugs_of("official")]})
class Official(models.Model):
    """A named person whose statements are recorded (Popolo Person)."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    name_uk = models.CharField("name in Ukrainian", max_length=120, blank=True)
    name_ru = models.CharField("name in Russian", max_length=120, blank=True)
    native_name = models.CharField(max_length=120, blank=True)
    other_names = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    wikidata_id = models.CharField("Wikidata item", max_length=16, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            plain_slug("official"),
            not_blank("official", "name"),
            listable("official", "other_names"),
            no_controls("official", "name"),
            no_controls("official", "name_uk"),
            no_controls("official", "name_ru"),
            no_controls("official", "native_name"),
            no_controls_within("official", "other_names"),
        ]
        triggers = [*triggers.slug_given_once("official"), MOVES_ON]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("positions:official", self.slug)

    @property
    def names(self):
        """Every spelling of it on record, in any language and script."""
        translated = self.name_uk, self.name_ru, self.native_name
        return filled(self.name, *translated, *self.other_names)


class TenureQuerySet(models.QuerySet):
    def covering(self, day):
        """Tenures that hold on `day` (a date or an expression). An end that is not known may
        still last, a start that is not known may lie before: neither excludes the day."""
        return self.filter(
            Q(start_date__isnull=True) | Q(start_date__lte=day),
            Q(end_date__isnull=True) | Q(end_date__gte=day),
        )

    def begun_by(self, day):
        return self.filter(Q(start_date__isnull=True) | Q(start_date__lte=day))

    def headships(self, actors):
        """Who headed these actors and when: a list of cells.Headship."""
        heads = self.filter(actor__in=actors, authority=Authority.HEAD)
        rows = heads.values_list("actor__slug", "official__slug", "start_date", "end_date")
        return [Headship(*row) for row in rows]


# An end before the start has a rule of its own; as the end of a range it would be an error instead.
# Two unknown days have no type of their own when a form checks them.
LAST_DAY = Cast(
    Case(
        When(LessThan(F("end_date"), F("start_date")), then=F("start_date")), default=F("end_date")
    ),
    models.DateField(),
)


@pghistory.track()
class Tenure(models.Model):
    """An official's role for an actor between two days, both included (Popolo Membership).

    A null date is not known; it is never made up.
    """

    official = models.ForeignKey(Official, models.PROTECT, related_name="tenures")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="tenures")
    role = models.CharField(max_length=120)
    start_date = models.DateField(
        null=True, blank=True, help_text="First day in the role. Empty: not known."
    )
    end_date = models.DateField(
        null=True, blank=True, help_text="Last day in the role. Empty: not known, or it lasts."
    )
    authority = models.PositiveSmallIntegerField(choices=Authority)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["official", F("start_date").asc(nulls_first=True), "pk"]
        constraints = [
            not_blank("tenure", "role"),
            no_controls("tenure", "role"),
            models.CheckConstraint(
                condition=Q(authority__in=Authority.values),
                name="tenure_authority_known",
                violation_error_message="Authority is a number from 1 to 4.",
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True)
                | Q(end_date__isnull=True)
                | Q(start_date__lte=F("end_date")),
                name="tenure_starts_before_it_ends",
                violation_error_message="The first day in the role is after the last one.",
            ),
            ExclusionConstraint(
                name="tenure_same_role_once",
                expressions=[
                    ("official", RangeOperators.EQUAL),
                    ("actor", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        models.Func("start_date", LAST_DAY, Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This official already holds this role for this actor on "
                "some of these days.",
            ),
        ]
        triggers = [*evidence.FOLLOW_TENURES, MOVES_ON]

    def __str__(self):
        return f"{self.official}, {self.role} ({self.actor.short_name})"
