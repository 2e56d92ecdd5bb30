"""While the database cannot be asked, readers get the last copy of a page, which says so, or a page
that says when to come back; nobody waits for a database that is known to be away (decision 31)."""

import logging
import sys
from threading import BoundedSemaphore, Event, Lock, Thread
from time import sleep

import psycopg
from django.core.signals import got_request_exception
from django.db import Error
from django.dispatch import receiver
from django.http import HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.template import loader
from psycopg_pool import PoolTimeout

from positions import copies
from positions.caching import NOT_ASKED
from positions.headers import told_to_browsers
from positions.models.dataversion import outside
from positions.release import code_version
from positions.replicas import PRIMARY

# Seconds: between two tries whether it is back; how long a few of those wait for it for whom there
# is no copy, as a restart takes no longer; and until when the others should come back.
EVERY, PATIENCE, RETRY_AFTER = 0.3, 1.5, 5
FEW = 3
# Told by a server that stops, has stopped, starts, or takes no more connections.
STOPPED = ("57P01", "57P02", "57P03", "53300")
READS = ("GET", "HEAD")

log = logging.getLogger(__name__)


@receiver(got_request_exception)
def note(request, **kwargs):
    """By the time that a middleware sees it, whichever layer failed has made a page of it."""
    request.failure = sys.exc_info()[1]


def is_away(failure):
    """Whether it says that the database is not there, rather than that it refuses something: a
    search that takes too long is no outage."""
    cause = failure.__cause__ if isinstance(failure, Error) else failure
    if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    code = cause.sqlstate
    return code is None or code.startswith("08") or code in STOPPED


def answered_without(get_response):
    """Middleware, around all that asks the database."""
    database, code = Database(), code_version()
    closed = told_to_browsers(ContentSecurityPolicyMiddleware(unavailable))

    def answer(request):
        if request.path_info.startswith(NOT_ASKED):
            return get_response(request)
        if request.method not in READS:
            response, failure = attempt(request)
            return closed(request) if failure else response
        if database.is_there.is_set():
            response, failure = attempt(request)
            if failure and not crowded(failure):
                database.went_away(failure)
            if not failure:
                return response
        if copy := copies.last(request, code):
            request.answered_by = "copy"
            return copy
        if database.comes_back():
            response, failure = attempt(request)
            if not failure:
                return response
        return closed(request)

    def attempt(request):
        request.failure = None
        response = get_response(request)
        away = response.status_code == 500 and request.failure and is_away(request.failure)
        return response, request.failure if away else None

    return answer


def crowded(failure):
    """All connections are in use, of a database that has just told its version."""
    return isinstance(failure.__cause__, PoolTimeout)


class Database:
    """What this process knows of it. While it is away a thread asks whether it is back."""

    def __init__(self):
        self.is_there, self.changing = Event(), Lock()
        self.is_there.set()
        self.waiting = BoundedSemaphore(FEW)

    def went_away(self, failure):
        with self.changing:
            if self.is_there.is_set():
                log.warning("The database is away: %s", failure)
                self.is_there.clear()
                Thread(target=self.look_for_it, daemon=True).start()

    def look_for_it(self):
        while True:
            sleep(EVERY)
            try:
                outside(PRIMARY)()
            except Error:
                continue
            log.warning("The database is back")
            return self.is_there.set()

    def comes_back(self):
        """Whether it does within the time that a restart takes. Few may wait for it, so that there
        are always threads for those who need not."""
        if not self.waiting.acquire(blocking=False):
            return False
        try:
            return self.is_there.wait(PATIENCE)
        finally:
            self.waiting.release()


def unavailable(request):
    page = loader.get_template("503.html").render({"is_sent": request.method not in READS})
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
    return HttpResponse(page, status=503, headers=headers)
