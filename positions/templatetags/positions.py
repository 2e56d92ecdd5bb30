"""What templates need beyond Django: links that carry the day, and dates in words. No queries."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from positions import dates, markup
from positions.addresses import address, query_string
from positions.languages import without_prefix

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context, target, *args, **query):
    """The address of a page (`target` a URL name or a record) with the `as_of` of this page.

    {% to "positions:statements" actor=actor.slug %} or {% to statement %}; empty values are left
    out of the query.
    """
    there = address(target, *args) if isinstance(target, str) else target.get_absolute_url()
    asked = context.get("asked")
    if not query:
        return there + (asked.carried if asked else "")
    return there + query_string({"as_of": asked.pinned if asked else "", **query})


@register.simple_tag
def script(name):
    """A script of ours, which browsers run only if no place on the way has changed it."""
    told = '<script src="{}" integrity="sha256-{}" defer></script>'
    return format_html(told, static(name), digest(name))


@cache
def digest(name):
    content = Path(finders.find(name)).read_bytes()
    return b64encode(hashlib.sha256(content).digest()).decode()


SECTIONS = {
    "compare": (_("Compare"), {"compare", "cell"}),
    "changes": (_("Changes"), {"changes"}),
    "timeline": (_("Timeline"), {"timeline"}),
    "statements": (_("Statements"), {"statements", "statement", "history", "report", "reported"}),
    "actors": (_("Actors"), {"actors", "actor", "official"}),
    "preconditions": (_("Preconditions"), {"preconditions", "precondition"}),
    "method": (
        _("Method"),
        {"method", "searching", "agreement", "coverage", "corrections", "data", "api"},
    ),
}


@register.simple_tag(takes_context=True)
def sections(context):
    """The site's sections: (address, label, aria-current or an empty string)."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match and match.namespace == "positions" else None
    return [
        (
            to(context, f"positions:{name}"),
            label,
            "page" if name == here else "true" if here in pages else "",
        )
        for name, (label, pages) in SECTIONS.items()
    ]


@register.simple_tag(takes_context=True)
def here(context, **changes):
    """This page's own query, with some values changed; empty ones, and what the page does not ask
    for, are dropped, and with another place in a list the one before."""
    asked = context["asked"]
    moved = changes.keys() & {*asked.PLACES}
    known = {*asked.fields, *(() if moved else asked.PLACES)}
    words = {
        name: list(dict.fromkeys(asked.data.getlist(name))) for name in asked.data if name in known
    }
    for name, value in changes.items():
        words[name] = value if isinstance(value, list) else [value]
    return f"?{urlencode([(name, v) for name, told in words.items() for v in told if v])}"


@register.simple_tag(takes_context=True)
def here_without(context, name):
    """This page's own query without one filter, from the first page of the list."""
    return here(context, **{name: "", "page": ""})


@register.filter
def grouped(number):
    """With its digits in groups, as the language of the page has them."""
    return number_format(number, force_grouping=True)


@register.simple_tag
def numbered(count):
    """So many statements, in words; more than so many, where a counts.Number says so."""
    if getattr(count, "more", False):
        told = ngettext("more than %(number)s statement", "more than %(number)s statements", count)
        return told % {"number": grouped(count)}
    return ngettext("%(number)s statement", "%(number)s statements", count) % {"number": count}


# By what a page has.
DOWNLOADS = {
    "statement": ngettext_lazy(
        "Download %(number)d statement", "Download %(number)d statements", "number"
    ),
    "position": ngettext_lazy(
        "Download %(number)d position", "Download %(number)d positions", "number"
    ),
    "row": ngettext_lazy("Download %(number)d row", "Download %(number)d rows", "number"),
    "coding": ngettext_lazy("Download %(number)d coding", "Download %(number)d codings", "number"),
    "actor": ngettext_lazy("Download %(number)d actor", "Download %(number)d actors", "number"),
    "role": ngettext_lazy("Download %(number)d role", "Download %(number)d roles", "number"),
    "precondition": ngettext_lazy(
        "Download %(number)d precondition", "Download %(number)d preconditions", "number"
    ),
    "turn": ngettext_lazy("Download %(number)d turn", "Download %(number)d turns", "number"),
    "correction": ngettext_lazy(
        "Download %(number)d correction", "Download %(number)d corrections", "number"
    ),
    "step": ngettext_lazy("Download %(number)d step", "Download %(number)d steps", "number"),
    "count": ngettext_lazy("Download %(number)d count", "Download %(number)d counts", "number"),
}


def downloading(count, noun):
    if getattr(count, "more", False):
        told = ngettext(
            "Download more than %(number)s row", "Download more than %(number)s rows", count
        )
        return told % {"number": grouped(count)}
    return DOWNLOADS[noun] % {"number": count}


@register.inclusion_tag("positions/includes/take.html", takes_context=True)
def take(context, count, noun, *, lines="", by_coding=False, to_follow=False):
    """What of this page can be downloaded, in words, and as which files; feeds to follow it.

    `lines` is how many rows a comparison has as long as it gets.
    """
    path = without_prefix(context["request"].path).rstrip("/")
    asked = here(context, page="").removeprefix("?")

    def file(label, suffix, more=""):
        query = "&".join(filter(None, (asked, more)))
        return label, f"{path}.{suffix}{'?' if query else ''}{query}"

    files = [file("CSV", "csv"), file(_("CSV for Excel"), "csv", "bom=1"), file("JSON", "json")]
    if lines:
        by_line = _("CSV, a row for each line of a cell (%(number)d)") % {"number": lines}
        files = [
            file(_("CSV, a row for each precondition"), "csv", "shape=wide"),
            file(by_line, "csv"),
            *files[1:],
        ]
    if by_coding:
        files.insert(2, file(_("CSV, a row for each coding"), "csv", "shape=codings"))
    return {
        "download": downloading(count, noun),
        "asked": context["asked"],
        "files": files,
        "feeds": [file("Atom", "atom"), file("JSON Feed", "feed.json")] if to_follow else [],
    }


@register.simple_tag(takes_context=True)
def number_of(context, position):
    """The number of a position's statement among the page's references, as a link to it."""
    number = context["words"][position.statement].number
    return format_html('<a class="number" href="#reference-{0}">[{0}]</a>', number)


@register.simple_tag(takes_context=True)
def to_cell(context, actor, precondition):
    """The address of the words behind a cell, with the day, the gate and the evidence in use."""
    return page_of(context).to_cell(actor, precondition)


@register.filter
def age(day, asked):
    """How long before the day that is shown: "3 years ago", or "before" a day of the past."""
    return dates.age(day, asked.day, dates.BEFORE if asked.is_past else dates.AGO)


@register.filter
def in_words(day, precision="day"):
    return dates.in_words(day, precision)


@register.filter
def since_in_words(day, precision="day"):
    """Behind "since", "from" and "until"."""
    return dates.since_in_words(day, precision)


def page_of(context):
    words, with_words = context.get("words", {}), context.get("with_words", False)
    return markup.Page(context.get("request"), context["asked"], words, with_words)


@register.simple_tag(takes_context=True)
def row(context, row):
    """A row of the comparison."""
    return markup.row(page_of(context), row)


@register.simple_tag(takes_context=True)
def cell(context, actor, precondition, cell, *, since_apart=False):
    return markup.cell(page_of(context), actor, precondition, cell, since_apart=since_apart)


@register.simple_tag(takes_context=True)
def said(context, position, when=""):
    """A position in its words, with who took it and when."""
    return markup.said(page_of(context), position, when)


@register.simple_tag(takes_context=True)
def words_of(context, position):
    """The words that a position rests on, from the page's `words`: statements by slug."""
    return markup.words_of(context.get("words", {}).get(position.statement))


@register.simple_tag(takes_context=True)
def card(context, statement):
    """A statement as lists show it."""
    return markup.card(page_of(context), statement)


@register.simple_tag(takes_context=True)
def coins(context, statement):
    """An empty span in which reference managers find the statement."""
    return markup.coins(page_of(context), statement)


@register.simple_tag(takes_context=True)
def point(context, actor, place, size, **asked):
    """A mark of the timeline."""
    return markup.point(page_of(context), actor, place, size, **asked)


@register.simple_tag(takes_context=True)
def ribbon(context, axis, actor, ribbon):
    """An actor's turns on a precondition, drawn."""
    return markup.ribbon(page_of(context), axis, actor, ribbon)


@register.simple_tag(takes_context=True)
def turn(context, segment):
    """One of them as a row of a table."""
    return markup.turn(page_of(context), segment)


@register.simple_tag(takes_context=True)
def tied(context, actor, precondition, tied):
    """What an actor ties to a gate, as an entry of a list."""
    return markup.tied(page_of(context), actor, precondition, tied)


register.simple_tag(markup.labels)
register.simple_tag(markup.later)
register.simple_tag(markup.lines)
register.simple_tag(markup.words_of, name="quoted")
register.simple_tag(markup.stance)
register.simple_tag(markup.badge)
register.simple_tag(markup.blank)
