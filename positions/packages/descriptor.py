"""datapackage.json: the schema in the words of the standard (Data Package and Table Schema 2.0)."""

import json

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CheckConstraint, Q
from django.utils.text import capfirst

from positions.codebook import VERSION
from positions.languages import in_english
from positions.models.rules import PLAIN

from .columns import SEPARATOR
from .schema import home

PROFILE = "https://datapackage.org/profiles/2.0"
DIALECT = {"header": True, "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"'}
MISSING = [""]
TITLE = "Negotiation positions: statements, sources and codings"
DESCRIPTION = (
    "Statements by officials on what must happen before talks, their sources, and the coding of "
    "each statement by precondition, stance and gate. The version is the codebook's. Words in "
    "quotation marks are their speakers'; the sources name where they are on record. Who coded or "
    "checked a record is not part of the package."
)


def datapackage(resources, **told):
    """The text of datapackage.json; `told` has properties of the package beyond the usual ones, or
    in their place."""
    described = {
        "$schema": f"{PROFILE}/datapackage.json",
        "name": "parley",
        "title": TITLE,
        "description": DESCRIPTION,
        "version": VERSION,
        "sources": [{"title": "The pages and documents in sources.csv"}],
        **told,
        "resources": [describe(resource) for resource in resources],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def describe(resource):
    return {
        "name": resource.name,
        "type": "table",
        "path": resource.path,
        "title": capfirst(resource.name.replace("_", " ")),
        "description": resource.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"$schema": f"{PROFILE}/tabledialect.json", **DIALECT},
        "schema": {
            "$schema": f"{PROFILE}/tableschema.json",
            "fields": [describe_column(resource, column) for column in resource.columns],
            "missingValues": MISSING,
            **keys(resource),
        },
    }


def keys(resource):
    """A key with a column that may be empty can only be a unique key."""
    required = all(column.required for column in resource.key_columns)
    own = {"primaryKey": resource.key} if required else {"uniqueKeys": [resource.key]}
    references = [
        reference([column.name], home(column.refers_to))
        for column in resource.columns
        if column.refers_to and not column.is_list
    ]
    rows_of = home(resource.model)
    if rows_of and rows_of.name != resource.name:
        references.append(reference(resource.key, rows_of))
    return {**own, "foreignKeys": references} if references else own


def reference(columns, other):
    return {"fields": columns, "reference": {"resource": other.name, "fields": other.key}}


def describe_column(resource, column):
    with in_english():
        return described_column(resource, column)


def described_column(resource, column):
    renamed = column.name != column.field.name
    described = {
        "name": column.name,
        "type": column.type,
        "title": capfirst(column.name if renamed else column.field.verbose_name).replace("_", " "),
        "description": column.description,
    }
    if column.is_list:
        described |= {"delimiter": SEPARATOR, "itemType": "string"}
    if column.type == "boolean":
        described |= {"trueValues": ["1"], "falseValues": ["0"]}
    if column.choices:
        described["categories"] = [
            {"value": value, "label": label} for value, label in column.choices.items()
        ]
    described["constraints"] = constraints(resource, column)
    return {name: value for name, value in described.items() if value not in ("", {})}


def constraints(resource, column):
    found = {}
    if column.required:
        found["required"] = True
    if column.unique:
        found["unique"] = True
    if column.choices:
        found["enum"] = [*column.choices]
    elif column.type == "string" and not column.refers_to:
        if column.field.max_length:
            found["maxLength"] = column.field.max_length
        if expression := pattern(resource.model, column.field):
            found["pattern"] = expression
    elif column.type == "integer":
        limits = {type(rule): rule.limit_value for rule in column.field.validators}
        found["minimum"], found["maximum"] = limits[MinValueValidator], limits[MaxValueValidator]
    return found


def pattern(model, field):
    """The expression that the database checks the field by; Table Schema's always match the whole
    value, its `required` stands for the rule that a value is not blank, and the dialect of its
    patterns has no numbers of characters."""
    rules = (c.condition for c in model._meta.constraints if isinstance(c, CheckConstraint))
    for lookup, value in (leaf for rule in rules for leaf in leaves(rule)):
        if lookup == f"{field.name}__regex" and value not in (r"\S", PLAIN):
            return value.removeprefix("^").removesuffix("$")
    return None


def leaves(condition):
    for child in condition.children:
        if isinstance(child, Q):
            yield from leaves(child)
        elif isinstance(child, tuple):
            yield child
