"""How endpoints are registered, asked and refuse."""

from django.http import Http404
from django.utils.http import urlencode

from positions.exports.writing import about, asking_same

from . import answers, api
from .middleware import WORDS
from .paging import FOREIGN, Cursors, Foreign, page
from .parameters import problems

# What each endpoint reads of the query, by its operation's id: form classes.
QUESTIONS = {}


class Refused(Exception):
    """What was asked cannot be read; has lists of messages by parameter."""


@api.exception_handler(Refused)
def refuse(request, refused):
    return api.create_response(request, {"errors": refused.args[0]}, status=400)


@api.exception_handler(Http404)
def not_found(request, missing):
    return api.create_response(request, {"detail": WORDS[404]}, status=404)


def get(path, answer, *questions, gone=None):
    """Registers an endpoint that is asked these forms. One with a slug in its path is about one
    record: elsewhere by now, or not there, or withdrawn where `gone` tells of such."""

    def register(view):
        responses = {200: answer, 304: None, 400: answers.Refused}
        responses |= dict.fromkeys((405, 429), answers.Failed)
        if "{" in path:
            responses |= {301: None, 404: answers.Failed}
        if gone:
            responses[410] = gone
        QUESTIONS[view.__name__] = questions
        summary, _, description = view.__doc__.partition("\n")
        return api.get(
            path,
            response=responses,
            operation_id=view.__name__,
            summary=summary.removesuffix("."),
            description=" ".join(description.split()),
        )(view)

    return register


def understood(request, *asked):
    """Raises Refused unless all that is asked can be read."""
    if found := problems(request.GET, *asked):
        raise Refused(found)


def whole(request, table, path=None):
    """The answer with all rows of an exports.Table that one form was asked for; `path` is the
    page's."""
    understood(request, *([table.asked] if path else []))
    return told(request, table, path)


def told(request, table, path):
    address = path and request.build_absolute_uri(asking_same(request, path, table.asked))
    return {**about(table, address), "rows": [*table.rows]}


def one_page(name, asked, paging, fetch, key):
    """Rows and the next cursor, as paging.page() gives them; a foreign cursor is refused."""
    try:
        return page(Cursors(name, asked), paging, fetch, key)
    except Foreign:
        raise Refused({"cursor": [FOREIGN]}) from None


def part(request, response, table, path, cursor):
    """The answer with a page of a long list; `cursor` leads to the next one."""
    following = None
    if cursor:
        query = {**request.GET, "cursor": [cursor]}
        following = request.build_absolute_uri(f"?{urlencode(query, doseq=True)}")
        response["Link"] = f'<{following}>; rel="next"'
    return {**told(request, table, path), "next": following}
