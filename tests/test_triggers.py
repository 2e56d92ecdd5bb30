"""Rules of triggers: whatever path a change takes, it is refused at once or, where a rule spans
tables, at the end of the transaction."""

from datetime import date

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from positions.models import Actor, Citation, Coding, Correction, Report, Statement, Topic
from positions.models.history import Context
from positions.models.reports import DECLINED_CORRECTS_NOTHING
from positions.models.review import CHECKED
from positions.models.triggers import (
    DUPLICATE_OF_SEEN,
    DUPLICATES_IN_A_LINE,
    HOLDER_ACCOUNTED_FOR,
    PUBLISHED_HAS_SOURCE,
    RESTATES_IN_A_LINE,
    RESTATES_OWN_WORDS,
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
    make.statement("No.", sources=[], status="in_review")
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


def code_anew_for_another_actor():
    make.coding(make.statement("No.", by="biden"), "withdrawal", "rejects", holder="russia")


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


def waive_for_readers_what_they_do_not_see():
    want = make.statement("Leave.", on="2022-03-01", status="in_review")
    make.coding(want, "withdrawal", "demands")
    waiver = make.statement("Never mind.", on="2022-04-01", status="in_review")
    make.coding(waiver, "withdrawal", "waives")
    settle()
    Statement.objects.filter(pk=waiver.pk).update(
        status="published", published_by=User.objects.create(username="rita")
    )


def withdraw_what_readers_see_waived():
    asked = ask_and_waive()
    Statement.objects.filter(pk=asked.statement_id).update(
        status="withdrawn", withdrawn_on="2022-12-03", withdrawn_because="Not said."
    )


def waive_before_asking():
    asked = ask_and_waive()
    Statement.objects.filter(pk=asked.statement_id).update(said_on="2022-05-01")


def decline_what_led_to_a_correction():
    correct_a_report(status="open")
    settle()
    Report.objects.update(status="declined", closed_on="2022-12-03", answer="It is right.")


def correct_a_declined_report():
    correct_a_report(status="declined", closed_on="2022-12-03", answer="It is right.")


def correct_a_report(**given):
    told = make.statement("No.")
    report = Report.objects.create(statement=told, text="It was a day later.", **given)
    Correction.objects.create(
        statement=told, report=report, corrected_on="2022-12-03", was_wrong="a", changed="b"
    )


def restate_another_speaker():
    make.statement("No.", by="putin", restates=make.statement("No.", by="biden"))


def restate_what_is_said_later():
    later = make.statement("No.", on="2022-12-02")
    make.statement("No.", on="2022-12-01", restates=later)


def restated():
    first = make.statement("No.", by="biden", on="2022-12-01")
    make.statement("No.", by="biden", on="2022-12-02", restates=first)
    settle()
    return Statement.objects.filter(pk=first.pk)


def give_restated_words_to_another():
    restated().update(official=make.official("putin"))


def say_restated_words_later():
    restated().update(said_on="2022-12-03")


def restate_in_a_circle():
    first = make.statement("No.")
    second = make.statement("No.", restates=first)
    settle()
    Statement.objects.filter(pk=first.pk).update(restates=second)


def merge(one, other):
    gone = {"withdrawn_on": "2022-12-03", "withdrawn_because": "Entered twice."}
    Statement.objects.filter(pk=one.pk).update(status="withdrawn", duplicate_of=other, **gone)


def merge_into_a_draft():
    merge(make.statement("No."), make.statement("No.", status="draft"))


def hide_what_a_duplicate_leads_to():
    kept = make.statement("No.", status="withdrawn")
    merge(make.statement("No."), kept)
    settle()
    gone = {"withdrawn_on": None, "withdrawn_because": ""}
    Statement.objects.filter(pk=kept.pk).update(status="in_review", **gone)


def merge_in_a_circle():
    first, second, third = (make.statement("No.") for _ in range(3))
    merge(first, second)
    merge(second, third)
    settle()
    merge(third, first)


TRIGGERED = {
    "statement_published_has_source": (
        PUBLISHED_HAS_SOURCE,
        [publish_without_source, publish_a_draft_without_source],
    ),
    "citation_leaves_no_statement_bare": (
        PUBLISHED_HAS_SOURCE,
        [take_the_source_away, move_the_source_to_another],
    ),
    "coding_holder_accounted_for": (
        HOLDER_ACCOUNTED_FOR,
        [code_for_another_actor, code_anew_for_another_actor],
    ),
    "statement_holder_accounted_for": (HOLDER_ACCOUNTED_FOR, [make_a_joint_statement_single]),
    "coding_waived_is_on_record": (WAIVED_IS_ON_RECORD, [waive_what_was_never_asked]),
    "coding_waived_stays_on_record": (
        WAIVED_IS_ON_RECORD,
        [waive_and_forget_who_asked, waive_what_another_asked],
    ),
    "statement_waived_stays_on_record": (
        WAIVED_IS_ON_RECORD,
        [
            waive_before_asking,
            waive_for_readers_what_they_do_not_see,
            withdraw_what_readers_see_waived,
        ],
    ),
    "report_with_correction_is_not_declined": (
        DECLINED_CORRECTS_NOTHING,
        [decline_what_led_to_a_correction],
    ),
    "correction_follows_no_declined_report": (
        DECLINED_CORRECTS_NOTHING,
        [correct_a_declined_report],
    ),
    "statement_restates_own_words": (
        RESTATES_OWN_WORDS,
        [restate_another_speaker, restate_what_is_said_later],
    ),
    "statement_restated_own_words": (
        RESTATES_OWN_WORDS,
        [give_restated_words_to_another, say_restated_words_later],
    ),
    "statement_restates_in_a_line": (RESTATES_IN_A_LINE, [restate_in_a_circle]),
    "statement_duplicate_of_seen": (
        DUPLICATE_OF_SEEN,
        [merge_into_a_draft],
    ),
    "statement_duplicated_is_seen": (DUPLICATE_OF_SEEN, [hide_what_a_duplicate_leads_to]),
    "statement_duplicates_in_a_line": (DUPLICATES_IN_A_LINE, [merge_in_a_circle]),
}


def step(*statuses):
    """A statement that goes through these, and so does everything that its trail keeps of it."""
    made = make.statement("No.", status=statuses[0])
    for status in statuses[1:]:
        why = {"withdrawn_on": "2022-12-03", "withdrawn_because": "Wrong."}
        gone = why if status == "withdrawn" else {"withdrawn_on": None, "withdrawn_because": ""}
        Statement.objects.filter(pk=made.pk).update(status=status, **gone)
    return Statement.objects.filter(pk=made.pk)


def delete(statements):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM positions_statement WHERE id = ANY(%s)",
            [[*statements.values_list("pk", flat=True)]],
        )


def coded_twice(**given):
    second = {"second_stance": "accepts", "second_gate": "none", **given}
    coder = User.objects.create(username="first")
    made = make.coding(make.statement("No."), "withdrawal", "rejects", coder=coder, **second)
    return Coding.objects.filter(pk=made.pk)


SETTLED = {
    "first_stance": "rejects",
    "first_gate": "none",
    "settled_on": "2022-12-03",
    "note": "Because.",
}


def noted():
    with pghistory.context(user=1):
        make.actor("us")
    return Context.objects.all()


def renamed(made, slug="second"):
    """The records of its kind, of which one was called `first` before."""
    found = type(made).objects.filter(pk=made.pk)
    found.update(slug=slug)
    return found


def deleted(made):
    made.delete()
    return made


def reused(make_one, change=renamed):
    """Ways to take a slug that a record of the same kind had: a new one, and one on record."""

    def enter():
        change(make_one("first", "One"))
        make_one("first", "Two")

    def rename():
        change(make_one("first", "One"))
        renamed(make_one("other", "Two"), "first")

    return [enter, rename]


def actor(slug, words):
    return make.actor(slug, name=words, short_name=words)


def official(slug, words):
    return make.official(slug, name=words)


def topic(slug, words):
    return Topic.objects.create(slug=slug, name=words, order=1)


def precondition(slug, words):
    return make.precondition(slug, proposition=words)


def said(slug, words="No."):
    return make.statement(words, slug=slug)


def rename_what_was_withdrawn():
    made = step("published", "withdrawn").get()
    renamed(made, "reopened")
    Statement.objects.filter(pk=made.pk).update(status="in_review")
    renamed(made, "other")
    said("reopened")


AT_ONCE = {
    "actor_slug_given_once": [*reused(actor), *reused(actor, deleted)],
    "official_slug_given_once": reused(official),
    "precondition_slug_given_once": [*reused(precondition), *reused(precondition, deleted)],
    "topic_slug_given_once": reused(topic),
    "statement_slug_given_once": [*reused(said), rename_what_was_withdrawn],
    "statement_one_step_at_a_time": [
        lambda: step("draft", "published"),
        lambda: step("draft", "withdrawn"),
        lambda: step("in_review", "withdrawn"),
        lambda: step("published", "draft"),
        lambda: step("published", "in_review"),
        lambda: step("withdrawn", "published"),
        lambda: step("withdrawn", "draft"),
    ],
    "statement_seen_is_not_deleted": [
        lambda: delete(step("published")),
        lambda: delete(step("withdrawn")),
        lambda: delete(step("published", "withdrawn", "in_review", "draft")),
    ],
    "coding_coded_twice_stays": [
        lambda: coded_twice().update(stance="accepts"),
        lambda: coded_twice().update(second_stance="", second_gate=""),
        lambda: coded_twice().update(**{**SETTLED, "first_stance": "demands"}),
    ],
    "coding_settled_stays": [
        lambda: coded_twice(**SETTLED).update(stance="accepts"),
        lambda: coded_twice(**SETTLED).update(first_stance="demands"),
        lambda: coded_twice(**SETTLED).update(second_stance="rejects"),
        lambda: coded_twice(**SETTLED).update(settled_on=None, first_stance="", first_gate=""),
    ],
    "coding_coded_twice_is_not_deleted": [
        lambda: coded_twice()._raw_delete("default"),
        lambda: coded_twice(**SETTLED)._raw_delete("default"),
    ],
    "context_is_not_deleted": [lambda: noted()._raw_delete("default")],
    "context_is_only_added_to": [lambda: noted().update(metadata={"user": 2})],
}
# Refuses nothing, and is tried below.
CHANGES = ("insert", "update", "delete")
MENDS = {
    "statement_first_publication",
    "statement_first_publication_is_kept",
    "statement_changed_is_unchecked",
    "statement_reworded_is_entered_anew",
    "citation_gone_is_unchecked",
}
# test_caching.py tries it.
MOVES_ON = {"moves_data_version"}
# What keeps evidence, and what rests on it, as they are: test_standing.py and test_group_days.py
# try them.
KEEP = {
    "evidence_kept",
    "evidence_of_new",
    "evidence_told",
    "coding_as_its_statement",
    "coding_new_as_its_statement",
    "lines_follow_words",
    *(f"lines_follow_{change}" for change in CHANGES),
    *(f"groups_follow_{of}_{change}" for of in ("coding", "statement") for change in CHANGES),
    *(f"authority_follows_tenure_{change}" for change in CHANGES),
    *(f"evidence_follows_citation_{change}" for change in CHANGES),
    "evidence_follows_source_update",
}
# The same rule as another trigger, of new rows or of changed ones.
TWINS = {
    "coding_new_holder_accounted_for",
    *(f"{name}_changed" for name in AT_ONCE if name.endswith("slug_given_once")),
}
# The trail's own: test_trail.py tries them.
TRAIL = {"insert_insert", "update_update", "delete_delete", "append_only"}


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


OURS = list(apps.get_app_config("positions").get_models())
REGISTERED = {t.name: t for model, t in pgtrigger.registered() if model in OURS}


@pytest.mark.parametrize(
    ("name", "change"), [(name, change) for name, all_ in AT_ONCE.items() for change in all_]
)
def test_it_is_refused_at_once(db, name, change):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    said = caught.value.__cause__.diag
    assert said.constraint_name == name
    assert said.message_primary in REGISTERED[name].func
    assert said.message_primary.endswith(".")


def test_slugs_that_may_be_taken(db):
    """One's own former slug, one that another had as a draft only, and one of another kind."""
    first = said("first")
    for slug in ("second", "first"):
        renamed(first, slug)
    make.actor("second")
    renamed(make.statement("No.", slug="third", status="draft"), "fourth")
    said("third")
    deleted(make.statement("No.", slug="fifth", status="draft"))
    said("fifth")
    assert Actor.objects.filter(slug="second").exists()


def test_every_trigger_of_every_model_is_tried_here():
    kept = MENDS | KEEP | MOVES_ON | TWINS | TRAIL
    assert REGISTERED.keys() == TRIGGERED.keys() | AT_ONCE.keys() | kept


def test_the_steps_that_lead_to_readers_and_back(db):
    for way in (
        ("draft", "in_review", "draft", "in_review", "published", "withdrawn", "in_review"),
        ("withdrawn", "in_review", "published"),
    ):
        assert step(*way).get().status == way[-1]
    step("in_review", "draft").delete()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("statement_one_step_at_a_time", "status = 'in_review'"),
        ("statement_withdrawal_says_why", "status = 'withdrawn'"),
        ("statement_duplicate_is_withdrawn", "duplicate_of_id = id"),
        ("statement_published_by_another", "entered_by_id = published_by_id"),
        ("statement_published_by_another", "published_by_id = NULL"),
        ("statement_checked_by_another", "reviewed_on = said_on, reviewed_by_id = entered_by_id"),
    ],
)
def test_raw_sql_is_refused_by_the_same_rules(db, name, change):
    by = [User.objects.create(username=name) for name in ("edda", "rita")]
    make.statement("No.", entered_by=by[0], published_by=by[1])
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute(f"UPDATE positions_statement SET {change}")
    assert caught.value.__cause__.diag.constraint_name == name


OTHER_WORDS = {
    "text": "Yes.",
    "language": "uk",
    "original_text": "Ні.",
    "original_language": "ru",
    "form": "mixed",
    "said_on": "2022-12-01",
    "date_precision": "month",
    "actor_id": lambda: make.actor("us").pk,
    "official_id": lambda: make.official("putin").pk,
    "role": "Leader",
    "attribution": "unnamed",
    "translation": "official",
    "date_basis": "reported",
    "on_behalf_of": "All",
}


@pytest.mark.parametrize("name", CHECKED)
def test_a_change_of_what_was_checked_takes_off_the_mark(db, name):
    checked = {"original_text": "Так.", "original_language": "uk", "reviewed_on": "2022-12-03"}
    made = make.statement("No.", reviewed_by=User.objects.create(username="rita"), **checked)
    found = Statement.objects.filter(pk=made.pk)
    found.update(venue="Kyiv", slug="another")
    assert found.filter(reviewed_on__isnull=False, reviewed_by__isnull=False).exists()
    value = OTHER_WORDS[name]
    change = {name: value() if callable(value) else value}
    if name == "attribution":
        change["official_id"] = None
    found.update(**change)
    assert found.filter(reviewed_on=None, reviewed_by=None).exists()


def test_a_source_that_goes_takes_off_the_mark(db):
    checked = make.statement("No.", reviewed_on="2022-12-03")
    other = Citation.objects.create(statement=checked, source=make.source())
    Citation.objects.filter(pk=other.pk).update(exact="No.")
    Citation.objects.filter(pk=other.pk).update(source=make.source())
    assert Statement.objects.get().reviewed_on is None
    Statement.objects.update(reviewed_on="2022-12-03")
    other.delete()
    assert Statement.objects.get().reviewed_on is None


def test_words_changed_for_readers_are_entered_by_who_changed_them_once_withdrawn(db):
    by = [User.objects.create(username=name) for name in ("edda", "rita", "rolf")]
    make.statement("No.", entered_by=by[0], published_by=by[1], reworded_by=by[2])
    given = {"withdrawn_on": "2022-12-03", "withdrawn_because": "Not said."}
    Statement.objects.update(status="withdrawn", **given)
    statement = Statement.objects.get()
    assert (statement.entered_by, statement.reworded_by) == (by[2], None)


def test_what_is_changed_and_checked_in_one_is_checked(db):
    make.statement("No.", reviewed_on="2022-12-03")
    Statement.objects.update(text="Yes.", reviewed_on="2022-12-04")
    assert Statement.objects.get().reviewed_on == date(2022, 12, 4)


def test_rules_that_span_tables_wait_for_the_end_of_the_transaction(db):
    with transaction.atomic():
        publish_without_source()
        Citation.objects.create(statement=Statement.objects.get(), source=make.source())
        code_anew_for_another_actor()
        Coding.objects.update(claimed_by=make.actor("us"))
        settle()


def test_what_is_claimed_or_signed_may_have_another_holder(db):
    alone = make.statement("They want to talk.", by="putin")
    make.coding(alone, "talks", "accepts", holder="us", claimed_by="russia")
    joint = make.statement("We talk.", by="putin", on_behalf_of="Russia and the US")
    make.coding(joint, "talks", "accepts", holder="us")
    settle()
