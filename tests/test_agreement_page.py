"""The page on agreement counts what two coders gave, and says no more than that."""

import csv
import re
from datetime import UTC, datetime

import pytest

from positions import codebook
from positions.agreement import COLUMNS, Pair, agreement, counted
from positions.codes import Code
from positions.dates import in_words

from . import make

pytestmark = pytest.mark.django_db
ADDRESS = "/method/agreement/"


@pytest.fixture
def record():
    """Three that agree, one that differs in the gate, two in stance; one of these is settled."""
    said = make.statement("Leave.", by="zelensky")
    other = make.statement("No.", by="putin", of="russia")
    for on in ("withdrawal", "talks"):
        twice(said, on, "demands", "none", "demands")
    twice(other, "withdrawal", "rejects", "none", "rejects")
    twice(other, "talks", "requires", "sign", "requires", "ceasefire")
    twice(other, "borders", "accepts", "none", "none")
    settled = {"first_stance": "open", "first_gate": "none", "settled_on": "2023-01-02"}
    twice(said, "borders", "none", "none", "demands", note="Of others.", **settled)
    make.coding(said, "arms", "demands")
    twice(make.statement("Perhaps.", status="in_review"), "arms", "demands", "none", "open")


def twice(statement, on, stance, gate, second, second_gate="none", **fields):
    second = {"second_stance": second, "second_gate": second_gate}
    make.coding(statement, on, stance, gate=gate, **second, **fields)


def main_of(client, **query):
    page = client.get(ADDRESS, query).text
    return page[page.index("<main") : page.index("</main")]


def words(part):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)).strip()


def table(page, name):
    """The rows of the table whose caption has this id, as lists of the words of their cells."""
    part = page[page.index(f'<caption id="{name}-caption"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", part[: part.index("</table>")], re.S)
    return [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r)] for r in rows]


def test_units_and_disagreements_are_counted(client, record):
    page = words(main_of(client))
    assert "6 units of published statements were coded twice" in page
    assert "3 units differ in stance or gate. 2 of them are open." in page
    assert "1 unit was settled by a third person" in page
    day = in_words(datetime.now(UTC).date())
    assert f"Codebook version {codebook.VERSION}, counted on {day}." in page


def test_alpha_is_told_for_stance_group_and_gate(client, record):
    stances = [("demands", "demands")] * 2 + [("rejects", "rejects"), ("requires", "requires")]
    stances += [("accepts", "none"), ("open", "demands")]
    gates = [("none", "none")] * 5 + [("sign", "ceasefire")]
    groups = [("wants", "wants")] * 3 + [("refuses", "refuses"), ("moves", "none")]
    groups += [("moves", "wants")]
    told = [[row[0].split()[0], *row[1:]] for row in table(main_of(client), "alpha")[1:]]
    assert told == [
        [name, "6", str(unlike), f"{float(agreement(given).alpha):.3f}"]
        for name, unlike, given in (
            ("Stance", 2, stances),
            ("Group", 2, groups),
            ("Gate", 1, gates),
        )
    ]


def test_the_cross_table_has_the_first_coder_down_and_the_second_across(client, record):
    _, head, *rows, totals = table(main_of(client), "table")
    labels = ["Requires", "Demands", "Accepts", "Open to it", "Rejects", "No side taken"]
    assert head == ["First coder", *labels, "All"]
    assert rows == [
        ["Requires", "1", "0", "0", "0", "0", "0", "1"],
        ["Demands", "0", "2", "0", "0", "0", "0", "2"],
        ["Accepts", "0", "0", "0", "0", "0", "1", "1"],
        ["Open to it", "0", "1", "0", "0", "0", "0", "1"],
        ["Rejects", "0", "0", "0", "0", "1", "0", "1"],
        ["No side taken", "0", "0", "0", "0", "0", "0", "0"],
    ]
    assert totals == ["All", "1", "3", "0", "0", "1", "1", "6"]


def test_the_file_has_the_counts_behind_it(client, record):
    response = client.get("/method/agreement.csv")
    lines = list(csv.DictReader(response.getvalue().decode().splitlines()))
    assert list(lines[0]) == COLUMNS
    pairs = [
        Pair(
            Code(line["first_stance"], line["first_gate"]),
            Code(line["second_stance"], line["second_gate"]),
            line["settled"] == "yes",
            int(line["units"]),
        )
        for line in lines
    ]
    assert sum(pair.units for pair in pairs) == 6
    assert [(p.first.stance, p.second.stance) for p in pairs if p.settled] == [("open", "demands")]
    alpha = agreement(counted(pairs, lambda code: code.stance)).alpha
    assert f"{float(alpha):.3f}" == table(main_of(client), "alpha")[1][3]


def test_nothing_is_judged_or_reckoned_in_percent(client, record):
    page = words(main_of(client)).lower()
    for word in ("%", "per cent", "good", "high", "strong", "poor", "reliable", "excellent"):
        assert not re.search(rf"\b{word}\b|%", page), word


def test_the_page_answers_while_nothing_was_coded_twice(client):
    page = words(main_of(client))
    assert "0 units of published statements were coded twice" in page
    assert page.count("not defined: no unit has two codes") == 3
    assert "No unit differs in stance or gate." in page
    assert "CSV" not in page
    twice(make.statement("No."), "withdrawal", "rejects", "none", "rejects")
    page = words(main_of(client))
    assert "1 unit of published statements was coded twice" in page
    assert page.count("not defined: every unit has the same code") == 3


def test_the_record_is_todays_whatever_day_is_looked_at(client, record):
    past = main_of(client, as_of="2022-01-01")
    assert "These numbers are those of the record today" in past
    assert table(past, "alpha") == table(main_of(client), "alpha")
    assert "/method/agreement.csv?as_of=2022-01-01" in past
    assert client.get(ADDRESS, {"as_of": "soon"}).status_code == 400


@pytest.mark.parametrize("address", ["/method/", "/coverage/"])
def test_the_page_is_found(client, record, address):
    page = client.get(f"{address}?as_of=2022-12-02").text
    assert '<a href="/method/agreement/?as_of=2022-12-02">' in page


def test_the_seeds_figures_are_on_the_page(client, seeds):
    rows = [row[1:] for row in table(main_of(client), "alpha")[1:]]
    assert rows == [["663", "72", "0.853"], ["663", "49", "0.875"], ["663", "18", "0.893"]]
