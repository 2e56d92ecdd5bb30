"""The answers that hold rows, and those that say why there are none."""

from datetime import date
from typing import Annotated

from ninja import Field, Schema
from pydantic import BeforeValidator

from . import schemas
from .schemas import told

# What the codebook and the forms say is told late, in the language of the address: English here.
Words = Annotated[str, BeforeValidator(str)]


class Filter(Schema):
    name: str
    label: Words
    value: Words = told("In words.")


class Listed(Schema):
    title: Words
    page: str | None = told("The address of the page with the same rows; null where none is.")
    as_of: date = told("The day that is looked at.")
    filters: list[Filter] = told("The filters in use.")
    count: int | None = told(
        "All rows that there are; null but on the first page of a list, and where there are more "
        "than a thousand statements."
    )


class Paged(Listed):
    next: str | None = Field(description="The address of the next page; null on the last.")


class Statements(Paged):
    rows: list[schemas.StatementRow]


class Statement(Schema):
    page: str
    record: schemas.StatementRecord


class Withdrawn(Schema):
    page: str
    withdrawn_on: date
    because: str
    corrections: list[schemas.CorrectionRow]


class Actors(Listed):
    rows: list[schemas.ActorRow]


class Actor(Listed):
    record: schemas.ActorRecord
    rows: list[schemas.HeldRow] = told("What leads each cell in which it holds a position.")


class Officials(Listed):
    rows: list[schemas.OfficialRow]


class Official(Listed):
    record: schemas.OfficialRow
    rows: list[schemas.TenureRow]


class Preconditions(Listed):
    rows: list[schemas.PreconditionRow]


class Precondition(Listed):
    record: schemas.PreconditionRecord
    rows: list[schemas.TurnRow]


class Topics(Listed):
    rows: list[schemas.TopicRow]


class Comparison(Listed):
    rows: list[schemas.ComparisonRow]


class Changes(Paged):
    rows: list[schemas.MoveRow]


class Corrections(Paged):
    rows: list[schemas.CorrectionRow]


class Term(Schema):
    value: str | int = told("As rows and parameters have it.")
    label: Words = told("As pages have it.")


class GateTerm(Term):
    meaning: Words


class StanceTerm(Term):
    group: str
    holds: Words = told("The paraphrase that must hold: X is the precondition, G the gate.")
    is_not: Words | None


class Codebook(Schema):
    version: str
    stances: list[StanceTerm]
    groups: list[Term]
    gates: list[GateTerm]
    grades: list[Term]
    authorities: list[Term]
    forms: list[Term]
    attributions: list[Term]
    date_precisions: list[Term]
    date_bases: list[Term]
    translations: list[Term]
    source_kinds: list[Term]
    classifications: list[Term]
    blanks: list[Term]


class Endpoint(Schema):
    address: str
    summary: str


class Root(Schema):
    title: str
    version: str
    documentation: str
    openapi: str
    endpoints: list[Endpoint]


class Refused(Schema):
    errors: dict[str, list[Words]] = told("What cannot be read, by parameter.")


class Failed(Schema):
    detail: str
