"""What is asked of the database ends in time, and whoever asked is told.

The limits are those of processes that serve the web: config/wsgi.py sets them. Commands have none,
nor has what says by `let_queries_take` that it needs longer.
"""

import logging

from django.conf import settings
from django.db import OperationalError, connections
from django.shortcuts import render

from positions.replicas import reading

TOOK_TOO_LONG, WAITED_TOO_LONG, DISK_IS_FULL = "57014", "55P03", "53100"
# Milliseconds to wait for what somebody else is changing.
PATIENCE = 2000
RETRY_AFTER = 5
# What is sent to log in has in the names of its fields.
SECRETS = ("password", "credential", "code")
log = logging.getLogger(__name__)


def limit_queries():
    """For all connections that this process makes from now on; the operator's own options of a
    database stand behind these, and win. A pooler of transactions would not pass them on."""
    if settings.TRANSACTION_POOLING:
        return
    limits = {"statement_timeout": f"{settings.QUERY_SECONDS * 1000:.0f}", "lock_timeout": PATIENCE}
    told = " ".join(f"-c {name}={value}" for name, value in limits.items())
    for place in connections.settings.values():
        place["OPTIONS"]["options"] = f"{told} {place['OPTIONS'].get('options', '')}".strip()


def let_queries_take(milliseconds):
    """Until the end of the transaction, each may take that long. No query, which would begin what
    the transaction sees."""
    with reading().cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {int(milliseconds)}")


def gave_up(error):
    """Whether a limit, not a failure, ended what raised this OperationalError."""
    return code_of(error) in (TOOK_TOO_LONG, WAITED_TOO_LONG, DISK_IS_FULL)


def code_of(error):
    return getattr(error.__cause__, "sqlstate", None)


def told_when_too_much(get_response):
    """Middleware: a page that says so, with what was sent, ready to be sent again."""

    def answer(request):
        return get_response(request)

    def tell(request, error):
        if not (isinstance(error, OperationalError) and gave_up(error)):
            return None
        if request.method != "POST" and code_of(error) == DISK_IS_FULL:
            return None
        log.warning("%s %s was given up: %s", request.method, request.path, error)
        context = {
            "is_waiting": code_of(error) == WAITED_TOO_LONG,
            "is_full": code_of(error) == DISK_IS_FULL,
            "sent": sent(request) if request.method == "POST" else None,
            "had_files": bool(request.FILES),
        }
        response = render(request, "too_much.html", context, status=503)
        response["Retry-After"] = RETRY_AFTER
        return response

    answer.process_exception = tell
    return answer


def sent(request):
    """Pairs of a name and a value that a form sent; none where it is one to log in."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    secret = any(word in name for name, _ in pairs for word in SECRETS)
    return [] if secret else [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"]
