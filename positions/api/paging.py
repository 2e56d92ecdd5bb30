"""Long lists page by page. A page begins after the last row of the one before, wherever that
stands by now, so that nothing comes twice or is left out when a record is published in between."""

from django.core.signing import BadSignature, Signer

FOREIGN = "This is no cursor of this list and these filters. Begin without one."


class Foreign(Exception):
    """A cursor that was not given for this question."""


class Cursors:
    """The cursors of one list as it was asked for: keys of its rows, lists of plain values, as
    signed text. The same key gives the same text, so that an answer keeps its ETag."""

    def __init__(self, name, asked):
        self.signer = Signer(salt=f"cursor {name} {asked.canonical}")

    def write(self, key):
        return self.signer.sign_object([str(part) for part in key])

    def read(self, text):
        try:
            return self.signer.unsign_object(text)
        except BadSignature:
            raise Foreign from None


def page(cursors, paging, fetch, key):
    """The rows of a page and the cursor of the next one, None on the last. `fetch` gives at most so
    many rows, after the one with a key or from the beginning; `key` tells a row's."""
    asked = paging.cleaned_data["cursor"]
    found = fetch(cursors.read(asked) if asked else None, paging.most + 1)
    shown = found[: paging.most]
    return shown, cursors.write(key(shown[-1])) if len(found) > len(shown) else None
