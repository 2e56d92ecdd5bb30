"""What answers hold. Names are those of the files, whose rows these are; what a field means is said
by the models and the codebook, where they say it."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from positions.codebook import (
    Attribution,
    Authority,
    Classification,
    DateBasis,
    DatePrecision,
    Form,
    Gate,
    Grade,
    Group,
    SourceKind,
    Stance,
    Translation,
)
from positions.models import (
    Actor,
    Coding,
    Correction,
    Official,
    Precondition,
    Source,
    Statement,
    Tenure,
)

ADDRESS = "The address of its page, which holds for good."
SPELLINGS = "Other names and spellings."


def of(model, name):
    """A field that means what the model's does, in its own words or else by its name."""
    field = model._meta.get_field(name)
    told = field.help_text or f"{field.verbose_name[:1].upper()}{field.verbose_name[1:]}."
    return Field(description=str(told))


def told(words):
    return Field(description=words)


class CodingRow(Schema):
    precondition: str = told("The slug of the precondition.")
    proposition: str = of(Precondition, "proposition")
    holder: str = of(Coding, "holder")
    holder_name: str
    stance: Stance
    stance_group: Group
    gate: Gate
    red_line: bool = of(Coding, "red_line")
    claimed_by: str | None = of(Coding, "claimed_by")
    note: str | None = of(Coding, "note")


class SourceRow(Schema):
    publisher: str
    title: str | None
    url: str | None
    archived_url: str | None = of(Source, "archived_url")
    published_on: date | None
    kind: SourceKind = of(Source, "kind")
    language: str = of(Source, "language")
    exact: str | None = told("The exact words in the source.")
    words_url: str | None = told("The source's address, leading to the exact words.")


class StatementRow(Schema):
    id: str = told("The slug: the last part of the address.")
    address: str = told(ADDRESS)
    said_on: date = told("Of a month or a year, any day in it.")
    date_precision: DatePrecision
    date_basis: DateBasis
    counts_on: date = told("The day it counts on: the last of its month or year.")
    actor: str = of(Statement, "actor")
    actor_name: str
    official: str | None = told("The slug of the official; null where none is named.")
    official_name: str | None
    role: str | None = of(Statement, "role")
    attribution: Attribution
    authority: Authority
    form: Form
    language: str = told("Of the text.")
    text: str
    original_language: str | None
    original_text: str | None
    translation: Translation | None
    venue: str | None = of(Statement, "venue")
    on_behalf_of: str | None = of(Statement, "on_behalf_of")
    evidence: Grade | None = told("The evidence grade; null without a source.")
    reviewed: bool = told("Whether an editor checked it against its source.")
    codings: list[CodingRow]
    sources: list[SourceRow]


class CorrectionRow(Schema):
    corrected_on: date
    statement: str | None = told("The slug of the statement; null: the site as a whole.")
    address: str | None
    actor: str | None = told("Null where the statement was withdrawn, as are speaker and day.")
    speaker: str | None = told("The official, or the institution as printed, or the actor.")
    said_on: date | None
    date_precision: DatePrecision | None
    was_wrong: str = of(Correction, "was_wrong")
    changed: str = of(Correction, "changed")
    reported_on: date | None = told("When a reader's report that led to it came in.")


class StatementRecord(StatementRow):
    restates: list[str] = told("Statements whose words it says again, by slug.")
    restated_by: list[str] = told("Statements that say its words again, by slug.")
    responds_to: list[str]
    responses: list[str]
    corrections: list[CorrectionRow]


class Named(Schema):
    slug: str
    address: str = told(ADDRESS)
    name: str
    name_uk: str | None = of(Actor, "name_uk")
    name_ru: str | None = of(Actor, "name_ru")


class ActorNamed(Named):
    short_name: str = of(Actor, "short_name")
    other_names: list[str] = told(SPELLINGS)
    classification: Classification
    iso_code: str | None = of(Actor, "iso_code")
    wikidata_id: str | None = of(Actor, "wikidata_id")


class ActorRow(ActorNamed):
    statements: int = told("How many published statements up to the day.")
    officials: int = told("How many officials are on record.")
    last_day: date | None = told("The day of the last statement.")


class TenureRow(Schema):
    official: str = told("The slug of the official.")
    official_name: str
    actor: str = told("The slug of the actor.")
    actor_name: str
    role: str
    start_date: date | None = of(Tenure, "start_date")
    end_date: date | None = of(Tenure, "end_date")
    authority: Authority


class ActorRecord(ActorNamed):
    officials: list[TenureRow]


class OfficialRow(Named):
    native_name: str | None = of(Official, "native_name")
    other_names: list[str] = told(SPELLINGS)
    wikidata_id: str | None = of(Official, "wikidata_id")


class PreconditionRecord(Schema):
    slug: str
    address: str = told(ADDRESS)
    topic: str = told("The slug of the topic.")
    topic_name: str
    proposition: str = of(Precondition, "proposition")
    proposition_uk: str | None = of(Precondition, "proposition_uk")
    proposition_ru: str | None = of(Precondition, "proposition_ru")
    definition: str = of(Precondition, "definition")
    event_of: Gate | None = of(Precondition, "event_of")


class PreconditionRow(PreconditionRecord):
    statements: int = told("How many published statements up to the day.")
    actors: int = told("How many hold a position on it.")


class TopicRow(Schema):
    slug: str
    name: str
    preconditions: list[str] = told("By slug, in the order of the comparison.")


class TurnRow(Schema):
    """What an actor held on a precondition from one day on, until something else."""

    actor: str = told("The slug of the actor.")
    actor_name: str
    since: date = told("The day that opened the run.")
    since_precision: DatePrecision
    until: date | None = told("The day that the next turn began; null where none did.")
    stance: Stance
    stance_group: Group
    gate: Gate
    red_line: bool = told("Whether the words themselves say never, non-negotiable, red line.")
    last_affirmed: date = told("The day it was last said.")
    last_affirmed_precision: DatePrecision
    restated: int = told("Statements later than the first day of the run.")
    speaker: str = told("The official, or the institution as printed, or the actor.")
    role: str | None = told("The office as printed.")
    note: str | None = told("For “accepts if”: the condition.")
    statement: str = told("The slug of the statement that opened it.")


class HeldRow(Schema):
    """A line of a cell, or its blank; what a blank has none of is null."""

    as_of: date
    precondition: str = told("The slug of the precondition.")
    proposition: str
    blank: Literal["not_researched", "none_found", "declined", "not_applicable", "unset"] | None = (
        told(
            "Null where a position is held; “unset”: words are on record, but none that the "
            "evidence taken in lets set the cell."
        )
    )
    searched_until: date | None = told(
        "Of a search that found nothing, the last day that it covers."
    )
    searched_where: str | None = told("Of a search that found nothing, where.")
    place: Literal["headline", "also", "at_another_gate", "split", "claim", "unnamed"] | None = (
        told("What the line is in its cell; “headline” leads it.")
    )
    stance: Stance | None
    stance_group: Group | None
    gate: Gate | None
    red_line: bool | None = told(
        "Whether the words themselves say never, non-negotiable, red line."
    )
    since: date | None = told("The day that opened the run.")
    since_precision: DatePrecision | None
    last_affirmed: date | None = told("The day it was last said.")
    last_affirmed_precision: DatePrecision | None
    restated: int | None = told("Statements later than the first day of the run.")
    offices: list[str] | None = told("The roles that spoke in the run, the latest first.")
    speaker: str | None = told("The official, or the institution as printed, or the actor.")
    role: str | None = told("The office as printed.")
    authority: Authority | None
    evidence: Grade | None
    reviewed: bool | None = told("Whether an editor checked it against its source.")
    joint_statement_of: str | None = told(
        "Who signed or is spoken for, where another spoke for the actor."
    )
    claimed_by: str | None = told("The slug of the actor from whose words alone it is known.")
    said_under_previous_head: bool | None = told(
        "Whether who headed the actor then is known not to now."
    )
    changed: Literal["changed", "first", "within"] | None = told(
        "Of two days: the group or the gate, a first statement, or the stance within its group."
    )
    stance_before: Stance | None = told("On the earlier of two days.")
    gate_before: Gate | None = told("On the earlier of two days.")
    note: str | None = told("For “accepts if”: the condition.")
    statement: str | None = told("The slug of the latest statement of the line.")


class ComparisonRow(HeldRow):
    versus: date | None = told("The earlier of two days.")
    evidence_taken_in: list[Grade]
    authority_taken_in: list[Authority]
    gate_asked: Gate | None = told("The one gate asked for; null for all.")
    actor: str = told("The slug of the actor.")
    actor_name: str


class MoveEnd(Schema):
    stance: Stance
    stance_group: Group
    gate: Gate
    red_line: bool
    note: str | None
    statement: str = told("The slug of the statement.")
    address: str = told(ADDRESS)
    counts_on: date = told("The last day of its month or year.")
    date_precision: DatePrecision
    speaker: str = told("The official, or the institution as printed, or the actor.")
    role: str | None = told("The office as printed.")
    authority: Authority
    evidence: Grade
    reviewed: bool
    form: Form
    language: str
    text: str
    original_language: str | None
    original_text: str | None


class MoveRow(Schema):
    kind: Literal["changed", "first"] = told("Whether another position was held before.")
    precondition: str = told("The slug of the precondition.")
    proposition: str
    actor: str = told("The slug of the actor.")
    actor_name: str
    before: MoveEnd | None = told("What was held before; null of a first statement.")
    after: MoveEnd
