"""From the database into a folder."""

import os
import tempfile
from pathlib import Path

from django.db import transaction

from positions.overload import let_queries_take
from positions.replicas import read_from, reading

from .columns import SEPARATOR
from .descriptor import datapackage
from .schema import RESOURCES
from .tables import DESCRIPTOR

# Milliseconds that one file may take.
LONGEST = 600_000
KNOWN = {DESCRIPTOR, "README.md", *(resource.path for resource in RESOURCES.values())}


def dump(folder):
    """Write everything into `folder`; returns the number of rows by resource.

    The files are written aside first, so an older package is replaced whole or not at all. Raises
    FileExistsError for a folder that holds anything but a package, and other OSErrors as they come.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if strangers := sorted(path.name for path in folder.iterdir() if path.name not in KNOWN):
        raise FileExistsError(
            f"{folder} holds other things than a package and is left alone: "
            f"{', '.join(strangers[:5])}"
        )
    with tempfile.TemporaryDirectory(prefix=".dump-", dir=folder) as aside:
        aside = Path(aside)
        counts = write_files(aside, RESOURCES.values())
        write_text(aside / DESCRIPTOR, datapackage(RESOURCES.values()))
        for path in aside.iterdir():
            os.replace(path, folder / path.name)
    return counts


def write_files(folder, resources):
    """The CSV files of one moment; returns the number of rows by resource."""
    outermost = not reading().in_atomic_block
    with transaction.atomic(using=read_from()), reading().cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        let_queries_take(LONGEST)
        return {resource.name: write_file(folder, resource) for resource in resources}


def write_file(folder, resource):
    """The database writes the lines: as many as there are, none of them in Python's memory."""
    rows = resource.model.objects.filter(resource.only).order_by(*resource.order)
    query, values = rows.values_list(*(c.lookup for c in resource.columns)).query.sql_with_params()
    names = [f"c{number}" for number in range(len(resource.columns))]
    cells = ", ".join(map(cell, resource.columns, names))
    written = (
        f"COPY (SELECT {cells} FROM ({query}) told ({', '.join(names)})) TO STDOUT (FORMAT csv)"
    )
    with open(folder / resource.path, "wb") as file, reading().cursor() as cursor:
        file.write(f"{','.join(column.name for column in resource.columns)}\n".encode())
        with cursor.copy(cursor.mogrify(written, values)) as lines:
            for some in lines:
                file.write(some)
        return cursor.rowcount


def cell(column, name):
    """SQL: the text of a cell. An empty one is null, which COPY does not put in quotation marks."""
    if column.is_list:
        name = f"array_to_string({name}, '{SEPARATOR}')"
    elif column.type == "boolean":
        return f"{name}::integer"
    elif column.type in ("date", "integer"):
        return name
    return f"NULLIF({name}, '')"


def write_text(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")
