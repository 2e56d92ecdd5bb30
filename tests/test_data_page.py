"""The page of the whole data set, and the download."""

import base64
import hashlib
import html
import json
import re
import subprocess
from urllib.parse import urlsplit

import pytest
from django.test import Client

from positions.dates import in_words
from positions.models import Statement
from positions.packages import public
from positions.packages.descriptor import TITLE
from positions.questions import today

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
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="parley.zip"'
    assert answer["Content-Length"] == str(len(content))
    assert answer["ETag"] == f'"{digest.hexdigest()}"'
    assert answer["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert page.count(digest.hexdigest()) == 2
    assert f"{len(content)} bytes" in page
    told = client.get(f"{ZIP}.sha256")
    assert told.text == f"{digest.hexdigest()}  parley.zip\n"
    assert told["Content-Disposition"] == 'attachment; filename="parley.zip.sha256"'


def test_the_lines_that_fetch_it_check_it_too(client, tmp_path):
    page = html.unescape(client.get("/data/").text)
    *lines, unpacked = re.search(r'<pre id="fetch">(.*?)</pre>', page, re.S)[1].splitlines()
    fetched = [line.split() for line in lines if line.startswith("curl ")]
    for *_, name, address in fetched:
        content = b"".join(client.get(urlsplit(address).path))
        (tmp_path / name).write_bytes(content)
    (check,) = lines[len(fetched) :]
    told = subprocess.run(check.split(), cwd=tmp_path, check=True, capture_output=True, text=True)
    assert told.stdout == "parley.zip: OK\n"
    assert unpacked == "unzip -o parley.zip"


def test_the_page_warns_of_days_that_are_not_known(client):
    rows = files(downloaded(client))["statements"]
    inexact = [row for row in rows if row["date_precision"] != "day"]
    page = client.get("/data/").text
    assert f"Of {len(inexact)} statements only the month or the year is known" in page
    assert page.index("only the month or the year") < page.index("import pandas")
    assert "duplicate_of" not in page
    Statement.objects.exclude(date_precision="day").update(date_precision="day")
    assert "only the month or the year" not in client.get("/data/").text


def test_it_is_cited_by_its_own_name_whatever_day_is_looked_at(client):
    for address in ("/data/", "/data/?as_of=2022-12-02"):
        page = html.unescape(client.get(address).text)
        cited = re.search(r'<p id="cite">(.*?)</p>', page, re.S)[1]
        assert cited.startswith(f"“{TITLE}”, Parley, data package of {in_words(today())}")
        assert "<title>The whole data set · Parley</title>" in page
        (data,) = (d for d in json_ld(page) if d["@type"] == "Dataset")
        assert (data["name"], data["description"]) == (TITLE, public.DESCRIPTION)
        assert data["temporalCoverage"] == f"2022-02-25/{today()}"


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_it_is_cited_in_english_on_every_page(client, language):
    page, other = (client.get(f"{prefix}/data/").text for prefix in ("", f"/{language}"))
    cited = re.search(r'<p id="cite">(.*?)</p>', page, re.S)[1]
    assert f'<p id="cite" lang="en">{cited}</p>' in other
    assert "testserver/data/," in cited
    lines, also = (re.findall(r"<pre [^>]*>(.*?)</pre>", told, re.S) for told in (page, other))
    assert lines == also


def json_ld(page):
    return map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', page))


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
