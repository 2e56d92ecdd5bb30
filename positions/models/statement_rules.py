"""What every statement keeps to, whoever writes it; what leads it to readers is in review.py."""

from django.db import models
from django.db.models import F, Q

from positions.codebook import Attribution, DateBasis, DatePrecision, Form, Status, Translation

from .rules import (
    language_code,
    no_controls,
    not_before_the_record,
    not_blank,
    not_in_future,
    one_of,
    plain_slug,
)

CONSTRAINTS = [
    plain_slug("statement"),
    not_blank("statement", "text"),
    not_blank("statement", "language"),
    *(no_controls("statement", name) for name in ("role", "venue", "on_behalf_of")),
    language_code("statement", "language"),
    language_code("statement", "original_language"),
    not_before_the_record("statement", "said_on"),
    not_in_future("statement", "said_on"),
    *(
        one_of("statement", field, choices)
        for field, choices in (
            ("attribution", Attribution),
            ("date_precision", DatePrecision),
            ("date_basis", DateBasis),
            ("form", Form),
            ("status", Status),
        )
    ),
    models.CheckConstraint(
        condition=Q(translation__in=["", *Translation.values]),
        name="statement_translation_known",
        violation_error_message="Translation is empty, ours, official or source.",
    ),
    models.CheckConstraint(
        condition=Q(attribution="named", official__isnull=False)
        | Q(attribution__in=["institution", "unnamed"], official__isnull=True),
        name="statement_named_has_official",
        violation_error_message="A statement is attributed to a named official exactly "
        "when an official is given.",
    ),
    models.CheckConstraint(
        condition=Q(attribution="institution") | Q(role__regex=r"\S"),
        name="statement_speaker_has_role",
        violation_error_message="Give the speaker's role as printed; only an actor that "
        "speaks as a whole has none.",
    ),
    models.CheckConstraint(
        condition=Q(original_text="", original_language="", translation="")
        | (~Q(original_text="") & ~Q(original_language="")),
        name="statement_original_has_language",
        violation_error_message="The original words need their language, and neither a "
        "language nor a kind of translation stands without them.",
    ),
    models.CheckConstraint(
        condition=Q(outside_tenure=False) | Q(official__isnull=False),
        name="statement_outside_tenure_is_somebodys",
        violation_error_message="Only an official's statement can lie outside a tenure.",
    ),
    models.CheckConstraint(
        condition=Q(restates__isnull=True) | ~Q(restates=F("id")),
        name="statement_restates_another",
        violation_error_message="A statement cannot restate itself.",
    ),
]
