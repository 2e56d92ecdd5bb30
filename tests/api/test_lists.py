"""The rows of the API are those of the files, in pages that neither repeat nor leave out a row."""

import json

import pytest

from positions.models import Official, Statement

from .walking import pages, rows

FILES = {
    "statements": "statements",
    "statements?actor=russia&from=2023&stance=rejects": "statements",
    "statements?order=oldest&year=2022&as_of=2022-12-02": "statements",
    "statements?q=talks+-troops&order=best": "statements",
    "actors": "actors",
    "actors/us": "actors/us",
    "actors/us?as_of=2022-12-02": "actors/us",
    "officials/joe-biden": "officials/joe-biden",
    "preconditions": "preconditions",
    "preconditions/full-ceasefire?as_of=2023-01-01": "preconditions/full-ceasefire",
    "comparison": "compare",
    "comparison?as_of=2025-06-02&versus=2024-12-31&show=all&actors=us&actors=eu": "compare",
    "comparison?show=conflicts&gate=ceasefire&grades=A&authority=1": "compare",
    "changes": "changes",
    "changes?actor=us&show=first&as_of=2025-06-02": "changes",
    "corrections": "corrections",
}


def told(client, address):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("address", FILES)
def test_rows_are_those_of_the_file(client, seeds, address):
    path, _, query = address.partition("?")
    file = json.loads(b"".join(client.get(f"/{FILES[address]}.json?{query}")))
    page = told(client, address)
    for name in ("title", "page", "as_of", "filters", "count"):
        assert page[name] == file[name]
    assert page.get("record") == file.get("record")
    found = rows(client, address) if "next" in page and "best" not in address else page["rows"]
    assert found == file["rows"][: len(found) if "best" in address else None]


def test_one_statement_is_that_of_its_file(client, seeds):
    slug = "2022-12-02-russia-peskov-3"
    assert told(client, f"statements/{slug}") == client.get(f"/statements/{slug}.json").json()


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_pages_have_every_statement_once(client, seeds, order, limit):
    asked = f"statements?order={order}&limit={limit}&actor=eu&from=2022"
    found = [*pages(client, asked)]
    ids = [row["id"] for page in found for row in page["rows"]]
    everything = told(client, "statements?actor=eu&from=2022&limit=200")
    expected = [row["id"] for row in everything["rows"]]
    assert ids == (expected if order == "newest" else expected[::-1])
    assert {len(page["rows"]) for page in found[:-1]} <= {limit}
    assert [page["count"] for page in found] == [len(ids), *[None] * (len(found) - 1)]


def test_changes_and_corrections_come_page_by_page(client, seeds):
    slug = "2022-12-02-russia-peskov-3"
    statement = Statement.objects.get(slug=slug)
    for n in range(5):
        statement.corrections.create(
            corrected_on=f"2026-11-0{1 + n // 2}", was_wrong=f"Wrong {n}.", changed="Mended."
        )
    for address, limit in (
        ("changes?show=first", 150),
        ("changes?actor=us", 3),
        ("corrections", 2),
    ):
        path, _, query = address.partition("?")
        file = json.loads(b"".join(client.get(f"/{path}.json?{query}")))
        between = "&" if query else "?"
        found = [*pages(client, f"{address}{between}limit={limit}")]
        assert [row for page in found for row in page["rows"]] == file["rows"]
        assert len(found) > 2


def test_the_best_matches_are_one_page(client, seeds):
    page = told(client, "statements?q=talks&order=best&limit=3")
    assert len(page["rows"]) == 3
    assert page["count"] > 3
    assert page["next"] is None


def test_a_cursor_is_of_its_own_list_and_question(client, seeds):
    first = told(client, "statements?actor=us&limit=2")
    query = first["next"].partition("?")[2]
    cursor = dict(part.split("=") for part in query.split("&"))["cursor"]
    other = [
        f"statements?cursor={cursor}",
        f"statements?actor=us&order=oldest&cursor={cursor}",
        f"statements?actor=us&order=best&q=talks&cursor={cursor}",
        f"statements?actor=us&cursor={cursor[:-1]}",
        f"statements?actor=us&cursor=A{cursor}",
        f"changes?actor=us&cursor={cursor}",
        f"corrections?actor=us&cursor={cursor}",
        "statements?cursor=%D1%8F",
        "statements?cursor=:",
    ]
    for address in other:
        response = client.get(f"/api/v1/{address}")
        assert response.status_code == 400, address
        assert response.json() == {
            "errors": {
                "cursor": ["This is no cursor of this list and these filters. Begin without one."]
            }
        }
    assert client.get(f"/api/v1/statements?limit=5&actor=us&cursor={cursor}").status_code == 200


def test_a_list_has_fifty_rows_unless_asked_and_at_most_two_hundred(client, seeds):
    assert len(told(client, "statements")["rows"]) == 50
    assert len(told(client, "statements?limit=200")["rows"]) == 200
    for limit in ("0", "201", "-1", "many", "1e2"):
        response = client.get(f"/api/v1/statements?limit={limit}")
        assert response.status_code == 400
        assert response.json() == {"errors": {"limit": ["Ask for 1 to 200 rows at once."]}}


def test_topics_and_officials_come_whole(client, seeds):
    topics = told(client, "topics")
    assert [row["slug"] for row in topics["rows"]][:2] == ["talks", "ceasefire"]
    listed = {slug for row in topics["rows"] for slug in row["preconditions"]}
    assert listed == {row["slug"] for row in told(client, "preconditions")["rows"]}
    officials = told(client, "officials")
    assert officials["count"] == len(officials["rows"]) == Official.objects.count()
    assert "joe-biden" in {row["slug"] for row in officials["rows"]}
