"""What templates need beyond Django: links that carry the day, and dates in words. No queries."""

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from positions import dates
from positions.languages import without_prefix
from positions.models.search import MARKS

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context, target, *args, **query):
    """The address of a page (`target` a URL name or a record) with the `as_of` of this page.

    {% to "positions:statements" actor=actor.slug %} or {% to statement %}; empty values are left
    out of the query.
    """
    address = reverse(target, args=args) if isinstance(target, str) else target.get_absolute_url()
    asked = context.get("asked")
    query = {"as_of": asked.pinned if asked else "", **query}
    return address + query_string(query)


def query_string(query):
    words = QueryDict(mutable=True)
    for name, value in query.items():
        if value:
            words.setlist(name, value if isinstance(value, list) else [value])
    return f"?{words.urlencode()}" if words else ""


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
    for, are dropped."""
    asked = context["asked"]
    known = {*asked.fields, "page"}
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
        "download": DOWNLOADS[noun] % {"number": count},
        "asked": context["asked"],
        "files": files,
        "feeds": [file("Atom", "atom"), file("JSON Feed", "feed.json")] if to_follow else [],
    }


@register.inclusion_tag("positions/includes/words.html", takes_context=True)
def words_of(context, position):
    """The words that a position rests on, from the page's `words`: statements by slug."""
    return {"statement": context.get("words", {}).get(position.statement)}


@register.simple_tag(takes_context=True)
def number_of(context, position):
    """The number of a position's statement among the page's references, as a link to it."""
    number = context["words"][position.statement].number
    return format_html('<a class="number" href="#reference-{0}">[{0}]</a>', number)


@register.simple_tag(takes_context=True)
def to_cell(context, actor, precondition):
    """The address of the words behind a cell, with the day, the gate and the evidence in use."""
    asked = context.get("asked")
    carried = ("gate", "chosen_gate"), ("grades", "grades_asked"), ("authority", "authority_asked")
    query = {name: getattr(asked, source, "") for name, source in carried}
    return to(context, "positions:cell", actor.slug, precondition.slug, **query)


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


@register.filter
def marked(statement, name):
    """A text of a statement, with the words that were searched for as <mark>, if any were."""
    text = getattr(statement, f"marked_{name}", None)
    if not text:
        return getattr(statement, name)
    before, *found = text.split(MARKS[0])
    pieces = [one.partition(MARKS[1]) for one in found]
    return format_html(
        "{}{}",
        before,
        format_html_join("", "<mark>{}</mark>{}", ((word, after) for word, _, after in pieces)),
    )
