"""The number of queries never grows with the rows; pages answer while there are none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.packages import keeping

from . import make


def grow(number):
    for n in range(number):
        actor = f"actor-{number}-{n}"
        statement = make.statement(
            f"Point {n}.", by=f"official-{number}-{n}", of=actor, on="2022-12-02"
        )
        make.coding(statement, f"row-{number}-{n}", "demands")
        make.coding(statement, "withdrawal", "requires", gate="enter_talks")
        make.coding(
            make.statement(f"More {n}.", by="minister", of="us", on="2022-12-02"),
            "withdrawal" if n % 2 else f"row-{number}-{n}",
            "demands",
        )


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/compare/",
        "/compare/?as_of=2022-12-02&versus=2022-01-01&show=conflicts",
        "/compare.csv",
        "/compare.csv?shape=wide",
        "/compare/us/withdrawal.csv",
        "/statements.csv",
        "/statements.json",
        "/statements/first.json",
        "/statements/first/history.json",
        "/timeline.json",
        "/changes.csv",
        "/preconditions.csv",
        "/preconditions/withdrawal.csv",
        "/actors.csv",
        "/actors/us.json",
        "/officials/minister.json",
        "/corrections.csv",
        "/coverage.csv",
        "/sitemap.xml",
        "/sitemap-statements.xml",
        "/sitemap-cells.xml",
        "/sitemap-actors.xml",
        "/api/",
        "/api/v1/",
        "/api/v1/openapi.json",
        "/api/v1/statements",
        "/api/v1/statements?q=point&order=best&limit=200",
        "/api/v1/statements/first",
        "/api/v1/actors",
        "/api/v1/actors/us",
        "/api/v1/officials",
        "/api/v1/officials/minister",
        "/api/v1/preconditions",
        "/api/v1/preconditions/withdrawal",
        "/api/v1/topics",
        "/api/v1/comparison",
        "/api/v1/changes?show=first",
        "/api/v1/corrections",
        "/api/v1/codebook",
        "/statements.atom",
        "/changes.atom",
        "/changes.feed.json",
        "/corrections.atom",
        "/brief/",
        "/compare/card.png",
        "/compare/us/withdrawal/card.png",
        "/statements/first/card.png",
        "/embed/compare/",
        "/embed/statement/first/",
        "/oembed?url=http://testserver/statements/first/",
        "/oembed?url=http://testserver/compare/",
        "/compare/us/withdrawal/",
        "/preconditions/",
        "/preconditions/withdrawal/",
        "/actors/",
        "/actors/us/",
        "/officials/minister/",
        "/statements/",
        "/statements/?q=point&precondition=withdrawal",
        "/statements/?year=2022&kind=news_agency&topic=talks&group=wants",
        "/statements/first/",
        "/statements/first.bib",
        "/statements/first.ris",
        "/statements/first.csl.json",
        "/statements/first/history/",
        "/statements/first/report/",
        "/corrections/",
        "/changes/",
        "/changes/?show=first",
        "/timeline/",
        "/timeline/?period=2022&precondition=withdrawal",
        "/method/",
        "/method/agreement/",
        "/method/search/",
        "/statements/?q=point+or+minister+actor:us",
        "/coverage/",
        "/data/",
        "/data/parley.zip.sha256",
    ],
)
def test_queries_do_not_grow_with_the_rows(client, db, address, monkeypatch):
    for slug in ("us", "russia", "ukraine"):
        make.actor(slug)
    first = make.statement("Point.", by="minister", of="us", on="2022-12-02", slug="first")
    make.coding(first, "withdrawal", "demands")
    grow(2)
    client.get(address)
    monkeypatch.setattr(keeping, "last", None)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    grow(12)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few), [query["sql"][:150] for query in many.captured_queries]


def test_there_are_pages_for_what_is_not_there(client, db):
    for address in ("/nowhere/", "/statements/none/", "/actors/none/", "/compare/us/none/"):
        response = client.get(address)
        assert response.status_code == 404
        assert 'id="main"' in response.text


def test_a_failure_inside_still_answers_with_the_site(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("positions.views.method.codebook", None)
    response = client.get("/method/")
    assert response.status_code == 500
    assert 'id="main"' in response.text


def test_the_site_answers_before_anything_is_entered(client, db):
    for address in (
        "/",
        "/compare/",
        "/compare/card.png",
        "/embed/compare/",
        "/actors/",
        "/preconditions/",
        "/statements/",
        "/changes/",
        "/timeline/",
        "/method/",
        "/method/agreement/",
        "/coverage/",
        "/corrections/",
        "/data/",
    ):
        assert client.get(address).status_code == 200


def test_rubbish_in_an_address_is_never_a_failure(client, db):
    for nasty in ("\x00", "-1", "9" * 400, "\u202e", "<script>", "../.."):
        for folder in ("statements", "actors", "officials", "preconditions", "compare/us"):
            address = f"/{folder}/{nasty.encode('utf-8', 'replace').hex()}/"
            assert client.get(address).status_code == 404
    assert client.get("/actors/%00/").status_code == 404
    assert client.get("/actors/%ff/").status_code == 404
