"""What PostgreSQL must have on so that nothing it has acknowledged is lost."""

from django.conf import settings
from django.core import checks
from django.db import connections

NEEDED = {
    "fsync": "What editors were told is saved can be lost, and the database damaged, when its "
    "machine stops.",
    "full_page_writes": "Pages of the database can be half-written when its machine stops.",
    "synchronous_commit": "What editors were told is saved can be lost when its machine or "
    "PostgreSQL itself is stopped by force.",
    "data_checksums": "What a disk spoils is not found, and goes into the backups.",
}
HINTS = {
    "synchronous_commit": "ALTER DATABASE … SET synchronous_commit = on, and for the role.",
    "data_checksums": "Stop the server and run pg_checksums --enable.",
}
SETTINGS = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'"


def what_is_off(database="default"):
    """Those of NEEDED that the server has off, for connections as the site's are."""
    with connections[database].cursor() as cursor:
        cursor.execute(SETTINGS, [[*NEEDED]])
        off = {name for name, _ in cursor.fetchall()}
    return [name for name in NEEDED if name in off]


@checks.register(checks.Tags.database)
def nothing_is_lost(databases=(), **kwargs):
    """Where the disk itself keeps these promises, SILENCED_SYSTEM_CHECKS has a place for it."""
    kind = checks.Error if settings.PRODUCTION else checks.Warning
    return [
        kind(
            f"The database has {name} off. {NEEDED[name]}",
            hint=HINTS.get(name, f"ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf()"),
            id=f"positions.{name}",
        )
        for name in (what_is_off() if "default" in (databases or ()) else [])
    ]
