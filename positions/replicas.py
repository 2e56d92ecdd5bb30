"""Readers' queries go to replicas of the database that keep up, all others to the primary.

Where a request reads is chosen before anything is asked and holds until its last byte: what an
answer tells and the version that it is kept under come from one database (decision 27).
"""

import logging
import random
import threading
from collections import deque
from functools import cache
from time import monotonic, sleep

import psycopg
from asgiref.local import Local
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.signals import request_finished
from django.db import DEFAULT_DB_ALIAS as PRIMARY
from django.db import connections
from django.dispatch import receiver

# Seconds between two questions to a server, and for how long an answer is taken to hold.
EVERY, HOLDS = 0.5, 3
# Positions in the log as numbers. What is not flushed is not sent to replicas either.
WRITTEN = "SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint"
REPLAYED = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0' END::bigint"

log = logging.getLogger(__name__)
this_request = Local()


def read_from():
    """The name of the database that this request reads; outside requests it is the primary."""
    return getattr(this_request, "database", PRIMARY)


def reading():
    """The connection for queries that are not made by a QuerySet and only read."""
    return connections[read_from()]


def planned():
    """A cursor on it for a SELECT whose text is always the same, which takes longer to plan than to
    answer: each connection plans it once."""
    connection = reading()
    connection.ensure_connection()
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrapped(psycopg.Cursor(connection.connection))


class Router:
    """Django's router of queries."""

    def db_for_read(self, model, **hints):
        return read_from()

    def db_for_write(self, model, **hints):
        if read_from() != PRIMARY:
            # The request is answered anew by the primary, where it reads its own writes.
            raise RuntimeError(f"{model.__name__} would be written in a request that only reads.")
        return PRIMARY

    def allow_relation(self, *records, **hints):
        return True

    def allow_migrate(self, database, app_label, **hints):
        return database == PRIMARY


def by_request(get_response):
    """Middleware: chooses where a request reads; what fails on a replica the primary answers."""
    if not settings.REPLICAS:
        raise MiddlewareNotUsed

    def answer(request):
        this_request.database = watch().choose() if only_reads(request) else PRIMARY
        response = get_response(request)
        if response.status_code == 500 and read_from() != PRIMARY:
            watch().doubt(read_from())
            this_request.database = PRIMARY
            response = get_response(request)
        return response

    return answer


@cache
def watch():
    """That of this process."""
    return Watch(settings.REPLICAS, settings.REPLICA_LAG)


def only_reads(request):
    """Whoever may have written something is known by a session; at the desk one may begin."""
    safe = request.method in ("GET", "HEAD")
    desk = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
    return safe and not desk and settings.SESSION_COOKIE_NAME not in request.COOKIES


@receiver(request_finished)
def forget(**kwargs):
    """After the last byte: files are told row by row, long after the middleware."""
    this_request.database = PRIMARY


class Watch:
    """What this process knows of the servers, from asking each in a thread of its own: one that
    hangs keeps nobody waiting."""

    def __init__(self, replicas, lag):
        self.lag = lag
        # By replica, the moment until which it is in use.
        self.good_until = dict.fromkeys(replicas, 0)
        # What a replica must have replayed to be at most `lag` behind.
        self.due = 0
        self.primary_was_asked = threading.Event()
        self.beginning, self.begun = threading.Lock(), False

    def choose(self):
        in_use = [name for name, good in self.states() if good]
        return random.choice(in_use) if in_use else PRIMARY

    def states(self):
        """Each replica, and whether it is in use."""
        self.begin()
        now = monotonic()
        return [(name, now < until) for name, until in self.good_until.items()]

    def doubt(self, replica):
        """Something failed there: it is left out until it answers again."""
        self.good_until[replica] = 0

    def begin(self):
        """With the first request: threads do not survive the fork that makes a web process."""
        with self.beginning:
            if self.begun:
                return
            self.begun = True
        each = [(self.follow_primary,), *((self.follow, name) for name in self.good_until)]
        for target, *name in each:
            threading.Thread(target=target, args=name, daemon=True).start()

    def follow_primary(self):
        """Nothing happens in an idle primary, so what is compared is places in the log, not times.
        While it cannot be asked, its last answers stand: readers are still told what there is."""
        marks = deque()
        for moment, written, _ in answers(PRIMARY, WRITTEN):
            if written is not None:
                marks.append((moment, written))
                while marks[0][0] < moment - self.lag:
                    marks.popleft()
                self.due = marks[0][1]
            self.primary_was_asked.set()

    def follow(self, replica):
        self.primary_was_asked.wait()
        told = None
        for _, replayed, failure in answers(replica, REPLAYED):
            behind = replayed is not None and self.due - replayed
            if failure is None and replayed is None:
                failure = "it is no standby"
            elif behind > 0:
                failure = f"it is more than {self.lag:g} s behind the primary, {behind} bytes"
            self.good_until[replica] = 0 if failure else monotonic() + HOLDS
            if bool(failure) is not told:
                told = bool(failure)
                log.warning("%s %s", replica, f"is left out: {failure}" if told else "is in use")


def answers(database, question):
    """Asks it again and again, for ever: triples of when it was asked, the answer, and the failure
    where there is none."""
    connection = None
    while True:
        moment, answer, failure = monotonic(), None, None
        try:
            connection = connection or connect(database)
            answer = connection.execute(question).fetchone()[0]
        except Exception as error:  # Of the driver or the settings; the next time may be better.
            failure = str(error).strip() or type(error).__name__
            if connection:
                connection.close()
            connection = None
        yield moment, answer, failure
        sleep(EVERY)


def connect(database, **told):
    """Apart from those that requests wait for; `told` is beside what the settings tell."""
    told = {**connections[database].get_connection_params(), **told}
    return psycopg.connect(**told, autocommit=True)
