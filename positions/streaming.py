"""A reader who takes an answer in slowly keeps nobody else waiting.

The web server takes an answer in one piece at once and sends it by itself. Of one that is made part
by part it asks the next when the reader has taken the last, and so long the thread, and with it a
connection to the database, is no other's.
"""

from itertools import chain
from threading import BoundedSemaphore

from django.http import HttpResponse, JsonResponse

MOST_BYTES = 1_000_000
# Longer ones that a process sends at once: fewer than it has connections (POOL in the settings).
AT_ONCE = 2
# Seconds after which one may be asked for again.
WAIT = 10
BUSY = "As many long files are being read as can be sent at once. Ask again after 10 seconds."


def in_one_piece(get_response):
    """Middleware: what comes in parts and is not long is put together; of what is long only a few
    are sent at once, so that there is always somebody to answer the others."""
    places = BoundedSemaphore(AT_ONCE)

    def answer(request):
        response = get_response(request)
        # A desk that imports tells how far it is, in an answer to a form.
        if not response.streaming or request.method not in ("GET", "HEAD"):
            return response
        parts = iter(response.streaming_content)
        begun, ended = beginning(parts)
        if ended:
            return put_together(response, begun)
        if not places.acquire(blocking=False):
            return closing_with(response, busy())
        response.streaming_content = chain(begun, parts)
        response._resource_closers.append(places.release)
        return response

    return answer


def beginning(parts):
    """The first parts of an answer, and whether they are all."""
    begun, size = [], 0
    for part in parts:
        begun.append(part)
        size += len(part)
        if size > MOST_BYTES:
            return begun, False
    return begun, True


def put_together(response, parts):
    content = b"".join(parts)
    whole = HttpResponse(content, status=response.status_code, headers=response.headers)
    whole.setdefault("Content-Length", str(len(content)))
    whole.cookies = response.cookies
    return closing_with(response, whole)


def closing_with(response, other):
    """The other response, which closes what this one would have: to close it would end the
    request."""
    other._resource_closers += response._resource_closers
    return other


def busy():
    headers = {"Retry-After": str(WAIT), "Cache-Control": "no-store"}
    return JsonResponse({"detail": BUSY}, status=503, headers=headers)
