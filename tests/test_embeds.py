"""Frames on other sites: what they show, who may hold them, and that no other page may be held."""

import re

import pytest

from . import make
from .test_every_page import PAGES, STATEMENT
from .test_left_in_english import left_in_english

HOST = "http://testserver"
EMBEDS = [
    f"/embed/statement/{STATEMENT}/",
    f"/embed/statement/{STATEMENT}/?as_of=2023-03-03",
    "/embed/compare/",
    "/embed/compare/?as_of=2025-06-02&versus=2022-12-31&topic=territory&show=changed",
    "/embed/compare/?gate=sign&actors=us&actors=russia&show=all",
]


def may_be_framed(response):
    """Whether any site may hold it; no header says otherwise than another."""
    ancestors = re.findall(r"frame-ancestors ([^;]*)", response["Content-Security-Policy"])
    assert ancestors in (["*"], ["'none'"])
    free = ancestors == ["*"]
    assert ("X-Frame-Options" in response) is not free
    return free


@pytest.mark.parametrize("address", EMBEDS)
def test_a_frame_is_clean_and_free_of_scripts(client, seeds, address):
    response = client.get(address)
    page = response.text
    assert response.status_code == 200 and may_be_framed(response)
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert "<script" not in page and "<form" not in page and "htmx" not in page
    assert not re.search(r"""{{|{%|\bNone["<,.)]|\sstyle=|\son[a-z]+=|javascript:""", page)
    assert page.count("<h1") == 1
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
    assert '<meta name="robots" content="noindex">' in page
    links = re.findall(r"<a [^>]*>", page)
    assert links and all('target="_blank" rel="noopener' in link for link in links)


@pytest.mark.parametrize("language", ["uk", "ru"])
@pytest.mark.parametrize("address", EMBEDS)
def test_a_frame_is_in_the_language_of_its_address(client, seeds, language, address):
    page = client.get(f"/{language}{address}").text
    assert f'<html lang="{language}">' in page
    assert f'<link rel="canonical" href="{HOST}/{language}/' in page
    # A title cannot say which of its words are names in English.
    assert left_in_english(re.sub("<title>.*</title>", "", page), language) == []
    links = re.findall(r'<a [^>]*href="(/[^"]*)"', page)
    assert links and all(link.startswith(f"/{language}/") for link in links)


def test_a_frame_tells_whose_words_when_from_where_and_as_of_which_day(client, db):
    source = make.source(publisher="Agency", url="https://example.org/told")
    made = make.statement(
        "Never.", slug="never", sources=[source], original_text="Ніколи.", original_language="uk"
    )
    make.coding(made, "talks", "requires", gate="enter_talks")
    page = client.get("/embed/statement/never/?as_of=2023-03-03").text
    for words in (
        "Zelensky", "President", "2 December 2022", "Never.", "Ніколи.", "Requires", "before talks",
        "Unreviewed", "As of 3 March 2023.", 'href="https://example.org/told"',
        'href="/statements/never/?as_of=2023-03-03"',
    ):  # fmt: skip
        assert words in page, words
    assert f'<link rel="canonical" href="{HOST}/statements/never/">' in page
    type(made).objects.filter(pk=made.pk).update(reviewed_on="2022-12-05")
    assert "Unreviewed" not in client.get("/embed/statement/never/").text
    assert "Said after 1 March 2022" in client.get("/embed/statement/never/?as_of=2022-03-01").text


def test_a_comparison_in_a_frame_leads_to_the_same_comparison(client, seeds):
    page = client.get("/embed/compare/?as_of=2022-12-02&actors=us&actors=russia&x=y").text
    query = "?as_of=2022-12-02&amp;actors=us&amp;actors=russia"
    assert f'<a href="/compare/{query}"' in page
    assert f'<link rel="canonical" href="{HOST}/compare/{query}">' in page
    assert "As of 2 December 2022." in page and "unreviewed" in page
    assert "more rows on the page" in page


def test_what_cannot_be_read_is_said_in_the_frame(client, seeds):
    refused = client.get("/embed/compare/?as_of=soon&actors=us")
    assert refused.status_code == 400 and may_be_framed(refused)
    assert "As of: Type a year" in refused.text and "Choose two to 6 actors." in refused.text
    assert client.get(f"/embed/statement/{STATEMENT}/?as_of=soon").status_code == 400


def test_a_withdrawn_statement_says_so_in_its_frame_and_a_draft_has_none(client, db):
    make.statement("A zanzibar.", by="lavrov", slug="gone", status="withdrawn")
    make.statement("A zanzibar.", slug="draft", status="draft")
    gone = client.get("/embed/statement/gone/")
    assert gone.status_code == 410 and may_be_framed(gone)
    assert "was withdrawn" in gone.text and "Entered in error." in gone.text
    assert "zanzibar" not in gone.text and "Lavrov" not in gone.text
    for slug in ("draft", "unknown"):
        response = client.get(f"/embed/statement/{slug}/")
        assert response.status_code == 404 and not may_be_framed(response)


@pytest.mark.parametrize("address", EMBEDS)
def test_a_frame_that_has_not_changed_may_still_be_framed(client, seeds, address):
    """Browsers take the headers of such an answer for those of the page: here it has none."""
    tag = client.get(address)["ETag"]
    unchanged = client.get(address, headers={"if-none-match": tag})
    assert unchanged.status_code == 304
    assert not {"Content-Security-Policy", "X-Frame-Options"} & {*unchanged.headers}


@pytest.mark.parametrize("address", [*PAGES, "/nowhere/", "/admin/login/", "/compare/card.png"])
def test_no_other_page_may_be_framed(client, seeds, address):
    assert not may_be_framed(client.get(address))
