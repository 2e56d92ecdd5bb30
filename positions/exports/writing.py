"""Tables as answers: CSV and JSON, row by row."""

import csv
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponseBadRequest, JsonResponse, StreamingHttpResponse
from django.utils.text import slugify

from positions.languages import bare
from positions.questions import FileOptions

from .tables import in_a_cell

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
}
LONGEST_ASKED = 80
# With it Excel reads a file as UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def answer(request, suffix, table):
    """The table as a file, or what could not be read of the question, with status 400."""
    options = FileOptions(request.GET)
    if table.asked.errors or options.errors:
        return refused(suffix, table.asked, options)
    if suffix == "csv":
        lines = csv_lines(table, with_mark=options.with_mark)
    else:
        lines = json_lines(table, request.build_absolute_uri(page_of(request, suffix, table.asked)))
    response = StreamingHttpResponse(lines, content_type=MEDIA_TYPES[suffix])
    name = f"{file_name(table)}.{suffix}"
    disposition = "attachment" if suffix == "csv" else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return public(response)


def file_name(table):
    """What the table is of, what it was narrowed to, as far as ASCII can tell, and the day."""
    asked = slugify(" ".join(words for name, words in table.asked.canonical if name != "as_of"))
    parts = "parley", table.name, asked[:LONGEST_ASKED].rstrip("-"), table.asked.day.isoformat()
    return "-".join(filter(None, parts))


def public(response):
    """For programs of any site, and not for search engines, which have the page."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


def refused(suffix, *forms):
    told = {form[name].label: form.errors[name] for form in forms for name in form.errors}
    if suffix == "json":
        errors = {name: form.errors[name] for form in forms for name in form.errors}
        return public(JsonResponse({"errors": errors}, status=400))
    words = [f"{label}: {error}" for label, errors in told.items() for error in errors]
    return public(
        HttpResponseBadRequest("\n".join(words), content_type="text/plain; charset=utf-8")
    )


def page_of(request, suffix, asked):
    """The address of the page with the same rows."""
    return asking_same(request, request.path.removesuffix(f".{suffix}") + "/", asked)


def asking_same(request, path, asked):
    """A path with what was asked and no more."""
    query = request.GET.copy()
    for name in request.GET:
        if name not in asked.fields or not any(request.GET.getlist(name)):
            del query[name]
    return f"{path}?{query.urlencode()}" if query else path


class Echo:
    """What csv writes to: gives each line back."""

    def write(self, line):
        return line


def csv_lines(table, *, with_mark=False):
    """What the database writes itself it ends lines as here."""
    writer = csv.writer(Echo(), lineterminator="\n")
    if with_mark:
        yield BYTE_ORDER_MARK
    yield writer.writerow(table.columns)
    if table.lines is not None:
        yield from table.lines
        return
    for row in table.rows:
        values = table.flat(row)
        yield writer.writerow([in_a_cell(values[name]) for name in table.columns])


def about(table, page):
    return {
        "title": table.title,
        "page": page,
        "as_of": table.asked.day,
        "filters": [
            {"name": name, "label": str(label), "value": bare(words)}
            for name, label, words in table.asked.active()
        ],
        **({"record": table.record} if table.record else {}),
        "count": table.count,
    }


def json_lines(table, page):
    """One object; each of its rows is a line."""
    yield encoded(about(table, page)).removesuffix("}") + ', "rows": ['
    between = "\n"
    for row in table.rows:
        yield between + encoded(row)
        between = ",\n"
    yield "\n]}\n"


def encoded(value):
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
