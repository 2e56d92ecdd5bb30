"""The paste desk: an article's text, pasted once with its source."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.admin.article_forms import LONGEST_ARTICLE
from positions.models import Article, Citation, Official, Source, Statement
from tests import make

from .desk import messages, person, told
from .paste import (
    ADD,
    SHIPS,
    TEXT,
    new_source,
    page_of,
    pasted,
    row_errors,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("editor", "Editor")


def test_a_text_is_kept_with_its_source_and_who_pasted_it(desk, editor, coast):
    response = desk.post(ADD, pasted(coast))
    article = Article.objects.get()
    assert response.headers["Location"] == page_of(article)
    assert (article.source, article.pasted_by, article.text) == (
        coast.source,
        editor,
        TEXT.strip(),
    )


def test_a_new_source_is_entered_on_the_same_page(desk, coast):
    desk.post(ADD, pasted(coast, **new_source()))
    source = Article.objects.get().source
    assert (source.publisher, source.url, source.kind) == (
        "Harbour Post",
        "https://example.org/quay",
        "news_outlet",
    )
    assert source.slug.startswith("harbour-post-2022-12-03-")
    assert source.accessed_on is not None


def test_an_address_on_record_chooses_its_source(desk, coast):
    response = desk.post(ADD, pasted(coast, **new_source(url=coast.source.url)), follow=True)
    assert Article.objects.get().source == coast.source
    assert Source.objects.count() == 1
    assert "This address is on record already: the text is filed under its source." in messages(
        response
    )


def test_the_page_of_a_source_leads_to_pasting_and_to_what_was_pasted(desk, coast):
    article = coast.article()
    page = desk.get(reverse("admin:positions_source_change", args=[coast.source.pk])).text
    assert f'href="{ADD}?source={coast.source.pk}"' in page
    assert f'href="{page_of(article)}"' in page
    assert (
        f'<option value="{coast.source.pk}" selected'
        in desk.get(f"{ADD}?source={coast.source.pk}").text
    )
    assert "Paste its article" in page


def test_the_front_page_and_the_lists_lead_to_pasting(desk, client):
    link = re.compile(f'href="{ADD}"[^>]*>Paste an article</a>')
    for name in ("index", "positions_statement_changelist", "positions_article_changelist"):
        assert link.search(desk.get(reverse(f"admin:{name}")).text)
    client.force_login(person("looks", rights=["view_article"]))
    assert not link.search(client.get(reverse("admin:index")).text)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": " \x00 \n\x07 "}, "This field is required."),
        ({"text": "a" * (LONGEST_ARTICLE + 1)}, "at most 200000 characters (it has 200001)"),
        ({"source": ""}, "Choose a source, or enter a new one below."),
        ({"source": "0"}, "“0” is no source on record."),
        ({"source": "\x00"}, "Null characters are not allowed."),
        (new_source(kind=""), "The new source below is not complete."),
        (new_source(publisher="", url="ftp://a"), "Give a full http:// or https:// address"),
        (new_source(published_on="2999-01-01"), "Published on lies in the future."),
        (new_source(publisher="a\x00b"), "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_pasted_is_refused_and_kept(desk, coast, given, reason):
    response = desk.post(ADD, pasted(coast, **given))
    assert reason in told(response)
    assert not Article.objects.exists()
    assert Source.objects.count() == 1
    kept = given.get("new-title")
    assert not kept or kept in response.text


def test_far_too_long_a_text_is_refused_with_the_reason(desk, coast):
    response = desk.post(ADD, pasted(coast, text="a" * 2_700_000))
    assert response.status_code == 400
    assert "of an article only its text, up to 200,000 characters." in response.text
    assert not Article.objects.exists()


def test_a_source_is_chosen_or_entered_but_not_both(desk, coast):
    response = desk.post(ADD, pasted(coast, **new_source() | {"source": coast.source.pk}))
    assert "Choose a source or enter a new one, not both." in told(response)
    assert not Article.objects.exists()


def test_control_characters_are_left_out_and_line_ends_do_not_count(desk, coast):
    text = "One\r\ntwo\x00 \x1bthree\u200b.\r\n" + "a" * (LONGEST_ARTICLE - 17)
    response = desk.post(ADD, pasted(coast, text=text), follow=True)
    assert Article.objects.get().text.startswith("One\ntwo three\u200b.\naaa")
    assert "Control characters left out of the text: 2." in messages(response)


def test_one_text_of_a_source_is_pasted_once(desk, coast):
    desk.post(ADD, pasted(coast))
    response = desk.post(ADD, pasted(coast))
    assert "This text is already on record" in told(response)
    assert f'href="{page_of(Article.objects.get())}"' in response.text

    desk.post(ADD, pasted(coast, text=TEXT + "A second edition."))
    desk.post(ADD, pasted(coast, **new_source()))
    assert Article.objects.count() == 3


def test_a_text_pasted_by_somebody_else_meanwhile_is_told(desk, coast, monkeypatch):
    coast.article(TEXT.strip())
    monkeypatch.setattr("positions.admin.article_forms.ArticleForm.refuse_twice", lambda *_: None)
    monkeypatch.setattr(
        "positions.admin.article_forms.ArticleForm.validate_constraints", lambda *_: None
    )
    response = desk.post(ADD, pasted(coast))
    assert "This text of this source is already on record." in told(response)


# Who may


def test_only_editors_see_articles(client, coast):
    article = coast.article()
    addresses = [ADD, page_of(article), reverse("admin:positions_article_changelist")]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(person("staff"))
    for address in addresses:
        assert client.get(address).status_code == 403
        assert client.post(address, pasted(coast)).status_code == 403
    assert Article.objects.count() == 1


def test_who_may_only_look_sees_no_form(client, coast):
    article = coast.article()
    client.force_login(person("looks", rights=["view_article"]))
    response = client.get(page_of(article))
    assert "The ships" in response.text
    assert "rows-0-text" not in response.text
    assert client.post(page_of(article), {}).status_code == 403


def test_an_editor_who_may_not_add_sources_chooses_one(client, coast):
    client.force_login(person("limited", rights=["add_article"]))
    assert "new-publisher" not in client.get(ADD).text
    assert "Choose a source." in told(client.post(ADD, pasted(coast, **new_source())))
    client.post(ADD, pasted(coast))
    assert Article.objects.get().source == coast.source


def test_no_reader_and_no_package_gets_the_text(desk, coast, client, tmp_path):
    article = coast.article(f"{TEXT}\nThe gulls were unmoved.")
    desk.post(page_of(article), typed(desk.get(page_of(article)), 0))
    Statement.objects.update(status="in_review")
    Statement.objects.update(status="published", published_by=User.objects.create(username="b"))
    statement = Statement.objects.get()
    client.logout()
    for address in (
        "/",
        statement.get_absolute_url(),
        "/statements/",
        "/statements/?q=gulls",
        "/timeline/",
        f"/officials/{coast.brand.slug}/",
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert "unmoved" not in response.text
    call_command("dump_package", str(tmp_path / "package"))
    files = [*(tmp_path / "package").iterdir()]
    assert any(SHIPS in file.read_text() for file in files)
    assert not any("unmoved" in file.read_text() for file in files)


# What is proposed


def test_each_proposal_is_marked_in_the_text_and_filled_in(desk, coast):
    response = desk.get(page_of(coast.article()))
    first, second, third, fourth, own = [row.initial for row in response.context["rows"]]
    assert (first["text"], first["form"], first["official"]) == (
        SHIPS,
        "quotation",
        coast.brand.pk,
    )
    assert (first["actor"], first["role"], first["said_on"]) == (
        coast.norvale.pk,
        "Foreign Minister",
        None,
    )
    assert first["exact"].startswith("We have said it") and first["exact"].endswith("first.")
    assert second["text"] == (
        "President Odo Krell of Sarrow said on Thursday that the offer was “a nap, not a peace”."
    )
    assert (second["form"], second["said_on"]) == ("mixed", date(2022, 12, 1))
    assert third["text"] == "We do not ask Norvale to kneel, we ask it to sit down."
    assert fourth["form"] == "paraphrase"
    assert [row.get("take") for row in (first, second, third, fourth, own)] == [
        True,
        True,
        True,
        False,
        None,
    ]
    assert response.text.count('<mark data-row="1" id="text-1">') == 1
    assert '<a class="number" href="?page=1#row-3" aria-label="3: to its row">3</a>' in (
        response.text
    )


def test_a_sentence_of_two_speakers_is_cut_or_not_ticked(desk, coast):
    text = (
        "Brand called it “a nap”, while Krell insisted that nobody would sail.\n\n"
        "Brand said it was “a nap” after Krell insisted that nobody would sail."
    )
    response = desk.get(page_of(coast.article(text)))
    nap, sail, mixed, _ = [row.initial for row in response.context["rows"]]
    assert (nap["text"], nap["take"]) == ("Brand called it “a nap”.", True)
    assert sail["text"] == "Krell insisted that nobody would sail."
    assert not mixed["take"]
    assert told(response).count("Odo Krell speaks in this sentence, too") == 1
    marks = re.findall(r"<mark[^>]*>.*?</a>(.*?)</mark>", response.text)
    assert marks == ["a nap", "Krell insisted that nobody would sail.", "a nap"]


def test_without_a_day_of_publication_no_day_is_guessed(desk, coast):
    source = make.source(publisher="Undated")
    response = desk.get(page_of(coast.article(source=source)))
    assert "The day it was published is not on record" in response.text
    assert {row.initial.get("said_on") for row in response.context["rows"]} == {None}
    response = desk.post(page_of(Article.objects.get()), typed(response, 0))
    assert row_errors(response, 0) == {"said_on": "Give the day here, or above for all."}


def test_a_long_article_is_shown_in_parts(desk, coast):
    lines = [f'"Point {n} is not for sale at all," Hedda Brand said.' for n in range(45)]
    text = "\n\n".join(f"{line} The sea was calm that day." for line in lines)
    article = coast.article(text)
    first = desk.get(page_of(article))
    number = len(first.context["reading"].proposed)
    assert number > 40
    assert f"1 to 20 of the {number} that are not saved yet" in told(first)
    last = desk.get(f"{page_of(article)}?page=3")
    assert len(last.context["proposals"]) == number - 40
    assert f'href="?page=3#row-{number}"' in first.text
    for rubbish in ("0", "-1", "x", "9" * 30, "%00"):
        assert desk.get(f"{page_of(article)}?page={rubbish}").status_code == 200


# Hostile input


def test_more_proposals_than_a_page_takes_are_left_out_and_told(desk, coast, monkeypatch):
    article = coast.article()
    assert "More was found" not in desk.get(page_of(article)).text
    monkeypatch.setattr("positions.admin.article_page.MOST_PROPOSED", 3)
    response = desk.get(page_of(article))
    assert len(response.context["reading"].proposed) == 3
    assert "More was found than one page can take: only the first 3 are" in told(response)
    lines = "BRAND: Not for sale.\n" * 2_000
    monkeypatch.undo()
    response = desk.get(page_of(coast.article(lines)))
    assert len(response.context["reading"].proposed) == 1_000


def test_an_article_is_text_and_nothing_else(desk, coast):
    text = (
        '<script>alert(1)</script> "<b>We sail</b> at once & for good," Hedda Brand said. {{ 7 }}'
    )
    page = desk.get(page_of(coast.article(text))).text
    assert "<script>alert(1)" not in page and "<b>We sail" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 }}" in page


@pytest.mark.parametrize(
    "text",
    [
        '"' * 20_000,
        "“" * 10_000 + "”" * 10_000,
        '"a" said Brand. ' * 5_000,
        "Brand said " * 10_000,
        "\u202e\u200bתשובה\u0301" * 5_000,
        "x" * LONGEST_ARTICLE,
    ],
    ids=["quotes", "nested", "said", "cues", "marks", "word"],
)
def test_no_text_breaks_the_page(desk, coast, text):
    response = desk.get(page_of(coast.article(text)))
    assert response.status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"rows-TOTAL_FORMS": "x", "rows-INITIAL_FORMS": "-1"},
        {"rows-TOTAL_FORMS": "9" * 30, "rows-INITIAL_FORMS": "0"},
        {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-exact": "\x00"},
        {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-at": "\x00", "rows-0-take": 1},
        {
            "rows-TOTAL_FORMS": "1",
            "rows-INITIAL_FORMS": "1",
            "rows-0-exact": "The ships",
            "rows-0-official": "9" * 5000,
            "rows-0-actor": "-1",
            "rows-0-said_on": "9" * 50,
            "rows-0-restates": "9" * 50,
            "rows-0-alike": "9" * 50,
            "rows-0-ruling": "restates-9",
            "rows-0-form": "poem",
        },
    ],
)
def test_rubbish_is_no_server_error_and_stores_nothing(desk, coast, sent):
    assert desk.post(page_of(coast.article()), sent).status_code == 200
    assert not Statement.objects.exists()


def test_articles_that_are_not_there(desk, coast):
    for pk in ("0", "x", "9" * 40):
        address = reverse("admin:positions_article_change", args=[pk])
        assert desk.get(address).status_code == 302
        assert desk.post(address, {}).status_code == 302


# Queries


def test_queries_do_not_grow_with_proposals_and_people(desk, coast):
    few, many = coast.article(), coast.article(TEXT * 3 + '\n"No," Hedda Brand said.')
    desk.get(page_of(few))
    with CaptureQueriesContext(connection) as before:
        desk.get(page_of(few))
    for number in range(5):
        make.official(f"envoy-{number}", of=f"land-{number}")
        cited = make.statement(f"Point {number}.", by=f"envoy-{number}", sources=[coast.source])
        Citation.objects.filter(statement=cited).update(exact="The talks")
    with CaptureQueriesContext(connection) as after:
        response = desk.get(page_of(many))
    assert len(response.context["proposals"]) > 8
    assert Official.objects.count() == 7
    assert len(after) == len(before), [query["sql"][:150] for query in after.captured_queries]


def test_queries_do_not_grow_with_articles(desk, coast):
    address = reverse("admin:positions_article_changelist")
    coast.article()
    desk.get(address)
    with CaptureQueriesContext(connection) as before:
        desk.get(address)
    for number in range(5):
        coast.article(f"{TEXT}{number}", make.source())
    with CaptureQueriesContext(connection) as after:
        assert "GRANMARK" in desk.get(address).text
    assert len(after) == len(before)
    assert not any(', "positions_article"."text"' in query["sql"] for query in after)
