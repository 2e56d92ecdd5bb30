"""The page of the whole data set, and the download."""

import base64
import hashlib
import html
import re

import pytest
from django.test import Client

from positions.models import Statement
from positions.packages import public

from .test_public_package import files

pytestmark = pytest.mark.usefixtures("seeds")
ZIP = "/data/parley.zip"


def downloaded(client):
    return b"".join(client.get(ZIP))


def test_page_file_and_digest_agree(client):
    page = client.get("/data/").text
    answer = client.get(ZIP)
    content = b"".join(answer)
    digest = hashlib.sha256(content)
    named = re.search(r"parley-\d{4}-\d\d-\d\d\.zip", page)[0]
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="{named}"'
    assert answer["Content-Length"] == str(len(content))
    assert answer["ETag"] == f'"{digest.hexdigest()}"'
    assert answer["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert page.count(digest.hexdigest()) == 2
    assert f"{len(content)} bytes" in page
    told = client.get(f"{ZIP}.sha256")
    assert told.text == f"{digest.hexdigest()}  {named}\n"
    assert told["Content-Disposition"] == f'attachment; filename="{named}.sha256"'


def test_the_page_counts_the_rows_of_the_files(client):
    page = client.get("/data/").text
    rows = {name: len(found) for name, found in files(downloaded(client)).items()}
    told = re.findall(r'<a href="#(\w+)">\1\.csv</a></th><td class="number">(\d+)</td>', page)
    assert {name: int(number) for name, number in told} == rows
    assert (rows["statements"], rows["codings"], rows["second_codings"]) == (448, 760, 663)


def test_the_page_tells_every_field_with_its_values(client):
    page = html.unescape(client.get("/data/").text)
    for resource in public.RESOURCES:
        table = page[page.index(f'<h3 id="{resource.name}">') :]
        table = table[: table.index("</table>")]
        names = re.findall(r'<th scope="row"><code>(\w+)</code>', table)
        assert names == [column.name for column in resource.columns]
        for column in resource.columns:
            assert column.description in table
            values = () if column.type == "integer" else column.choices
            assert all(f"<code>{value}</code>" in table for value in values)


def test_lines_have_the_address_at_which_the_site_is_read(settings):
    settings.ALLOWED_HOSTS = ["parley.example"]
    page = Client(headers={"host": "parley.example"}).get("/data/", secure=True).text
    lines = re.findall(r'<pre id="(\w+)">(.*?)</pre>', page, re.S)
    fetching = [name for name, text in lines if f"https://parley.example{ZIP}" in text]
    assert fetching == ["fetch", "python", "r"]
    assert "http://" not in "".join(text for _, text in lines)
    copied = re.findall(r'<button type="button" data-copy="(\w+)"[^>]* hidden>', page)
    assert copied == [*(name for name, _ in lines), "cite"]
    assert all(f'id="{name}"' in page for name in copied)


def test_what_is_fetched_already_is_not_sent_again(client):
    first = client.get(ZIP)
    b"".join(first)
    again = client.get(ZIP, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    asked = client.head(ZIP)
    assert (asked.status_code, asked["ETag"]) == (200, first["ETag"])
    assert asked["Content-Length"] == first["Content-Length"]
    assert b"".join(asked) == b""


def test_what_is_withdrawn_is_gone_at_once(client):
    slug = "2022-12-02-us-price-1"
    before = client.get(ZIP)
    assert slug in {row["id"] for row in files(b"".join(before))["statements"]}
    Statement.objects.filter(slug=slug).update(
        status="withdrawn", withdrawn_on="2026-01-01", withdrawn_because="He did not say it."
    )
    answer = client.get(ZIP, headers={"if-none-match": before["ETag"]})
    rows = files(b"".join(answer))
    assert answer.status_code == 200
    told = [*rows["statements"], *rows["codings"], *rows["second_codings"]]
    assert slug not in {row.get("id", row.get("statement")) for row in told}


@pytest.mark.parametrize("address", ["/data/", ZIP, f"{ZIP}.sha256"])
def test_it_is_for_reading_only(client, address):
    assert client.post(address).status_code == 405
