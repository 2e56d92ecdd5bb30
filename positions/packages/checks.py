"""What rows must not be: the database's own rules, asked of all rows of a table at once.

Each function returns or yields Problems, and marks the records they are about as unsound.
"""

import json
import re
from datetime import date
from itertools import batched, groupby

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Exists, OuterRef

from positions.models import Citation, Coding, Statement, Tenure
from positions.models.permalinks import PUBLIC, given_before
from positions.models.triggers import (
    DUPLICATE_OF_SEEN,
    DUPLICATES_IN_A_LINE,
    HOLDER_ACCOUNTED_FOR,
    PUBLISHED_HAS_SOURCE,
    RESTATES_IN_A_LINE,
    RESTATES_OWN_WORDS,
    WAIVED_IS_ON_RECORD,
    given_once,
)

from .columns import quoted
from .schema import home

BATCH = 1000
# SQLSTATE classes of a refusal that the data are to blame for: data exception, integrity
# constraint violation, program limit exceeded.
REFUSALS = ("22", "23", "54")
CHECKS = """
    SELECT conname, pg_get_expr(conbin, conrelid), ARRAY(
        SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)
    )
    FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'
"""
BROKEN = """
    SELECT given.ordinality - 1, rule.name
    FROM jsonb_populate_recordset(NULL::{table}, %s) WITH ORDINALITY AS given,
        LATERAL (VALUES {rules}) AS rule (name, holds)
    WHERE NOT rule.holds ORDER BY 1
"""
REFUSED = """
    SELECT new.ordinality - 1, rule.name
    FROM jsonb_populate_recordset(NULL::{table}, %s) WITH ORDINALITY AS new
        JOIN {table} AS old ON old.id = new.id,
        LATERAL (VALUES {rules}) AS rule (name, breaks)
    WHERE rule.breaks ORDER BY 1
"""


def is_refusal(error):
    """Whether a DatabaseError says that the data are to blame."""
    return (getattr(error.__cause__, "sqlstate", None) or "").startswith(REFUSALS)


def repeated(records):
    """Records with the key of an earlier one."""
    lines = {}
    for record in records:
        names = record.resource.key
        key = tuple(record.values.get(name) for name in names)
        if record.has(*names) and key in lines:
            record.doubt(*names)
            yield record.problem(f"the same as in line {lines[key]}", *names)
        lines.setdefault(key, record.line)


def within_table(model, subjects):
    """The rules about rows of one table: check constraints, unique values, tenures' days."""
    yield from broken_constraints(model, subjects)
    yield from refused_changes(model, subjects)
    if home(model):
        yield from taken(home(model), subjects)
    if model is Tenure:
        yield from overlapping(subjects)
    if model in PUBLIC:
        yield from former_slugs(model, subjects)


def broken_constraints(model, subjects):
    """Check constraints that do not hold: the database evaluates its own conditions on rows made
    of the subjects' values. A condition on a value that is known to be bad is left out."""
    messages = {rule.name: rule.violation_error_message for rule in model._meta.constraints}
    with connection.cursor() as cursor:
        cursor.execute(CHECKS, [model._meta.db_table])
        rules = {name: (condition, set(names)) for name, condition, names in cursor.fetchall()}
        values = ", ".join(f"('{name}', {rules[name][0]})" for name in sorted(rules))
        query = BROKEN.format(table=model._meta.db_table, rules=values.replace("%", "%%"))
        for batch in batched(subjects, BATCH):
            rows = [column_values(subject.instance) for subject in batch]
            cursor.execute(query, [json.dumps(rows, cls=DjangoJSONEncoder)])
            for number, name in cursor.fetchall():
                reason = messages.get(name, f"it breaks the rule {name}")
                yield from problem_of(batch[number], rules[name][1], reason)


def refused_changes(model, subjects):
    """Changes of rows on record that a trigger of the model refuses (triggers.refuse_row), by its
    own condition on the row before and after."""
    rules = {
        trigger.name: trigger
        for trigger in getattr(model._meta, "triggers", ())
        if hasattr(trigger, "which") and trigger.operation == pgtrigger.Update
    }
    changed = [subject for subject in subjects if subject.before and not subject.new]
    if not (rules and changed):
        return
    values = ", ".join(f"('{name}', {rule.which})" for name, rule in rules.items())
    query = REFUSED.format(table=model._meta.db_table, rules=values.replace("%", "%%"))
    with connection.cursor() as cursor:
        for batch in batched(changed, BATCH):
            rows = [column_values(subject.instance) for subject in batch]
            cursor.execute(query, [json.dumps(rows, cls=DjangoJSONEncoder)])
            for number, name in cursor.fetchall():
                subject, rule = batch[number], rules[name]
                about = {*re.findall(r"(?:OLD|NEW)\.(\w+)", rule.which)} & subject.before.keys()
                yield from problem_of(subject, about, rule.message)


def column_values(instance):
    fields = [f for f in instance._meta.concrete_fields if not f.generated]
    return {f.column: getattr(instance, f.attname) for f in fields}


def problem_of(subject, names, reason):
    """Told of the record that has most of the database's columns `names`."""
    found = [
        (record, [c.name for c in record.resource.columns if c.database_column in names])
        for record in subject.records
    ]
    if all(record.has(*columns) for record, columns in found):
        record, columns = max(found, key=lambda pair: len(pair[1]))
        yield record.problem(reason, *columns)


def taken(resource, subjects):
    """Values that must be unique and stand in two rows, of the file or of the database."""
    stored = [subject.instance.pk for subject in subjects if subject.instance.pk]
    for column in resource.columns:
        if column.unique and [column.name] != resource.key:
            name = column.field.name
            given = [
                (getattr(subject.instance, name), record)
                for subject in subjects
                for record in subject.records
                if record.values.get(column.name) and record.has(*resource.key)
            ]
            others = resource.model.objects.filter(**{f"{name}__in": [value for value, _ in given]})
            elsewhere = set(others.exclude(pk__in=stored).values_list(name, flat=True))
            yield from taken_twice(column, given, elsewhere)


def taken_twice(column, given, elsewhere):
    lines = {}
    for value, record in given:
        if value in elsewhere:
            noun = record.resource.model._meta.verbose_name
            yield record.problem(f"another {noun} on record has {quoted(value)}", column.name)
        elif lines.setdefault(value, record.line) != record.line:
            yield record.problem(f"the same as in line {lines[value]}", column.name)


def former_slugs(model, subjects):
    """Slugs of new rows under which readers could find another record (slug_given_once)."""
    new = {s.instance.slug: s.records[0] for s in subjects if s.new}
    for slug in sorted(given_before(model, new)):
        yield new[slug].problem(given_once(model._meta.model_name), new[slug].resource.key[0])


def overlapping(subjects):
    """Tenures in the same role on some of the same days (the exclusion constraint's rule)."""
    (rule,) = (r for r in Tenure._meta.constraints if r.name == "tenure_same_role_once")
    given = [(s.instance, s.records[0]) for s in subjects if not s.records[0].bad]
    others = Tenure.objects.filter(official__in={tenure.official_id for tenure, _ in given})
    others = others.exclude(pk__in=[tenure.pk for tenure, _ in given if tenure.pk])
    for pair in overlaps([*given, *((tenure, None) for tenure in others)]):
        record, *other = sorted(filter(None, pair), key=lambda record: -record.line)
        place = f"line {other[0].line}" if other else "the tenures on record"
        yield record.problem(
            f"{rule.violation_error_message} See {place}.", "start_date", "end_date"
        )


def overlaps(tenures):
    """From pairs of a tenure and its record the pairs of records of the same role that share a
    day, where at least one has a record."""

    def role(pair):
        return pair[0].official_id, pair[0].actor_id, pair[0].role

    def days(pair):
        return pair[0].start_date or date.min, pair[0].end_date or date.max

    possible = (pair for pair in tenures if days(pair)[0] <= days(pair)[1])
    for _, group in groupby(sorted(possible, key=lambda p: (role(p), days(p))), key=role):
        longest = None
        for pair in group:
            if longest and days(pair)[0] <= days(longest)[1] and (pair[1] or longest[1]):
                yield longest[1], pair[1]
            longest = max(filter(None, (longest, pair)), key=lambda p: days(p)[1])


def across_tables(loading):
    """The rules of the deferred triggers, and that an official speaks within a known tenure, asked
    of what is now stored. Where a row that a rule needs could not be stored, it is not asked."""
    yield from broken(loading, PUBLISHED_HAS_SOURCE, "sources")
    yield from broken(loading, HOLDER_ACCOUNTED_FOR, "holder", "actor")
    yield from broken(loading, RESTATES_OWN_WORDS, "restates")
    yield from broken(loading, RESTATES_IN_A_LINE, "restates")
    yield from broken(loading, DUPLICATE_OF_SEEN, "duplicate_of")
    yield from broken(loading, DUPLICATES_IN_A_LINE, "duplicate_of")
    if not (loading.doubtful[Statement] or loading.doubtful[Coding]):
        yield from broken(loading, WAIVED_IS_ON_RECORD, "stance", "said_on")
    if not loading.doubtful[Tenure]:
        yield from outside_tenures(loading.subjects[Statement])


def broken(loading, rule, *columns):
    """Told of the coding if the package has it, otherwise of its statement."""
    coding = "c.id" if "positions_coding c" in rule.offenders else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT s.id, {coding}, s.slug {rule.offenders}")
        offenders = cursor.fetchall()
    for statement, coding, slug in offenders:
        found = loading.subjects[Coding].get(coding) or loading.subjects[Statement].get(statement)
        if found and found.sound and not loading.in_doubt(Citation, slug):
            record = found.records[0]
            names = [c.name for c in record.resource.columns if c.name in columns]
            yield record.problem(rule.message, *names)


def uncovered(statements):
    """Those of an official who has no known tenure on the day."""
    covering = Tenure.objects.filter(official=OuterRef("official"), actor=OuterRef("actor"))
    named = statements.filter(official__isnull=False, outside_tenure=False)
    return named.exclude(Exists(covering.covering(OuterRef("counts_on"))))


def outside_tenures(subjects):
    found = uncovered(Statement.objects.filter(pk__in=subjects))
    for pk, official, actor, day in found.values_list(
        "pk", "official__name", "actor__name", "counts_on"
    ):
        if subjects[pk].sound:
            reason = f"{official} has no known tenure for {actor} on {day}"
            remedy = "give one that covers the day, or set outside_tenure to 1"
            yield subjects[pk].records[0].problem(f"{reason}; {remedy}", "said_on")
