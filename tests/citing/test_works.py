"""What of a statement is cited, and how its page and its files tell it."""

import json
from datetime import date, datetime
from urllib.parse import parse_qs

import bibtexparser
import pytest
import rispy

from positions.citing import (
    bibtex,
    context_object,
    csl_json,
    of_record,
    of_source,
    plain,
    ris,
    wikipedia,
)
from positions.models import Statement
from positions.questions import today
from tests import make

pytestmark = pytest.mark.django_db

FILES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
}
PAGE = "http://testserver/statements/never/"


@pytest.fixture
def never():
    source = make.source(
        kind="news_outlet",
        slug="pravda",
        publisher="Українська правда",
        title="Зеленський: {ніколи} | раз",
        url="https://pravda.example/a?b=1&c=%20",
        archived_url="https://web.archive.org/web/20221203000000/https://pravda.example/a",
        published_on=date(2022, 12, 3),
        accessed_on=date(2022, 12, 9),
        language="uk",
    )
    made = make.statement(
        "Never.",
        slug="never",
        original_text="Ніколи.",
        original_language="uk",
        sources=[source, make.source(slug="agency", title="", kind="official_record")],
    )
    made.citations.filter(source=source).update(exact="Ніколи", prefix="сказав: ")
    return Statement.objects.for_cards().get()


def read(client, extension, query=""):
    response = client.get(f"/statements/never.{extension}{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == f"{FILES[extension]}; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Disposition"] == f'attachment; filename="parley-never.{extension}"'
    return response.content.decode()


def published(statement, at="2023-05-05"):
    """The statement as if readers had first seen it then."""
    statement.published_at = datetime.fromisoformat(f"{at}T12:00+00:00")
    return statement


def test_the_words_themselves_are_cited_by_their_speaker(never):
    told = of_record(published(never), PAGE, date(2026, 11, 23), changed=date(2026, 6, 1))
    assert plain(told) == (
        "Zelensky. “Never” [said 2 December 2022, unreviewed]. Parley, 5 May 2023. "
        f"Record last changed 1 June 2026. {PAGE} (accessed 23 November 2026)."
    )
    assert (told.quote, told.abstract) == ("Never.", "Never. Original (uk): Ніколи.")
    told = of_record(never, PAGE, today(), as_of=date(2023, 1, 1))
    assert told.note == "As of 1 January 2023."
    assert (told.original_title, told.original_language) == ("Ніколи", "uk")
    never.reviewed_on, never.date_basis = date(2026, 1, 1), "reported"
    assert of_record(never, PAGE, today()).heading == "Never [reported 2 December 2022]"


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("paraphrase", "paraphrase"),
        ("mixed", "paraphrase with quoted words"),
        ("document", "summary of a document"),
    ],
)
def test_words_of_ours_are_cited_as_parleys_about_the_speaker(form, name):
    text = "Says never. " + "Again and again " * 40
    made = make.statement(
        text, form=form, by="biden", original_text="Ніколи.", original_language="uk"
    )
    for slug in ("first-talks", "second-talks", "third-talks"):
        make.coding(made, slug, "rejects")
    told = of_record(published(made), PAGE, date(2026, 11, 23))
    title = (
        f"Biden, 2 December 2022, on: First talks; Second talks; and 1 more [{name}, unreviewed]"
    )
    assert (
        plain(told) == f"Parley. {title}. Parley, 5 May 2023. {PAGE} (accessed 23 November 2026)."
    )
    assert (told.quote, told.original_title) == ("", "")
    assert told.abstract == f"{text.strip()} Original (uk): Ніколи."
    assert f"author = {{{{Parley}}}},\n  title = {{{{{title}}}}}" in bibtex(told)
    assert csl_json(told)["author"] == [{"literal": "Parley"}]
    formats = [bibtex, ris, lambda one: csl_json(one)["title"], plain]
    assert all(title in write(told) for write in formats)
    assert title == parse_qs(context_object(told))["rft.title"][0]
    assert title.replace("[", "&#91;").replace("]", "&#93;") in wikipedia(told)
    made.reviewed_on = date(2026, 1, 1)
    assert of_record(made, PAGE, today()).heading.endswith(f"[{name}]")


def test_a_statement_that_is_not_coded_is_told_by_its_first_words():
    made = make.statement("Says never. " + "Again and again " * 20, form="paraphrase", by="biden")
    title = of_record(made, PAGE, today()).title
    assert title.startswith("Biden, 2 December 2022: Says never. Again")
    assert title.endswith(" Again…") and len(title) < 130


def test_a_source_is_cited_in_its_own_language_and_leads_to_the_words(never):
    first, second = never.citations.all()
    told = of_source(never, first, date(2026, 11, 23))
    assert (told.site, told.title) == ("Українська правда", "Зеленський: {ніколи} | раз")
    assert told.url == first.words_url != first.source.url
    assert (told.accessed, told.quote) == (date(2022, 12, 9), "Ніколи")
    assert wikipedia(told) == (
        "{{cite news |title=Зеленський: &#123;ніколи&#125; &#124; раз "
        f"|newspaper=Українська правда |date=3 December 2022 |url={told.url} "
        "|access-date=9 December 2022 "
        "|archive-url=https://web.archive.org/web/20221203000000/https://pravda.example/a "
        "|archive-date=2022-12-03 |language=uk |quote=Ніколи}}"
    )
    told = of_source(never, second, date(2026, 11, 23))
    assert (told.accessed, told.news) == (date(2026, 11, 23), False)
    assert (told.title, told.quote) == ("", "Never.")


def test_a_quotation_is_cut_only_where_it_is_very_long_and_whole_in_the_abstract():
    made = make.statement("Never again " * 25, by="biden")
    assert of_record(made, PAGE, today()).title == made.text.strip()
    made = make.statement("Never again " * 30, by="biden")
    told = of_record(made, PAGE, today())
    assert told.title.endswith("again…") and len(told.title) <= 301
    assert told.abstract == made.text.strip()


def test_what_is_not_quoted_is_not_cited_as_a_quotation():
    made = make.statement("Says never.", form="paraphrase", by="biden")
    made.citations.update(exact="Never")
    assert of_source(made, made.citations.get(), today()).quote == ""


def test_an_institution_is_the_author_as_printed():
    made = make.statement("No.", by=None, of="russia", role="Kremlin")
    assert of_record(made, PAGE, today()).author == "Kremlin"
    assert of_record(make.statement("No.", by=None, of="russia"), PAGE, today()).author == "Russia"


def test_a_bib_file_has_the_record_and_then_its_sources(client, never):
    library = bibtexparser.parse_string(read(client, "bib"))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ["parley-never", "pravda", "agency"]
    record, source, _ = library.entries
    assert record["url"] == PAGE and record["author"] == "{Zelensky}"
    assert source["organization"] == "Українська правда" and source["langid"] == "ukrainian"


def test_an_ris_file_has_the_record_and_then_its_sources(client, never):
    entries = rispy.loads(read(client, "ris"))
    assert [entry["id"] for entry in entries] == ["parley-never", "pravda", "agency"]
    assert entries[0]["urls"] == [PAGE] and entries[1]["access_date"] == "2022/12/09/"


def test_a_csl_file_has_the_record_and_then_its_sources(client, never):
    items = json.loads(read(client, "csl.json"))
    assert [item["id"] for item in items] == ["parley-never", "pravda", "agency"]
    assert items[1]["title"] == "Зеленський: {ніколи} | раз"


@pytest.mark.parametrize("extension", FILES)
def test_a_pinned_day_is_in_the_address_and_in_the_note(client, never, extension):
    told = read(client, extension, "?as_of=2023-01-01")
    assert f"{PAGE}?as_of=2023-01-01" in told
    assert "As of 1 January 2023." in told
    refused = client.get(f"/statements/never.{extension}?as_of=soon")
    assert refused.status_code == 400
    assert "Type a year, a month or a day" in refused.text


@pytest.mark.parametrize("extension", FILES)
def test_no_day_before_the_words_is_cited(client, never, extension):
    told = read(client, extension, "?as_of=2022-12-01")
    assert "as_of" not in told and "As of" not in told
    assert "?as_of=2022-12-02" in read(client, extension, "?as_of=2022-12-02")


@pytest.mark.parametrize("extension", FILES)
def test_what_has_no_page_has_no_file(client, db, extension):
    make.statement("Secret.", slug="secret", status="draft")
    make.statement("Gone.", slug="gone", status="withdrawn")
    assert client.get(f"/statements/none.{extension}").status_code == 404
    assert client.get(f"/statements/secret.{extension}").status_code == 404
    gone = client.get(f"/statements/gone.{extension}")
    assert gone.status_code == 410
    assert "This statement was withdrawn" in gone.text and "Gone." not in gone.text


def test_the_page_offers_each_format_of_each_work(client, never):
    page = client.get("/statements/never/?as_of=2023-01-01").text
    assert page.count('id="cite-') == 3 * 5 == page.count('data-copy="cite-')
    for heading in ("This record", "The original source 1: Українська правда"):
        assert f"<h3>{heading}</h3>" in page
    for extension in FILES:
        assert f'href="/statements/never.{extension}?as_of=2023-01-01"' in page
    assert "|url=http://testserver/statements/never/?as_of=2023-01-01 |access" in page
    assert "{{cite web |author=Zelensky |title=Never &amp;#91;said" in page


def test_a_preview_offers_nothing_to_cite(admin_client, never):
    draft = make.statement("Draft.", status="draft")
    page = admin_client.get(f"/admin/positions/statement/{draft.pk}/preview/")
    assert page.status_code == 200
    assert all(word not in page.text for word in ("<textarea", "ld+json", "canonical", "DC.title"))
