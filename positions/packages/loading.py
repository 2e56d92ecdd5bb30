"""From the rows of the files into the database: all of them or, with every reason why not, none.

Files are taken in the order of what they refer to. Sound rows are stored as they come, so that
later rows find them; a problem anywhere takes everything back in the end.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager
from itertools import batched

from django.db import DatabaseError, connection, transaction

from positions.models import Distinction, Statement
from positions.models.review import CHECKED

from . import checks
from .columns import quoted
from .schema import RESOURCES
from .subjects import Subject, amend, complete, subjects_on_record
from .tables import DESCRIPTOR, Hints, Problem

BATCH = 500


class Loading:
    """`tables` has the records by resource, `subjects` what they describe by model and primary
    key, `written` the names of the database's tables that got rows, `doubtful` the slugs by model
    that cannot be referred to, None among them where not even the slug can be told.

    `rules` adds to what is checked before rows are stored: from a model and its subjects it
    yields Problems."""

    def __init__(self, rules=None):
        self.rules = rules or (lambda model, subjects: ())
        self.problems = []
        self.hints = Hints()
        self.tables = {name: [] for name in RESOURCES}
        self.subjects = defaultdict(dict)
        self.written = set()
        self.doubtful, self.slugs = defaultdict(set), {}

    def keep(self, name, records, problems):
        """Take in what was read from a file; records are None where they cannot be told."""
        self.problems += problems
        if records is None:
            self.doubtful[RESOURCES[name].model].add(None)
        self.tables[name] = records or []
        self.problems += checks.repeated(self.tables[name])

    def store_all(self):
        """Yields, as it goes on, names of resources and how many of their rows were dealt with.
        Every row counts twice, when it is checked and when it is stored; statements count twice
        more, when they are linked to those that they answer and to their sources."""
        with connection.cursor() as cursor:
            # Unset, pgtrigger finds that out by an exception in every trigger of every row, and
            # taking one back looks through all deferred triggers: the square of the rows.
            cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
        for name in ("actors", "officials", "tenures", "topics", "preconditions", "sources"):
            yield from self.store(name)
        yield from self.store("statements")
        self.refer("statements", "restates")
        self.refer("statements", "duplicate_of")
        yield from self.link("statements", "responds_to")
        yield from self.link("statements", "sources", more=["citations"])
        yield from self.store("codings", more=["second_codings", "settlements"])
        for name in ("distinctions", "search_notes", "corrections"):
            yield from self.store(name)
        self.problems += checks.across_tables(self)
        if not self.problems:
            with self.refusals(Statement, self.tables["statements"]):
                connection.check_constraints()

    def counts(self):
        return {
            name: Counter(record.effect for record in records)
            for name, records in self.tables.items()
        }

    def store(self, name, more=()):
        """Store a file's records, and those of others that say `more` about the same rows."""
        resource = RESOURCES[name]
        key = [column.field.attname for column in resource.key_columns]
        drafts = [(record, self.attributes(record)) for record in self.tables[name]]
        self.note_doubts(resource.model, self.tables[name])
        for done in self.put(resource.model, key, drafts, more):
            yield name, done
        yield from self.passed_twice(more)

    def refer(self, name, column_name):
        """Store references to rows of the same file, once these are there."""
        column = next(c for c in RESOURCES[name].columns if c.name == column_name)
        subjects = []
        for subject in self.subjects[Statement].values():
            (record,) = subject.records
            slug = record.values.get(column_name)
            known = self.primary_key(record, column, slug) if slug else None
            if column_name not in record.values or not record.has(column_name):
                continue
            if subject.become({column.field.attname: known}):
                subjects.append(subject)
                record.effect = "changed" if record.effect == "same" else record.effect
        self.problems += self.rules(Statement, subjects)
        self.problems += checks.broken_constraints(Statement, subjects)
        with self.refusals(Statement, self.tables[name]):
            sound = [subject.instance for subject in subjects if subject.sound]
            Statement.objects.bulk_update(sound, [column.field.name], batch_size=BATCH)
        self.note_doubts(Statement, self.tables[name])

    def link(self, name, column_name, more=()):
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
        through = column.field.remote_field.through
        for _ in self.put(through, key, drafts, more, effect="changed"):
            yield name, 0
        self.note_doubts(Statement, self.tables[name])
        yield name, len(self.tables[name])
        yield from self.passed_twice(more)

    def passed_twice(self, names):
        for name in names:
            yield name, 2 * len(self.tables[name])

    def put(self, model, key, drafts, more, effect="added"):
        """`drafts` are pairs of a record and the values it gives, by attribute name; storing a new
        row has this `effect` on its record. Yields how many were dealt with."""
        amending = [record for name in more for record in self.tables[name]]
        amendments = [(record, self.attributes(record)) for record in amending]
        if not (drafts or amendments):
            return
        found = subjects_on_record(model, key, [*drafts, *amendments])
        subjects = []
        for record, values in drafts:
            subject = Subject(model())
            if all(name in values for name in key):
                subject = found.setdefault(tuple(values[name] for name in key), subject)
            if not subject.records:
                subjects.append(subject)
            changed = subject.take(record, values)
            if record.effect == "same" and subject.new:
                record.effect = effect
            elif record.effect == "same" and changed:
                record.effect = "changed"
        only, astray = amend(key, found, amendments)
        subjects += only
        if model is Statement:
            complete(subjects)
        self.problems += self.rules(model, subjects)
        self.problems += checks.within_table(model, subjects)
        yield len(drafts)
        written = 0
        for done in self.write(model, subjects):
            written += done
            yield done
        yield len(drafts) - written
        self.note_doubts(model, [r for s in subjects if not s.sound for r in s.records])
        for record, reason in astray:
            if not self.in_doubt(model, record.values["statement"]):
                self.problems.append(record.problem(reason, *record.resource.key))

    def write(self, model, subjects):
        """Only what is sound, and of that only what is new or has changed. Yields the numbers."""
        sound = [subject for subject in subjects if subject.sound]
        new = [subject.instance for subject in sound if subject.new]
        changed = [subject for subject in sound if not subject.new and subject.before]
        names = sorted(set().union(*(subject.before for subject in changed)))
        self.written |= {model._meta.db_table} if new or changed else set()
        with self.refusals(model, [record for subject in sound for record in subject.records]):
            for some in batched(new, BATCH):
                model.objects.bulk_create(some)
                yield len(some)
            for some in batched(changed, BATCH):
                model.objects.bulk_update([subject.instance for subject in some], names)
                yield len(some)
            if model is Statement:
                self.keep_checks(changed)
        self.subjects[model] = {s.instance.pk: s for s in sound if s.sound and s.instance.pk}

    def keep_checks(self, subjects):
        """A change of the words ends the check against the source, on record before or not; a
        file that has both the words and the day of a check has them together."""
        told = [
            subject.instance
            for subject in subjects
            if subject.before.keys() & {*CHECKED} and subject.records[0].values.get("reviewed_on")
        ]
        Statement.objects.bulk_update(told, ["reviewed_on"], batch_size=BATCH)

    def attributes(self, record):
        """A record's values by attribute name, with primary keys for slugs; bad ones are left out,
        and so are references to rows of the same file. A column of the key that the file does not
        have counts as the field's default."""
        values = {}
        for column in record.resource.columns:
            value = record.values.get(column.name)
            if column.name not in record.values and column.name in record.resource.key:
                if not record.resource.only:
                    values[column.field.attname] = column.field.get_default()
            elif column.name in record.values and column.refers_to is not record.resource.model:
                if column.field.many_to_many:
                    continue
                if column.refers_to and value is not None:
                    value = self.primary_key(record, column, value)
                if column.name not in record.bad:
                    values[column.field.attname] = value
        if values.get("reviewed_on", ...) is None:
            values["reviewed_by_id"] = None  # People are in no package, and a review has its day.
        if record.resource.model is Distinction and len(values) > 2:
            pair = sorted((values["statement_id"], values["other_id"]))
            values["statement_id"], values["other_id"] = pair
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
            hint = self.hints.nearest(slug, self.slugs_of(model), self.doubtful[model])
            reason = f"there is no {model._meta.verbose_name} {quoted(slug)}{hint}"
            self.problems.append(record.problem(reason, column.name))
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
            if not checks.is_refusal(error):
                raise
            refusal = error.__cause__.diag
            messages = {rule.name: rule.violation_error_message for rule in model._meta.constraints}
            said = messages.get(refusal.constraint_name, refusal.message_primary)
            reason = f"the database refuses the rows: {said} {refusal.message_detail or ''}".strip()
            path = records[0].resource.path if records else DESCRIPTOR
            self.problems.append(Problem(path, reason))
            for record in records:
                record.doubt()
