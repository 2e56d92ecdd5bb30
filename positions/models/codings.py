"""The judgement of who takes which stance on what."""

import pghistory
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When

from positions import codebook
from positions.agreement import Pair
from positions.codebook import Authority, Gate, Grade, Stance, Status
from positions.codes import CODES, LABELS, NO_SIDE, Code

from . import coders, evidence, groupdays, lines, triggers
from .actors import Actor
from .coders import gate_fits
from .dataversion import MOVES_ON
from .groups import takes_side
from .people import somebody
from .preconditions import Precondition
from .rules import one_of
from .statements import Statement

# What is ready to be judged by others than the one who entered it.
JUDGED = [Status.IN_REVIEW, Status.PUBLISHED]


class CodingQuerySet(models.QuerySet):
    def standing(self):
        """Without those that a third coder settled as taking no side: no reader sees them."""
        return self.filter(takes_side())

    def published(self):
        return self.standing().filter(status=Status.PUBLISHED)

    def of_each_statement(self):
        """Those of the statement that the query around this one is about."""
        return self.filter(statement=OuterRef("pk"))

    def coded_twice(self):
        return self.exclude(second_stance="")

    def waiting_for_second(self, user):
        """Without a second code, and not coded by `user`; the one entered first comes first."""
        waiting = self.filter(second_stance="", statement__status__in=JUDGED)
        return waiting.exclude(coder=user).order_by("pk")

    def disagreements(self):
        """Where the two coders differ in stance or gate, and no third has settled it."""
        same = Q(stance=F("second_stance"), gate=F("second_gate"))
        twice = self.coded_twice().filter(settled_on__isnull=True, statement__status__in=JUDGED)
        return twice.exclude(same)

    def told_by_gate(self):
        """With `gates_differ`: whether its unit has codings at other gates too."""
        unit = {name: OuterRef(name) for name in ("statement", "precondition", "holder")}
        others = Coding.objects.filter(**unit).exclude(pk=OuterRef("pk"))
        return self.annotate(gates_differ=Exists(others))

    def pairs(self):
        """What two coders gave the units of published statements: a list of agreement.Pair."""
        settled = Q(settled_on__isnull=False)
        counted = (
            self.coded_twice()
            .filter(statement__status=Status.PUBLISHED)
            .order_by()
            .values_list(
                Case(When(settled, then="first_stance"), default="stance"),
                Case(When(settled, then="first_gate"), default="gate"),
                "second_stance",
                "second_gate",
                Case(When(settled, then=True), default=False),
            )
            .annotate(units=Count("pk"))
        )
        return [
            Pair(Code(*row[:2]), Code(*row[2:4]), settled, units)
            for *row, settled, units in sorted(counted)
        ]

    def newest_first(self):
        """The newest statement first, with who claims it."""
        return self.select_related("claimed_by").order_by("-counts_on", "-statement_id", "pk")


def with_cards(codings):
    """A list of codings, their statements fetched with all that cards show."""
    cards = models.Prefetch("statement", Statement.objects.for_cards())
    models.prefetch_related_objects(codings, cards)
    return codings


@pghistory.track(
    exclude=["status", "counts_on", "authority", "evidence"],
    meta={"indexes": [models.Index(fields=["statement"], name="coding_event_statement")]},
)
class Coding(models.Model):
    """The judgement that a statement takes this stance on this precondition for this holder."""

    # That it is there follows from the key that the copies below are part of.
    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="codings", db_constraint=False
    )
    precondition = models.ForeignKey(Precondition, models.PROTECT, related_name="codings")
    holder = models.ForeignKey(
        Actor, models.PROTECT, related_name="codings", help_text="Whose position the words express."
    )
    stance = models.CharField(max_length=24, choices=Stance)
    gate = models.CharField(
        max_length=16, choices=Gate, default=Gate.NONE, help_text="What is not to happen before."
    )
    red_line = models.BooleanField(
        default=False, help_text="Only if the words themselves say never, non-negotiable, red line."
    )
    claimed_by = models.ForeignKey(
        Actor,
        models.PROTECT,
        related_name="claims",
        null=True,
        blank=True,
        help_text="The position is known only from this other party's words.",
    )
    note = models.TextField(blank=True, help_text="For “accepts if”: the condition.")
    # Copies of the statement's, which the database keeps.
    status = models.CharField(max_length=12, choices=Status, editable=False)
    counts_on = models.DateField(editable=False)
    authority = models.PositiveSmallIntegerField(choices=Authority, editable=False)
    evidence = models.CharField(max_length=1, choices=Grade, editable=False)
    coder = somebody("codings")
    second_stance = models.CharField(
        max_length=24,
        choices=CODES,
        blank=True,
        help_text="The second coder's stance, given without seeing the first.",
    )
    second_gate = models.CharField(max_length=16, choices=Gate, blank=True)
    second_note = models.TextField(blank=True)
    second_coder = somebody("second_codings")
    # Once settled, stance, gate and note are the third decision; the first coder's stand here.
    first_stance = models.CharField(max_length=24, choices=Stance, blank=True)
    first_gate = models.CharField(max_length=16, choices=Gate, blank=True)
    first_note = models.TextField(blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = somebody("settlements")

    objects = CodingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                *("holder", "precondition", F("counts_on").desc()),
                name="coding_cell",
                include=[
                    *("gate", "stance", "authority", "evidence", "claimed_by"),
                    *("statement", "id"),
                ],
                condition=Q(status=Status.PUBLISHED),
            ),
            models.Index(
                *("holder", "precondition", "claimed_by", F("counts_on").desc()),
                name="coding_claim",
                condition=Q(status=Status.PUBLISHED, claimed_by__isnull=False),
            ),
            models.Index(
                *("holder", "precondition", F("counts_on").desc()),
                name="coding_left_out",
                include=["gate", "stance", "statement"],
                condition=Q(status=Status.PUBLISHED) & ~evidence.BY_DEFAULT,
            ),
            models.Index(
                *("holder", "precondition", F("counts_on").desc()),
                name="coding_waiver",
                condition=Q(status=Status.PUBLISHED, stance=Stance.WAIVES),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "precondition", "holder", "gate"],
                name="coding_one_stance_per_gate",
                violation_error_message="This statement already has a stance of this holder on "
                "this precondition for this gate.",
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values)
                | Q(stance=NO_SIDE, gate=Gate.NONE, settled_on__isnull=False),
                name="coding_stance_known",
                violation_error_message=f"Stance must be one of: {', '.join(Stance.values)}.",
            ),
            one_of("coding", "gate", Gate),
            gate_fits("stance", "gate", "coding_gate_fits_stance"),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True) | ~Q(claimed_by=F("holder")),
                name="coding_claim_is_anothers",
                violation_error_message="A claim is about somebody else: claimed by cannot be the "
                "holder.",
            ),
            models.CheckConstraint(
                condition=~Q(stance="accepts_if") | Q(note__regex=r"\S"),
                name="coding_accepts_if_says_what",
                violation_error_message="“Accepts if” needs its condition in the note.",
            ),
            *coders.CONSTRAINTS,
        ]
        permissions = [("settle_coding", "Can settle codings that two coders gave differently")]
        triggers = [
            MOVES_ON,
            *evidence.COPIED,
            *groupdays.OF_CODINGS,
            *lines.OF_CODINGS,
            *triggers.OF_A_CODING,
            *coders.TRIGGERS,
        ]

    def __str__(self):
        return f"{self.holder}: {self.stance_label}: {self.precondition}"

    @property
    def decided(self):
        """The Code that holds: the first coder's, or the third's once it is settled."""
        return Code(self.stance, self.gate, self.note)

    @property
    def first(self):
        if self.settled_on is None:
            return self.decided
        return Code(self.first_stance, self.first_gate, self.first_note)

    @property
    def second(self):
        """None where it was coded once."""
        if not self.second_stance:
            return None
        return Code(self.second_stance, self.second_gate, self.second_note)

    @property
    def group(self):
        return codebook.group(self.stance)

    @property
    def stance_label(self):
        return LABELS[self.stance]

    @property
    def gate_label(self):
        return self.get_gate_display()

    @property
    def meaning(self):
        return codebook.MEANINGS[self.stance]

    @property
    def gate_meaning(self):
        return codebook.gate_in_words(self.stance, self.gate)
