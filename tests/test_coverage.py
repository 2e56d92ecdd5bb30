"""The coverage page counts what is there, and its numbers are those of the list of statements."""

import re
from html import unescape

import pytest

from positions import coverage
from positions.codebook import SourceKind
from positions.models import Statement
from positions.questions import today

from . import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    make.actor("vatican")
    kinds = {kind: make.source(kind) for kind in SourceKind.values}
    agency, reprint = kinds["news_agency"], kinds["reprint"]
    russian = make.source("news_agency", language="ru")
    make.statement("One.", by="biden", on="2022-03-01", sources=[agency, reprint, russian])
    make.statement("Two.", by="biden", on="2022-04-01", sources=[reprint], form="paraphrase")
    make.statement(
        "Three.",
        by="putin",
        on="2024-03-01",
        sources=[kinds["official_record"]],
        original_text="Три.",
        original_language="ru",
    )
    make.statement(
        "Four.", by=None, of="russia", role="Somebody", attribution="unnamed", on="2024-05-01"
    )
    make.statement("Hidden.", by="putin", on="2024-06-01", status="draft")


def test_each_count_is_the_databases(record):
    found = Statement.objects.published()
    pks = dict(found.values_list("actor__slug", "actor"))
    assert found.per_actor() == {pks["us"]: 2, pks["russia"]: 2}
    assert found.per_actor_and_year() == {(pks["us"], 2022): 2, (pks["russia"], 2024): 2}
    assert found.per_year() == {2022: 2, 2024: 2}
    assert found.per_form() == {"quotation": 3, "paraphrase": 1}
    assert found.per_language() == {"en": 3, "ru": 1}
    assert found.per_grade() == {"A": 1, "B": 1, "C": 1, "D": 1}


def test_a_statement_counts_once_for_each_kind_and_language_of_its_sources(record):
    found = Statement.objects.published()
    kinds = {"news_agency": 2, "reprint": 2, "official_record": 1}
    assert found.per_source_kind() == kinds
    assert found.per_source_language() == {"en": 4, "ru": 1}


def main_of(client, **query):
    page = client.get("/coverage/", query).text
    return page[page.index("<main") : page.index("</main")]


def linked(page):
    """The addresses of lists of statements on a page, each with the number it stands under."""
    links = re.findall(r'<a href="(/statements/\?[^"]*)">(\d+)</a>', page)
    return [(unescape(address), int(number)) for address, number in links]


@pytest.mark.parametrize(("day", "links"), [({}, 13), ({"as_of": "2024-04-01"}, 13)])
def test_every_link_leads_to_as_many_statements(client, record, day, links):
    found = linked(main_of(client, **day))
    assert len(found) == links
    for address, number in found:
        heading = f"{number} statement{'s' if number > 1 else ''}"
        assert re.search(
            rf'id="results-heading" tabindex="-1">{heading}<', client.get(address).text
        )


def test_a_month_that_has_not_ended_counts_here_as_in_the_list(client):
    on = today().replace(day=1)
    make.statement("Lately.", by="biden", on=on, date_precision="month")
    assert "1 published statement up to" in main_of(client)
    assert (f"/statements/?actor=us&from={on.year}&to={on.year}", 1) in linked(main_of(client))


def test_nothing_said_after_the_day_is_counted(client, record):
    page = main_of(client, as_of="2022-12-31")
    assert "2 published statements up to 31 December 2022" in page
    assert ">2024<" not in page
    assert "Nothing is on record up to 1 January 2022." in main_of(client, as_of="2022-01-01")


def table(page, heading):
    """The rows of the table under a heading: (label, number, width of its bar, the whole bar)."""
    part = page[page.index(f'id="{heading}"') :]
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', part[: part.index("</table>")], re.S)
    return [
        (
            re.sub(r"<[^>]+>", "", row[: row.index("</th>")]).strip(),
            *map(int, re.search(r'class="count">(?:<a [^>]*>)?(\d+)', row).groups()),
            int(re.search(r'rect width="(\d+)"', row)[1]),
            int(re.search(r'viewBox="0 0 (\d+) 1"', row)[1]),
        )
        for row in rows
    ]


def test_bars_are_drawn_from_the_numbers_on_one_scale(client, record):
    page = main_of(client)
    assert [row[1:] for row in table(page, "actors")] == [(2, 2, 2), (2, 2, 2), (0, 0, 2)]
    assert table(page, "years") == [("2022", 2, 2, 2), ("2023", 0, 0, 2), ("2024", 2, 2, 2)]
    assert table(page, "kinds") == [
        ("Official record", 1, 1, 2),
        ("News agency", 2, 2, 2),
        ("News outlet", 0, 0, 2),
        ("Reprint or digest", 2, 2, 2),
    ]
    assert table(page, "source-languages") == [("English", 4, 4, 4), ("Russian", 1, 1, 4)]
    assert table(page, "languages") == [("English", 3, 3, 3), ("Russian", 1, 1, 3)]
    assert [row[1:] for row in table(page, "grades")] == [(1, 1, 1)] * 4
    assert "%" not in page


def test_years_before_the_latest_eight_are_told_and_not_listed_by_actor(client):
    make.statement("Old.", by="biden", on="2010-03-01")
    make.statement("New.", by="biden", on="2022-03-01")
    page = main_of(client)
    assert "The 5 years before 2015 are only counted under “Years”." in page
    assert '<th scope="col" class="number">2014</th>' not in page
    assert len(table(page, "years")) == 13


def test_languages_are_named_where_there_is_a_name():
    counts = {"uk": 2, "zh-hans": 2, "en-gb": 1, "tlh": 7, "ru": 9}
    rows = [(row.label, row.count) for row in coverage.by_language(counts).rows]
    assert rows == [
        ("Russian", 9),
        ("tlh", 7),
        ("Ukrainian", 2),
        ("Simplified Chinese", 2),
        ("British English", 1),
    ]


def test_a_day_that_cannot_be_read_is_named_beside_its_field(client, record):
    response = client.get("/coverage/", {"as_of": "soon"})
    assert response.status_code == 400
    assert "Type a year, a month or a day" in response.text


@pytest.mark.parametrize("address", ["/method/", "/actors/"])
def test_the_page_is_found(client, record, address):
    page = client.get(f"{address}?as_of=2022-12-02").text
    main, footer = page.split("</main>")
    link = '<a href="/coverage/?as_of=2022-12-02">'
    assert link in main and link in footer
