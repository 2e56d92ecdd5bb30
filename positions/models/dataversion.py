"""The version of all that readers can see, moved on by the database with every change of it."""

from concurrent.futures import Future
from functools import cache
from select import POLLIN, poll
from threading import Lock
from time import monotonic

import pgtrigger
import psycopg
from django.db import connections, models
from psycopg.pq import ExecStatus

from positions.replicas import PRIMARY, read_from, reading

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
    """Changes that are committed are in it; of others, those of the transaction around alone. It is
    that of the database that the request reads."""
    return " ".join(sorted(marks_inside() if reading().in_atomic_block else marks_outside()))


def marks_inside():
    with reading().cursor() as cursor:
        cursor.execute(NOW)
        return [str(mark) for (mark,) in cursor]


def marks_outside():
    return outside(read_from())()


class Hangs(psycopg.OperationalError):
    """It took the question, and says nothing."""


class Failed(psycopg.OperationalError):
    """It was not asked, as it has just failed somebody else."""


class Outside:
    """A connection to a database on which this process asks nothing else, as every request asks it;
    to get one from the pool, which tries it first, takes several times as long as to be told."""

    # Then a new one: this one might be of a server that has another in its place by now.
    LASTS = 60
    # Seconds to wait for the answer: a server that hangs may not keep all threads of a process.
    PATIENCE = 1

    def __init__(self, database):
        self.database, self.one_at_a_time, self.joining = database, Lock(), Lock()
        self.next = None
        self.connection, self.ends, self.failed = None, 0, 0

    def __call__(self):
        """As it is by now. Who comes while a question is under way might be told by it what was
        before; all who do share the next one."""
        begun = monotonic()
        with self.joining:
            leads = self.next is None
            told = self.next = self.next or Future()
        if leads:
            self.ask_for_all(told, begun)
        with connections[self.database].wrap_database_errors:
            try:
                return told.result(3 * self.PATIENCE)
            except TimeoutError:
                raise psycopg.OperationalError("The server keeps others waiting.") from None

    def ask_for_all(self, told, begun):
        with self.one_at_a_time:
            with self.joining:
                self.next = None
            try:
                if begun < self.failed:
                    raise Failed("The server has just failed another request.")
                told.set_result(self.answer())
            except BaseException as error:
                if not isinstance(error, Failed):
                    self.failed = monotonic()
                told.set_exception(error)

    def answer(self):
        if monotonic() < self.ends:
            try:
                return self.ask()
            except Hangs:
                self.close()
                raise
            except psycopg.Error:
                # The server was stopped since. In the place of a replica the primary answers.
                self.ends = 0
                if self.database != PRIMARY:
                    raise
        self.renew()
        return self.ask()

    def ask(self):
        """Without psycopg's cursors, which take ten times as long."""
        server, deadline = self.connection.pgconn, monotonic() + self.PATIENCE
        server.send_query(NOW.encode())
        while server.is_busy():
            # select() knows no more than a thousand files, and clients hold as many as they like.
            told = poll()
            told.register(server.socket, POLLIN)
            if not told.poll(1000 * max(0, deadline - monotonic())):
                raise Hangs("The server does not answer.")
            server.consume_input()
        answer = server.get_result()
        while server.get_result():
            pass
        if answer.status != ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(answer.get_error_message())
        return [answer.get_value(row, 0).decode() for row in range(answer.ntuples)]

    def renew(self):
        self.close()
        settings = connections[self.database].get_connection_params()
        self.connection = psycopg.connect(**{"connect_timeout": 2, **settings}, autocommit=True)
        self.ends = monotonic() + self.LASTS

    def close(self):
        self.ends = 0
        if self.connection:
            self.connection.close()


outside = cache(Outside)
