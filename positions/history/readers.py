"""Of a statement's history, what became public: how it stood for readers after each occasion,
compared with how it stood for them before."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from positions.codebook import Status
from positions.codes import NO_SIDE

from .versions import Change, Occasion

# By kind, what readers are told of, with what it is called; everything else is the desk's.
SHOWN = {
    "statement": {
        "text": _("text"),
        "language": _("language"),
        "original_text": _("original text"),
        "original_language": _("original language"),
        "translation": _("translation"),
        "form": _("form"),
        "said_on": _("date"),
        "date_precision": _("date precision"),
        "date_basis": _("date basis"),
        "official_id": _("official"),
        "attribution": _("attribution"),
        "role": _("role"),
        "outside_tenure": _("outside known tenures"),
        "actor_id": _("actor"),
        "on_behalf_of": _("on behalf of"),
        "venue": _("place and occasion"),
        "restates_id": _("restates"),
        "reviewed_on": _("checked on"),
        "slug": _("permanent address"),
    },
    "citation": {
        "source_id": _("source"),
        "exact": _("exact words"),
        "prefix": _("words before"),
        "suffix": _("words after"),
    },
    "coding": {
        "holder_id": _("holder"),
        "claimed_by_id": _("claimed by"),
        "stance": _("stance"),
        "gate": _("gate"),
        "precondition_id": _("precondition"),
        "red_line": _("red line"),
        "note": _("note"),
    },
    "response": {
        "responds_to_id": _("responds to"),
    },
    "correction": {
        "corrected_on": _("corrected on"),
        "was_wrong": _("what was wrong"),
        "changed": _("what was changed"),
    },
}


class Step(StrEnum):
    PUBLISHED = "published"
    AGAIN = "published again"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return STEPS[self]


STEPS = {
    Step.PUBLISHED: _("published"),
    Step.AGAIN: _("published again"),
    Step.WITHDRAWN: _("withdrawn"),
}


@dataclass
class PublicEntry:
    """A step of the record, if it was one, and what changed for readers."""

    occasion: Occasion
    step: Step | None = None
    changes: list[Change] = field(default_factory=list)

    @property
    def by(self):
        """Who did it, by what they did and without a name; empty where it is not known."""
        if self.occasion.user is None:
            loaded = self.occasion.operator.startswith("load_package")
            return _("loaded with the data") if loaded else ""
        return _("by a reviewer") if self.step or self.checks else _("by an editor")

    @property
    def checks(self):
        """Whether it was marked as checked against the source."""
        days = ((c.before or {}, c.after or {}) for c in self.changes if c.kind == "statement")
        return any(
            after.get("reviewed_on") not in (None, before.get("reviewed_on"))
            for before, after in days
        )


def public_entries(entries, statement, public):
    """PublicEntries of a statement (its primary key), the oldest first, from the entries of its
    versions; `public` are the primary keys of the statements that can be referred to."""
    told, unseen, seen, status = [], {}, {}, None
    published = begun = False
    for entry in entries:
        before = status
        for change in entry.changes:
            unseen[change.place] = change
            if change.kind == "statement":
                status = change.after and change.after["status"]
                begun |= change.begins
        if status == Status.WITHDRAWN and before == Status.PUBLISHED:
            told.append(PublicEntry(entry.occasion, Step.WITHDRAWN))
        if status != Status.PUBLISHED:
            continue
        changes = [*changes_for_readers(unseen.values(), seen, statement, public)]
        if published and (changes or before != status):
            step = Step.AGAIN if before != status else None
            told.append(PublicEntry(entry.occasion, step, changes))
        elif not published and not begun:
            told.append(PublicEntry(entry.occasion, Step.PUBLISHED))
        unseen, published = {}, True
    return told


def changes_for_readers(changes, seen, statement, public):
    """Those that readers are told of; `seen` is how they saw each row, and is brought up to
    date."""
    for change in changes:
        before, after = seen.get(change.place), shown(change, statement, public)
        seen[change.place] = after
        if before != after and not change.begins:
            yield Change(replace(change.version, values=after or {}), before, after)


def shown(change, statement, public):
    """A row's values as readers are told them, None where they do not see it."""
    values = change.after
    if values is None or values.get("statement_id", statement) != statement:
        return None
    if values.get("stance") == NO_SIDE:
        return None
    if change.kind == "response" and values["responds_to_id"] not in public:
        return None
    told = {name: values[name] for name in SHOWN[change.kind]}
    if change.kind == "statement" and told["restates_id"] not in public:
        told["restates_id"] = None
    return told
