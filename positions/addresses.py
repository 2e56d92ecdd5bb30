"""The addresses of pages. A long page has hundreds of them, and finding one again is costly."""

from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from .languages import kept_in_each_language


def address(name, *args):
    """The address of a page by its name in urls.py, in the language that is spoken."""
    return found(get_script_prefix(), name, args)


@kept_in_each_language
def found(_prefix, name, args):
    return reverse(name, args=args)


def query_string(query):
    """Of a dict whose values are texts or lists of them; empty ones are left out."""
    pairs = [
        (name, one)
        for name, value in query.items()
        if value
        for one in (value if isinstance(value, list) else [value])
    ]
    return f"?{urlencode(pairs)}" if pairs else ""
