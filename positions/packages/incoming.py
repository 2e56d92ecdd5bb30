"""Files of a package as tables of texts in the database, for bulk.py."""

import csv
import io
from itertools import batched

from django.db import connection
from psycopg.sql import Literal

from .columns import SEPARATOR, TYPES
from .tables import header_problems

# Rows that are read at once.
BATCH = 1000
# Texts that are known to be right, for each column.
MOST_KNOWN = 5000


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
        with cursor.copy(f"COPY {table} ({', '.join(named)}) FROM STDIN (FORMAT csv)") as copy:
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
            for text in {*texts} - right:
                column.read(text)
                if len(right) < MOST_KNOWN:
                    right.add(text)
        lines = io.StringIO()
        # Within quotation marks an empty text is no NULL.
        csv.writer(lines, quoting=csv.QUOTE_ALL).writerows(some)
        copy.write(lines.getvalue())
        number += len(some)
        tell(file.tell() - place)
        place = file.tell()
    return number


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


def default(field):
    """SQL."""
    found = field.get_db_prep_save(field.get_default(), connection)
    return Literal(found).as_string(connection.connection)
