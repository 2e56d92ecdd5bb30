"""Rows of the database to be, and which rows of the files describe them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from positions.codebook import Status

from .tables import Record

UNKNOWN = {
    "second_codings": "there is no coding of this statement, precondition and holder with this "
    "gate",
    "settlements": "there is no coding of this statement, precondition and holder with this gate",
    "citations": "the statement does not have this source among its sources",
}
SEVERAL = "there are several codings of this unit; the column of_gate must say which"


@dataclass(eq=False)
class Subject:
    """A row of the database to be, and the rows of the files that describe it. `before` has the
    values on record of what they change, by attribute name."""

    instance: object
    records: list[Record] = field(default_factory=list)
    before: dict = field(default_factory=dict)

    @property
    def sound(self):
        return all(record.sound for record in self.records)

    @property
    def new(self):
        return self.instance.pk is None

    def take(self, record, values):
        """Give it a record's values, by attribute name; returns whether any of them differed."""
        self.records.append(record)
        return self.become(values)

    def become(self, values):
        had = {name: getattr(self.instance, name) for name in values}
        changed = {name: had[name] for name in values if had[name] != values[name]}
        for name in changed:
            setattr(self.instance, name, values[name])
        self.before = {**changed, **self.before}
        return bool(changed)


def subjects_on_record(model, key, drafts):
    """The rows of the database that drafts may speak of, by their values of the key."""
    first = {values[key[0]] for _, values in drafts if key[0] in values}
    generated = [f.name for f in model._meta.concrete_fields if f.generated]
    rows = model.objects.filter(**{f"{key[0]}__in": first}).defer(*generated)
    return {tuple(getattr(row, name) for name in key): Subject(row) for row in rows}


def complete(statements):
    """Files from before the reasons of withdrawals were kept do not have them; what is published
    again is no duplicate any more."""
    for subject in statements:
        told = any("withdrawn_on" in record.values for record in subject.records)
        known = subject.instance.status != Status.WITHDRAWN or subject.instance.withdrawn_on
        if not (told or known):
            because = "Withdrawn before reasons were kept."
            today = timezone.localdate()
            subject.become({"withdrawn_on": today, "withdrawn_because": because})
        if subject.instance.status == Status.PUBLISHED:
            subject.become({"duplicate_of_id": None})


def amend(key, found, amendments):
    """Give rows the values that other files have for them.

    Returns the subjects that only other files speak of, and their records that go astray, each
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
