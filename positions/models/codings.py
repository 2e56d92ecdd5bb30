"""The judgement of who takes which stance on what."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from positions import codebook
from positions.codebook import GATED, MUST_BE_GATED, Gate, Stance, Status
from positions.position import Position

from . import triggers
from .actors import Actor
from .evidence import authority, source_kinds
from .preconditions import Precondition
from .rules import one_of
from .statements import Statement


class CodingQuerySet(models.QuerySet):
    def published(self):
        return self.filter(statement__status=Status.PUBLISHED)

    def for_evidence(self):
        """Codings with all that a statement's card shows, the newest statement first."""
        cards = Statement.objects.for_cards()
        return (
            self.select_related("claimed_by")
            .prefetch_related(models.Prefetch("statement", cards))
            .order_by("-statement__counts_on", "-statement_id", "pk")
        )

    def positions(self):
        """Published codings as the pure comparison reads them: a list of position.Position."""
        rows = (
            self.published()
            .annotate(authority=authority("statement__"), source_kinds=source_kinds("statement__"))
            .values_list(
                "statement__slug",
                "precondition__slug",
                "holder__slug",
                "claimed_by__slug",
                "claimed_by__short_name",
                "stance",
                "gate",
                "red_line",
                "note",
                "statement__counts_on",
                "statement__date_precision",
                "statement__official__slug",
                "statement__official__name",
                "statement__role",
                "statement__actor__name",
                "statement__actor__slug",
                "statement__on_behalf_of",
                "authority",
                "statement__attribution",
                "statement__form",
                "source_kinds",
                "statement__reviewed_on",
            )
        )
        return [Position.from_row(row) for row in rows]


def gate_fits(stance, gate, name):
    """Codebook, "Gate" and rulings: a gate stands with requires, rejects and
    rejects_as_condition only; requires and rejects_as_condition are about a gate."""
    return models.CheckConstraint(
        condition=Q(**{f"{gate}__in": ["", Gate.NONE]}) & ~Q(**{f"{stance}__in": MUST_BE_GATED})
        | ~Q(**{f"{gate}__in": ["", Gate.NONE]}) & Q(**{f"{stance}__in": GATED}),
        name=name,
        violation_error_message="“Requires” and “rejects as a condition” need a gate, “rejects” "
        "may have one, every other stance has none.",
    )


class Coding(models.Model):
    """The judgement that a statement takes this stance on this precondition for this holder."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="codings")
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
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="codings", null=True, blank=True
    )
    second_stance = models.CharField(
        max_length=24,
        choices=[*Stance.choices, ("none", "No side taken")],
        blank=True,
        help_text="The second coder's stance, given without seeing the first.",
    )
    second_gate = models.CharField(max_length=16, choices=Gate, blank=True)
    second_note = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="settlements", null=True, blank=True
    )

    objects = CodingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["holder", "precondition"], name="coding_cell")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "precondition", "holder", "gate"],
                name="coding_one_stance_per_gate",
                violation_error_message="This statement already has a stance of this holder on "
                "this precondition for this gate.",
            ),
            one_of("coding", "stance", Stance),
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
            models.CheckConstraint(
                condition=Q(second_stance="", second_gate="", second_note="")
                | Q(second_stance__in=[*Stance.values, "none"], second_gate__in=Gate.values),
                name="coding_second_is_whole",
                violation_error_message="A second coding has a stance and a gate, or neither.",
            ),
            gate_fits("second_stance", "second_gate", "coding_second_gate_fits_stance"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True)
                | (~Q(second_stance="") & (Q(coder__isnull=True) | ~Q(settled_by=F("coder")))),
                name="coding_settled_by_another",
                violation_error_message="Only a coding that was coded twice is settled, and not by "
                "its first coder.",
            ),
        ]
        triggers = [
            triggers.refuse(
                triggers.HOLDER_ACCOUNTED_FOR, "coding_holder_accounted_for", "c.id = NEW.id"
            ),
            triggers.refuse(
                triggers.WAIVED_IS_ON_RECORD, "coding_waived_is_on_record", "c.id = NEW.id"
            ),
            triggers.refuse(
                triggers.WAIVED_IS_ON_RECORD,
                "coding_waived_stays_on_record",
                "c.holder_id = OLD.holder_id AND c.precondition_id = OLD.precondition_id",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self):
        return f"{self.holder}: {self.get_stance_display()}: {self.precondition}"

    @property
    def group(self):
        return codebook.group(self.stance)

    @property
    def stance_label(self):
        return self.get_stance_display()

    @property
    def gate_label(self):
        return self.get_gate_display()

    @property
    def meaning(self):
        return codebook.MEANINGS[self.stance]

    @property
    def gate_meaning(self):
        return codebook.gate_in_words(self.stance, self.gate)
