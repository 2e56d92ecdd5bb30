"""What the files of a package hold: the one description that writing and reading both follow.

A column stands for a field of a model. Its type, limits and allowed values are that field's, and
so are its title and description where no better ones are given here.
"""

from dataclasses import dataclass, field

from django.db.models import Model, Q

from positions.codebook import GATE_MEANING, MEANINGS
from positions.codes import NO_SIDE
from positions.languages import in_english
from positions.models import (
    Actor,
    Citation,
    Coding,
    Correction,
    Distinction,
    Official,
    Precondition,
    SearchNote,
    Source,
    Statement,
    Tenure,
    Topic,
)

from .columns import Column


@dataclass(frozen=True)
class Resource:
    """A file. `key` names the columns that tell its rows apart, the first of them never empty;
    `only` narrows the model's rows to those that it has, in the order of `order`."""

    name: str
    model: type[Model]
    description: str
    key: list[str]
    columns: list[Column]
    only: Q = field(default_factory=Q)
    order: tuple[str, ...] = ("pk",)

    @property
    def path(self):
        return f"{self.name}.csv"

    @property
    def key_columns(self):
        columns = {column.name: column for column in self.columns}
        return [columns[name] for name in self.key]


def columns(model, *names, required=(), verbatim=(), also=None, **descriptions):
    """Columns by name; `column:field` where the field has another name."""
    found = []
    for entry in names:
        name, _, field_name = entry.partition(":")
        stands_for = model._meta.get_field(field_name or name)
        may_be_empty = stands_for.blank or stands_for.null or stands_for.many_to_many
        found.append(
            Column(
                name,
                stands_for,
                descriptions.get(name, stands_for.help_text),
                required=not may_be_empty or name in required,
                verbatim=name in verbatim,
                also=(also or {}).get(name, ()),
            )
        )
    return found


TRANSLATED = {"name_uk": "The name in Ukrainian.", "name_ru": "The name in Russian."}
NAMES = "Other names, between semicolons."
with in_english():
    STANCES = " ".join(f"{stance}: {meaning.holds}" for stance, meaning in MEANINGS.items())
    GATES = " ".join(f"{gate}: {meaning}" for gate, meaning in GATE_MEANING.items())
UNIT = ["statement", "precondition", "holder"]
OF_GATE = "with statement, precondition and holder it tells which."

EVERY = [
    Resource(
        "actors",
        Actor,
        "Parties and mediators that can hold a position.",
        ["slug"],
        columns(
            Actor,
            *("slug", "name", "short_name", "name_uk", "name_ru", "short_name_uk", "short_name_ru"),
            *("classification", "iso_code", "wikidata_id", "other_names"),
            slug="The key of the actor.",
            **TRANSLATED,
            short_name_uk="The short name in Ukrainian.",
            short_name_ru="The short name in Russian.",
            iso_code="ISO 3166-1 alpha-2.",
            other_names=NAMES,
        ),
    ),
    Resource(
        "officials",
        Official,
        "Named persons whose statements are recorded.",
        ["slug"],
        columns(
            Official,
            *("slug", "name", "name_uk", "name_ru", "native_name", "other_names", "wikidata_id"),
            slug="The key of the official.",
            **TRANSLATED,
            native_name="The name in the official's own language and script.",
            other_names=NAMES,
        ),
    ),
    Resource(
        "tenures",
        Tenure,
        "An official's role for an actor between two days, both included. A day that is not known "
        "is empty, never made up.",
        ["official", "actor", "role", "start_date"],
        columns(
            Tenure,
            *("official", "actor", "role", "start_date", "end_date", "authority"),
            role="The office, as a title.",
            authority="1 is the highest.",
        ),
    ),
    Resource(
        "topics",
        Topic,
        "What preconditions are grouped by.",
        ["slug"],
        columns(
            Topic,
            *("slug", "name", "name_uk", "name_ru", "order"),
            slug="The key of the topic.",
            **TRANSLATED,
            order="Place on pages.",
        ),
    ),
    Resource(
        "preconditions",
        Precondition,
        "Neutral propositions that an actor can want or refuse: the rows of the comparison.",
        ["slug"],
        columns(
            Precondition,
            *("slug", "topic", "proposition", "proposition_uk", "proposition_ru", "definition"),
            *("order", "event_of"),
            slug="The key of the precondition.",
            proposition_uk="The proposition in Ukrainian.",
            proposition_ru="The proposition in Russian.",
            order="Place on pages.",
        ),
    ),
    Resource(
        "sources",
        Source,
        "Pages and documents that statements are cited from.",
        ["slug"],
        columns(
            Source,
            *("slug", "publisher", "title", "url", "archived_url", "published_on", "accessed_on"),
            *("kind", "language"),
            slug="The key of the source.",
            accessed_on="The day its text was read.",
        ),
    ),
    Resource(
        "statements",
        Statement,
        "What was said, by whom, when and where.",
        ["id"],
        columns(
            Statement,
            *("id:slug", "actor", "official", "role", "outside_tenure", "attribution", "said_on"),
            *("date_precision", "date_basis", "form", "text", "language", "original_text"),
            *("original_language", "translation", "venue", "on_behalf_of", "responds_to"),
            *("restates", "sources", "status", "withdrawn_on", "withdrawn_because"),
            *("duplicate_of", "reviewed_on"),
            id="The key of the statement, part of its permanent address.",
            text="The words, or what they say; quoted words in it stand in “ ”.",
            language="The language of text, as a code: en, ru, uk.",
            original_text="The words in the language they were said in.",
            responds_to="Statements that it answers, by id, between semicolons.",
            restates="The earlier statement, by id, whose words the same speaker says again.",
            withdrawn_on="The day it was withdrawn, if it was.",
            duplicate_of="The statement kept instead, by id, if it was withdrawn as a duplicate.",
            sources="Sources that it is cited from, by slug, between semicolons.",
        ),
    ),
    Resource(
        "codings",
        Coding,
        "The judgement that a statement takes this stance on this precondition for this holder.",
        [*UNIT, "gate"],
        columns(
            Coding,
            *(*UNIT, "stance", "gate", "red_line", "claimed_by", "note"),
            also={"stance": ((NO_SIDE, "No side taken"),)},
            stance=f"{STANCES} none: a third coder settled that no side is taken.",
            gate=GATES,
        ),
    ),
    Resource(
        "second_codings",
        Coding,
        "The same units coded a second time, without seeing the first.",
        [*UNIT, "of_gate"],
        columns(
            Coding,
            *(*UNIT, "of_gate:gate", "stance:second_stance", "gate:second_gate"),
            "note:second_note",
            required=("stance", "gate"),
            of_gate=f"The gate of the coding that was coded again: {OF_GATE}",
            stance=f"{STANCES} none: the second coder saw no side taken.",
            gate=GATES,
        ),
        only=~Q(second_stance=""),
    ),
    Resource(
        "settlements",
        Coding,
        "What the first coder had said where a third coder settled: since then the codings have "
        "the third decision.",
        [*UNIT, "of_gate"],
        columns(
            Coding,
            *(*UNIT, "of_gate:gate", "first_stance", "first_gate", "first_note", "settled_on"),
            required=("first_stance", "first_gate", "settled_on"),
            of_gate=f"The gate of the coding as it was settled: {OF_GATE}",
            first_stance="The first coder's stance.",
            first_gate="The first coder's gate.",
            first_note="The first coder's note.",
            settled_on="The day of the third decision.",
        ),
        only=Q(settled_on__isnull=False),
    ),
    Resource(
        "citations",
        Citation,
        "The exact words in a source, for a link to them. The source is one of the statement's.",
        ["statement", "source"],
        columns(
            Citation,
            *("statement", "source", "exact", "prefix", "suffix"),
            required=("exact",),
            verbatim=("exact", "prefix", "suffix"),
        ),
        only=~Q(exact=""),
        order=("statement_id", "pk"),
    ),
    Resource(
        "distinctions",
        Distinction,
        "Pairs of statements that look alike and were ruled to be two.",
        ["statement", "other"],
        columns(
            Distinction,
            *("statement", "other", "ruled_on"),
            statement="One of the two, by id.",
            other="The other one, by id.",
            ruled_on="The day of the ruling.",
        ),
    ),
    Resource(
        "search_notes",
        SearchNote,
        "That somebody searched for an actor's words on a precondition, and how it ended.",
        ["actor", "precondition", "searched_until"],
        columns(SearchNote, "actor", "precondition", "searched_until", "where", "outcome"),
    ),
    Resource(
        "corrections",
        Correction,
        "The public log: what was wrong and what was changed.",
        ["corrected_on", "statement", "was_wrong", "changed"],
        columns(
            Correction,
            *("statement", "corrected_on", "was_wrong", "changed"),
            statement="Empty: it concerns the site as a whole.",
        ),
    ),
]
RESOURCES = {resource.name: resource for resource in EVERY}


def home(model):
    """The file whose rows are the model's, one for one; None where there is no such file."""
    found = (resource for resource in EVERY if resource.model is model and not resource.only)
    return next(found, None)
