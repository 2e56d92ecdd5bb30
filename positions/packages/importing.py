"""An editor's import: the package's loader, with what an editor may do and a preview of it.

An operator who loads a package may write anything that the database allows. An import is an
editor's work: new statements begin as drafts, what readers have seen is changed by reviewers, and
nothing that another person decides (checks, withdrawals, settlements) comes from a file.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder

from positions.articles.proving import Pasted
from positions.codebook import Status
from positions.codes import LABELS
from positions.models import (
    Article,
    Citation,
    Coding,
    Official,
    Response,
    Source,
    Statement,
    Tenure,
)
from positions.models.reversals import unexplained
from positions.models.review import CHECKED, SEEN
from positions.models.rules import LONGEST_TEXT

from .loading import Loading
from .preview import changes, rows_on_record
from .schema import RESOURCES
from .tables import in_order, read_table

# Columns of the package that an import does not take; they are decided in the desk.
DECIDED = ["withdrawn_on", "withdrawn_because", "duplicate_of", "reviewed_on"]
SEEN_ALREADY = "readers have seen this statement, so only a reviewer can change it"
RESTED_ON = "statements that readers have seen rest on it, so only a reviewer can change it"
# Whose key a row has, and the path to it from a statement.
RESTS_ON = {
    Source: ("pk", "citations__source"),
    Official: ("pk", "official"),
    Tenure: ("official_id", "official"),
}
STARTS = {
    Status.PUBLISHED: "imports are published in the desk, by somebody else; begin with draft or "
    "in_review",
    Status.WITHDRAWN: "a statement is withdrawn in the desk, with its reason; begin with draft or "
    "in_review",
}


@dataclass(frozen=True)
class Editor:
    """Whose words the rows are, and what whoever imports them may do: `may("add", Statement)`.
    A user's primary key is `author`."""

    author: int
    may_publish: bool
    may: object


@dataclass(frozen=True)
class Outcome:
    """What an import does or would do, as plain data: counts by table, changes (preview.py) and
    problems as lists of table, line, column and reason."""

    counts: dict
    changes: list
    problems: list

    @property
    def digest(self):
        text = json.dumps([self.changes, self.problems], cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode()).hexdigest()


class Import:
    """`total` is the number of steps: every row counts when it is read, then as in Loading.
    `tables` are lists of rows by name (uploaded.py). Nothing of it is taken back here: that is
    for the caller's transaction."""

    def __init__(self, tables, editor):
        # A database forgets the order of names in JSON.
        self.tables = {name: tables[name] for name in RESOURCES if name in tables}
        self.editor = editor
        self.loading = Loading(self.rules)
        passes = {"statements": 5}
        self.total = sum(passes.get(name, 3) * (len(rows) - 1) for name, rows in tables.items())
        self.decided = {}

    def run(self):
        """Yields names of tables and how many steps were made of `total`; returns the Outcome."""
        loading = self.loading
        for name in self.tables:
            rows = ((line, cells) for line, *cells in self.tables[name])
            records, problems = read_table(RESOURCES[name], rows)
            problems += self.set_aside(records or [])
            loading.keep(name, records, problems)
            yield name, len(self.tables[name]) - 1
        before = self.on_record()
        yield from loading.store_all()
        loading.problems += [*self.forbidden(), *self.reversals()]
        if loading.problems:
            found = [
                [p.file.removesuffix(".csv"), p.line, p.column, p.reason]
                for p in in_order(loading.problems)
            ]
            return Outcome({}, [], found)
        found = changes(loading.tables, before, self.on_record())
        return Outcome({name: dict(count) for name, count in found.counts.items()}, found.rows, [])

    def on_record(self):
        return {
            name: rows_on_record(RESOURCES[name], self.loading.tables[name]) for name in self.tables
        }

    def set_aside(self, records):
        """What no import takes, and texts that no form of the desk would take."""
        for record in records:
            for name in DECIDED:
                if value := record.values.pop(name, None):
                    self.decided.setdefault(id(record), {})[name] = value
            for column in record.resource.columns:
                value = record.values.get(column.name)
                if isinstance(value, str) and len(value) > LONGEST_TEXT:
                    record.doubt(column.name)
                    reason = f"it has {len(value)} characters; at most {LONGEST_TEXT} are taken"
                    yield record.problem(reason, column.name)

    def forbidden(self):
        """What the user may not do at all, told once for each table."""
        for name in self.tables:
            model = RESOURCES[name].model
            effects = {r.effect: r for r in reversed(self.loading.tables[name])}
            for effect, verb in (("added", "add"), ("changed", "change")):
                if effect in effects and not self.editor.may(verb, model):
                    nouns = model._meta.verbose_name_plural
                    yield effects[effect].problem(f"you do not have the right to {verb} {nouns}")

    def reversals(self):
        """As in the desk, who reverses what a holder said says what changed."""
        changed = {
            pk: subject.records[0]
            for pk, subject in self.loading.subjects[Coding].items()
            if subject.records and "stance" in subject.before
        }
        for pk, earlier in unexplained(changed):
            before = LABELS[earlier].lower()
            told = f"it reverses “{before}”, said before: say in the note what changed"
            yield changed[pk].problem(told, "stance", "note")

    def proofs(self, subjects):
        """Exact words stand in the text of their source, where an editor pasted one."""
        texts = defaultdict(list)
        sources = {subject.instance.source_id for subject in subjects if subject.instance.exact}
        for source, text in Article.objects.filter(source__in=sources).values_list(
            "source", "text"
        ):
            texts[source].append(Pasted(text))
        for subject in subjects:
            citation, pasted = subject.instance, texts[subject.instance.source_id]
            new = subject.new or subject.before.keys() & {"exact", "source_id"}
            if (
                new
                and citation.exact
                and pasted
                and not any(t.find(citation.exact) for t in pasted)
            ):
                told = "these words do not stand in the pasted text of this source"
                record = next(record for record in subject.records if "exact" in record.values)
                yield record.problem(told, "exact")

    def rules(self, model, subjects):
        """Problems of what an editor may not do, and who did what he may."""
        match model:
            case _ if model is Statement:
                for subject in subjects:
                    yield from self.statement(subject)
            case _ if model in RESTS_ON:
                yield from self.rested_on(model, subjects)
            case _ if model in (Citation, Response):
                yield from self.of_seen(subjects, "sources" if model is Citation else "responds_to")
                if model is Citation:
                    yield from self.proofs(subjects)
            case _ if model is Coding:
                yield from self.of_seen(subjects, "statement")
                for subject in subjects:
                    yield from self.coding(subject)

    def rested_on(self, model, subjects):
        """Changes of what statements rest on that readers have seen."""
        own, path = RESTS_ON[model]
        changed = [s for s in subjects if (s.before and not s.new) or (s.new and own != "pk")]
        if self.editor.may_publish or not changed:
            return
        owners = {getattr(subject.instance, own) for subject in changed}
        seen = Statement.objects.seen().filter(**{f"{path}__in": owners}).order_by()
        seen = {*seen.values_list(path, flat=True)}
        for subject in changed:
            if getattr(subject.instance, own) in seen:
                columns = subject.records[0].resource.columns
                names = [c.name for c in columns if c.field.attname in subject.before]
                yield subject.records[0].problem(RESTED_ON, *names)

    def statement(self, subject):
        instance, record = subject.instance, subject.records[0]
        before = None if subject.new else subject.before.get("status", instance.status)
        yield from self.step(record, before, instance.status)
        for name, value in self.decided.get(id(record), {}).items():
            on_record = getattr(instance, name)
            if getattr(on_record, "slug", on_record) != value:
                reason = "this is decided in the desk and not imported; leave it empty"
                yield record.problem(reason, name)
        words = subject.before.keys() & {*CHECKED}
        seen = before in SEEN or (before and instance.withdrawn_on is not None)
        if seen and subject.before and not self.editor.may_publish:
            columns = [c.name for c in record.resource.columns if c.field.attname in subject.before]
            yield record.problem(SEEN_ALREADY, *columns)
        if words and before:
            # As the database will have it.
            subject.become({"reviewed_on": None, "reviewed_by_id": None})
        if words:
            whose = "reworded_by_id" if before == Status.PUBLISHED else "entered_by_id"
            subject.become({whose: self.editor.author})

    def step(self, record, before, status):
        """The first thing that keeps a status from being what the row says, if any."""
        told = ""
        if before is None:
            told = STARTS.get(status)
        elif before != status and (before in SEEN or status in STARTS):
            told = f"it is {before} on record, and becomes {status} in the desk only"
        elif (before, status) == (Status.IN_REVIEW, Status.DRAFT) and not self.editor.may_publish:
            told = "only a reviewer sends a statement back to draft"
        if told:
            record.doubt("status")
            yield record.problem(told, "status")

    def of_seen(self, subjects, column):
        """Rows of statements that readers have seen."""
        changed = [s for s in subjects if s.records and (s.new or s.before)]
        if self.editor.may_publish or not changed:
            return
        statements = Statement.objects.filter(pk__in={s.instance.statement_id for s in changed})
        seen = {*statements.seen().values_list("pk", flat=True)}
        for subject in changed:
            if subject.instance.statement_id in seen:
                for record in subject.records:
                    own = column if column in record.values else record.resource.key[0]
                    yield record.problem(SEEN_ALREADY, own)

    def coding(self, subject):
        instance, record, changed = subject.instance, subject.records[0], subject.before.keys()
        told = ""
        if subject.new:
            instance.coder_id = self.editor.author
        elif instance.settled_on and changed & {"stance", "note"}:
            told = "a third coder has settled this, and files do not change that"
        elif instance.second_stance and changed & {"stance", "note"}:
            told = "it was coded a second time already, so it is settled in the desk"
        elif changed & {"stance", "claimed_by_id"}:
            subject.become({"coder_id": self.editor.author})
        if told:
            record.doubt("stance", "note")
            yield record.problem(told, *(name for name in ("stance", "note") if name in changed))
