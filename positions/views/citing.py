"""How a statement is cited: on its page and as files for reference managers."""

import json

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from positions import citing
from positions.exports.writing import public
from positions.languages import in_english
from positions.models import Statement
from positions.models.history import public_moments
from positions.questions import AsOf, today

from .moved import permalink
from .withdrawn import withdrawn


def cited(request, statement, asked, changed):
    """References: the record first, then its sources; in English on every page, with the one
    address that is cited. As of a day before the words were said there is nothing to cite."""
    as_of = asked.day if asked.pinned and statement.counts_on <= asked.day else None
    query = f"?{urlencode({'as_of': as_of.isoformat()})}" if as_of else ""
    with in_english():
        record = citing.of_record(
            statement,
            request.build_absolute_uri(statement.get_absolute_url() + query),
            today(),
            as_of=as_of,
            changed=changed,
        )
        sources = [citing.of_source(statement, one, today()) for one in statement.citations.all()]
    return [record, *sources]


def in_every_format(works):
    """For the page: the source's number among several and its site, empty for the record itself,
    the plain text and [(format, text)]."""
    for place, work in enumerate(works):
        with in_english():
            plain = citing.plain(work)
            formats = [
                ("BibTeX", citing.bibtex(work)),
                ("RIS", citing.ris(work)),
                ("CSL-JSON", as_json(citing.csl_json(work))),
                ("Wikipedia", citing.wikipedia(work)),
            ]
        yield {
            "number": place if len(works) > 2 else 0,
            "site": work.site if place else "",
            "plain": plain,
            "formats": [(label, text.strip()) for label, text in formats],
        }


def as_json(data):
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@require_safe
@permalink(slug=Statement)
def bib(request, slug):
    return file(request, slug, "bib", "application/x-bibtex", each(citing.bibtex, "\n"))


@require_safe
@permalink(slug=Statement)
def ris(request, slug):
    return file(request, slug, "ris", "application/x-research-info-systems", each(citing.ris, ""))


@require_safe
@permalink(slug=Statement)
def csl(request, slug):
    media_type = "application/vnd.citationstyles.csl+json"
    return file(request, slug, "csl.json", media_type, all_as_json)


def each(write, between):
    return lambda works: between.join(map(write, works))


def all_as_json(works):
    return as_json([citing.csl_json(work) for work in works])


def file(request, slug, extension, media_type, write):
    """The record and its sources as a file; what has no page, or one no more, answers as there."""
    asked = AsOf(request.GET)
    if asked.errors:
        words = " ".join(asked.errors["as_of"])
        response = HttpResponseBadRequest(words, content_type="text/plain; charset=utf-8")
    elif statement := Statement.objects.published().for_cards().filter(slug=slug).first():
        _, changed = public_moments(statement)
        works = cited(request, statement, asked, changed)
        response = HttpResponse(write(works), content_type=f"{media_type}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="parley-{slug}.{extension}"'
    else:
        response = withdrawn(request, asked, slug)
    return public(response)
