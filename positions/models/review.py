"""From a draft to readers: the rules that no path around the desk escapes."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from positions.codebook import Status

from . import triggers
from .rules import not_in_future

# What a statement's status may become. The database holds to it too.
STEPS = {
    Status.DRAFT: [Status.IN_REVIEW],
    Status.IN_REVIEW: [Status.DRAFT, Status.PUBLISHED],
    Status.PUBLISHED: [Status.WITHDRAWN],
    Status.WITHDRAWN: [Status.IN_REVIEW],
}
# Readers know these by their address; see also Statement.was_seen.
SEEN = [Status.PUBLISHED, Status.WITHDRAWN]
# What a check against the source confirms; a change of these ends it.
CHECKED = [
    "text",
    "language",
    "original_text",
    "original_language",
    "translation",
    "form",
    "said_on",
    "date_precision",
    "date_basis",
    "actor_id",
    "official_id",
    "role",
    "attribution",
    "on_behalf_of",
]

CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(reviewed_by__isnull=True) | Q(reviewed_on__isnull=False),
        name="statement_review_has_day",
        violation_error_message="A review needs its day.",
    ),
    models.CheckConstraint(
        condition=Q(reviewed_by__isnull=True)
        | (Q(entered_by__isnull=True) | ~Q(reviewed_by=F("entered_by")))
        & (Q(reworded_by__isnull=True) | ~Q(reviewed_by=F("reworded_by"))),
        name="statement_checked_by_another",
        violation_error_message="Nobody checks what they entered themselves: another reviewer has "
        "to.",
    ),
    models.CheckConstraint(
        condition=~Q(status=Status.PUBLISHED)
        | Q(entered_by__isnull=True)
        | (Q(published_by__isnull=False) & ~Q(published_by=F("entered_by"))),
        name="statement_published_by_another",
        violation_error_message="Nobody publishes what they entered themselves: another reviewer "
        "has to.",
    ),
    models.CheckConstraint(
        condition=Q(withdrawn_on__isnull=True, withdrawn_because="") & ~Q(status=Status.WITHDRAWN)
        | Q(withdrawn_on__isnull=False, withdrawn_because__regex=r"\S")
        & ~Q(status=Status.PUBLISHED),
        name="statement_withdrawal_says_why",
        violation_error_message="A withdrawn statement says when and why until it is published "
        "again, and no other does.",
    ),
    models.CheckConstraint(
        condition=Q(duplicate_of__isnull=True) | Q(withdrawn_on__isnull=False),
        name="statement_duplicate_is_withdrawn",
        violation_error_message="Only a withdrawn statement is a duplicate of another, until it is "
        "published again.",
    ),
    models.CheckConstraint(
        condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
        name="statement_duplicate_of_another",
        violation_error_message="A statement cannot be a duplicate of itself.",
    ),
    not_in_future("statement", "reviewed_on"),
    not_in_future("statement", "withdrawn_on"),
]


def one_step_at_a_time():
    allowed = ", ".join(f"('{old}', '{new}')" for old in STEPS for new in STEPS[old])
    return triggers.refuse_row(
        "A statement goes from draft to review, from there to readers or back, and from readers "
        "only into withdrawal.",
        "statement_one_step_at_a_time",
        f"OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN ({allowed})",
        operation=pgtrigger.Update,
    )


def reworded_is_entered_anew():
    """What is withdrawn was published as somebody reworded it: they do not publish it again."""
    return pgtrigger.Trigger(
        name="statement_reworded_is_entered_anew",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"(OLD.status = '{Status.PUBLISHED}' AND NEW.status <> '{Status.PUBLISHED}' "
            "AND NEW.reworded_by_id IS NOT NULL)"
        ),
        func="NEW.entered_by_id = NEW.reworded_by_id; NEW.reworded_by_id = NULL; RETURN NEW;",
    )


def seen_is_not_deleted():
    """Also once it is a draft again: its trail tells."""
    seen = f"IN ({', '.join(f"'{status}'" for status in SEEN)})"
    return pgtrigger.Trigger(
        name="statement_seen_is_not_deleted",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF OLD.status {seen} OR EXISTS (SELECT FROM positions_statementevent e
                    WHERE e.pgh_obj_id = OLD.id AND e.status {seen}) THEN
                RAISE EXCEPTION 'A statement that readers have seen is withdrawn, not deleted.'
                    USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'statement_seen_is_not_deleted';
            END IF;
            RETURN OLD;
        """,
    )


# SQL of the status of a row: when readers see it first, if that is now.
SEEN_NOW = f"CASE WHEN {{status}} = '{Status.PUBLISHED}' THEN now() END"


def first_publication_is_kept(name, operation, value):
    """When readers first saw it: set once, by the database."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=pgtrigger.Condition(f"(NEW.published_at IS DISTINCT FROM {value})"),
        func=f"NEW.published_at = {value}; RETURN NEW;",
    )


PUBLISHED_NOW = SEEN_NOW.format(status="NEW.status")

TRIGGERS = [
    first_publication_is_kept("statement_first_publication", pgtrigger.Insert, PUBLISHED_NOW),
    first_publication_is_kept(
        "statement_first_publication_is_kept",
        pgtrigger.Update,
        f"coalesce(OLD.published_at, {PUBLISHED_NOW})",
    ),
    one_step_at_a_time(),
    reworded_is_entered_anew(),
    seen_is_not_deleted(),
    pgtrigger.Trigger(
        name="statement_changed_is_unchecked",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"(({', '.join(f'OLD.{name}' for name in CHECKED)}) IS DISTINCT FROM "
            f"({', '.join(f'NEW.{name}' for name in CHECKED)}) "
            "AND OLD.reviewed_on IS NOT DISTINCT FROM NEW.reviewed_on "
            "AND OLD.reviewed_by_id IS NOT DISTINCT FROM NEW.reviewed_by_id)"
        ),
        func="NEW.reviewed_on = NULL; NEW.reviewed_by_id = NULL; RETURN NEW;",
    ),
]
