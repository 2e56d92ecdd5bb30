"""A reference as Wikipedia's citation templates take it."""

import re
from datetime import date

from positions.dates import in_words

# As numeric characters, so that none is wiki syntax: links, templates, their parts, tags, bold and
# italic, signatures, magic words.
SYNTAX = re.compile(r"[\[\]{}|=<>&]|''+|~~+|__+")
UNTITLED = "<!-- title not on record -->"
# The day in an archived copy's address; the templates refuse an archived copy without one.
ARCHIVED_ON = re.compile(r"/((?:19|20)\d{2})-?(\d{2})-?(\d{2})\d{0,6}/")


def wikipedia(reference):
    archived_on = archived_day(reference.archived_url) if reference.url else ""
    parameters = {
        "author": written(reference.author),
        "title": UNTITLED * (not reference.title) + written(reference.heading),
        "newspaper" if reference.news else "website": written(reference.site),
        "date": in_words(reference.issued) if reference.issued else "",
        "url": reference.url,
        "access-date": in_words(reference.accessed) if reference.accessed else "",
        "archive-url": reference.archived_url if archived_on else "",
        "archive-date": archived_on,
        "language": "" if reference.language == "en" else reference.language,
        "quote": written(reference.quote),
    }
    told = "".join(f" |{name}={value}" for name, value in parameters.items() if value)
    return f"{{{{cite {'news' if reference.news else 'web'}{told}}}}}"


def archived_day(address):
    """The day in the address of an archived copy, as ISO 8601; empty where there is none."""
    found = ARCHIVED_ON.search(address)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def written(text):
    return SYNTAX.sub(lambda found: "".join(f"&#{ord(char)};" for char in found[0]), text)
