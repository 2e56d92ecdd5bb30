"""What readers get is kept while it is true: until the record, the day or the code changes.

Its tag is made of all that it depends on, before it is made. What is kept under the tag is never
looked for once anything of this has changed, so nothing has to be forgotten in time.
"""

import hashlib
from threading import Event

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django_htmx.middleware import HtmxDetails

from positions import copies
from positions.compression import compress, encoding_for
from positions.copies import is_plain
from positions.models.dataversion import data_version
from positions.questions import today
from positions.release import code_version

FOR_ALL = {
    "Cache-Control": "public, max-age=0, must-revalidate, s-maxage=10, stale-while-revalidate=60",
    # Some caches in front of the site take the line above to forbid them what is stale.
    "CDN-Cache-Control": "max-age=10, stale-while-revalidate=60",
    "Vary": "Accept-Encoding",
}
FOR_ONE = {"Cache-Control": "private, no-cache"}
# A page and what htmx gets of it have one address, and many of those caches go by nothing else.
PART = "HX-Request-Type"
IN_PARTS = {**FOR_ONE, "Vary": f"{PART}, Accept-Encoding"}
# The ending of a tag says which of these go with it.
HEADERS = {"": FOR_ALL, "-in-parts": IN_PARTS}
MOST_BYTES = 1_000_000
# What is answered without the database.
NOT_ASKED = "/static/"
# Seconds that an answer is waited for which is being made for another.
PATIENCE = 10


def kept_while_true(get_response):
    """Middleware: answers that nothing has changed, or what was made before, or has it made.

    Around all that adds headers to pages, so that they are kept with them, and so that "nothing has
    changed" has no other headers, which would replace the page's own."""
    code, making = code_version(), {}

    def answer(request):
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(NOT_ASKED):
            return get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.DEBUG:
            return add(get_response(request), FOR_ONE)
        tag = tag_of(request, code)
        # Whoever names it has had the answer; an asterisk may stand for one that there is not.
        for ending in named(request, tag):
            request.answered_by = "unchanged"
            return unchanged(tag, ending)
        encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        place, key = place_of(request), f"{tag}{encoding}"
        response = kept_in(place, key)
        if not response:
            # Who asks for what is being made for another waits for it, once: it may not be kept.
            made = making.setdefault(key, own := Event())
            if made is not own:
                made.wait(PATIENCE)
                response = kept_in(place, key)
        if response:
            request.answered_by = "kept"
            return get_conditional_response(request, response["ETag"], response=response)
        try:
            return make(request, place, key, tag, encoding)
        finally:
            own.set()
            if making.get(key) is own:
                del making[key]

    def make(request, place, key, tag, encoding):
        response = get_response(request)
        if not is_for_all(response):
            copies.forget(request, code, response.status_code)
            return add(response, FOR_ONE)
        if may_be_kept(request, response):
            copies.remember(request, code, response)
        ending = "-in-parts" if response.has_header("Vary") else ""
        del response["Vary"]
        add(response, {"ETag": f'W/"{tag}{ending}"', **HEADERS[ending]})
        compress(response, encoding)
        if may_be_kept(request, response):
            place.set(key, (response.content, dict(response.items())))
        if response.streaming:
            return response
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return answer


def kept_in(place, key):
    if kept := place.get(key):
        content, headers = kept
        return HttpResponse(content, headers=headers)


def tag_of(request, code):
    """The query is taken as it stands: the same words in another order may mean another answer. Of
    htmx's headers it has what views go by, read as they read it."""
    depends_on = (
        request.scheme,
        *(request.META.get(name) for name in ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT")),
        request.path,
        request.META["QUERY_STRING"],
        HtmxDetails(request).request_type == "partial",
        today(),
        data_version(),
        code,
    )
    return hashlib.sha256(repr(depends_on).encode()).hexdigest()


def named(request, tag):
    """The endings with which the request names the tag."""
    tags = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    bare = {tag.removeprefix("W/").strip('"') for tag in tags}
    return [ending for ending in HEADERS if f"{tag}{ending}" in bare]


def unchanged(tag, ending):
    response = HttpResponse(status=304)
    del response["Content-Type"]
    return add(response, {"ETag": f'W/"{tag}{ending}"', **HEADERS[ending]})


def place_of(request):
    """Anybody can think up any number of queries, and of ports behind the site's name: what is kept
    for them has a place of its own, so that it pushes out nothing else."""
    return caches["default" if is_plain(request) else "asked"]


def is_for_all(response):
    """Whether everybody would get it: no failure, nothing that goes with a cookie, and nothing that
    the view has said more of. So nothing in it is a secret that its size could give away once it is
    compressed, as a form's token is."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return (
        response.status_code in (200, 304)
        and not response.cookies
        and varies <= {"", PART.lower()}
        and "Cache-Control" not in response
    )


def may_be_kept(request, response):
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and len(response.content) <= MOST_BYTES
    )


def add(response, headers):
    """What the view has said itself stays."""
    for name, value in headers.items():
        response.setdefault(name, value)
    return response
