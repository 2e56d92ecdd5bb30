"""The trail: whatever path a change takes, a version stays, with before, after, when and who."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, transaction

from positions.history.telling import NAMED_BY
from positions.models import (
    Actor,
    Citation,
    Coding,
    Correction,
    Distinction,
    Official,
    Precondition,
    Report,
    Response,
    SearchNote,
    Source,
    Statement,
    Tenure,
    Topic,
)
from positions.models.history import ROWS, newest_numbers, tracked_fields, versions_of

from . import make

DAY = date(2022, 12, 2)


def draft(text="No."):
    return make.statement(text, status="draft")


def two_drafts():
    return sorted([draft(), draft("Yes.")], key=lambda statement: statement.pk)


def distinction():
    one, other = two_drafts()
    return Distinction.objects.create(statement=one, other=other, ruled_on=DAY)


def response():
    one, other = two_drafts()
    return Response.objects.create(statement=one, responds_to=other)


def official():
    return Official.objects.create(slug="zelensky", name="Zelensky")


def correction():
    return Correction.objects.create(corrected_on=DAY, was_wrong="a", changed="b")


def report():
    return Report.objects.create(statement=draft(), text="Not so.")


def search_note():
    return SearchNote.objects.create(
        actor=make.actor("us"),
        precondition=make.precondition("withdrawal"),
        searched_until=DAY,
        where="Archives",
        outcome="none_found",
    )


# A record of every kind that is content, and a change of it.
RECORDS = {
    Actor: (lambda: make.actor("vatican"), "name", "Holy See"),
    Official: (official, "name", "V. Zelensky"),
    Tenure: (lambda: make.official("zelensky").tenures.get(), "role", "Head of state"),
    Topic: (lambda: Topic.objects.create(slug="talks", name="Talks", order=1), "name", "The talks"),
    Precondition: (lambda: make.precondition("withdrawal"), "definition", "All of it."),
    SearchNote: (search_note, "where", "Archives and newspapers"),
    Source: (make.source, "title", "What was said"),
    Statement: (draft, "text", "Never."),
    Citation: (lambda: draft().citations.get(), "exact", "No."),
    Coding: (lambda: make.coding(draft(), "withdrawal", "demands"), "note", "Said twice."),
    Response: (response, None, None),
    Correction: (correction, "changed", "c"),
    Distinction: (distinction, "ruled_on", date(2022, 12, 3)),
    Report: (report, "text", "Not quite so."),
}  # fmt: skip
# Not part of the record: what helps to make it, and what the database or a command makes of it.
NO_CONTENT = {"Article", "Bucket", "DataVersion", "GroupDay", "LineDay", "Upload", "SourceCheck"}
# What the database fills in.
KEPT = {"status", "counts_on", "authority", "evidence"}
CHANGED = [(model, *given) for model, given in RECORDS.items() if given[1]]


def test_every_content_model_has_a_trail():
    """A new model is listed here, or is no content."""
    found = [
        model
        for model in apps.get_app_config("positions").get_models()
        if not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
    ]
    assert {model.__name__ for model in found} == NO_CONTENT | {m.__name__ for m in RECORDS}
    for model in RECORDS:
        labels = {trigger.name for trigger in model._meta.triggers}
        assert {"insert_insert", "update_update", "delete_delete"} <= labels, model
    assert NAMED_BY.keys() == {model._meta.model_name for model in RECORDS}


def test_versions_keep_every_field_but_what_is_reckoned_or_a_readers():
    left_out = {
        f"{model.__name__}.{field.name}"
        for model in RECORDS
        for field in {*model._meta.concrete_fields} - {*tracked_fields(model)}
        if not field.primary_key
    }
    assert left_out == {
        "Coding.authority",
        "Coding.counts_on",
        "Coding.evidence",
        "Coding.status",
        "Statement.authority",
        "Statement.counts_on",
        "Statement.evidence",
        "Statement.published_at",
        "Statement.search",
        "Report.contact",
        "Report.sender",
    }


def trail(record):
    """The record's own versions, the oldest first: (label, values)."""
    versions, _ = versions_of(type(record), record.pk)
    own = [v for v in versions if v.kind == record._meta.model_name]
    return [(version.label, version.values) for version in reversed(own)]


def values_of(record):
    record = type(record).objects.get(pk=record.pk)
    return {f.attname: getattr(record, f.attname) for f in tracked_fields(type(record))}


def set_and_save(record, field, value):
    setattr(record, field, value)
    record.save()


def update(record, field, value):
    type(record).objects.filter(pk=record.pk).update(**{field: value})


def bulk_update(record, field, value):
    setattr(record, field, value)
    type(record).objects.bulk_update([record], [field])


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def raw_update(record, field, value):
    table = record._meta.db_table
    sql(f'UPDATE {table} SET "{field}" = %s WHERE id = %s', value, record.pk)


@pytest.mark.parametrize("change", [set_and_save, update, bulk_update, raw_update])
@pytest.mark.parametrize(("model", "make_one", "field", "value"), CHANGED)
def test_a_change_by_any_path_leaves_before_and_after(db, model, make_one, field, value, change):
    record = make_one()
    before = values_of(record)
    change(record, field, value)
    after = values_of(record)
    assert after[field] == value != before[field]
    assert trail(record) == [("insert", before), ("update", after)]


def test_a_change_of_a_reference_leaves_before_and_after(db):
    record = response()
    before = values_of(record)
    third = draft("Perhaps.")
    update(record, "responds_to", third)
    assert trail(record) == [("insert", before), ("update", before | {"responds_to_id": third.pk})]


@pytest.mark.parametrize("delete", ["orm", "queryset", "sql"])
@pytest.mark.parametrize("model", RECORDS)
def test_a_deletion_by_any_path_leaves_what_was(db, model, delete):
    record = RECORDS[model][0]()
    pk, before = record.pk, values_of(record)
    if delete == "orm":
        record.delete()
    elif delete == "queryset":
        model.objects.filter(pk=pk).delete()
    else:
        if model is Statement:
            sql("DELETE FROM positions_citation WHERE statement_id = %s", pk)
        sql(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk)
    record.pk = pk
    assert not model.objects.filter(pk=pk).exists()
    assert trail(record) == [("insert", before), ("delete", before)]


@pytest.mark.parametrize("model", RECORDS)
def test_an_insertion_by_raw_sql_leaves_a_version(db, model):
    record = RECORDS[model][0]()
    pk, before = record.pk, values_of(record)
    record.delete()
    record.pk = pk
    names = [f'"{field.column}"' for field in tracked_fields(model)]
    others = {
        f'"{field.column}"': "NULL" if field.null or field.name in KEPT else "''"
        for field in model._meta.concrete_fields
        if field not in tracked_fields(model) and not field.primary_key and not field.generated
    }
    sql(
        f"INSERT INTO {model._meta.db_table} ({', '.join(['id', *names, *others])}) "
        f"SELECT {', '.join(['id', *names, *others.values()])} "
        f"FROM {model.pgh_event_model._meta.db_table} WHERE id = %s AND pgh_label = 'delete'",
        pk,
    )
    assert trail(record)[-1] == ("insert", before)
    assert len(trail(record)) == 3


def test_bulk_create_and_what_goes_with_its_record_leave_versions(db):
    Topic.objects.bulk_create([Topic(slug=f"t{n}", name=f"T{n}", order=n) for n in range(3)])
    assert [len(trail(topic)) for topic in Topic.objects.all()] == [1, 1, 1]
    statement = draft()
    citation, coding = statement.citations.get(), make.coding(statement, "withdrawal", "demands")
    pks = citation.pk, coding.pk
    statement.delete()
    for record, pk in zip((citation, coding), pks, strict=True):
        record.pk = pk
        assert [label for label, _ in trail(record)] == ["insert", "delete"]


def test_a_change_that_changes_nothing_leaves_no_version(db):
    record = draft()
    record.save()
    update(record, "text", record.text)
    assert len(trail(record)) == 1


def test_what_is_taken_back_leaves_no_version(db):
    record = draft()
    with pytest.raises(RuntimeError), transaction.atomic():
        update(record, "text", "Never.")
        raise RuntimeError
    assert len(trail(record)) == 1


# Numbers by which a form tells that its record has changed


def test_any_change_of_a_record_or_its_rows_gives_new_numbers(db):
    statement = draft()
    coding = make.coding(statement, "withdrawal", "demands")
    seen = [newest_numbers(Statement, statement.pk)]
    for change in (
        lambda: update(statement, "venue", "Kyiv"),
        lambda: raw_update(coding, "note", "Twice."),
        lambda: Citation.objects.update(exact="No."),
        lambda: Response.objects.create(statement=statement, responds_to=draft("Yes.")),
        lambda: coding.delete(),
    ):
        change()
        seen.append(newest_numbers(Statement, statement.pk))
    assert len({tuple(numbers.values()) for numbers in seen}) == len(seen)
    other = draft("Other.")
    assert newest_numbers(Statement, statement.pk) == seen[-1], "another's changes do not count"
    assert newest_numbers(Statement, other.pk + 1) == {}


def test_rows_told_with_their_record_are_all_that_its_form_has():

    for model in RECORDS:
        if model in admin.site._registry:
            inlines = {inline.model for inline in admin.site._registry[model].inlines}
            assert inlines <= {*ROWS.get(model, {})}, model
