"""Lists and tables as files: what a row tells."""

import csv
import io
import json

from . import make


def file(client, address, suffix):
    path, _, query = address.partition("?")
    return client.get(f"{path.removesuffix('/')}.{suffix}?{query}")


def content(response):
    return b"".join(response).decode()


def read_csv(response):
    return list(csv.DictReader(io.StringIO(content(response), newline="")))


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
        "russia requires talks before enter_talks, red line; us rejects call (claimed by russia)"
    )
    assert (row["sources"], row["source_addresses"]) == ("Agency: He says no", source.url)
    assert (row["evidence"], row["authority"], row["reviewed"]) == ("B", "1", "no")
    (told,) = json.loads(content(client.get("/statements.json")))["rows"]
    assert told["codings"][0]["red_line"] is True
    assert told["codings"][1]["claimed_by"] == "russia"
    assert told["sources"][0]["url"] == source.url
    assert told["official"] == "putin" and told["on_behalf_of"] is None


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


def test_a_statement_that_cannot_be_asked_for_so_says_why(client, db):
    make.statement("Leave.", by="zelensky", on="2022-12-01", slug="first")
    told = client.get("/statements/first.json?as_of=soon")
    assert told.status_code == 400 and list(told.json()["errors"]) == ["as_of"]


def test_a_list_can_have_a_row_for_each_coding(client, db):
    told = make.statement("If.", by="putin", on="2022-12-02", slug="if")
    make.coding(told, "talks", "accepts_if", note="in Moscow; soon")
    make.coding(told, "call", "rejects", holder="us", claimed_by="russia")
    make.statement("Well.", by="putin", on="2022-12-03", slug="uncoded")
    rows = read_csv(client.get("/statements.csv?shape=codings"))
    assert [(row["id"], row["precondition"], row["note"]) for row in rows] == [
        ("if", "talks", "in Moscow; soon"),
        ("if", "call", ""),
    ]
    assert [row["evidence"] for row in rows] == ["B", "D"]
    told = json.loads(content(client.get("/statements.json?shape=codings")))
    assert told["count"] == len(told["rows"]) == 2


def test_a_cell_tells_places_by_the_names_of_the_comparison(client, db):
    make.coding(make.statement("Yes.", by="biden", on="2022-12-02"), "talks", "accepts")
    make.coding(make.statement("Yes?", by="biden", on="2022-12-01"), "talks", "open")
    claim = make.statement("They refuse.", by="putin", on="2022-12-03")
    make.coding(claim, "talks", "rejects", holder="us", claimed_by="russia")
    rows = read_csv(client.get("/compare/us/talks.csv"))
    assert [row["place"] for row in rows] == ["headline", "", "claim"]


def test_a_change_tells_the_day_it_counts_on_and_what_the_page_says_beside_it(client, db):
    for on, stance, note in (("2022-11-01", "rejects", ""), ("2022-12-01", "accepts_if", "Rome")):
        told = make.statement("Words.", by="putin", on=on, date_precision="month")
        make.coding(told, "talks", stance, note=note)
    (row,) = read_csv(client.get("/changes.csv"))
    assert (row["after_counts_on"], row["after_date_precision"]) == ("2022-12-31", "month")
    assert [row[f"after_{name}"] for name in ("note", "evidence", "reviewed")] == [
        "Rome",
        "B",
        "no",
    ]


def test_a_correction_of_a_statement_known_by_its_month_says_so(client, db):
    told = make.statement("Leave.", by="zelensky", on="2022-12-01", date_precision="month")
    told.corrections.create(corrected_on="2022-12-04", was_wrong="The day.", changed="Mended.")
    (row,) = read_csv(client.get("/corrections.csv"))
    assert (row["said_on"], row["date_precision"]) == ("2022-12-01", "month")


def test_what_was_said_later_is_left_out_of_a_pinned_record(client, db):
    first = make.statement("Leave.", by="zelensky", on="2022-12-01", slug="first")
    make.statement("Leave!", by="zelensky", on="2022-12-05", slug="again", restates=first)

    def again(query):
        return client.get(f"/statements/first.json{query}").json()["record"]["restated_by"]

    assert (again(""), again("?as_of=2022-12-03")) == (["again"], [])


def test_a_moved_file_is_found_from_other_sites_too(client, db):
    told = make.statement("Leave.", by="zelensky", on="2022-12-01", slug="first")
    type(told).objects.filter(pk=told.pk).update(slug="second")
    moved = client.get("/statements/first.json")
    assert (moved.status_code, moved["Location"]) == (301, "/statements/second.json")
    assert moved["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/statements/first/")
