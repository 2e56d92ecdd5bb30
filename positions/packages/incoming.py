"""Files of a package as tables of texts in the database, for bulk.py."""

import csv
from itertools import batched

from django.core.validators import MaxLengthValidator, validate_slug
from django.db import connection
from psycopg.sql import Literal

from positions.models.rules import web_address

from .columns import SEPARATOR, TYPES
from .tables import header_problems

# Rows that are read at once.
BATCH = 1000
# Texts that are known to be right, for each column.
MOST_KNOWN = 5000
# As COPY spells what would end a cell or a row.
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class NotPlain(Exception):
    """A package that is not for bulk.py."""


def read(cursor, resource, path, tell):
    """Make incoming_{name} of a file, with a row's line; returns the columns by name, in the order
    of the file, and the number of rows. `tell` is told the bytes that were read."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, strict=True)
        header = next(rows, [])
        if not header or header_problems(resource, 1, header):
            raise NotPlain
        by_name = {column.name: column for column in resource.columns}
        columns = {name: by_name[name] for name in header}
        table = f"incoming_{resource.name}"
        named = [f'"{name}"' for name in header]
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(
            f"CREATE TEMP TABLE {table} (line bigint GENERATED ALWAYS AS IDENTITY, "
            f"{', '.join(f'{name} text' for name in named)}) ON COMMIT DROP"
        )
        with cursor.copy(f"COPY {table} ({', '.join(named)}) FROM STDIN") as copy:
            number = copied([*columns.values()], rows, file.buffer, copy, tell)
    cursor.execute(f'ANALYZE {table} (line, "{resource.key[0]}")')
    return columns, number


def copied(columns, rows, file, copy, tell):
    known = [set() for _ in columns]
    number = place = 0
    for some in batched(rows, BATCH):
        if {*map(len, some)} != {len(columns)}:
            raise NotPlain
        for column, right, texts in zip(columns, known, zip(*some, strict=True), strict=True):
            if is_any_text(column):
                read_texts(column, texts)
                continue
            for text in {*texts} - right:
                column.read(text)
                if len(right) < MOST_KNOWN:
                    right.add(text)
        copy.write(lines(some, len(columns)))
        number += len(some)
        tell(file.tell() - place)
        place = file.tell()
    return number


def is_any_text(column):
    """Whether only the database has more rules for its values than Column.read has for all texts:
    there is no other text for a value, and validators are constraints too."""
    known = (validate_slug, web_address)
    validators = column.field.validators
    return (
        column.type == "string"
        and not column.choices
        and (
            column.refers_to is not None
            or all(v in known or isinstance(v, MaxLengthValidator) for v in validators)
        )
    )


def read_texts(column, texts):
    """What Column.read refuses of many, but for what no column takes."""
    if column.required and "" in texts:
        raise NotPlain
    if not column.verbatim and [*map(str.strip, texts)] != [*texts]:
        raise NotPlain


def lines(rows, width):
    """Rows as COPY reads them."""
    told = "\n".join(map("\t".join, rows))
    if "\0" in told:
        raise NotPlain
    plain = "\\" not in told and "\r" not in told
    if plain and (told.count("\t"), told.count("\n")) == (len(rows) * (width - 1), len(rows) - 1):
        return f"{told}\n"
    return "".join("\t".join(cell.translate(ESCAPES) for cell in row) + "\n" for row in rows)


def value(column, table):
    """SQL: what a cell of a table of texts means. Of a reference it is the primary key, in a table
    that is joined for it."""
    if column.refers_to:
        return f'"{column.name} of {table}".id'
    text = f'{table}."{column.name}"'
    if column.field.null:
        text = f"NULLIF({text}, '')"
    if column.is_list:
        text = f"string_to_array({text}, '{SEPARATOR}')"
    if column.is_list or column.field.get_internal_type() in TYPES:
        text = f"{text}::{column.field.db_type(connection)}"
    return text


def differs(column, found):
    """SQL: whether a row on record `o` has another value than is `found`."""
    return f'o."{column}" IS DISTINCT FROM {found[column]}'


def any_of(conditions):
    return " OR ".join(f"({one})" for one in conditions) or "false"


def default(field):
    """SQL."""
    found = field.get_db_prep_save(field.get_default(), connection)
    return f"{Literal(found).as_string(connection.connection)}::{field.db_type(connection)}"
