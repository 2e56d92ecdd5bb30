"""Officials with their names and tenures, and sources."""

import pytest
from django.urls import reverse

from positions.models import Official, Source
from tests import make

from .desk import change_address, member, official, opened, rows, source, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["Lavrov", "Лавров", "Serguei", "sergey lavrov"])
def test_an_official_is_found_by_any_name(desk, world, words):
    address = reverse("admin:autocomplete")
    field = {"app_label": "positions", "model_name": "statement", "field_name": "official"}
    found = desk.get(address, {**field, "term": words}).json()["results"]
    assert [choice["text"] for choice in found] == ["Sergei Lavrov"]


def test_a_statement_is_chosen_by_its_first_words(desk, world):
    world.statement("Talks must begin at once.")
    address = reverse("admin:positions_statement_pick")
    field = {"app_label": "positions", "model_name": "response", "field_name": "responds_to"}
    found = desk.get(address, {**field, "term": "Лавров"}).json()["results"]
    assert [choice["text"] for choice in found] == [
        "Sergei Lavrov, 2 December 2022: Talks must begin at once."
    ]


def test_other_names_are_lines(desk):
    address = reverse("admin:positions_official_add")
    names = "Mariya Zakharova\r\n\r\n  Захарова, Мария \r\n"
    desk.post(address, official(other_names=names))
    stored = Official.objects.get()
    assert stored.other_names == ["Mariya Zakharova", "Захарова, Мария"]
    page = desk.get(change_address(stored)).content.decode()
    assert "Mariya Zakharova\nЗахарова, Мария</textarea>" in page

    page = told(desk.post(address, official(other_names="Zakharova;Мария")))
    assert "Line 1: Write one name per line, without semicolons." in page
    assert "at most 120" in told(desk.post(address, official(other_names="x" * 121)))
    assert "Null characters" in told(desk.post(address, official(other_names="a\0")))


@pytest.mark.parametrize(
    ("tenures", "why"),
    [
        ([("2011-01-01", "2010-01-01")], "The first day in the role is after the last one."),
        ([("2010-01-01", ""), ("2011-01-01", "2012-01-01")], "already holds this role"),
        ([("", ""), ("", "")], "already holds this role"),
        ([("0000-00-00", "")], "Enter a valid date."),
        ([("", "not a day")], "Enter a valid date."),
    ],
)
def test_tenures_that_cannot_be_are_refused(desk, world, tenures, why):
    held = [
        {
            "actor": world.russia.pk,
            "role": "Spokesperson",
            "authority": 3,
            "start_date": first,
            "end_date": last,
        }
        for first, last in tenures
    ]
    sent = official(**rows("tenures", *held))
    assert why in told(desk.post(reverse("admin:positions_official_add"), sent))
    assert not Official.objects.filter(slug="maria-zakharova").exists()


def test_a_source_gets_a_slug(desk):
    address = reverse("admin:positions_source_add")
    for url in ("https://reuters.com/1", "", ""):
        desk.post(address, source(url=url))
    assert [*Source.objects.order_by("pk").values_list("slug", flat=True)] == [
        "reuters-2022-12-02-d9fe8b",
        "reuters-2022-12-02",
        "reuters-2022-12-02-2",
    ]


def test_a_known_address_is_linked(desk, world):
    response = desk.post(reverse("admin:positions_source_add"), source(url=world.source.url))
    assert "This address is already on record: choose “ TASS ” instead." in told(response)
    assert f'<a href="{change_address(world.source)}">TASS</a>' in response.content.decode()
    sent = source(url=world.source.url, slug="tass", **opened(world.source))
    assert desk.post(change_address(world.source), sent).status_code == 302


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"url": "javascript:alert(1)"}, "Give a full http:// or https:// address"),
        ({"archived_url": "ftp://x.org"}, "Give a full http:// or https:// address"),
        ({"published_on": "9999-01-01"}, "Published on lies in the future."),
        ({"publisher": " \t"}, "This field is required."),
        ({"language": "EN"}, "Give the language as a code: en, ru, uk."),
    ],
)
def test_a_source_that_cannot_be_is_refused(desk, given, why):
    assert why in told(desk.post(reverse("admin:positions_source_add"), source(**given)))


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_what_readers_rely_on_is_changed_by_reviewers(world, status):
    edda, rita = member("edda", "Editor"), member("rita", "Reviewer")
    world.statement(status=status)
    sent = source(slug=world.source.slug, publisher="Elsewhere", **opened(world.source))
    assert "only a reviewer changes it" in told(edda.get(change_address(world.source)))
    assert edda.post(change_address(world.source), sent).status_code == 403
    person = official(name="Another", slug="sergei-lavrov", **opened(world.lavrov))
    assert "only a reviewer changes it" in told(edda.get(change_address(world.lavrov)))
    assert edda.post(change_address(world.lavrov), person).status_code == 403
    assert rita.post(change_address(world.source), sent).status_code == 302
    world.source.refresh_from_db()
    assert world.source.publisher == "Elsewhere"


def test_what_only_drafts_rest_on_is_the_editors(world):
    edda = member("edda", "Editor")
    world.statement()
    other = make.source(publisher="Reuters")
    for known in (world.source, other):
        sent = source(slug=known.slug, url=f"https://a.example/{known.pk}", **opened(known))
        assert edda.post(change_address(known), sent).status_code == 302
