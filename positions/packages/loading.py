"""From the rows of the files into the database: all of them or, with every reason why not, none.

Files are taken in the order of what they refer to. Sound rows are stored as they come, so that
later rows find them; a problem anywhere takes everything back in the end.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from positions.models import Statement

from . import checks
from .columns import quoted
from .schema import RESOURCES
from .tables import DESCRIPTOR, BadPackage, Problem, Record, nearest, paths, read_table

# SQLSTATE classes of a refusal that the data are to blame for: data exception, integrity
# constraint violation, program limit exceeded.
REFUSALS = ("22", "23", "54")
BATCH = 500
UNKNOWN = {
    "second_codings": "there is no coding of this statement, precondition and holder with this "
    "gate",
    "citations": "the statement does not have this source among its sources",
}
SEVERAL = "there are several codings of this unit; the column of_gate must say which"


def load(folder):
    """Store a package; returns, by resource, a Counter of rows added, changed and same.

    Raises BadPackage, and then has stored nothing. A row is found by its key and takes the values
    that the files have; what they do not speak of stays as it is, and nothing is ever deleted.
    """
    loading = Loading()
    loading.read(Path(folder))
    with transaction.atomic():
        loading.store_all()
        if loading.problems:
            raise BadPackage(loading.problems_in_order())
        loading.analyse()
    return {
        name: Counter(record.effect for record in records)
        for name, records in loading.tables.items()
    }


@dataclass
class Subject:
    """A row of the database to be, and the rows of the files that describe it."""

    instance: object
    records: list[Record] = field(default_factory=list)
    changed: set = field(default_factory=set)

    @property
    def sound(self):
        return all(record.sound for record in self.records)

    def take(self, record, values):
        """Give it a record's values, by attribute name; returns those it had, where they differ."""
        self.records.append(record)
        before = {name: getattr(self.instance, name) for name in values}
        changed = {name: before[name] for name in values if before[name] != values[name]}
        for name in changed:
            setattr(self.instance, name, values[name])
        self.changed |= changed.keys()
        return changed


class Loading:
    """`tables` has the records by resource, `subjects` what they describe by model and primary
    key, `written` the names of the database's tables that got rows, `doubtful` the slugs by model
    that cannot be referred to, None among them where not even the slug can be told."""

    def __init__(self):
        self.problems = []
        self.tables = {name: [] for name in RESOURCES}
        self.subjects = defaultdict(dict)
        self.written = set()
        self.doubtful = defaultdict(set)
        self.slugs = {}

    def read(self, folder):
        for name, path in paths(folder).items():
            records, problems = read_table(RESOURCES[name], path)
            self.problems += problems
            if records is None:
                self.doubtful[RESOURCES[name].model].add(None)
            self.tables[name] = records or []
            self.problems += checks.repeated(self.tables[name])

    def store_all(self):
        with connection.cursor() as cursor:
            # Unset, pgtrigger finds that out by an exception in every trigger of every row, and
            # taking one back looks through all deferred triggers: the square of the rows.
            cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
        for name in ("actors", "officials", "tenures", "topics", "preconditions", "sources"):
            self.store(name)
        self.store("statements")
        self.link("statements", "responds_to")
        self.link("statements", "sources", more="citations")
        self.store("codings", more="second_codings")
        self.store("search_notes")
        self.store("corrections")
        self.problems += checks.across_tables(self)
        if not self.problems:
            with self.refusals(Statement, self.tables["statements"]):
                connection.check_constraints()

    def analyse(self):
        """Until its tables are analysed, the database plans queries as if they were still empty."""
        if self.written:
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {', '.join(sorted(self.written))}")

    def store(self, name, more=None):
        """Store a file's records, and those of another that says `more` about the same rows."""
        resource = RESOURCES[name]
        key = [column.field.attname for column in resource.key_columns]
        drafts = [(record, self.attributes(record)) for record in self.tables[name]]
        self.note_doubts(resource.model, self.tables[name])
        self.put(resource.model, key, drafts, more)

    def link(self, name, column_name, more=None):
        """Store the table between a file's records and those that a column of it lists."""
        column = next(c for c in RESOURCES[name].columns if c.name == column_name)
        one, other = column.field.m2m_field_name(), column.field.m2m_reverse_field_name()
        key, drafts = [f"{one}_id", f"{other}_id"], []
        for record in self.tables[name]:
            for slug in record.values.get(column_name) or ():
                ends = (
                    self.slugs_of(Statement).get(record.values.get("id")),
                    self.primary_key(record, column, slug),
                )
                if None not in ends:
                    drafts.append((record, dict(zip(key, ends, strict=True))))
        self.note_doubts(Statement, self.tables[name])
        self.put(column.field.remote_field.through, key, drafts, more, effect="changed")
        self.note_doubts(Statement, self.tables[name])

    def put(self, model, key, drafts, more, effect="added"):
        """`drafts` are pairs of a record and the values it gives, by attribute name; storing a new
        row has this `effect` on its record."""
        amendments = [(record, self.attributes(record)) for record in self.tables.get(more, ())]
        if not (drafts or amendments):
            return
        found = subjects_on_record(model, key, [*drafts, *amendments])
        subjects = []
        for record, values in drafts:
            subject = Subject(model())
            if all(name in values for name in key):
                subject = found.setdefault(tuple(values[name] for name in key), subject)
            subjects.append(subject)
            changed = subject.take(record, values)
            if record.effect == "same" and subject.instance.pk is None:
                record.effect = effect
            elif record.effect == "same" and changed:
                record.effect = "changed"
        only, astray = amend(key, found, amendments)
        subjects += only
        self.problems += checks.within_table(model, subjects)
        self.write(model, subjects)
        self.note_doubts(model, [r for s in subjects if not s.sound for r in s.records])
        for record, reason in astray:
            if not self.in_doubt(model, record.values["statement"]):
                self.problems.append(record.problem(reason, *record.resource.key))

    def write(self, model, subjects):
        """Only what is sound, and of that only what is new or has changed."""
        sound = [subject for subject in subjects if subject.sound]
        new = [subject.instance for subject in sound if subject.instance.pk is None]
        changed = [s for s in sound if s.instance.pk is not None and s.changed]
        names = sorted(set().union(*(subject.changed for subject in changed)))
        self.written |= {model._meta.db_table} if new or changed else set()
        with self.refusals(model, [record for subject in sound for record in subject.records]):
            model.objects.bulk_create(new, batch_size=BATCH)
            if changed:
                model.objects.bulk_update([s.instance for s in changed], names, batch_size=BATCH)
        self.subjects[model] = {s.instance.pk: s for s in sound if s.instance.pk}

    def attributes(self, record):
        """A record's values by attribute name, with primary keys for slugs; bad ones are left out.
        A column of the key that the file does not have counts as the field's default."""
        values = {}
        for column in record.resource.columns:
            value = record.values.get(column.name)
            if column.name not in record.values and column.name in record.resource.key:
                if not record.resource.only:
                    values[column.field.attname] = column.field.get_default()
            elif column.name in record.values and not column.field.many_to_many:
                if column.refers_to and value is not None:
                    value = self.primary_key(record, column, value)
                if column.name not in record.bad:
                    values[column.field.attname] = value
        if values.get("reviewed_on", ...) is None:
            values["reviewed_by_id"] = None  # People are in no package, and a review has its day.
        return values

    def primary_key(self, record, column, slug):
        """Of the row that a column refers to; None, and the record in doubt, if there is none."""
        model = column.refers_to
        if slug in self.doubtful[model]:
            record.doubt(column.name)
        elif slug in self.slugs_of(model):
            return self.slugs_of(model)[slug]
        elif None in self.doubtful[model]:
            record.doubt(column.name)
        else:
            record.doubt(column.name)
            candidates = self.slugs_of(model).keys() | self.doubtful[model]
            reason = f"there is no {model._meta.verbose_name} {quoted(slug)}"
            self.problems.append(record.problem(reason + nearest(slug, candidates), column.name))
        return None

    def slugs_of(self, model):
        if model not in self.slugs:
            self.slugs[model] = dict(model.objects.values_list("slug", "pk"))
        return self.slugs[model]

    def note_doubts(self, model, records):
        """Of unsound records, by the first column of their key: a slug, or the statement's."""
        for record in records:
            if not record.sound:
                name = record.resource.key[0]
                self.doubtful[model].add(record.values.get(name))
                if name in record.told:
                    self.doubtful[model].add(None)

    def in_doubt(self, model, slug):
        return not self.doubtful[model].isdisjoint({slug, None})

    @contextmanager
    def refusals(self, model, records):
        """What the database refuses by a rule that no check foresaw is a problem like any other."""
        try:
            with transaction.atomic():
                yield
        except DatabaseError as error:
            if not (getattr(error.__cause__, "sqlstate", None) or "").startswith(REFUSALS):
                raise
            refusal = error.__cause__.diag
            messages = {rule.name: rule.violation_error_message for rule in model._meta.constraints}
            said = messages.get(refusal.constraint_name, refusal.message_primary)
            reason = f"the database refuses the rows: {said} {refusal.message_detail or ''}".strip()
            path = records[0].resource.path if records else DESCRIPTOR
            self.problems.append(Problem(path, reason))
            for record in records:
                record.doubt()

    def problems_in_order(self):
        files = [DESCRIPTOR, *(resource.path for resource in RESOURCES.values())]
        return sorted(self.problems, key=lambda p: (files.index(p.file), p.line or 0))


def subjects_on_record(model, key, drafts):
    """The rows of the database that drafts may speak of, by their values of the key."""
    first = {values[key[0]] for _, values in drafts if key[0] in values}
    generated = [f.name for f in model._meta.concrete_fields if f.generated]
    rows = model.objects.filter(**{f"{key[0]}__in": first}).defer(*generated)
    return {tuple(getattr(row, name) for name in key): Subject(row) for row in rows}


def amend(key, found, amendments):
    """Give rows the values that a second file has for them.

    Returns the subjects that only the second file speaks of, and its records that go astray, each
    with the reason.
    """
    by_place = defaultdict(list)
    for place, subject in found.items():
        by_place[place].append(subject)
        by_place[place[:-1]].append(subject)
    only, astray = [], []
    for record, values in amendments:
        place = tuple(values.pop(name) for name in key if name in values)
        subjects = by_place[place]
        if record.sound and len(subjects) == 1:
            (subject,) = subjects
            if not subject.records:
                only.append(subject)
            new = not any(getattr(subject.instance, name) for name in values)
            if subject.take(record, values):
                record.effect = "added" if new else "changed"
        elif record.sound:
            astray.append((record, SEVERAL if subjects else UNKNOWN[record.resource.name]))
    return only, astray
