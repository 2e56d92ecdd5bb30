"""The OpenAPI document: what the library tells of paths and schemas, completed by what it cannot
know, as the site's own forms read the query."""

from positions.languages import in_english

from . import api
from .asking import QUESTIONS
from .parameters import parameter

ETAG = {
    "description": "Changes with the answer; send it back as If-None-Match.",
    "schema": {"type": "string"},
}
LINK = {
    "description": 'The next page, as <address>; rel="next". Not on the last one.',
    "schema": {"type": "string"},
}
LOCATION = {
    "description": "Where the record is now, with the same query.",
    "schema": {"type": "string"},
}
RETRY_AFTER = {
    "description": "Seconds after which the same network may ask again.",
    "schema": {"type": "integer", "minimum": 1},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of an answer that is at hand: 304 says that it still holds.",
    "schema": {"type": "string"},
}
SAID = {
    200: "What was asked for.",
    301: "The record has another address now.",
    304: "What If-None-Match names still holds.",
    400: "Something asked cannot be read.",
    404: "Nothing is on record at this address.",
    405: "Any method but GET, HEAD and OPTIONS.",
    410: "The statement was withdrawn.",
    429: "Too much was asked from one network.",
}


def document(request):
    """A dict; the years and languages that can be asked for are those on record now."""
    told = api.get_openapi_schema()
    told["servers"] = [{"url": request.build_absolute_uri("/").rstrip("/")}]
    with in_english():
        for methods in told["paths"].values():
            complete(methods["get"])
    return told


def complete(operation):
    forms = [question({}) for question in QUESTIONS[operation["operationId"]]]
    operation["parameters"] += [
        parameter(name, field) for form in forms for name, field in form.fields.items()
    ]
    operation["parameters"].append(IF_NONE_MATCH)
    # Without a description the library repeats the summary.
    if operation["description"].removesuffix(".") == operation["summary"]:
        del operation["description"]
    responses = operation["responses"]
    for status, response in responses.items():
        response["description"] = SAID[status]
    responses[200]["headers"] = {"ETag": ETAG}
    responses[429]["headers"] = {"Retry-After": RETRY_AFTER}
    if any("cursor" in form.fields for form in forms):
        responses[200]["headers"]["Link"] = LINK
    if 301 in responses:
        responses[301]["headers"] = {"Location": LOCATION}
