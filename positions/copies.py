"""The last copy of each answer, for the time when no other can be made (decision 31)."""

import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.http import HttpResponse
from django.template import loader
from django_htmx.middleware import HtmxDetails

from positions.compression import compress, encoding_for

MAIN = b'<main id="main"'
GONE = (403, 404, 410)

log = logging.getLogger(__name__)


class Files(FileBasedCache):
    """Where its folder cannot be made, as by commands that may write nowhere, nothing is kept."""

    def _createdir(self):
        with suppress(OSError):
            super()._createdir()

    def get(self, *args, **kwargs):
        with suppress(OSError):
            return super().get(*args, **kwargs)


@dataclass(frozen=True)
class Copy:
    """An answer as it was made, before it is compressed for somebody."""

    content: bytes
    headers: dict
    made: datetime


def is_plain(request):
    """Whether it asks for a page as it is, at the site's own name."""
    site = settings.SITE_URL.netloc if settings.SITE_URL else request.META.get("HTTP_HOST")
    return not request.META["QUERY_STRING"] and request.META.get("HTTP_HOST") == site


def place_of(request):
    """No number of queries that somebody thinks up pushes out plain pages."""
    return caches["last" if is_plain(request) else "last_asked"]


def address_of(request, code):
    """Of other code a copy would name files that are no longer there."""
    asked = (
        request.scheme,
        *(request.META.get(name) for name in ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT")),
        request.path,
        request.META["QUERY_STRING"],
        HtmxDetails(request).request_type == "partial",
        code,
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def remember(request, code, response):
    """Keeps an answer that is the same for everybody."""
    copy = Copy(response.content, dict(response.items()), datetime.now(UTC))
    try:
        place_of(request).set(address_of(request, code), copy)
    except OSError as failure:
        # A full disk keeps nobody from the answer itself.
        log.warning("No copy is kept: %s", failure)


def forget(request, code, status):
    """What is no longer there does not come back as a copy."""
    if status in GONE:
        place_of(request).delete(address_of(request, code))


def forget_all():
    for name in ("last", "last_asked"):
        caches[name].clear()


def last(request, code):
    """The last copy of what is asked for, which says so; None where there is none."""
    copy = place_of(request).get(address_of(request, code))
    if not copy:
        return None
    response = HttpResponse(copy.content, headers=copy.headers)
    if response["Content-Type"].startswith("text/html"):
        response.content = marked(copy)
    response["Age"] = int((datetime.now(UTC) - copy.made).total_seconds())
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept-Encoding"
    compress(response, encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    response["Content-Length"] = len(response.content)
    return response


def marked(copy):
    """Within what htmx takes of a page; at the head of what is only a part of one."""
    notice = loader.render_to_string("positions/includes/last_copy.html", {"made": copy.made})
    begins = copy.content.find(MAIN)
    place = copy.content.find(b">", begins) + 1 if begins >= 0 else 0
    return b"".join((copy.content[:place], notice.encode(), copy.content[place:]))
