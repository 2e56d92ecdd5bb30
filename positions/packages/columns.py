"""One column of a file: a field of a model, spelt as text."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import Expression, Field, OuterRef, UniqueConstraint

SEPARATOR = ";"
TYPES = {"BooleanField": "boolean", "DateField": "date", "PositiveSmallIntegerField": "integer"}
# How a value of a type is spelt, and the words for that.
SPELLING = {
    "boolean": (re.compile(r"[01]"), "1 (yes) or 0 (no)"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a day as YYYY-MM-DD"),
    "integer": (re.compile(r"[0-9]{1,18}"), "a whole number"),
}


@dataclass(frozen=True)
class Column:
    """`required`: every cell has a value. `verbatim`: white space at its ends belongs to it.
    `also`: values and labels beyond the field's own choices, which other columns must allow.
    `narrowed`: what is written instead of the field's value."""

    name: str
    field: Field
    description: str
    required: bool
    verbatim: bool
    also: tuple[tuple[str, str], ...] = ()
    narrowed: Expression | None = None

    @cached_property
    def refers_to(self):
        """The model whose slugs stand in the column, or None."""
        return self.field.related_model

    @cached_property
    def is_list(self):
        return self.field.many_to_many or isinstance(self.field, ArrayField)

    @cached_property
    def type(self):
        """Table Schema's name for the type."""
        return "list" if self.is_list else TYPES.get(self.field.get_internal_type(), "string")

    @property
    def may_be_absent(self):
        return not self.required or self.field.has_default()

    @property
    def unique(self):
        """Whether no two rows of the model have the same value, empty ones apart."""
        rules = (c for c in self.field.model._meta.constraints if isinstance(c, UniqueConstraint))
        return self.field.unique or any(rule.fields == (self.field.name,) for rule in rules)

    @cached_property
    def choices(self):
        """Labels by value."""
        labels = dict([*self.field.flatchoices, *self.also])
        return {value: str(label) for value, label in labels.items() if value != ""}

    @cached_property
    def database_column(self):
        """As the database's constraints call it; of a list of references, in the table between."""
        if self.field.many_to_many:
            return f"{self.field.m2m_reverse_field_name()}_id"
        return self.field.column

    @property
    def lookup(self):
        """What values_list() asks for: slugs of references, in the order of entry."""
        if self.narrowed is not None:
            return self.narrowed
        if not self.field.many_to_many:
            return f"{self.field.name}__slug" if self.refers_to else self.field.name
        links = self.field.remote_field.through.objects.filter(
            **{self.field.m2m_field_name(): OuterRef("pk")}
        )
        return ArraySubquery(
            links.order_by("pk").values(f"{self.field.m2m_reverse_field_name()}__slug")
        )

    def write(self, value):
        """The text of a cell."""
        if value is None:
            return ""
        if self.is_list:
            return SEPARATOR.join(value)
        return str(int(value)) if self.type == "boolean" else str(value)

    def read(self, text):
        """The value of a cell, with slugs where it refers; raises ValidationError."""
        if "\0" in text:
            raise ValidationError("there is a NUL character in it")
        if text != text.strip() and not self.verbatim:
            raise ValidationError(f"there are spaces around {quoted(text.strip())}")
        if not text:
            return self.empty()
        if self.is_list:
            return self.read_list(text)
        if self.refers_to:
            return text
        pattern, spelling = SPELLING.get(self.type, (None, None))
        if pattern and not pattern.fullmatch(text):
            raise ValidationError(f"{quoted(text)} is not {spelling}")
        return self.clean(text)

    def empty(self):
        if self.required:
            raise ValidationError("it is empty, but must have a value")
        if self.is_list:
            return []
        return None if self.field.null else ""

    def read_list(self, text):
        items = text.split(SEPARATOR)
        if any(not item or item != item.strip() for item in items):
            raise ValidationError(
                f"{quoted(text)} has an empty item, or spaces around one; items stand between "
                "semicolons alone"
            )
        if len(set(items)) < len(items):
            raise ValidationError(f"{quoted(text)} names the same twice")
        return items if self.refers_to else self.clean(items)

    def clean(self, value):
        """The field's own reading and validation."""
        if any(value == allowed for allowed, _ in self.also):
            return value
        try:
            return self.field.clean(value, None)
        except ValidationError as error:
            if self.choices and error.code == "invalid_choice":
                allowed = ", ".join(str(choice) for choice in self.choices)
                raise ValidationError(f"{quoted(value)} is not one of: {allowed}") from None
            raise


def quoted(value):
    """A value within a message: on one line, not too long, without control characters."""
    text = str(value)
    text = text if text.isprintable() else repr(text)[1:-1]
    return f"“{text}”" if len(text) <= 60 else f"“{text[:57]}...”"
