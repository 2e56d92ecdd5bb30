"""What has to be made anew for a question is limited for each network (decision 35).

Limited are, of what is not kept: `search`, pages with a query, and all that nothing is kept of;
`exports`, tables and the whole record as files; `api`; `reports`, the form. The desk is not.
"""

import logging
import math
from functools import lru_cache
from select import POLLIN, poll
from threading import Lock
from time import monotonic

import psycopg
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from psycopg.pq import ExecStatus

from positions import senders
from positions.api.middleware import WORDS, is_for_programs
from positions.caching import is_plain
from positions.exports.writing import public
from positions.models.buckets import SWEEP, TAKE
from positions.questions import today
from positions.replicas import PRIMARY, connect
from positions.senders import address_of

OURS = {"positions", "files"}
TABLES = {"csv", "json"}
# Seconds that a reader waits for the database to count, and that it is not asked for once it has
# not answered: readers come first, and are let through.
PATIENCE, PAUSE = 1, 5
# Buckets that are full again are removed after so many questions or seconds, so many at once.
OFTEN, SECONDS, AT_ONCE = 100, 60, 1000
# As many networks are known to have used up what they had.
MOST_KNOWN = 10_000

log = logging.getLogger(__name__)


class Limits:
    """Middleware: refuses what is more than a network may ask."""

    def __init__(self, get_response):
        if not settings.LIMITS:
            raise MiddlewareNotUsed
        self.get_response, self.buckets = get_response, Buckets()

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        kind, address = kind_of(request, kwargs), address_of(request)
        if kind and (settings.CLIENT_ADDRESS_HEADER or senders.is_global(address)):
            wait = self.buckets.take(kind, address)
            if wait > 0:
                return refused(request, kind, math.ceil(wait))


def kind_of(request, told):
    """Which of settings.LIMITS holds for a request, if any; `told` is what its address tells."""
    match = request.resolver_match
    if not OURS & {*match.namespaces[:1]}:
        return None
    if is_for_programs(request):
        return "api"
    if told.get("suffix") in TABLES or match.url_name == "data_zip":
        return "exports"
    if match.url_name == "report":
        return "reports"
    kept = is_plain(request) and request.method == "GET"
    return None if kept and settings.SESSION_COOKIE_NAME not in request.COOKIES else "search"


class Buckets:
    """What this process knows of them. Whoever has nothing left is refused without asking the
    database until there is one more, so that a flood costs next to nothing."""

    def __init__(self):
        self.line = Line()
        # By kind and network, the moment from which to ask again.
        self.empty_until = {}
        self.asked, self.swept = 0, monotonic()

    def take(self, kind, address):
        """The seconds to wait for the next one; none or fewer: it was taken."""
        known = kind, senders.network(address)
        now = monotonic()
        if (until := self.empty_until.get(known, 0)) > now:
            return until - now
        most, each_second = settings.LIMITS[kind]
        key = senders.digest(address, today(), f"positions.limits.{kind}")
        told = self.line.ask(TAKE, key, 1 / each_second, most)
        if told is None or told[0] == "1":
            self.empty_until.pop(known, None)
            self.sweep(now)
            return 0
        if len(self.empty_until) >= MOST_KNOWN:
            self.empty_until.clear()
        wait = max(float(told[1]), 0.001)
        self.empty_until[known] = monotonic() + wait
        return wait

    def sweep(self, now):
        self.asked += 1
        if self.asked >= OFTEN or now > self.swept + SECONDS:
            self.asked, self.swept = 0, now
            self.line.ask(SWEEP, AT_ONCE)


class Line:
    """A connection to the primary that counts and nothing else, so that to count never waits for
    those who hold the others. It is not waited for either."""

    def __init__(self):
        self.one_at_a_time, self.connection, self.paused_until = Lock(), None, 0

    def ask(self, question, *values):
        """The first row of the answer, as text; None where there is none in time."""
        if monotonic() < self.paused_until or not self.one_at_a_time.acquire(timeout=PATIENCE):
            return None
        try:
            return self.answer(question, values)
        except (psycopg.Error, TimeoutError) as error:
            self.close()
            self.paused_until = monotonic() + PAUSE
            log.warning("Nobody is limited for %s s: %s", PAUSE, str(error).strip())
        finally:
            self.one_at_a_time.release()

    def answer(self, question, values):
        if not (self.connection and self.is_open()):
            self.close()
            # Who comes meanwhile does not wait.
            self.paused_until = monotonic() + PAUSE
            self.connection = connect(PRIMARY, connect_timeout=2)
            self.paused_until = 0
        line, until = self.connection.pgconn, monotonic() + PATIENCE
        line.send_query_params(question.encode(), [str(value).encode() for value in values])
        readable = poll()
        readable.register(line.socket, POLLIN)
        rows = []
        while True:
            while line.is_busy():
                if not readable.poll(max(0, until - monotonic()) * 1000):
                    raise TimeoutError("The database did not answer in time.")
                line.consume_input()
            if not (result := line.get_result()):
                return rows[0] if rows else ()
            if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
                raise psycopg.OperationalError(result.get_error_message())
            rows += (
                [result.get_value(row, column).decode() for column in range(result.nfields)]
                for row in range(result.ntuples)
            )

    def is_open(self):
        """Whether the server has not closed it since: then there is something to be read."""
        readable = poll()
        readable.register(self.connection.pgconn.socket, POLLIN)
        return not readable.poll(0)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


def refused(request, kind, wait):
    if kind == "api":
        response = JsonResponse({"detail": WORDS[429]}, status=429)
    elif kind == "exports":
        response = public(JsonResponse({"detail": WORDS[429]}, status=429))
    else:
        response = HttpResponse(page(get_language(), kind, wait), status=429)
        response["X-Robots-Tag"] = "noindex"
    response["Retry-After"] = wait
    response["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=100)
def page(language, kind, wait):
    """Made once: a flood is answered with it."""
    return render_to_string("429.html", {"is_a_report": kind == "reports", "wait": wait})
