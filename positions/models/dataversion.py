"""The version of all that readers can see, moved on by the database with every change of it."""

from threading import Lock
from time import monotonic

import pgtrigger
import psycopg
from django.db import connection, models
from psycopg.pq import ExecStatus

NOW = "SELECT mark FROM positions_dataversion"


class DataVersion(models.Model):
    """A mark that each change of a table with `MOVES_ON` sets anew in its own transaction; all rows
    together are the version. Marks are random: what was seen between a backup and its restoring is
    never taken for what comes after."""

    mark = models.UUIDField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.pk}: {self.mark}"


def moves_on(operation):
    """Those who write at the same time take a row each, so that nobody waits for another; there are
    as many rows as there have ever been such writers."""
    return pgtrigger.Trigger(
        name="moves_data_version",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        func="""
            UPDATE positions_dataversion SET mark = gen_random_uuid() WHERE id = (
                SELECT id FROM positions_dataversion ORDER BY id LIMIT 1
                FOR NO KEY UPDATE SKIP LOCKED
            );
            IF NOT FOUND THEN
                INSERT INTO positions_dataversion (mark) VALUES (gen_random_uuid());
            END IF;
            RETURN NULL;
        """,
    )


AWAY = pgtrigger.Delete | pgtrigger.Truncate
MOVES_ON = moves_on(pgtrigger.Insert | pgtrigger.Update | AWAY)


def data_version():
    """Changes that are committed are in it; of others, those of the transaction around alone."""
    return " ".join(sorted(marks_inside() if connection.in_atomic_block else marks_outside()))


def marks_inside():
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return [str(mark) for (mark,) in cursor]


class Outside:
    """A connection on which this process asks nothing else, as every request asks it: to get one
    from the pool, which tries it first, takes several times as long as to be answered."""

    # Then a new one: this one might be of a server that has another in its place by now.
    LASTS = 60

    def __init__(self):
        self.connection, self.ends, self.one_at_a_time = None, 0, Lock()

    def __call__(self):
        with self.one_at_a_time, connection.wrap_database_errors:
            if monotonic() < self.ends:
                try:
                    return self.ask()
                except psycopg.Error:
                    pass  # The server was stopped since.
            self.renew()
            return self.ask()

    def ask(self):
        answer = self.connection.pgconn.exec_(NOW.encode())
        if answer.status != ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(answer.get_error_message())
        return [answer.get_value(row, 0).decode() for row in range(answer.ntuples)]

    def renew(self):
        self.close()
        settings = {"connect_timeout": 5, **connection.get_connection_params()}
        self.connection = psycopg.connect(**settings, autocommit=True)
        self.ends = monotonic() + self.LASTS

    def close(self):
        self.ends = 0
        if self.connection:
            self.connection.close()


marks_outside = Outside()
