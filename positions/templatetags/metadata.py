"""What a page tells of itself to programs. No queries."""

import json

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from positions import citing, metadata
from positions.feeds import KINDS
from positions.languages import bare, tag, without_prefix
from positions.questions import today

register = template.Library()

# Pages on which the day that is looked at shows the same record.
WHATEVER_DAY = {
    "statement",
    "history",
    "report",
    "reported",
    "corrections",
    "method",
    "searching",
    "agreement",
    "data",
}
# In a script these could end it or begin markup; JSON reads the escapes as the same characters.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def canonical(context):
    """The one address of this page, absolute: its path with what makes it another page, spelled
    one way. Empty where there is no such page: nothing found, not understood, not public."""
    request, asked = context.get("request"), context.get("asked")
    match = getattr(request, "resolver_match", None)
    if not match or match.namespace != "positions" or not asked or asked.errors:
        return ""
    return absolute(request, request.path, parameters(context, match.url_name))


def parameters(context, page):
    """The parameters that make a page another one, as pairs, in the order of its form."""
    told = context["asked"].canonical
    if page in WHATEVER_DAY:
        told = [(name, value) for name, value in told if name != "as_of"]
    return [*told, *getattr(context.get("page"), "place", numbered(context.get("page")))]


def numbered(page):
    """Which page of a list it is, as pairs; nothing for the first."""
    number = getattr(page, "number", 1)
    return [("page", number)] if number > 1 else []


def absolute(request, path, query=()):
    return request.build_absolute_uri(f"{path}?{urlencode(query)}" if query else path)


@register.tag
def kept(parser, token):
    """{% kept name %}...{% endkept %}: prints what stands between, and keeps it under the name."""
    _tag, name = token.split_contents()
    nodes = parser.parse(["endkept"])
    parser.delete_first_token()
    return Kept(nodes, name)


class Kept(template.Node):
    def __init__(self, nodelist, name):
        self.nodelist, self.name = nodelist, name

    def render(self, context):
        told = self.nodelist.render(context)
        context[self.name] = told
        return told


def script(data):
    """A data block: browsers do not run it."""
    told = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    told = mark_safe(told)  # nosec B308 B703 # nothing in it ends the element
    return format_html('<script type="application/ld+json">{}</script>', told)


@register.simple_tag(takes_context=True)
def website(context):
    request = context["request"]
    home, search = (
        absolute(request, reverse(f"positions:{name}")) for name in ("home", "statements")
    )
    return script(metadata.website(home, f"{search}?q={{words}}", tag(get_language())))


@register.simple_tag(takes_context=True)
def breadcrumbs(context, *crumbs):
    """Of pairs of a label and a target (a URL name or a record), and the label of the page; labels
    are words or records."""
    request, url = context.get("request"), canonical(context)
    if not url:
        return ""
    *above, here = crumbs
    pairs = [(_("Home"), "positions:home"), *zip(above[::2], above[1::2], strict=True)]
    told = [
        (
            bare(label),
            absolute(request, reverse(to) if isinstance(to, str) else to.get_absolute_url()),
        )
        for label, to in pairs
        if to
    ]
    return script(metadata.breadcrumbs([*told, (bare(here), url)]))


@register.simple_tag(takes_context=True)
def dataset(context, name, description, since=None, until=None, **files):
    """The page's rows, which its sibling has as CSV, unless there are other `files`: URL names by
    their media subtypes. They cover the days from `since`, if known, until the day that is asked
    for, or `until`."""
    url, asked, request = canonical(context), context["asked"], context["request"]
    if not url:
        return ""
    until = until or (today() if request.resolver_match.url_name in WHATEVER_DAY else asked.day)
    since = since and min(since, until)
    if files:
        files = [
            (absolute(request, reverse(to)), f"application/{kind}") for kind, to in files.items()
        ]
    else:
        asked_for = [(n, value) for n, value in parameters(context, "") if n not in asked.PLACES]
        path = without_prefix(request.path).rstrip("/")
        files = [(absolute(request, f"{path}.csv", asked_for), "text/csv")]
    return script(metadata.dataset(name, description, url, files, since, until))


@register.simple_tag(takes_context=True)
def to_follow(context, title):
    """Links to the feeds of a list, for programs that look for them."""
    if not canonical(context):
        return ""
    path, places = without_prefix(context["request"].path).rstrip("/"), context["asked"].PLACES
    asked = [(name, value) for name, value in parameters(context, "") if name not in places]
    return format_html_join(
        "\n",
        '<link rel="alternate" type="{}" title="{}" href="{}">',
        (
            (
                kind.content_type.partition(";")[0],
                title,
                absolute(context["request"], f"{path}.{suffix}", asked),
            )
            for suffix, kind in KINDS.items()
        ),
    )


@register.simple_tag(takes_context=True)
def quotation(context, statement):
    address = address_of(context, statement)
    return script(metadata.quotation(statement, address, context.get("changed")))


@register.filter
def said_iso(statement):
    return metadata.day(statement.said_on, statement.date_precision)


@register.filter
def standing(statement):
    """What its title adds: " [paraphrase, unreviewed]", or nothing."""
    told = citing.standing(statement)
    return f" [{told}]" if told else ""


register.filter(citing.author_of)


def address_of(context, record):
    return absolute(context["request"], record.get_absolute_url())
