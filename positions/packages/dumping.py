"""From the database into a folder."""

import csv
import io
import os
import tempfile
from pathlib import Path

from django.db import transaction

from positions.replicas import read_from, reading

from .descriptor import datapackage
from .schema import RESOURCES
from .tables import DESCRIPTOR

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
        return {resource.name: write_file(folder, resource) for resource in resources}


def write_file(folder, resource):
    rows = resource.model.objects.filter(resource.only).order_by(*resource.order)
    count = 0
    with open(folder / resource.path, "w", encoding="utf-8", newline="") as file:
        file.write(line(column.name for column in resource.columns))
        for row in rows.values_list(*(column.lookup for column in resource.columns)).iterator():
            cells = zip(resource.columns, row, strict=True)
            file.write(line(column.write(value) for column, value in cells))
            count += 1
    return count


def write_text(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")


def line(cells):
    """Before Python 3.13, csv quotes a carriage return only where it is part of the line end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n") + "\n"
