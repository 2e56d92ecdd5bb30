"""Every list and table of the seeds as a file: the rows of its page, and what cannot be asked."""

import csv
import io
import json
import re

import pytest

from positions.exports.comparison import LONG

# Each page, and where it says how many rows it has.
PAGES = {
    "/statements/": r"<h2[^>]*>(\d+) statement",
    "/statements/?actor=russia&from=2023&stance=rejects": r"<h2[^>]*>(\d+) statement",
    "/statements/?q=talks+-troops&order=best": r"<h2[^>]*>(\d+) statement",
    "/statements/?as_of=2022-12-02": r"<h2[^>]*>(\d+) statement",
    "/timeline/?period=2022&topic=talks": r'<h2 id="list"[^>]*>(\d+) statement',
    "/changes/": r"(\d+) changes of position",
    "/changes/?actor=us&as_of=2025-06-02": r"(\d+) changes of position",
    "/compare/?as_of=2022-12-02&shape=wide": r"(\d+) rows?, as of",
    "/compare/?show=conflicts&topic=territory&shape=wide": r"(\d+) rows?, as of",
    "/compare/russia/full-ceasefire/": r"<p>(\d+) codings",
    "/compare/us/arms-stop/?as_of=2025-03-03": r"<p>(\d+) coding",
    "/preconditions/": None,
    "/preconditions/full-ceasefire/": None,
    "/preconditions/full-ceasefire/?as_of=2023-01-01": None,
    "/actors/": None,
    "/actors/us/": None,
    "/actors/us/?as_of=2022-12-02": None,
    "/officials/joe-biden/": None,
    "/corrections/": None,
    "/coverage/": None,
    "/method/agreement/": None,
}


def file(client, address, suffix):
    path, _, query = address.partition("?")
    return client.get(f"{path.removesuffix('/')}.{suffix}?{query}")


def content(response):
    return b"".join(response).decode()


def read_csv(response):
    return list(csv.DictReader(io.StringIO(content(response), newline="")))


@pytest.mark.parametrize("address", PAGES)
def test_a_file_has_as_many_rows_as_its_page_says(client, seeds, address):
    as_csv = read_csv(file(client, address, "csv"))
    as_json = json.loads(content(file(client, address, "json")))
    assert len(as_csv) == len(as_json["rows"]) == as_json["count"]
    page = client.get(address.replace("&shape=wide", "")).text
    if PAGES[address]:
        assert int(re.search(PAGES[address], page)[1]) == len(as_csv)
    offered = re.search(r'class="downloads">Download (\d+) ', page)
    assert offered is None if not as_csv else int(offered[1]) == len(as_csv)


def test_the_page_offers_the_files_of_what_it_shows(client, seeds):
    page = client.get("/statements/?actor=russia&from=2023&as_of=2025-03-03&page=2").text
    told = page[page.index('class="downloads"') :].partition("</p>")[0]
    assert "; actor: Russia; from: 1 January 2023; as of 3 March 2025: " in told
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', told)]
    asked = "actor=russia&from=2023&as_of=2025-03-03"
    assert links == [
        f"/statements.csv?{asked}",
        f"/statements.csv?{asked}&bom=1",
        f"/statements.csv?{asked}&shape=codings",
        f"/statements.json?{asked}",
        f"/statements.atom?{asked}",
        f"/statements.feed.json?{asked}",
    ]
    rows = [read_csv(client.get(link)) for link in links[:2]]
    assert len(rows[0]) == len(rows[1]) == json.loads(content(client.get(links[3])))["count"]


def test_the_rows_of_a_list_are_its_statements_in_its_order(client, seeds):
    rows = read_csv(client.get("/statements.csv?order=oldest&actor=eu"))
    page = client.get("/statements/?order=oldest&actor=eu").text
    assert [row["id"] for row in rows] == re.findall(
        r'class="when" href="/statements/([^/]*)/', page
    )


def test_json_tells_what_was_asked_and_leads_to_the_page(client, seeds):
    address = "/statements.json?actor=us&q=&page=3&utm=x&as_of=2022-12-02&bom=1"
    told = json.loads(content(client.get(address)))
    assert told["page"] == "http://testserver/statements/?actor=us&as_of=2022-12-02"
    assert told["as_of"] == "2022-12-02"
    assert told["filters"] == [{"name": "actor", "label": "Actor", "value": "United States"}]


def test_a_mark_for_excel_comes_first_and_only_when_asked_for(client, seeds):
    plain = content(client.get("/statements.csv?actor=un"))
    marked = content(client.get("/statements.csv?actor=un&bom=1"))
    assert marked == "\ufeff" + plain


@pytest.mark.parametrize(
    "asked",
    ["statements.{}?actor=atlantis", "statements.{}?bom=2", "changes.{}?from=soon",
     "compare.{}?shape=deep", "compare/us/arms-stop.{}?gate=x", "actors/us.{}?as_of=2999",
     "corrections.{}?to=x", "timeline.{}?period=x"],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_nothing_else(client, seeds, asked):
    told = client.get(f"/{asked.format('csv')}")
    assert told.status_code == 400
    assert re.fullmatch(r"[A-Z][a-z ]+: [A-Z].*\.", told.text)
    told = client.get(f"/{asked.format('json')}")
    assert told.status_code == 400
    (name,) = told.json()["errors"]
    assert f"{name}=" in asked


def test_the_wide_and_the_long_table_agree(client, seeds):
    asked = "as_of=2025-06-02&versus=2024-12-31&show=all"
    wide = read_csv(client.get(f"/compare.csv?shape=wide&{asked}"))
    lines = read_csv(client.get(f"/compare.csv?{asked}"))
    assert list(lines[0]) == LONG
    set_by = {(line["precondition"], line["actor"]): line for line in reversed(lines)}
    for row in wide:
        for actor in ("us", "russia", "ukraine"):
            line = set_by[row["precondition"], actor]
            for name in ("stance", "gate", "blank", "since", "changed", "statement"):
                expected = line[name] if line["place"] == "headline" or name == "blank" else ""
                assert row[f"{actor}_{name}"] == expected, (row["precondition"], actor, name)


def test_the_turns_of_a_precondition_follow_each_other(client, seeds):
    rows = read_csv(client.get("/preconditions/full-ceasefire.csv"))
    by_actor = {}
    for row in rows:
        by_actor.setdefault(row["actor"], []).append(row)
    assert len(by_actor) > 3
    for turns in by_actor.values():
        assert [row["until"] for row in turns] == [*(row["since"] for row in turns[1:]), ""]


def test_files_are_for_programs_of_any_site_and_not_for_search_engines(client, seeds):
    for address in ("/statements.csv", "/compare.json", "/statements.csv?bom=x"):
        told = client.get(address)
        assert told["Access-Control-Allow-Origin"] == "*"
        assert told["X-Robots-Tag"] == "noindex"
    assert client.post("/statements.csv").status_code == 405


def test_a_long_file_comes_row_by_row(client, seeds, monkeypatch):
    whole = client.get("/statements.csv")
    monkeypatch.setattr("positions.turns.MOST_BYTES", 10_000)
    told = client.get("/statements.csv")
    assert told.streaming and "Content-Length" not in told
    assert told.getvalue() == whole.content
    assert told["Content-Type"] == "text/csv; charset=utf-8; header=present"
    narrowed = client.get("/statements.csv?actor=us&q=Лавров&year=2022&as_of=2023")
    name = 'filename="parley-statements-us-2022-2023-12-31.csv"'
    assert name in narrowed["Content-Disposition"]
    name = r'attachment; filename="parley-statements-\d{4}-\d\d-\d\d\.csv"'
    assert re.fullmatch(name, told["Content-Disposition"])


@pytest.mark.parametrize("kind", ["statements", "changes"])
def test_a_feed_has_at_most_fifty_entries(client, seeds, kind):
    assert client.get(f"/{kind}.atom").text.count("<entry>") == 50


def test_the_page_of_a_comparison_tells_both_counts_and_what_was_chosen(client, seeds):
    asked = "show=conflicts&versus=2023-01-01&gate=enter_talks&grades=A&grades=B"
    page = client.get(f"/compare/?{asked}").text
    told = page[page.index('class="downloads"') :].partition("</p>")[0]
    for words in (
        "gate: before talks",
        "evidence: A and B",
        "changed since: 1 January 2023",
        "rows: One wants what another refuses",
        "actors: United States, Russia, Ukraine",
    ):
        assert words in told, words
    rows = read_csv(client.get(f"/compare.csv?{asked}"))
    assert rows and f"line of a cell ({len(rows)})" in told
    found = filters(client, f"/compare.json?{asked}")
    assert found == ["actors", "gate", "grades", "versus", "show"]


def test_a_file_of_the_timeline_tells_what_was_chosen(client, seeds):
    asked = "actors=ukraine&topic=security&period=2022"
    assert filters(client, f"/timeline.json?{asked}") == ["actors", "topic", "period"]


def filters(client, address):
    return [one["name"] for one in json.loads(content(client.get(address)))["filters"]]


def test_agreement_says_what_of_its_question_cannot_be_read(client, seeds):
    assert client.get("/method/agreement.json?as_of=foo").status_code == 400
