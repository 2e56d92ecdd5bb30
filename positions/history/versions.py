"""Versions of a record and of its rows, put together to what one occasion changed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Occasion:
    """One request, one command, or one transaction of which no more is known.

    `metadata` has `user` (a primary key, None for a reader) and `url` where it was a request,
    `operator` (the command) where it was one, and may have a `note` or the `reason` of a step.
    """

    key: Any
    at: datetime
    metadata: dict | None = None

    @property
    def user(self):
        return (self.metadata or {}).get("user")

    @property
    def operator(self):
        return (self.metadata or {}).get("operator", "")

    @property
    def note(self):
        noted = self.metadata or {}
        return noted.get("note") or noted.get("reason", "")

    @property
    def by_reader(self):
        """A request by nobody who has an account."""
        return "url" in (self.metadata or {}) and self.user is None


@dataclass(frozen=True)
class Version:
    """A row as it was after an insertion or an update, or before its deletion (`label`): the
    `values` by attribute name. `number` counts the versions of all rows of its `kind`, which is a
    model's name; `row` is the primary key."""

    kind: str
    row: int
    number: int
    label: str
    values: dict
    occasion: Occasion

    @property
    def name(self):
        return f"{self.kind}-{self.number}"


@dataclass
class Change:
    """What became of one row on one occasion: its values before and after, None where there was
    no row. `version` is the last of the occasion. `begins`: older versions of the row are not
    given; it is known how it was after the occasion, not what changed."""

    version: Version
    before: dict | None
    after: dict | None = None
    begins: bool = False

    @property
    def kind(self):
        return self.version.kind

    @property
    def place(self):
        return self.version.kind, self.version.row

    @property
    def effect(self):
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass
class Entry:
    """All that changed on one occasion; the record itself before its rows."""

    occasion: Occasion
    changes: list[Change] = field(default_factory=list)


def entries(versions):
    """Entries, the oldest first. Of each row all versions are given, or the newest ones."""
    by_row, found, last = defaultdict(list), {}, {}
    for version in versions:
        by_row[version.kind, version.row].append(version)
    for rows in by_row.values():
        rows.sort(key=lambda version: version.number)
        here, state = {}, None
        # A transaction has the time of its start; of one row, the numbers tell what came after, and
        # nothing of rows of other kinds.
        at = rows[0].occasion.at
        for version in rows:
            key, gone = version.occasion.key, version.label == "delete"
            at = max(at, version.occasion.at)
            entry = found.setdefault(key, Entry(version.occasion))
            last[key] = max(last.get(key, at), at)
            if key not in here:
                begins = version is rows[0] and version.label == "update"
                here[key] = Change(version, version.values if gone else state, begins=begins)
                entry.changes.append(here[key])
            state = None if gone else version.values
            here[key].version, here[key].after = version, state
    told = [found[key] for key in sorted(found, key=last.get)]
    for entry in told:
        entry.changes = [change for change in entry.changes if change.before != change.after]
    return [entry for entry in told if entry.changes]
