"""A line of the log and a count for each request, found again by its number. Neither says who asked
or for what: no address, no account, no query, no path."""

import logging
from time import perf_counter
from uuid import uuid4

from positions.operation import metrics
from positions.operation.lines import number

NAME = "X-Request-ID"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")

log = logging.getLogger("parley.requests")


def told_of_each(get_response):
    """Middleware, around all others."""

    def answer(request):
        token = number.set(uuid4().hex)
        begun = perf_counter()
        try:
            response = get_response(request)
            seconds = perf_counter() - begun
            response[NAME] = number.get()
            told = about(request, response)
            metrics.count(seconds=seconds, **told)
            log.info("answered", extra={**told, "milliseconds": round(1000 * seconds, 1)})
            return response
        finally:
            number.reset(token)

    return answer


def about(request, response):
    """The name of the address's pattern, not the address: a search is what somebody looks for."""
    match = request.resolver_match
    return {
        "method": request.method if request.method in METHODS else "other",
        "route": match.view_name if match else "",
        "status": response.status_code,
        "answer": getattr(request, "answered_by", "made"),
    }
