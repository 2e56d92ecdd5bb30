"""What a database holds at one moment, told so that two of them can be compared."""

import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from positions.models.dataversion import data_version
from positions.packages import dump

from .programs import UNLIMITED

TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname
"""
# The sum does not depend on the order of the rows.
ROWS = """
SELECT count(*), coalesce(sum(('x' || left(md5(a_row::text), 16))::bit(64)::bigint), 0)::text
FROM {} a_row
"""
# What stands beside the rows, by name, with what tells whether it is in force and the same. Not
# their definitions: those of constraints come back from a dump in other words.
OBJECTS = """
WITH here AS (SELECT current_schema()::regnamespace::oid AS schema)
SELECT 'trigger ' || tgrelid::regclass || '.' || tgname,
    tgenabled::text || coalesce(' ' || obj_description(pg_trigger.oid, 'pg_trigger'), '')
FROM here, pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = schema
UNION ALL
SELECT 'constraint ' || conrelid::regclass || '.' || conname, contype::text || ' ' || convalidated
FROM here, pg_constraint WHERE connamespace = schema AND conrelid <> 0 AND contype <> 'n'
UNION ALL
SELECT 'index ' || indexrelid::regclass, indisvalid::text
FROM here, pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = schema
UNION ALL
SELECT 'function ' || pg_proc.oid::regprocedure, md5(prosrc)
FROM here, pg_proc WHERE pronamespace = schema AND NOT EXISTS (
    SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e'
)
UNION ALL
SELECT 'extension ' || extname, '' FROM pg_extension
ORDER BY 1
"""
# What CREATE DATABASE is told, so that a restored one sorts as the original does. The column of the
# last has another name in older servers.
LOCALE = """
SELECT pg_encoding_to_char(encoding), datlocprovider, datcollate, datctype,
    coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')
FROM pg_database d WHERE datname = current_database()
"""


@contextmanager
def one_moment():
    """All that is read inside is of one moment; the snapshot's name lets others read that, too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(
            "SELECT set_config(name, '0', true) FROM pg_settings WHERE name = ANY(%s)", [UNLIMITED]
        )
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def contents(folder):
    """As JSON: `data_version`; `migrations`, the newest of each app; `locale`; `tables`, by name
    the number of rows and a digest of them; `objects`; `package`, the digest of the data package,
    which is written into `folder` to be read, and removed."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {}
        for (name,) in cursor.fetchall():
            cursor.execute(ROWS.format(connection.ops.quote_name(name)))
            tables[name] = [*cursor.fetchone()]
        cursor.execute(OBJECTS)
        objects = dict(cursor.fetchall())
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations.keys()
    # Of tables that are not those of this code there is no package.
    fits = applied == loader.disk_migrations.keys()
    return {
        "data_version": data_version(),
        "migrations": dict(sorted(applied)),
        "locale": locale(),
        "tables": tables,
        "objects": objects,
        "package": package_digest(folder) if fits else None,
    }


def locale():
    """Encoding, provider, collation, character types, and the provider's own name for it all."""
    with connection.cursor() as cursor:
        cursor.execute(LOCALE)
        return [*cursor.fetchone()]


def package_digest(folder):
    """SHA-256 of the data package: of the names of its files and what is in them."""
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory(prefix=".package-", dir=folder) as aside:
        dump(aside)
        for path in sorted(Path(aside).iterdir()):
            with path.open("rb") as file:
                of_it = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{of_it}  {path.name}\n".encode())
    return digest.hexdigest()
