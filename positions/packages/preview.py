"""What an import changes: each row as the files of the package have it, before and after."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Changes:
    """`rows` are dicts with table, line, key, effect (added or changed) and cells: lists of a
    column and its text before and after."""

    rows: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)


def key_of(resource, record):
    """The text that tells a record's row apart, as a tuple; None where it has none."""
    texts = []
    for column in resource.key_columns:
        value = record.values.get(column.name)
        if value is None:
            value = column.field.get_default()
        texts.append(column.write(value))
    return tuple(texts) if texts[0] else None


def rows_on_record(resource, records):
    """The cells on record of the rows that records speak of, by their key."""
    first, names = resource.key_columns[0], [column.name for column in resource.columns]
    places = [names.index(name) for name in resource.key]
    slugs = {record.values.get(first.name) for record in records} - {None}
    rows = resource.model.objects.filter(resource.only, **{f"{first.lookup}__in": slugs})
    found = {}
    for row in rows.values_list(*(column.lookup for column in resource.columns)).order_by():
        cells = [column.write(value) for column, value in zip(resource.columns, row, strict=True)]
        found[tuple(cells[place] for place in places)] = cells
    return found


def changes(tables, before, after):
    """The Changes between two states of the rows that the records of `tables` speak of; `before`
    and `after` are rows_on_record by table."""
    found = Changes()
    for name in before:
        found.counts[name] = Counter()
        for record in tables[name]:
            key = key_of(record.resource, record)
            names = [column.name for column in record.resource.columns]
            new, old = after[name][key], before[name].get(key)
            effect = "added" if old is None else "changed" if old != new else "same"
            found.counts[name][effect] += 1
            if effect != "same":
                pairs = zip(names, old or [""] * len(names), new, strict=True)
                cells = [[column, was, now] for column, was, now in pairs if was != now]
                found.rows.append(
                    {
                        "table": name,
                        "line": record.line,
                        "key": " ".join(key),
                        "effect": effect,
                        "cells": cells,
                    }
                )
    return found
