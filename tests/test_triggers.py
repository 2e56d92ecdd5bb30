"""Rules that span tables: refused at the end of the transaction, whatever path a change takes."""

from datetime import date

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from positions.models import Citation, Coding, Statement
from positions.models.triggers import (
    HOLDER_ACCOUNTED_FOR,
    PUBLISHED_HAS_SOURCE,
    WAIVED_IS_ON_RECORD,
)

from . import make


def settle():
    """As if what was made so far had been committed: its triggers have run."""
    connection.check_constraints()


def publish_without_source():
    Statement.objects.bulk_create(
        [
            Statement(
                slug="bare",
                actor=make.actor("us"),
                role="White House",
                attribution="institution",
                said_on=date(2022, 12, 2),
                form="document",
                text="No.",
                status="published",
            )
        ]
    )


def publish_a_draft_without_source():
    make.statement("No.", sources=[], status="draft")
    settle()
    Statement.objects.update(status="published")


def take_the_source_away():
    make.statement("No.")
    settle()
    Citation.objects.all()._raw_delete("default")


def move_the_source_to_another():
    first, second = make.statement("No."), make.statement("Yes.")
    settle()
    Citation.objects.filter(statement=first).update(statement=second)


def code_for_another_actor():
    make.coding(make.statement("No.", by="biden"), "withdrawal", "rejects")
    settle()
    Coding.objects.update(holder=make.actor("russia"))


def make_a_joint_statement_single():
    joint = make.statement("No.", by="biden", on_behalf_of="The US and Russia")
    make.coding(joint, "withdrawal", "rejects", holder="russia")
    settle()
    Statement.objects.update(on_behalf_of="")


def waive_what_was_never_asked():
    make.coding(make.statement("Gladly."), "withdrawal", "accepts")
    settle()
    Coding.objects.update(stance="waives")


def ask_and_waive():
    asked = make.coding(make.statement("Leave.", on="2022-03-01"), "withdrawal", "demands")
    make.coding(make.statement("Never mind.", on="2022-04-01"), "withdrawal", "waives")
    settle()
    return asked


def waive_and_forget_who_asked():
    ask_and_waive().delete()


def waive_what_another_asked():
    asked = ask_and_waive()
    Statement.objects.filter(pk=asked.statement_id).update(on_behalf_of="Both")
    settle()
    Coding.objects.filter(pk=asked.pk).update(holder=make.actor("us"))


def waive_before_asking():
    asked = ask_and_waive()
    Statement.objects.filter(pk=asked.statement_id).update(said_on="2022-05-01")


TRIGGERED = {
    "statement_published_has_source": (
        PUBLISHED_HAS_SOURCE,
        [publish_without_source, publish_a_draft_without_source],
    ),
    "citation_leaves_no_statement_bare": (
        PUBLISHED_HAS_SOURCE,
        [take_the_source_away, move_the_source_to_another],
    ),
    "coding_holder_accounted_for": (HOLDER_ACCOUNTED_FOR, [code_for_another_actor]),
    "statement_holder_accounted_for": (HOLDER_ACCOUNTED_FOR, [make_a_joint_statement_single]),
    "coding_waived_is_on_record": (WAIVED_IS_ON_RECORD, [waive_what_was_never_asked]),
    "coding_waived_stays_on_record": (
        WAIVED_IS_ON_RECORD,
        [waive_and_forget_who_asked, waive_what_another_asked],
    ),
    "statement_waived_stays_on_record": (WAIVED_IS_ON_RECORD, [waive_before_asking]),
}


@pytest.mark.parametrize(
    ("name", "rule", "change"),
    [(name, rule, change) for name, (rule, all_) in TRIGGERED.items() for change in all_],
)
def test_the_end_of_a_transaction_refuses_to(db, name, rule, change):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
        settle()
    said = caught.value.__cause__.diag
    assert (said.constraint_name, said.message_primary) == (name, rule.message)


def test_every_trigger_of_every_model_is_tried_here():
    ours = list(apps.get_app_config("positions").get_models())
    registered = {trigger.name for model, trigger in pgtrigger.registered() if model in ours}
    assert registered == TRIGGERED.keys()


def test_rules_that_span_tables_wait_for_the_end_of_the_transaction(db):
    with transaction.atomic():
        publish_without_source()
        Citation.objects.create(statement=Statement.objects.get(), source=make.source())
        settle()


def test_what_is_claimed_or_signed_may_have_another_holder(db):
    alone = make.statement("They want to talk.", by="putin")
    make.coding(alone, "talks", "accepts", holder="us", claimed_by="russia")
    joint = make.statement("We talk.", by="putin", on_behalf_of="Russia and the US")
    make.coding(joint, "talks", "accepts", holder="us")
    settle()
