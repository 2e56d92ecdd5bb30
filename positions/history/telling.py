"""What changed, in the words of the site."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from positions.languages import page_tag

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
CHECKED = {
    "added": _("checked against the source"),
    "changed": _("checked against the source again"),
    "removed": _("no longer marked as checked against the source"),
}
FIELD = {
    "added": _("%(field)s added"),
    "changed": _("%(field)s changed"),
    "removed": _("%(field)s removed"),
}
# What becomes of the rows that readers are told of, of one and of several.
ONE = {
    ("source", "added"): _("Source added"),
    ("source", "changed"): _("Source changed"),
    ("source", "removed"): _("Source removed"),
    ("coding", "added"): _("Coding added"),
    ("coding", "changed"): _("Coding changed"),
    ("coding", "removed"): _("Coding removed"),
    ("answered statement", "added"): _("Answered statement added"),
    ("answered statement", "changed"): _("Answered statement changed"),
    ("answered statement", "removed"): _("Answered statement removed"),
    ("correction", "added"): _("Correction added"),
    ("correction", "changed"): _("Correction changed"),
    ("correction", "removed"): _("Correction removed"),
}
SEVERAL = {
    ("source", "added"): ngettext_lazy(
        "%(number)d source added", "%(number)d sources added", "number"
    ),
    ("source", "changed"): ngettext_lazy(
        "%(number)d source changed", "%(number)d sources changed", "number"
    ),
    ("source", "removed"): ngettext_lazy(
        "%(number)d source removed", "%(number)d sources removed", "number"
    ),
    ("coding", "added"): ngettext_lazy(
        "%(number)d coding added", "%(number)d codings added", "number"
    ),
    ("coding", "changed"): ngettext_lazy(
        "%(number)d coding changed", "%(number)d codings changed", "number"
    ),
    ("coding", "removed"): ngettext_lazy(
        "%(number)d coding removed", "%(number)d codings removed", "number"
    ),
    ("answered statement", "added"): ngettext_lazy(
        "%(number)d answered statement added", "%(number)d answered statements added", "number"
    ),
    ("answered statement", "changed"): ngettext_lazy(
        "%(number)d answered statement changed", "%(number)d answered statements changed", "number"
    ),
    ("answered statement", "removed"): ngettext_lazy(
        "%(number)d answered statement removed", "%(number)d answered statements removed", "number"
    ),
    ("correction", "added"): ngettext_lazy(
        "%(number)d correction added", "%(number)d corrections added", "number"
    ),
    ("correction", "changed"): ngettext_lazy(
        "%(number)d correction changed", "%(number)d corrections changed", "number"
    ),
    ("correction", "removed"): ngettext_lazy(
        "%(number)d correction removed", "%(number)d corrections removed", "number"
    ),
}


@dataclass(frozen=True)
class Field:
    """A field of a kind of record: its `label`, whether its values are `prose`, compared word by
    word, and how they are told: `in_words(value, values)`, all values of the row beside it; as
    Words where their language may be another than the page's."""

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
    # The language of the words, empty where it is unknown; None: that of the page.
    language: str | None = None

    @property
    def effect(self):
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"

    @property
    def summary(self):
        if self.name == "reviewed_on":
            return str(CHECKED[self.effect])
        return FIELD[self.effect] % {"field": self.label}

    @cached_property
    def pieces(self):
        """Of prose word by word, of everything else the one value and then the other."""
        if self.prose:
            return compared(self.before, self.after)
        return [p for p in (Piece("out", self.before), Piece("in", self.after)) if p.text]


@dataclass(frozen=True)
class Told:
    """What became of one row: its `names` tell it from others of its kind; `own`: it is the record
    itself, not a row that belongs to it."""

    own: bool
    noun: str
    names: list[str]
    effect: str
    differences: list[Difference]
    version: Version

    @property
    def name(self):
        return ", ".join(self.names)

    @property
    def heading(self):
        """What became of it, without its name; kinds that only the desk is told of in English."""
        return ONE.get((self.noun, self.effect)) or f"{capfirst(self.noun)} {self.effect}"


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
        names=[name for name in names if name],
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
            language = getattr(told[1] or told[0], "language", page_tag())
            language = None if language == page_tag() else language
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
        parts.append(rows_in_words(noun, effect, number))
    return "; ".join(parts)


def rows_in_words(noun, effect, number):
    if number == 1:
        return ONE.get((noun, effect), f"{noun} {effect}").lower()
    several = SEVERAL.get((noun, effect), f"%(number)d {noun}s {effect}")
    return several % {"number": number}
