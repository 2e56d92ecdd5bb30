"""What moved: every change of a position in a period, with the words before and after it."""

from collections import Counter
from datetime import timedelta
from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from positions.dates import in_words, months_before
from positions.models import Actor, Precondition, Statement, Topic
from positions.questions import Changes

PER_PAGE = 25
YEARS = 10


@require_safe
def changes(request):
    asked = Changes(request.GET)
    found = asked.moves()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "days": by_day(described(page.object_list)),
        "words": Statement.objects.words(slugs_of(page.object_list)),
        "sentence": sentence(asked, found.counts),
        "table": table(found.counts),
        "chips": list(asked.active()),
        "periods": periods(asked.day),
        "would_give": [] if found.count() else would_give(asked),
        "first_statements": 0 if found.count() else asked.moves(with_first=True).count(),
    }
    return render(request, "positions/changes.html", context, status=asked.status)


def described(moves):
    """The moves with the records behind their slugs, ready to be printed: a list of dicts."""
    actors = Actor.objects.in_bulk({m.after.holder for m in moves}, field_name="slug")
    preconditions = Precondition.objects.in_bulk(
        {m.after.precondition for m in moves}, field_name="slug"
    )
    return with_records(moves, actors, preconditions)


def with_records(moves, actors, preconditions):
    """The same with records by slug; a move of which one is not there is left out."""
    return [
        {
            "move": move,
            "actor": actors[move.after.holder],
            "precondition": preconditions[move.after.precondition],
        }
        for move in moves
        if move.after.holder in actors and move.after.precondition in preconditions
    ]


def by_day(entries):
    """Pairs of a day, or a month or year of which no more is known, in words and its entries."""
    days = groupby(entries, key=lambda entry: entry["move"].after.said_when)
    return [(said_when, list(entries)) for said_when, entries in days]


def slugs_of(moves):
    return {p.statement for move in moves for p in (move.before, move.after) if p}


def sentence(asked, counts):
    """How much moved, by how many, between which days: what moved, and who and when, are whole
    phrases with the number that each is told for."""
    changed = sum(count.number for count in counts if not count.is_first)
    told = changes_in_words(changed)
    if asked.shows_first:
        first = sum(count.number for count in counts if count.is_first)
        words = {"changes": told, "first_statements": first_statements_in_words(first)}
        told = _("%(changes)s and %(first_statements)s") % words
    if not counts:
        return _("%(changes)s on record") % {"changes": told}
    actors = len({count.actor_id for count in counts})
    first = asked.first_day or min(count.earliest for count in counts)
    last = asked.last_day if asked.has_period else max(count.latest for count in counts)
    words = {"changes": told, "number": actors, "first": in_words(first), "last": in_words(last)}
    return (
        ngettext(
            "%(changes)s by %(number)d actor between %(first)s and %(last)s",
            "%(changes)s by %(number)d actors between %(first)s and %(last)s",
            actors,
        )
        % words
    )


def changes_in_words(number):
    if not number:
        return _("No change of position")
    told = ngettext("%(number)d change of position", "%(number)d changes of position", number)
    return told % {"number": number}


def first_statements_in_words(number):
    if not number:
        return _("no first statement")
    told = ngettext("%(number)d first statement", "%(number)d first statements", number)
    return told % {"number": number}


def table(counts):
    """The counts as a table of topics and actors with their sums, or None where it would have a
    single number: `actors` are (actor, sum), `rows` (topic, [(actor, number)], sum)."""
    numbers, of_actor, of_topic = Counter(), Counter(), Counter()
    for count in counts:
        numbers[count.actor_id, count.topic_id] += count.number
        of_actor[count.actor_id] += count.number
        of_topic[count.topic_id] += count.number
    if len(numbers) < 2:
        return None
    actors = list(Actor.objects.filter(pk__in=of_actor))
    return {
        "actors": [(actor, of_actor[actor.pk]) for actor in actors],
        "rows": [
            (topic, [(actor, numbers[actor.pk, topic.pk]) for actor in actors], of_topic[topic.pk])
            for topic in Topic.objects.filter(pk__in=of_topic)
        ],
    }


def periods(day):
    """Periods one click away, up to `day`: (label, first day or year, last one or nothing)."""
    years = Statement.objects.published().as_of(day).dates("counts_on", "year", order="DESC")
    return [
        (_("Last 30 days"), (day - timedelta(days=29)).isoformat(), ""),
        (_("Last 12 months"), (months_before(day, 12) + timedelta(days=1)).isoformat(), ""),
        *((str(first.year), str(first.year), str(first.year)) for first in years[:YEARS]),
        (pgettext("period", "All"), "", ""),
    ]


def would_give(asked):
    """For an empty list: each filter in use and how many entries there are without it."""
    counted = [
        (name, label, words, asked.moves(without=name).count())
        for name, label, words in asked.active()
    ]
    return [entry for entry in counted if entry[-1]]
