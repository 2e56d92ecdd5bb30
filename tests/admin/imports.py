"""What a browser sends to import files, and what is found then."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from positions.models import Upload
from positions.packages.schema import RESOURCES

ADD = "/admin/positions/upload/add/"
STATEMENT = {
    "id": "2022-12-03-us-kirby-1",
    "actor": "us",
    "official": "john-kirby",
    "role": "Spokesperson",
    "said_on": "2022-12-03",
    "form": "quotation",
    "text": "We will talk.",
    "language": "en",
    "sources": "reuters-2022-12-02",
    "status": "draft",
}
KIRBY = "2022-12-02-us-kirby-1"


def text(table, *rows, columns=None):
    """A CSV file of rows as dicts; the columns are those of the first row."""
    file = io.StringIO()
    columns = columns or list(rows[0])
    writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return f"{table}.csv", file.getvalue()


def statements(*changes, **all_rows):
    """statements.csv with one row for each dict of changes."""
    return text("statements", *({**STATEMENT, **all_rows, **given} for given in changes or [{}]))


def on_record(resource, **where):
    """Rows on record as their file has them."""
    resource = RESOURCES[resource]
    rows = resource.model.objects.filter(resource.only, **where)
    names = [column.name for column in resource.columns]
    for row in rows.values_list(*(column.lookup for column in resource.columns)):
        cells = [c.write(value) for c, value in zip(resource.columns, row, strict=True)]
        yield dict(zip(names, cells, strict=True))


def send(client, *files):
    """The page that answers files: pairs of a name and text or bytes."""
    uploads = [
        SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
        for name, content in files
    ]
    return client.post(ADD, {"files": uploads})


def read(response):
    """The text of a page, whether it grows or not."""
    return b"".join(response).decode()


def checked(client, *files):
    """The upload of files that can be read, once they are checked."""
    before = set(Upload.objects.values_list("pk", flat=True))
    response = send(client, *files)
    assert response.streaming, response.context["form"].errors
    read(response)
    return Upload.objects.exclude(pk__in=before).get()


def store(client, upload):
    page = read(client.post(f"/admin/positions/upload/{upload.pk}/store/"))
    upload.refresh_from_db()
    return page


def imported(client, *files):
    upload = checked(client, *files)
    assert upload.status == "checked", upload.preview
    store(client, upload)
    assert upload.status == "stored", upload.preview
    return upload


def problems(upload):
    return [": ".join(map(str, (t, n, c, why))) for t, n, c, why in upload.preview["problems"]]


def refused(client, *files):
    """What is told of the rows of files, of which nothing is stored."""
    upload = checked(client, *files)
    assert upload.status == "refused"
    return problems(upload)


def unread(client, *files):
    """What is told beside the field of files that cannot be read."""
    response = send(client, *files)
    assert not response.streaming
    assert not Upload.objects.exists()
    return list(response.context["form"].errors["files"])


def workbook(*rows, sheet="statements", change=None):
    """An XLSX file with a header and these rows, after `change` of its sheet."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in [[*STATEMENT], *(rows or [[*STATEMENT.values()]])]:
        book.active.append(row)
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
