"""What holds for every answer of the API: it is for programs of any site, read-only, kept and asked
for again; a failure can be read by a program."""

import pytest
from django.test import Client

from positions.models import Statement
from positions.models.search import TooSlow
from tests import make

EVERYTHING = [
    "", "openapi.json", "statements", "statements/first", "actors", "actors/us", "officials",
    "officials/biden", "preconditions", "preconditions/talks", "topics", "comparison", "changes",
    "corrections", "codebook",
]  # fmt: skip
FAILURES = [
    "nothing", "statements/", "statements/nothing", "actors/nothing", "officials/nothing",
    "preconditions/nothing", "statements?actor=nothing", "statements?from=soon", "actors?page=2",
    "codebook?as_of=2022", "comparison?actors=us",
]  # fmt: skip


@pytest.fixture
def record(db):
    for slug in ("us", "russia", "ukraine"):
        make.actor(slug)
    first = make.statement("No.", by="biden", on="2022-12-02", slug="first")
    make.coding(first, "talks", "demands")
    return first


@pytest.mark.parametrize("address", [*EVERYTHING, *FAILURES])
def test_every_answer_is_json_for_programs_of_any_site(client, record, address):
    response = client.get(f"/api/v1/{address}", headers={"Origin": "https://example.org"})
    assert response.status_code in ((200,) if address in EVERYTHING else (400, 404))
    assert response["Content-Type"].startswith("application/json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Expose-Headers"] == "ETag, Link, Retry-After"
    assert response["X-Robots-Tag"] == "noindex"
    keeps = "public" if response.status_code == 200 else "private"
    assert keeps in response["Cache-Control"]
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies and response.get("Vary", "") in ("", "Accept-Encoding")


@pytest.mark.parametrize("address", EVERYTHING)
def test_an_answer_is_told_once_while_it_stays_the_same(client, record, address):
    address = f"/api/v1/{address}"
    first, head = client.get(address), client.head(address)
    assert head.status_code == 200 and head.content == b""
    for name in ("ETag", "Content-Type", "Content-Length"):
        assert head[name] == first[name]
    same = {"If-None-Match": first["ETag"]}
    for again in (client.get(address, headers=same), client.head(address, headers=same)):
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Access-Control-Allow-Origin"] == "*"
        assert again["Cache-Control"] == first["Cache-Control"]


def test_an_answer_is_told_anew_when_it_has_changed(client, record):
    tag = client.get("/api/v1/statements")["ETag"]
    make.statement("Yes.", by="biden", on="2022-12-03")
    for asked in (client.get, client.head):
        assert asked("/api/v1/statements", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("address", ["", "statements", "statements/first", "openapi.json"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_is_read_only(record, address, method):
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(f"/api/v1/{address}")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json() == {"detail": "This can only be read: use GET or HEAD."}
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_browser_is_told_that_it_may_ask(client, db):
    for address in ("statements", "nothing"):
        response = client.options(f"/api/v1/{address}")
        assert (response.status_code, response.content) == (204, b"")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert response["Access-Control-Allow-Headers"] == "If-None-Match"


def test_what_is_unknown_under_the_api_is_told_in_json(client, db):
    for address in ("/api/v1/x/y", "/api/v2/", "/api/v1/statements/a.json", "/api/v1/%00"):
        response = client.get(address)
        assert response.status_code == 404
        assert response.json()["detail"].startswith("Nothing is on record at this address.")
        assert int(response["Content-Length"]) == len(response.content)
    assert client.get("/apiary/")["Content-Type"].startswith("text/html")
    assert client.get("/api/")["Content-Type"].startswith("text/html")
    assert "Access-Control-Allow-Origin" not in client.get("/api/")


def test_a_failure_inside_is_told_in_json(client, record, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("positions.api.endpoints.terms", None)
    response = client.get("/api/v1/codebook")
    assert response.status_code == 500
    assert response.json() == {"detail": "Something went wrong here, not with the question."}
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        ("statements?actor=nobody", {"actor": ["Nothing is on record under this name."]}),
        (
            "statements?from=soon&stnce=rejects",
            {
                "from": ["Type a year, a month or a day: 2022, 2022-12, 2022-12-02 or 2 Dec 2022."],
                "stnce": ["There is no such parameter here."],
            },
        ),
        ("statements?actor=", {"actor": ["Give a value, or leave this out."]}),
        ("comparison?actors=us&actors=", {"actors": ["Give a value, or leave this out."]}),
        ("statements?actor=us&actor=russia", {"actor": ["Give this once."]}),
        ("comparison?actors=us", {"actors": ["Choose two to 6 actors."]}),
        (
            "comparison?show=changed",
            {"versus": ["Give an earlier day to see what changed since."]},
        ),
        (
            "actors/us?as_of=2999",
            {"as_of": ["This day lies in the future; nothing is on record yet."]},
        ),
        ("topics?as_of=2022", {"as_of": ["There is no such parameter here."]}),
        ("codebook?x", {"x": ["There is no such parameter here."]}),
    ],
)
def test_what_cannot_be_read_is_told_by_parameter(client, record, address, errors):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 400
    assert response.json() == {"errors": errors}


def test_several_actors_are_no_repetition(client, record):
    asked = "comparison?actors=us&actors=russia&grades=A&grades=B&authority=1&authority=2"
    assert client.get(f"/api/v1/{asked}").status_code == 200


def test_a_search_that_takes_too_long_is_refused(client, record, monkeypatch):
    def slow(*args):
        raise TooSlow

    monkeypatch.setattr("positions.api.endpoints.one_page", slow)
    response = client.get("/api/v1/statements?q=no")
    assert response.status_code == 400
    assert response.json() == {
        "errors": {"q": ["This search takes too long. Add a filter or a rarer word."]}
    }


def test_a_withdrawn_statement_answers_when_and_why(client, record):
    Statement.objects.filter(pk=record.pk).update(
        status="withdrawn", withdrawn_on="2022-12-06", withdrawn_because="He denies it."
    )
    response = client.get("/api/v1/statements/first")
    assert response.status_code == 410
    assert response.json() == {
        "page": "http://testserver/statements/first/",
        "withdrawn_on": "2022-12-06",
        "because": "He denies it.",
        "corrections": [],
    }
    assert response.json() == client.get("/statements/first.json").json()


def test_a_former_slug_leads_to_the_record(client, record):
    for kind, slug in (("statements", "first"), ("actors", "us"), ("officials", "biden")):
        model = {"statements": Statement}.get(kind) or type(
            record.actor if kind == "actors" else record.official
        )
        model.objects.filter(slug=slug).update(slug="new")
        response = client.get(f"/api/v1/{kind}/{slug}?as_of=2022-12-05")
        assert response.status_code == 301
        assert response["Location"] == f"/api/v1/{kind}/new?as_of=2022-12-05"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "no-store" in response["Cache-Control"]


def test_a_duplicate_leads_to_the_statement_that_is_kept(client, record):
    kept = make.statement("No.", by="biden", on="2022-12-02", slug="kept")
    Statement.objects.filter(pk=record.pk).update(
        status="withdrawn",
        withdrawn_on="2022-12-06",
        withdrawn_because="Entered twice.",
        duplicate_of=kept,
    )
    assert client.get("/api/v1/statements/first")["Location"] == "/api/v1/statements/kept"


def test_the_root_lists_what_there_is(client, record):
    told = client.get("/api/v1/").json()
    assert client.get(told["documentation"]).status_code == 200
    assert client.get(told["openapi"]).status_code == 200
    addresses = {one["address"] for one in told["endpoints"]}
    assert "http://testserver/api/v1/statements/{slug}" in addresses
    for address in addresses:
        if "{" not in address:
            assert client.get(address).status_code == 200


def test_the_codebook_has_every_word(client, db):
    told = client.get("/api/v1/codebook").json()
    assert told["version"] == "1.1"
    (requires,) = (one for one in told["stances"] if one["value"] == "requires")
    assert (requires["label"], requires["group"]) == ("Requires", "wants")
    assert requires["holds"] == "“No G until (or unless) X.”"
    gates = {one["value"]: one["meaning"] for one in told["gates"]}
    assert gates["ceasefire"] == "No truce before this."
    assert [one["value"] for one in told["grades"]] == ["A", "B", "C", "D"]
    assert [one["value"] for one in told["authorities"]] == [1, 2, 3, 4]
