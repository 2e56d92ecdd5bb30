"""The database refuses what must not be, whatever path a change takes past save()."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from positions.models import (
    Article,
    Correction,
    Distinction,
    Report,
    Response,
    SearchNote,
    SourceCheck,
    Statement,
    Upload,
)

from . import make

MODELS = list(apps.get_app_config("positions").get_models())
CONSTRAINTS = {rule.name: (model, rule) for model in MODELS for rule in model._meta.constraints}
# Two days: tests may run over midnight.
AHEAD = datetime.now(UTC).date() + timedelta(days=2)
WEB = ["ftp://example.org/", "https://", "https://user@example.org/", "https://example.org/a b"]
DAY = date(2022, 12, 3)
# A coding that two gave alike and a third settled.
SETTLED = {
    "second_stance": "demands",
    "second_gate": "none",
    "first_stance": "demands",
    "first_gate": "none",
    "settled_on": DAY,
    "note": "Both read it so.",
}
UNSEEN = ["a\nb", "a\u200bb", "\u202eab"]
GONE = {"status": "withdrawn", "withdrawn_on": DAY, "withdrawn_because": "Wrong."}
CLOSED = {"status": "declined", "closed_on": DAY, "answer": "It is right."}

# What a sound row must not be changed into.
NOT_INTO = {
    "actor_slug_plain": [{"slug": "US"}, {"slug": "u_s"}, {"slug": "-us"}, {"slug": "u--s"}],
    "actor_name_not_blank": [{"name": " "}],
    "actor_short_name_not_blank": [{"short_name": "\t"}],
    "actor_classification_known": [{"classification": "planet"}],
    "actor_other_names_listable": [
        {"other_names": names} for names in (["a;b"], [""], ["a", ""], ["a", None])
    ],
    "official_slug_plain": [{"slug": "Joe Biden"}],
    "official_name_not_blank": [{"name": ""}],
    "official_other_names_listable": [{"other_names": ["Joe", "Robinette; Biden"]}],
    "tenure_role_not_blank": [{"role": " "}],
    "tenure_authority_known": [{"authority": 0}, {"authority": 5}],
    "tenure_starts_before_it_ends": [
        {"start_date": date(2022, 2, 1), "end_date": date(2022, 1, 31)}
    ],
    "topic_slug_plain": [{"slug": "the topic"}],
    "topic_name_not_blank": [{"name": " "}],
    "precondition_slug_plain": [{"slug": "Withdrawal"}],
    "precondition_event_of_known": [{"event_of": "none"}, {"event_of": "soon"}],
    "precondition_proposition_not_blank": [{"proposition": ""}],
    "precondition_definition_not_blank": [{"definition": "\n"}],
    "searchnote_where_not_blank": [{"where": " "}],
    "searchnote_searched_until_not_in_future": [{"searched_until": AHEAD}],
    "searchnote_outcome_known": [{"outcome": "perhaps"}],
    "source_slug_plain": [{"slug": "source;2"}],
    "source_publisher_not_blank": [{"publisher": ""}],
    "source_language_not_blank": [{"language": ""}],
    "source_language_code": [{"language": code} for code in ("EN", "english", "e", "en us")],
    "source_kind_known": [{"kind": "rumour"}],
    "source_url_on_the_web": [{"url": address} for address in WEB],
    "source_archived_url_on_the_web": [{"archived_url": "javascript:alert(1)"}],
    "source_published_on_not_in_future": [{"published_on": AHEAD}],
    "source_accessed_on_not_in_future": [{"accessed_on": AHEAD}],
    "statement_slug_plain": [{"slug": "A statement"}],
    "statement_text_not_blank": [{"text": " \n"}],
    "statement_language_not_blank": [{"language": ""}],
    "statement_language_code": [{"language": "Ukrainian"}],
    "statement_original_language_code": [{"original_text": "Ні.", "original_language": "UKR"}],
    "statement_said_on_not_before_the_record": [{"said_on": date(1899, 12, 31)}],
    "statement_said_on_not_in_future": [{"said_on": AHEAD}],
    "statement_reviewed_on_not_in_future": [{"reviewed_on": AHEAD}],
    "statement_attribution_known": [{"attribution": "rumour"}],
    "statement_date_precision_known": [{"date_precision": "week"}],
    "statement_date_basis_known": [{"date_basis": "guessed"}],
    "statement_form_known": [{"form": "poem"}],
    "statement_translation_known": [
        {"original_text": "Ні.", "original_language": "uk", "translation": "machine"}
    ],
    "statement_named_has_official": [{"official": None}, {"attribution": "institution"}],
    "statement_speaker_has_role": [{"role": " "}],
    "statement_original_has_language": [
        {"original_text": "Ні."},
        {"original_language": "uk"},
        {"translation": "ours"},
    ],
    "statement_outside_tenure_is_somebodys": [
        {"official": None, "attribution": "unnamed", "outside_tenure": True}
    ],
    "statement_review_has_day": [{"reviewed_by": "first"}],
    "statement_checked_by_another": [
        {
            "reviewed_on": DAY,
            "reviewed_by": "first",
            "entered_by": "first",
            "published_by": "second",
        }
    ],
    "statement_published_by_another": [
        {"entered_by": "first"},
        {"entered_by": "first", "published_by": "first"},
    ],
    "statement_withdrawal_says_why": [
        {"status": "withdrawn"},
        {"status": "withdrawn", "withdrawn_on": DAY, "withdrawn_because": " "},
        {"status": "withdrawn", "withdrawn_because": "Wrong."},
        {"withdrawn_on": DAY},
        {"withdrawn_because": "Wrong."},
    ],
    "statement_withdrawn_on_not_in_future": [
        {"status": "withdrawn", "withdrawn_on": AHEAD, "withdrawn_because": "Wrong."}
    ],
    "statement_restates_another": [{"restates": "itself"}],
    "statement_duplicate_is_withdrawn": [{"duplicate_of": "itself"}],
    "statement_duplicate_of_another": [{**GONE, "duplicate_of": "itself"}],
    "coding_stance_known": [{"stance": "likes"}, {"stance": "none"}],
    "coding_gate_known": [{"stance": "rejects", "gate": "tomorrow"}],
    "coding_gate_fits_stance": [
        {"stance": "requires", "gate": "none"},
        {"stance": "rejects_as_condition", "gate": "none"},
        {"stance": "accepts", "gate": "sign"},
    ],
    "coding_claim_is_anothers": [{"claimed_by": "own"}],
    "coding_accepts_if_says_what": [{"stance": "accepts_if", "note": " "}],
    "coding_second_is_whole": [
        {"second_stance": "demands"},
        {"second_gate": "none"},
        {"second_note": "Only a note."},
        {"second_stance": "likes", "second_gate": "none"},
    ],
    "coding_second_gate_fits_stance": [{"second_stance": "requires", "second_gate": "none"}],
    "coding_second_accepts_if_says_what": [{"second_stance": "accepts_if", "second_gate": "none"}],
    "coding_second_is_anothers": [
        {"second_coder": "first"},
        {
            "second_stance": "accepts",
            "second_gate": "none",
            "coder": "first",
            "second_coder": "first",
        },
    ],
    "coding_settled_by_another": [
        {**SETTLED, "coder": "first", "settled_by": "first"},
        {**SETTLED, "second_coder": "first", "settled_by": "first"},
    ],
    "coding_settled_keeps_all_three": [
        {"settled_on": DAY, "note": "So."},
        {"settled_by": "first"},
        {"first_stance": "demands"},
        {**SETTLED, "first_stance": "", "first_gate": ""},
        {**SETTLED, "second_stance": "", "second_gate": ""},
    ],
    "coding_first_gate_fits_stance": [{**SETTLED, "first_stance": "requires"}],
    "coding_settled_says_why": [{**SETTLED, "note": " "}],
    "coding_settled_on_not_in_future": [{**SETTLED, "settled_on": AHEAD}],
    "citation_context_has_words": [{"prefix": "he said"}, {"suffix": "he said"}],
    "response_to_another": [{"responds_to": "own"}],
    "correction_was_wrong_not_blank": [{"was_wrong": " "}],
    "correction_changed_not_blank": [{"changed": ""}],
    "correction_corrected_on_not_in_future": [{"corrected_on": AHEAD}],
    "report_text_not_blank": [{"text": " "}],
    "report_text_not_too_long": [{"text": "x" * 2001}],
    "report_evidence_url_on_the_web": [{"evidence_url": address} for address in WEB],
    "report_status_known": [{**CLOSED, "status": "lost"}],
    "report_closed_says_why": [
        {"status": "accepted"},
        {"closed_on": DAY},
        {**CLOSED, "answer": " "},
    ],
    "report_closed_keeps_no_address": [{**CLOSED, "contact": "reader@example.org"}],
    "article_text_not_blank": [{"text": "\n"}],
    "sourcecheck_outcome_known": [{"outcome": "perhaps"}],
    "distinction_earlier_record_first": [{"other": "own"}],
    "upload_status_known": [{"status": "lost"}],
    **{
        f"{name}_plain": [{name.partition("_")[2]: text} for text in UNSEEN]
        for name in (
            "actor_name",
            "actor_short_name",
            *("actor_name_uk", "actor_name_ru", "actor_short_name_uk", "actor_short_name_ru"),
            *("official_name", "official_name_uk", "official_name_ru"),
            "official_native_name",
            "tenure_role",
            *("topic_name", "topic_name_uk", "topic_name_ru"),
            *("precondition_proposition", "precondition_proposition_uk"),
            "precondition_proposition_ru",
            "source_publisher",
            "source_title",
            "statement_role",
            "statement_venue",
            "statement_on_behalf_of",
        )
    },
    **{
        f"{model}_other_names_plain": [{"other_names": ["Joe", text]} for text in UNSEEN]
        for model in ("actor", "official")
    },
}
# What a second row must not be, told by how it differs from the first.
NOT_BESIDE = {
    "tenure_same_role_once": [
        {},
        {"start_date": date(2024, 12, 31), "end_date": None},
        {"start_date": None, "end_date": date(2021, 1, 20)},
    ],
    "search_note_once": [{"outcome": "not_applicable"}],
    "source_address_once": [{"slug": "another"}],
    "coding_one_stance_per_gate": [{"stance": "rejects"}],
    "citation_source_once": [{"exact": "other words"}],
    "response_once": [{}],
    "correction_once": [{}],
    # Changed into, it is refused as a step already (test_triggers.py).
    "statement_status_known": [{"slug": "another", "status": "lost"}],
    "article_once": [{}],
    "source_check_last_only": [{"outcome": "dead"}],
    "distinction_once": [{}],
}
# What only a program writes needs no words for people.
UNTOLD = {"source_check_last_only"}


@pytest.fixture
def rows(db):
    """A sound row of every model, by model."""
    official = make.official("biden", of="us", start="2021-01-20", end="2025-01-20")
    question = make.statement("Will you talk?", by="zelensky")
    answer = make.statement("They must leave.", by="biden", on="2022-12-02")
    coding = make.coding(answer, "withdrawal", "demands")
    return {
        type(row): row
        for row in (
            *(answer.actor, official, official.tenures.get(), coding.precondition.topic),
            *(coding.precondition, answer.sources.get(), answer, answer.citations.get(), coding),
            SearchNote.objects.create(
                actor=answer.actor,
                precondition=coding.precondition,
                searched_until="2022-12-31",
                where="Archives",
                outcome="none_found",
            ),
            Response.objects.create(statement=answer, responds_to=question),
            Correction.objects.create(corrected_on="2023-01-01", was_wrong="a", changed="b"),
            Report.objects.create(statement=answer, text="He said it a day later."),
            Article.objects.create(source=answer.sources.get(), text="“They must leave,” he said."),
            SourceCheck.objects.create(
                source=answer.sources.get(),
                archived=False,
                address="https://example.org/",
                checked_at=datetime(2022, 12, 3, tzinfo=UTC),
                outcome="answers",
            ),
            Distinction.objects.create(statement=question, other=answer, ruled_on="2022-12-31"),
            Upload.objects.create(names="statements.csv", content={}, digest="d"),
        )
    }


OWN = {"claimed_by": "holder", "responds_to": "statement", "other": "statement"}


def meant(row, values):
    """The values of a case with its words for rows: users, what the row refers to, or itself."""

    def meaning(name, value):
        if value in ("first", "second"):
            return User.objects.get_or_create(username=value)[0]
        if value == "own":
            return getattr(row, OWN[name])
        return row if value == "itself" else value

    return {name: meaning(name, value) for name, value in values.items()}


def refusal(change):
    """What the database says when `change` has been made and the transaction is to end."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
        connection.check_constraints()
    return caught.value.__cause__.diag


def messages(row):
    with pytest.raises(ValidationError) as caught:
        row.validate_constraints()
    return caught.value.messages


def cases(table):
    return [(name, values) for name, several in table.items() for values in several]


@pytest.mark.parametrize(("name", "values"), cases(NOT_INTO))
def test_a_row_cannot_be_changed_into(rows, name, values):
    model, rule = CONSTRAINTS[name]
    row = rows[model]
    values = meant(row, values)
    change = model.objects.filter(pk=row.pk).update
    assert refusal(lambda: change(**values)).constraint_name == name
    for field, value in values.items():
        setattr(row, field, value)
    assert rule.violation_error_message in messages(row)


@pytest.mark.parametrize(("name", "values"), cases(NOT_BESIDE))
def test_no_second_row_can_stand_beside(rows, name, values):
    model, rule = CONSTRAINTS[name]
    second = model.objects.get(pk=rows[model].pk)
    second.pk, second._state.adding = None, True
    for field, value in values.items():
        setattr(second, field, value)
    assert refusal(lambda: model.objects.bulk_create([second])).constraint_name == name
    assert name in UNTOLD or rule.violation_error_message in messages(second)


def test_every_constraint_of_every_model_is_tried_here():
    assert CONSTRAINTS.keys() == NOT_INTO.keys() | NOT_BESIDE.keys()


def test_today_is_not_the_future_in_any_time_zone(rows):
    today = datetime.now(UTC).date()
    tomorrow = today + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Etc/GMT+12'")
        Statement.objects.update(said_on=today)
        cursor.execute("SET LOCAL TIME ZONE 'Etc/GMT-14'")
        assert refusal(lambda: Statement.objects.update(said_on=tomorrow)).constraint_name == (
            "statement_said_on_not_in_future"
        )
