"""The trail: who changed what, read from the versions that triggers keep."""

import json
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from itertools import chain

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from positions.dates import in_words
from positions.history.readers import Step, public_entries
from positions.history.telling import Field
from positions.history.versions import Occasion, Version, entries
from positions.languages import Words, called, speaker_of
from positions.replicas import reading

from . import triggers
from .actors import Actor, Official, Tenure
from .citations import Citation, Correction, Response
from .codings import Coding
from .preconditions import Precondition
from .sources import Source
from .statements import Statement

# Rows whose history belongs to another record's, each with its reference to it.
ROWS = {
    Statement: {
        Citation: "statement",
        Coding: "statement",
        Response: "statement",
        Correction: "statement",
    },
    Official: {Tenure: "official"},
}
# Versions of a record, and of all its rows of a kind, that are read at once: the newest.
MOST = 500
OWN = [
    "pgh_id",
    "pgh_label",
    "pgh_obj_id",
    "pgh_created_at",
    "pgh_context_id",
    "pgh_context__metadata",
]
# Fields by those that say in which language they are; and those in the language of a source.
LANGUAGES = {"text": "language", "original_text": "original_language"}
IN_A_SOURCE = {"exact", "prefix", "suffix"}
LABELS = {"said_on": "date", "slug": "permanent address", "reviewed_on": "checked on"}


class Context(pghistory.models.Context):
    """Who made a change and how: as lasting as the versions themselves. What is noted of an
    occasion may be added to while it lasts."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            triggers.refuse_row(
                "Who made a change stays on record.",
                "context_is_not_deleted",
                "true",
                operation=pgtrigger.Delete,
            ),
            triggers.refuse_row(
                "Who made a change stays on record.",
                "context_is_only_added_to",
                "NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at "
                "OR NOT NEW.metadata @> OLD.metadata",
                operation=pgtrigger.Update,
            ),
        ]


def model_of(kind):
    return apps.get_model("positions", kind)


def reference_of(kind, record_kind):
    """The attribute with which a row refers to its record."""
    model = model_of(kind)
    return model._meta.get_field(ROWS[model_of(record_kind)][model]).attname


def tracked_fields(model):
    """Those of a model's fields that its versions keep, the primary key aside."""
    kept = {field.name for field in model.pgh_event_model._meta.fields}
    return [f for f in model._meta.concrete_fields if f.name in kept and not f.primary_key]


def versions_of(model, pk):
    """The versions of a record and of its rows, as versions.Version, and whether there are older
    ones that are left out."""
    kinds = [(model, ""), *ROWS.get(model, {}).items()]
    found = [newest(kind, reference, pk) for kind, reference in kinds]
    left_out = any(len(versions) > MOST for versions in found)
    return [*chain.from_iterable(versions[:MOST] for versions in found)], left_out


def public_history(statement):
    """What readers are told of a statement's history, as readers.PublicEntry, the oldest first,
    and whether older versions are left out."""
    versions, left_out = versions_of(Statement, statement.pk)
    references = {
        v.values.get(name) for v in versions for name in ("restates_id", "responds_to_id")
    }
    shown = Statement.objects.published().filter(pk__in=references - {None})
    public = {*shown.order_by().values_list("pk", flat=True)}
    return public_entries(entries(versions), statement.pk, public), left_out


def public_moments(statement):
    """When readers first saw the statement and when they saw it change last, each None where no
    such moment is on record."""
    told, left_out = public_history(statement)
    published = (e.occasion.at for e in told if e.step == Step.PUBLISHED and not left_out)
    changed = (e.occasion.at for e in told[::-1] if e.step != Step.PUBLISHED)
    return next(published, None), next(changed, None)


def newest(model, reference, pk):
    """The newest versions of a record; with a `reference` to it, of all rows that ever had it."""
    with reading().cursor() as cursor:
        cursor.execute(select_newest(model, reference), [pk])
        return versions(
            model, ((*row[:5], json.loads(row[5] or "null"), *row[6:]) for row in cursor.fetchall())
        )


@cache
def select_newest(model, reference):
    events = model.pgh_event_model._meta.db_table
    columns = ", ".join(f"e.{field.column}" for field in tracked_fields(model))
    which = f"IN (SELECT pgh_obj_id FROM {events} WHERE {reference}_id = %s)"
    return f"""SELECT e.pgh_id, e.pgh_label, e.pgh_obj_id, e.pgh_created_at, e.pgh_context_id,
            c.metadata, {columns}
        FROM {events} e LEFT JOIN {Context._meta.db_table} c ON c.id = e.pgh_context_id
        WHERE e.pgh_obj_id {which if reference else "= %s"}
        ORDER BY e.pgh_id DESC LIMIT {MOST + 1}"""


def read(model, events):
    """Rows of a model's versions, as versions.Version."""
    names = [field.attname for field in tracked_fields(model)]
    return versions(model, events.values_list(*OWN, *names))


def versions(model, rows):
    """Of rows of OWN and the tracked fields."""
    names = [field.attname for field in tracked_fields(model)]
    found = []
    for number, label, pk, at, context, metadata, *values in rows:
        occasion = Occasion(context or at, at, metadata)
        values = dict(zip(names, values, strict=True))
        found.append(Version(model._meta.model_name, pk, number, label, values, occasion))
    return found


def newest_numbers(model, pk):
    """By kind, the number of the newest version of a record and of its rows; other numbers mean
    that something changed. Empty where there is no such record."""
    kinds = {model: "pgh_obj", **ROWS.get(model, {})}
    numbers = {
        kind._meta.model_name: Subquery(
            kind.pgh_event_model.objects.filter(**{reference: OuterRef("pk")})
            .order_by("-pgh_id")
            .values("pgh_id")[:1]
        )
        for kind, reference in kinds.items()
    }
    found = model.objects.filter(pk=pk).order_by().annotate(**numbers).values(*numbers).first()
    return {kind: number or 0 for kind, number in (found or {}).items()}


def newest_of_all(model):
    """By kind, the number of the newest version of any record of the model and of any row."""
    kinds = [model, *ROWS.get(model, {})]
    tables = (kind.pgh_event_model._meta.db_table for kind in kinds)
    newest = ", ".join(f"(SELECT coalesce(max(pgh_id), 0) FROM {table})" for table in tables)
    with reading().cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        return {kind._meta.model_name: n for kind, n in zip(kinds, cursor.fetchone(), strict=True)}


def lock(model, pk):
    """Until the end of the transaction nobody else changes the record or its rows; others can still
    refer to them."""
    for kind, reference in {model: "pk", **ROWS.get(model, {})}.items():
        rows = kind.objects.filter(**{reference: pk}).order_by("pk")
        [*rows.select_for_update(of=["self"], no_key=True).values_list("pk")]


def deleted(model):
    """The rows of the last version of each record that is no more, the last deleted first; see
    `read`."""
    events = model.pgh_event_model.objects
    later = events.filter(pgh_obj=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    gone = events.filter(~Exists(later), pgh_label="delete")
    return gone.order_by("-pgh_id")


def words_for(changes, *, only=None, exact=True):
    """By kind, the telling.Fields of these changes with the names that they refer to; `only` are
    the fields by kind: what they are called, by their names. `exact`: a day is told whatever
    precision it is known to."""
    fields, wanted = {}, defaultdict(set)
    for change in changes:
        if change.kind not in fields:
            kept = tracked_fields(model_of(change.kind))
            given = [*only[change.kind]] if only else [field.attname for field in kept]
            fields[change.kind] = sorted(
                (field for field in kept if field.attname in given),
                key=lambda field: given.index(field.attname),
            )
        for field in fields[change.kind]:
            if field.is_relation:
                both = (change.before or {}, change.after or {})
                wanted[field.related_model] |= {values.get(field.attname) for values in both}
    names = {model: names_of(model, pks - {None}) for model, pks in wanted.items()}
    return {
        kind: [
            Field(
                field.attname,
                only[kind][field.attname] if only else LABELS.get(field.name, field.verbose_name),
                in_words_of(field, names.get(field.related_model), exact),
                isinstance(field, models.TextField),
            )
            for field in kept
        ]
        for kind, kept in fields.items()
    }


def names_of(model, pks):
    """Of records by primary key; of those that are no more, as they were called last."""
    records = model.objects.filter(pk__in=pks)
    if model is Statement:
        records = records.select_related("official", "actor").defer("search")
    names = {record.pk: name_of(record) for record in records}
    gone = pks - names.keys()
    if gone and hasattr(model, "pgh_event_model"):
        last = model.pgh_event_model.objects.filter(pgh_obj__in=gone).order_by("pgh_id")
        for row in last.values("pgh_obj_id", *(f.attname for f in tracked_fields(model))):
            pk = row.pop("pgh_obj_id")
            name = row.get("slug") or model(**row)
            names[pk] = _("%(name)s (deleted)") % {"name": name}
    return {pk: names.get(pk, _("no. %(number)d (deleted)") % {"number": pk}) for pk in pks}


def name_of(record):
    if isinstance(record, Statement):
        speaker = speaker_of(record)
        return Words(f"{speaker}, {record.said_when}", speaker.language)
    if isinstance(record, Source):
        return Words(str(record), "")
    return called(record) if isinstance(record, Actor | Official | Precondition) else str(record)


def in_words_of(field, names, exact):
    """How a field's values are told: a function of the value and all values of the row."""
    choices = dict(Coding._meta.get_field("second_stance").flatchoices)
    if field.name not in ("stance", "first_stance"):
        choices = dict(field.flatchoices)

    def told(value, values):
        if value is None:
            return ""
        if names is not None:
            return names[value]
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return f"{in_words(value)}, {value:%H:%M}"
        if isinstance(value, date):
            precision = "day" if exact or field.name != "said_on" else values["date_precision"]
            return in_words(value, precision)
        if isinstance(value, list):
            return "; ".join(value)
        if value in choices:
            return str(choices[value])
        return (
            Words(value, language_of(field.name, values)) if isinstance(value, str) else str(value)
        )

    return told


def language_of(name, values):
    """Of a field's words: as the record says, unknown of words in a source, else English."""
    if name in LANGUAGES:
        return values.get(LANGUAGES[name], "")
    return "" if name in IN_A_SOURCE else "en"
