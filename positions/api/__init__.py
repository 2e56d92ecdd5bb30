"""The record for programs, read-only: the questions of the pages, the rows of the files."""

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer


class Readable(JSONRenderer):
    """Letters as they are written, as in the files."""

    json_dumps_params = {"ensure_ascii": False}


# The library's own documentation needs a laxer policy for scripts than the site has; the site's is
# at /api/, and the document that it is made from is one of the endpoints.
api = NinjaAPI(
    title="Parley",
    version="1",
    description="What actors have stated must happen before talks, as of any day, with the words "
    "behind every position. Anybody can read everything, by GET or HEAD, and change nothing.",
    docs_url=None,
    openapi_url=None,
    renderer=Readable(),
    urls_namespace="files:api",
)
