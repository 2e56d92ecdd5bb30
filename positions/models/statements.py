"""What was said, by whom, when and where."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchRank, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.functions import Upper

from positions.addresses import address
from positions.codebook import (
    Attribution,
    Authority,
    DateBasis,
    DatePrecision,
    Form,
    Grade,
    Status,
    Translation,
)
from positions.dates import in_words

from . import evidence, groupdays, lines, review, statement_rules, triggers
from .actors import Actor, Official, Tenure
from .counts import language_of_words
from .dataversion import MOVES_ON
from .drawings import DrawnQuerySet
from .people import somebody
from .rules import LastDayCounted
from .search import PLAIN, Lexemes, marks
from .sources import Source


def in_order(name, *first):
    """The index of the list of all statements, or of those that have the `first` in common, in its
    order; whether one is published stands in it, so that it is counted and cut without its row."""
    order = F("counts_on").desc(), F("id").desc()
    return models.Index(*first, *order, include=["status"], name=name)


class StatementQuerySet(DrawnQuerySet):
    """What readers see starts at `published()`; each method names what a page needs."""

    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def withdrawn(self):
        """Also those that are reviewed again since: the day and the reason stay until then."""
        return self.filter(withdrawn_on__isnull=False)

    def seen(self):
        """What readers know by its address."""
        return self.filter(Q(status=Status.PUBLISHED) | Q(withdrawn_on__isnull=False))

    def for_cards(self):
        """All that a statement's card shows, in a fixed number of queries; any other raises."""
        citations, codings = (
            self.model._meta.get_field(name).related_model.objects.fetch_mode(models.FETCH_RAISE)
            for name in ("citations", "codings")
        )
        coded = codings.standing().select_related("precondition", "holder", "claimed_by")
        return (
            self.select_related("actor", "official")
            .prefetch_related(
                models.Prefetch("citations", citations.select_related("source")),
                models.Prefetch("codings", coded),
            )
            .defer("search")
            .fetch_mode(models.FETCH_RAISE)
        )

    def words(self, slugs):
        """The statements by slug, with no more than their words and when they were published."""
        texts = ("text", "language", "original_text", "original_language", "translation", "form")
        found = self.published().filter(slug__in=slugs).only("slug", "published_at", *texts)
        return {statement.slug: statement for statement in found}

    def for_page(self):
        """With what only the statement's own page adds to a card."""
        corrections = self.model.corrections.rel.related_model.objects.with_origin()
        return self.prefetch_related(models.Prefetch("corrections", corrections))

    def in_order(self, *, oldest_first=False):
        return self.order_by("counts_on", "pk") if oldest_first else self

    def after(self, day, pk, *, oldest_first=False):
        """Those that come after one, by its day and its pk, in_order()."""
        beyond = TupleGreaterThan if oldest_first else TupleLessThan
        return self.filter(beyond(("counts_on", "pk"), (day, pk)))

    def newly_published(self):
        return self.order_by("-published_at", "-pk")

    def with_marks(self, query):
        """With `marked_text` and `marked_original_text`: see search.marked."""
        return self.annotate(**marks(query))

    def best_first(self, query):
        rank = SearchRank(F("search"), query, cover_density=True)
        return self.order_by(rank.desc(), "-counts_on", "-pk")

    def as_of(self, day):
        return self.filter(counts_on__lte=day)


@pghistory.track(
    exclude=["counts_on", "search", "published_at", "authority", "evidence"],
    meta={"indexes": [triggers.slugs_of("statement")]},
)
class Statement(models.Model):
    """What was said, by whom, when and where (Popolo Speech, schema.org Quotation)."""

    slug = models.SlugField(
        max_length=80, unique=True, help_text="Part of the permanent address; filled in if empty."
    )
    actor = models.ForeignKey(
        Actor, models.PROTECT, related_name="statements", help_text="Whom the speaker speaks for."
    )
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="statements", null=True, blank=True
    )
    role = models.CharField(
        max_length=120,
        blank=True,
        help_text="The office as printed, or the institution: “Kremlin”. "
        "Empty: the actor as a whole.",
    )
    outside_tenure = models.BooleanField(
        "outside known tenures",
        default=False,
        help_text="The official spoke in this role although no recorded tenure covers the day.",
    )
    attribution = models.CharField(max_length=12, choices=Attribution, default=Attribution.NAMED)
    said_on = models.DateField(help_text="For a month or a year, any day in it.")
    date_precision = models.CharField(
        max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    date_basis = models.CharField(max_length=8, choices=DateBasis, default=DateBasis.SAID)
    counts_on = models.GeneratedField(
        verbose_name="day",
        expression=LastDayCounted("said_on", "date_precision"),
        output_field=models.DateField(),
        db_persist=True,
    )
    # Kept by the database, from tenures and sources.
    authority = models.PositiveSmallIntegerField(choices=Authority, editable=False)
    evidence = models.CharField(max_length=1, choices=Grade, editable=False)
    form = models.CharField(max_length=12, choices=Form)
    text = models.TextField()
    language = models.CharField(max_length=12, default="en")
    original_text = models.TextField(blank=True)
    original_language = models.CharField(max_length=12, blank=True)
    translation = models.CharField(max_length=8, choices=Translation, blank=True)
    venue = models.CharField("place and occasion", max_length=200, blank=True)
    on_behalf_of = models.CharField(
        max_length=200, blank=True, help_text="A joint statement: who signed or is spoken for."
    )
    restates = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="restatements",
        null=True,
        blank=True,
        help_text="The earlier statement whose words the same speaker says again.",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    entered_by = somebody(
        "entered_statements",
        help_text="Who entered the words, or changed them last before they were published.",
    )
    published_by = somebody("published_statements")
    published_at = models.DateTimeField("first published at", null=True, editable=False)
    reworded_by = somebody("+", help_text="Who changed the words last since they were published.")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(
        "reason of the withdrawal", blank=True, help_text="Shown to readers."
    )
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="duplicates",
        null=True,
        blank=True,
        help_text="The published statement that says the same and is kept. This one's address then "
        "leads there for good.",
    )
    reviewed_on = models.DateField(
        null=True, blank=True, help_text="The day an editor checked it against its source."
    )
    reviewed_by = somebody("reviewed_statements")
    sources = models.ManyToManyField(Source, through="Citation", related_name="statements")
    responds_to = models.ManyToManyField(
        "self", through="Response", symmetrical=False, related_name="responses"
    )
    search = models.GeneratedField(
        expression=Lexemes("text", "language", "original_text", "original_language", prefix=PLAIN),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-counts_on", "-pk"]
        indexes = [
            in_order("statement_day"),
            models.Index("published_at", "id", name="statement_publication"),
            in_order("statement_actor", "actor"),
            in_order("statement_official", "official"),
            in_order("statement_language", language_of_words()),
            models.Index(Upper("role"), condition=Q(official=None), name="statement_institution"),
            GinIndex(fields=["search"], name="statement_search"),
        ]
        constraints = [*statement_rules.CONSTRAINTS, *review.CONSTRAINTS]
        permissions = [("publish_statement", "Can publish, send back and withdraw statements")]
        triggers = [
            *evidence.KEPT,
            *groupdays.OF_STATEMENTS,
            lines.OF_STATEMENTS,
            *review.TRIGGERS,
            *triggers.OF_A_STATEMENT,
            MOVES_ON,
        ]

    def __str__(self):
        return f"{self.speaker}, {self.said_when}"

    def get_absolute_url(self):
        return address("positions:statement", self.slug)

    @property
    def was_seen(self):
        """Whether readers know it by its address, published or withdrawn since."""
        return self.status == Status.PUBLISHED or self.withdrawn_on is not None

    @property
    def speaker(self):
        """The official's name, or the institution as printed, or the actor."""
        return self.official.name if self.official_id else self.role or self.actor.name

    @property
    def said_when(self):
        return in_words(self.said_on, self.date_precision)

    def tenures_of_the_day(self):
        """The official's recorded roles for the actor on the day, the highest authority first."""
        if not self.official_id:
            return Tenure.objects.none()
        held = Tenure.objects.filter(official=self.official_id, actor=self.actor_id)
        return held.covering(self.counts_on).order_by("authority", "pk")

    @property
    def grade(self):
        """The evidence grade; None without a source."""
        return Grade(self.evidence) if self.evidence else None
