"""The pages that are measured, and where the peer shows the same rows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from .sample import day_of

PER_PAGE = 25
PEER = "/record"
# The latest stance of each actor on each precondition, which Datasette shows as rows.
LATEST = (
    "select holder, precondition, stance, gate, max(said_on) as said_on, count(*) as times "
    "from coding where holder in ('actor-1', 'actor-2', 'actor-3') and claimed_by is null "
    "group by holder, precondition"
)


@dataclass(frozen=True)
class Page:
    """`peer` is the address of the same rows in Datasette, empty where it has no such page."""

    name: str
    path: str
    peer: str = ""


def pages(sample):
    actor, span = {"actor": sample.actor}, {"from": sample.first, "to": sample.last}
    filtered = urlencode({**actor, **span})
    newest = {"_sort_desc": "said_on", "_size": PER_PAGE}
    facets = [("_facet", name) for name in ("actor", "official", "form")]
    same = {
        "actor__exact": sample.actor,
        "said_on__gte": sample.first,
        "said_on__lte": sample.last,
    }

    def peer(*told, suffix=""):
        pairs = [pair for one in told for pair in (one.items() if isinstance(one, dict) else one)]
        return f"{PEER}/statement{suffix}?{urlencode(pairs)}"

    def searched(word):
        return peer({"_search": word}, newest, facets)

    return [
        Page("home", "/"),
        Page("compare", "/compare/", f"{PEER}?{urlencode({'sql': LATEST})}"),
        Page("cell", f"/compare/{sample.actor}/{sample.precondition}/"),
        Page("statements", "/statements/", peer(newest, facets)),
        Page("filtered", f"/statements/?{filtered}", peer(same, newest, facets)),
        Page(
            "deep page",
            "/statements/?after={}.{}".format(*deep(sample)),
            peer(after(sample), newest, facets),
        ),
        Page("common word", f"/statements/?q={sample.common}", searched(sample.common)),
        Page("rare word", f"/statements/?q={sample.rare}", searched(sample.rare)),
        Page(
            "statement",
            f"/statements/{sample.statement}/",
            f"{PEER}/statement/{sample.line}",
        ),
        Page("actor", f"/actors/{sample.actor}/"),
        Page("precondition", f"/preconditions/{sample.precondition}/"),
        Page("timeline", "/timeline/"),
        Page(
            "CSV",
            f"/statements.csv?{filtered}",
            peer(same, {"_sort_desc": "said_on", "_stream": "on"}, suffix=".csv"),
        ),
        Page(
            "API",
            f"/api/v1/statements?{filtered}&limit={PER_PAGE}",
            peer(same, newest, {"_shape": "array"}, suffix=".json"),
        ),
    ]


def deep(sample):
    """The day and the key from which the page four fifths into the list goes on."""
    return day_of(max(1, sample.number // 5), sample.number), 1


def after(sample):
    """Datasette goes on from a row, by its day and its number; about the same place of the list."""
    line = max(1, sample.number // 5)
    return {"_next": f"{day_of(line, sample.number)},{line}"}
