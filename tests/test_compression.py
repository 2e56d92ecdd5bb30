"""Answers come in the encoding that whoever asks can read, and mean the same in each."""

import gzip

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.compression import encoding_for

from . import make
from .test_caching import kept, record  # noqa: F401 (fixtures)

READ = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
# Of the record of these tests, all with more than a few hundred bytes.
ADDRESSES = ["/", "/compare/us/talks/", "/statements.csv", "/compare.json", "/statements.atom",
             "/api/v1/openapi.json", "/embed/statement/first/"]  # fmt: skip


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP,BR", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.000 , gzip; q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("bridge, brotli", ""),
        ("br;q=", "br"),
        (";;,,=", ""),
    ],
)
def test_the_best_of_what_is_accepted(accepted, encoding):
    assert encoding_for(accepted) == encoding


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_the_same_in_each_encoding(client, record, address, monkeypatch):  # noqa: F811
    if address == "/statements.csv":
        monkeypatch.setattr("positions.turns.MOST_BYTES", 0)
        # The test client does not end what it does not read.
        monkeypatch.setattr("positions.turns.AT_ONCE", 100)
    plain = client.get(address)
    told = plain.getvalue()
    for encoding in READ:
        for again in range(2):
            with CaptureQueriesContext(connection) as asked:
                response = client.get(address, headers={"Accept-Encoding": encoding})
                content = response.getvalue()
            assert response.get("Content-Encoding", "") == encoding
            assert READ[encoding](content) == told
            assert response["ETag"] == plain["ETag"] and response["ETag"].startswith("W/")
            assert response["Vary"].endswith("Accept-Encoding")
            assert response["Content-Type"] == plain["Content-Type"]
            if response.streaming:
                assert "Content-Length" not in response
            else:
                assert response["Content-Length"] == str(len(content))
                assert len(asked) == 1 or not (again or encoding == "")
            head = client.head(address, headers={"Accept-Encoding": encoding})
            assert head.get("Content-Encoding", "") == encoding
    tag = {"If-None-Match": plain["ETag"], "Accept-Encoding": "gzip"}
    unchanged = client.get(address, headers=tag)
    assert unchanged.status_code == 304 and unchanged["Vary"] == plain["Vary"]
    assert "Content-Encoding" not in unchanged


@pytest.mark.parametrize(
    "address",
    ["/data/parley.zip", "/statements/first/card.png", "/nowhere/", "/statements/first/report/",
     "/admin/login/", "/healthz", "/.well-known/security.txt"],
)  # fmt: skip
def test_what_is_small_or_compressed_or_has_a_secret_is_sent_as_it_is(client, record, address):  # noqa: F811
    response = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in response and response.getvalue()


def test_editors_get_pages_as_they_are(admin_client, record):  # noqa: F811
    for address in ("/", "/admin/", "/statements.csv"):
        response = admin_client.get(address, headers={"Accept-Encoding": "br, gzip"})
        assert "Content-Encoding" not in response and response.getvalue()


def test_a_long_file_is_compressed_part_by_part(client, record, monkeypatch):  # noqa: F811
    monkeypatch.setattr("positions.turns.MOST_BYTES", 0)
    for n in range(300):
        make.statement(f"Point {n}.", by="biden", on="2022-12-02")
    parts = [*client.get("/statements.csv", headers={"Accept-Encoding": "gzip"})]
    assert len(parts) > 1 and gzip.decompress(b"".join(parts)).count(b"Point ") == 300
