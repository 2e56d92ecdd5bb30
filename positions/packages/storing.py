"""A package into the database: at once where it is plain, row by row where it is not."""

from pathlib import Path

from django.db import connection, transaction

from . import bulk
from .loading import Loading
from .schema import RESOURCES
from .tables import BadPackage, in_order, paths, read_file


def load(folder, progress=None):
    """Store a package; returns, by resource, a Counter of rows added, changed and same.

    Raises BadPackage, and then has stored nothing. A row is found by its key and takes the values
    that the files have; what they do not speak of stays as it is, and nothing is ever deleted.
    `progress` is told, as it goes on, how much is done, of how much.
    """
    found, progress = paths(Path(folder)), progress or (lambda done, total: None)
    with transaction.atomic():
        counts, written = bulk.stored(found, progress) or row_by_row(found, progress)
        analyse(written)
    return counts


def row_by_row(paths, progress):
    loading = Loading()
    for name, path in paths.items():
        loading.keep(name, *read_file(RESOURCES[name], path))
    rows = {name: len(records) for name, records in loading.tables.items()}
    done, total = 0, 2 * (sum(rows.values()) + rows["statements"])
    for _, number in loading.store_all():
        done += number
        progress(done, total)
    if loading.problems:
        raise BadPackage(in_order(loading.problems))
    return loading.counts(), loading.written


def analyse(tables):
    """Until its tables are analysed, the database plans queries as if they were still empty, and
    until new words are in their place in the index, each search goes through them one by one."""
    if tables:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(sorted(tables))}")
            cursor.execute("SELECT gin_clean_pending_list('statement_search')")
