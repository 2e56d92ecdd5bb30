"""The whole data set, for readers to take along."""

import base64

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from positions.codebook import VERSION, DatePrecision
from positions.dates import in_words
from positions.exports.writing import public as for_programs
from positions.languages import in_english
from positions.models import Statement
from positions.packages import public
from positions.packages.descriptor import TITLE, describe_column
from positions.packages.keeping import package_now
from positions.packages.schema import home
from positions.questions import AsOf

# Where the method page has the meanings of a column's words.
MEANINGS = {
    "stance": "stances",
    "first_stance": "stances",
    "gate": "gates",
    "first_gate": "gates",
    "of_gate": "gates",
    "event_of": "gates",
    "authority": "grades",
    "outcome": "blanks",
}


@require_safe
def data(request):
    """The package as it is now, whatever day is looked at."""
    asked, published = AsOf(request.GET), Statement.objects.published()
    made = package_now().made
    with in_english():
        cited_on, page = in_words(made.at), reverse("positions:data")
    context = {
        "asked": asked,
        "title": TITLE,
        "description": public.DESCRIPTION,
        "version": VERSION,
        "made": made,
        "name": public.NAME,
        "first_day": published.first_day(),
        "inexact": published.exclude(date_precision=DatePrecision.DAY).count(),
        "files": [
            {"resource": resource, "rows": made.counts[resource.name], "fields": fields(resource)}
            for resource in public.RESOURCES
        ],
        "page": request.build_absolute_uri(page),
        "cited_on": cited_on,
        "download": request.build_absolute_uri(reverse("files:data_zip")),
        "digest": request.build_absolute_uri(reverse("files:data_sha256")),
    }
    return render(request, "positions/data.html", context, status=asked.status)


def fields(resource):
    """The columns of a file, as datapackage.json describes them: a list of dicts."""
    return [
        {
            **describe_column(resource, column),
            "refers_to": column.refers_to and home(column.refers_to),
            "meanings": MEANINGS.get(column.name),
        }
        for column in resource.columns
    ]


@require_safe
def data_zip(request):
    package = package_now()
    etag = f'"{package.made.digest.hex()}"'
    response = get_conditional_response(request, etag)
    if not response:
        response = StreamingHttpResponse(package.read(), content_type="application/zip")
        response["Content-Length"] = package.made.size
        response["Content-Disposition"] = f'attachment; filename="{public.NAME}"'
    response["ETag"] = etag
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(package.made.digest).decode()}:"
    return for_programs(response)


@require_safe
def data_sha256(request):
    """The digest as `sha256sum --check` reads it."""
    told = f"{package_now().made.digest.hex()}  {public.NAME}\n"
    response = HttpResponse(told, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{public.NAME}.sha256"'
    return for_programs(response)
