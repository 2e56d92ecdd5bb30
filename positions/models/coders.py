"""The second coder and the third, who settles: the rules that no path around the desk escapes
(codebook, "Second coder")."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from positions.codebook import GATED, MUST_BE_GATED, Gate, Stance
from positions.codes import NO_SIDE

from .rules import not_in_future
from .triggers import refuse_row


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


CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(second_stance="", second_gate="", second_note="")
        | Q(second_stance__in=[*Stance.values, NO_SIDE], second_gate__in=Gate.values),
        name="coding_second_is_whole",
        violation_error_message="A second coding has a stance and a gate, or neither.",
    ),
    gate_fits("second_stance", "second_gate", "coding_second_gate_fits_stance"),
    models.CheckConstraint(
        condition=~Q(second_stance=Stance.ACCEPTS_IF) | Q(second_note__regex=r"\S"),
        name="coding_second_accepts_if_says_what",
        violation_error_message="“Accepts if” needs its condition in the note.",
    ),
    models.CheckConstraint(
        condition=Q(second_coder__isnull=True)
        | (~Q(second_stance="") & (Q(coder__isnull=True) | ~Q(second_coder=F("coder")))),
        name="coding_second_is_anothers",
        violation_error_message="The second coding is somebody else's than the first.",
    ),
    models.CheckConstraint(
        condition=Q(settled_by__isnull=True)
        | (Q(coder__isnull=True) | ~Q(settled_by=F("coder")))
        & (Q(second_coder__isnull=True) | ~Q(settled_by=F("second_coder"))),
        name="coding_settled_by_another",
        violation_error_message="A third person settles, neither of the two coders.",
    ),
    models.CheckConstraint(
        condition=Q(
            settled_on__isnull=True,
            settled_by__isnull=True,
            first_stance="",
            first_gate="",
            first_note="",
        )
        | Q(settled_on__isnull=False, first_stance__in=Stance.values)
        & Q(first_gate__in=Gate.values)
        & ~Q(second_stance=""),
        name="coding_settled_keeps_all_three",
        violation_error_message="Only a coding that was coded twice is settled, and the "
        "first code stays on record with the day.",
    ),
    gate_fits("first_stance", "first_gate", "coding_first_gate_fits_stance"),
    models.CheckConstraint(
        condition=Q(settled_on__isnull=True) | Q(note__regex=r"\S"),
        name="coding_settled_says_why",
        violation_error_message="The note says why it is settled so.",
    ),
    not_in_future("coding", "settled_on"),
]

UNIT = ["statement_id", "precondition_id", "holder_id", "claimed_by_id", "coder_id"]
CODE = ["stance", "gate", "note"]
SECOND = ["second_stance", "second_gate", "second_note", "second_coder_id"]
FIRST = [f"first_{name}" for name in CODE]
# A backup says of no coding who gave it; the operator can load it again, as any other record.
BY_PEOPLE = "(OLD.coder_id IS NOT NULL OR OLD.second_coder_id IS NOT NULL)"


def differ(names, others=None):
    """SQL: that the columns `names` before are not the columns `others`, or the same, after."""
    before = ", ".join(f"OLD.{name}" for name in names)
    after = ", ".join(f"NEW.{name}" for name in others or names)
    return f"({before}) IS DISTINCT FROM ({after})"


TRIGGERS = [
    refuse_row(
        "A coding that was coded twice is changed by settling it: both codes stay on record.",
        "coding_coded_twice_stays",
        "OLD.second_stance <> '' AND OLD.settled_on IS NULL AND ("
        f"{BY_PEOPLE} AND ({differ([*UNIT, *SECOND])} "
        f"OR NEW.settled_on IS NULL AND {differ(CODE)}) "
        f"OR NEW.settled_on IS NOT NULL AND {differ(CODE, FIRST)})",
        operation=pgtrigger.Update,
    ),
    refuse_row(
        "A settled coding keeps all three codes; another person, or the same on another day, can "
        "settle it again.",
        "coding_settled_stays",
        f"OLD.settled_on IS NOT NULL AND (NEW.settled_on IS NULL OR {differ([*UNIT, *SECOND])} "
        f"OR {differ(FIRST)} OR {differ(CODE)} AND NOT {differ(['settled_on', 'settled_by_id'])})",
        operation=pgtrigger.Update,
    ),
    refuse_row(
        "A coding that was coded twice stays on record: settle it as “no side taken” instead.",
        "coding_coded_twice_is_not_deleted",
        "OLD.second_stance <> ''",
        operation=pgtrigger.Delete,
    ),
]
