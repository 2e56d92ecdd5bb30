"""What holds for every answer of the API, whichever part of the site gives it."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse

DOCUMENTATION = "/api/"
METHODS = "GET, HEAD, OPTIONS"
WORDS = {
    404: f"Nothing is on record at this address. {DOCUMENTATION} tells which addresses there are.",
    405: "This can only be read: use GET or HEAD.",
    429: "Too much was asked from your network. Ask again after the seconds in Retry-After.",
    500: "Something went wrong here, not with the question.",
    503: "This takes longer than anybody may ask. Ask for less, or try again in a minute.",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def open_to_programs(get_response):
    """Answers under /api/, but for the page at /api/ itself, are for programs of any site: failures
    are JSON, and HEAD is told what GET is, ETag included."""

    def answer(request):
        if not is_for_programs(request):
            return get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": METHODS, **PREFLIGHT})
            del response["Content-Type"]
        elif request.method == "HEAD":
            request.method = "GET"
            response = in_json(get_response(request))
            request.method = "HEAD"
            response.content = b""
        else:
            response = in_json(get_response(request))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        response["X-Robots-Tag"] = "noindex"
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer


def is_for_programs(request):
    path = request.path_info
    return path.startswith(DOCUMENTATION) and path != DOCUMENTATION


def in_json(response):
    """A failure that the site tells in HTML, as JSON; anything else as it is."""
    status = response.status_code
    if status < 400 or response["Content-Type"].startswith("application/json"):
        return response
    told = JsonResponse({"detail": WORDS.get(status, HTTPStatus(status).phrase)})
    response.content = told.content
    response["Content-Type"] = told["Content-Type"]
    response["Content-Length"] = str(len(told.content))
    if status == 405:
        response["Allow"] = METHODS
    return response
