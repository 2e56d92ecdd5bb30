"""Every list and table as a file: the rows of its page, and what cannot be asked."""

import csv
import io
import json
import re

import pytest

from positions.exports.comparison import LONG

from . import make

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
    offered = re.search(r'class="take">Download (\d+) ', page)
    assert offered is None if not as_csv else int(offered[1]) == len(as_csv)


def test_the_page_offers_the_files_of_what_it_shows(client, seeds):
    page = client.get("/statements/?actor=russia&from=2023&as_of=2025-03-03&page=2").text
    told = page[page.index('class="take"') :].partition("</p>")[0]
    assert "; actor: Russia; from: 1 January 2023; as of 3 March 2025: " in told
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', told)]
    asked = "actor=russia&from=2023&as_of=2025-03-03"
    assert links == [
        f"/statements.csv?{asked}",
        f"/statements.csv?{asked}&bom=1",
        f"/statements.json?{asked}",
    ]
    rows = [read_csv(client.get(link)) for link in links[:2]]
    assert len(rows[0]) == len(rows[1]) == json.loads(content(client.get(links[2])))["count"]


def test_the_rows_of_a_list_are_its_statements_in_its_order(client, seeds):
    rows = read_csv(client.get("/statements.csv?order=oldest&actor=eu"))
    page = client.get("/statements/?order=oldest&actor=eu").text
    assert [row["id"] for row in rows] == re.findall(
        r'class="when" href="/statements/([^/]*)/', page
    )


def test_a_row_of_a_statement_tells_all_that_its_card_does(client, db):
    source = make.source(publisher="Agency", title="He says no", kind="news_agency")
    told = make.statement(
        "No.", by="putin", on="2022-12-02", slug="no", sources=[source],
        original_text="Нет.", original_language="ru", translation="ours", venue="Moscow",
    )  # fmt: skip
    make.coding(told, "talks", "requires", gate="enter_talks", red_line=True)
    make.coding(told, "call", "rejects", holder="us", claimed_by="russia")
    (row,) = read_csv(client.get("/statements.csv"))
    assert row["address"] == "http://testserver/statements/no/"
    assert (row["text"], row["original_text"], row["original_language"]) == ("No.", "Нет.", "ru")
    assert row["codings"] == (
        "russia requires talks before enter_talks; us rejects call (claimed by russia)"
    )
    assert (row["sources"], row["source_addresses"]) == ("Agency, He says no", source.url)
    assert (row["evidence"], row["authority"], row["reviewed"]) == ("B", "1", "no")
    (told,) = json.loads(content(client.get("/statements.json")))["rows"]
    assert told["codings"][0]["red_line"] is True
    assert told["codings"][1]["claimed_by"] == "russia"
    assert told["sources"][0]["url"] == source.url
    assert told["official"] == "putin" and told["on_behalf_of"] is None


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


def test_formulas_are_text_in_every_csv(client, db):
    told = make.statement("=HYPERLINK(1)", by="putin", on="2022-12-02", venue="+1", role="@x")
    make.coding(told, "talks", "accepts_if", note="-2+3")
    for address in ("/statements.csv", "/compare/russia/talks.csv", "/actors/russia.csv"):
        cells = [
            cell for row in csv.reader(content(client.get(address)).splitlines()) for cell in row
        ]
        assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == [], address
    assert "'=HYPERLINK(1)" in content(client.get("/statements.csv"))
    assert '"=HYPERLINK(1)"' in content(client.get("/statements.json"))


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


def test_a_wide_comparison_has_a_row_for_a_precondition_and_four_distinct_blanks(client, db):
    for slug in ("us", "russia", "ukraine"):
        make.actor(slug)
    told = make.statement("Leave.", by="zelensky", on="2022-12-02", slug="leave")
    make.coding(told, "withdrawal", "requires", gate="enter_talks")
    make.coding(
        make.statement("No word.", by="biden", on="2022-12-02"), "withdrawal", "noncommittal"
    )
    for row, outcome in (("call", "none_found"), ("visit", "not_applicable")):
        make.precondition(row).search_notes.create(
            actor=make.actor("us"), searched_until="2022-12-02", where="x", outcome=outcome
        )
    rows = read_csv(client.get("/compare.csv?shape=wide&show=all&as_of=2022-12-02"))
    rows = {row["precondition"]: row for row in rows}
    blanks = {
        (row, actor): rows[row][f"{actor}_blank"] for row in rows for actor in ("us", "russia")
    }
    assert blanks["withdrawal", "us"] == "declined"
    assert blanks["withdrawal", "russia"] == "not_researched"
    assert blanks["call", "us"] == "none_found"
    assert blanks["visit", "us"] == "not_applicable"
    line = rows["withdrawal"]
    assert (line["ukraine_stance"], line["ukraine_gate"]) == ("requires", "enter_talks")
    assert (line["ukraine_statement"], line["ukraine_blank"]) == ("leave", "")
    gated = read_csv(client.get("/compare.csv?shape=wide&gate=sign&show=all"))
    (line,) = (row for row in gated if row["precondition"] == "withdrawal")
    assert (line["ukraine_stance"], line["ukraine_blank"]) == ("", "at_another_gate")


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


def test_one_statement_as_json_names_what_belongs_to_it(client, db):
    first = make.statement("Leave.", by="zelensky", on="2022-12-01", slug="first")
    again = make.statement("Leave!", by="zelensky", on="2022-12-02", slug="again", restates=first)
    make.statement("Hidden.", by="zelensky", on="2022-12-03", restates=first, status="draft")
    first.corrections.create(corrected_on="2022-12-04", was_wrong="The day.", changed="Mended.")
    told = client.get("/statements/first.json").json()
    assert told["page"] == "http://testserver/statements/first/"
    record = told["record"]
    assert (record["restated_by"], record["restates"]) == (["again"], [])
    assert [one["changed"] for one in record["corrections"]] == ["Mended."]
    assert client.get("/statements/again.json").json()["record"]["restates"] == ["first"]
    assert client.get("/statements/none.json").status_code == 404
    type(again).objects.filter(pk=again.pk).update(
        status="withdrawn", withdrawn_on="2022-12-06", withdrawn_because="He denies it."
    )
    gone = client.get("/statements/again.json")
    assert gone.status_code == 410
    assert gone.json() == {
        "page": "http://testserver/statements/again/",
        "withdrawn_on": "2022-12-06",
        "because": "He denies it.",
        "corrections": [],
    }


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


def test_a_file_comes_row_by_row(client, seeds):
    told = client.get("/statements.csv")
    assert told.streaming and "Content-Length" not in told
    assert told["Content-Type"] == "text/csv; charset=utf-8; header=present"
    name = r'attachment; filename="parley-statements-\d{4}-\d\d-\d\d\.csv"'
    assert re.fullmatch(name, told["Content-Disposition"])
