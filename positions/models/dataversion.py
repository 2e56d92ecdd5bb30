"""The version of all that readers can see, moved on by the database with every change of it."""

import pgtrigger
from django.db import connection, models

# Those who write at the same time nearly never share a row, so that nobody waits for another.
SLOTS = 64
NOW = "SELECT string_agg(mark::text, '' ORDER BY slot) FROM positions_dataversion"


class DataVersion(models.Model):
    """A mark that each change of a table with `MOVES_ON` sets anew in its own transaction; all rows
    together are the version. Marks never come back, not even after a backup was restored."""

    slot = models.PositiveSmallIntegerField(primary_key=True)
    mark = models.UUIDField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.slot}: {self.mark}"


def moves_on(operation):
    return pgtrigger.Trigger(
        name="moves_data_version",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        func=f"""
            INSERT INTO positions_dataversion (slot, mark)
            VALUES (pg_backend_pid() % {SLOTS}, gen_random_uuid())
            ON CONFLICT (slot) DO UPDATE SET mark = EXCLUDED.mark;
            RETURN NULL;
        """,
    )


AWAY = pgtrigger.Delete | pgtrigger.Truncate
MOVES_ON = moves_on(pgtrigger.Insert | pgtrigger.Update | AWAY)


def data_version():
    """Changes that are committed are in it, and no others."""
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return cursor.fetchone()[0]
