"""What changed, in the words of the site."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .versions import Version
from .words import Piece, compared

# What kinds of record are called, where it is not the name of the model.
NOUNS = {
    "citation": "source",
    "response": "answered statement",
    "searchnote": "search note",
    "distinction": "ruling",
}
# The fields that tell a record from others of its kind.
NAMED_BY = {
    "actor": ["name"],
    "official": ["name"],
    "topic": ["name"],
    "precondition": ["proposition"],
    "source": ["publisher", "title", "published_on"],
    "statement": ["official_id", "role", "actor_id", "said_on", "text"],
    "searchnote": ["actor_id", "precondition_id", "searched_until"],
    "distinction": ["statement_id", "other_id"],
    "report": ["statement_id", "text"],
    "citation": ["source_id"],
    "coding": ["holder_id", "stance", "precondition_id"],
    "response": ["responds_to_id"],
    "correction": ["corrected_on"],
    "tenure": ["role", "actor_id"],
}
LANGUAGES = {"text": "language", "original_text": "original_language"}
CHECKED = {
    "added": "checked against the source",
    "changed": "checked against the source again",
    "removed": "no longer marked as checked against the source",
}


@dataclass(frozen=True)
class Field:
    """A field of a kind of record: its `label`, whether its values are `prose`, compared word by
    word, and how they are told: `in_words(value, values)`, all values of the row beside it."""

    name: str
    label: str
    in_words: Callable[[Any, dict], str]
    prose: bool = False


@dataclass(frozen=True)
class Difference:
    """One field, before and after; empty where there was, or is, nothing."""

    name: str
    label: str
    before: str
    after: str
    prose: bool = False
    # The language that the text is in, where the record says so.
    language: str = ""

    @property
    def effect(self):
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"

    @property
    def summary(self):
        if self.name == "reviewed_on":
            return CHECKED[self.effect]
        return f"{self.label} {self.effect}"

    @cached_property
    def pieces(self):
        """Of prose word by word, of everything else the one value and then the other."""
        if self.prose:
            return compared(self.before, self.after)
        return [p for p in (Piece("out", self.before), Piece("in", self.after)) if p.text]


@dataclass(frozen=True)
class Told:
    """What became of one row: `name` tells it from others of its kind; `own`: it is the record
    itself, not a row that belongs to it."""

    own: bool
    noun: str
    name: str
    effect: str
    differences: list[Difference]
    version: Version


def tell(change, fields, record_kind):
    """A versions.Change by the Fields of its kind, in the history of a record of `record_kind`. Of
    a row that came or went, what its name says is not said again."""
    words = {field.name: field for field in fields}
    values = change.before if change.after is None else change.after
    named_by = [words[name] for name in NAMED_BY[change.kind] if name in words]
    names = [field.in_words(values[field.name], values) for field in named_by]
    own = change.kind == record_kind
    if not own and change.effect != "changed":
        fields = [field for field in fields if field not in named_by]
    return Told(
        own=own,
        noun=NOUNS.get(change.kind, change.kind),
        name=", ".join(name for name in names if name),
        effect=change.effect,
        differences=differences(change.before or {}, change.after or {}, fields),
        version=change.version,
    )


def differences(before, after, fields):
    """Between two versions of a row; of a row that was added or removed, all that it has."""
    found = []
    for field in fields:
        one, other = before.get(field.name), after.get(field.name)
        if one == other or not (before and after or one or other):
            continue
        told = [
            field.in_words(value, values) if values else ""
            for value, values in ((one, before), (other, after))
        ]
        if told[0] != told[1]:
            language = {**before, **after}.get(LANGUAGES.get(field.name), "")
            found.append(Difference(field.name, field.label, *told, field.prose, language))
    return found


def summary(told):
    """A line on all changes of an occasion, those of the record itself by its fields: "text
    changed; 2 codings added"."""
    parts, rows = [], Counter()
    for change in told:
        if change.own and change.effect == "changed":
            parts += [difference.summary for difference in change.differences]
        else:
            rows[change.noun, change.effect] += 1
    for (noun, effect), number in rows.items():
        parts.append(f"{noun} {effect}" if number == 1 else f"{number} {noun}s {effect}")
    return "; ".join(parts)
