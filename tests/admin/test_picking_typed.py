"""Other records named in words, as a browser without scripts sends them: an empty choice and, under
the same name, what was typed."""

import re

import pytest
from django.db.models import Q
from django.urls import reverse

from positions.models import Coding, Official, SearchNote, Statement, Tenure
from tests import make

from .desk import ADD, change_address, changed, entry, person, told
from .paste import ADD as PASTE
from .paste import filled_in, new_source, page_of, pasted, typed

pytestmark = pytest.mark.django_db


def boxes(response):
    """What stands in the boxes for typing, by name."""
    tags = re.findall(r"<noscript><input ([^>]+)>", response.text)
    found = [dict(re.findall(r'([a-z-]+)="([^"]*)"', tag)) for tag in tags]
    return {box["name"]: box["value"] for box in found}


@pytest.mark.parametrize(
    "words",
    ["sergei-lavrov", "Sergei Lavrov", " sergei LAVROV ", "сергей лавров", "serguei lavrov"],
)
def test_an_official_by_slug_or_by_any_name(desk, world, words):
    desk.post(ADD, entry(world, official=["", words]))
    assert Statement.objects.get().official == world.lavrov


def test_every_choice_of_a_statement_by_what_it_is_called(desk, world):
    earlier = world.statement("Talks, at once.", on="2022-11-01")
    coding = {
        "precondition": ["", world.talks.proposition.upper()],
        "holder": ["", "ukraine"],
        "claimed_by": ["", world.russia.short_name.lower()],
        "stance": "demands",
    }
    sent = entry(
        world,
        sources=[{"source": ["", world.source.url]}],
        codings=[coding, {"precondition": ["", ""], "holder": ["", ""], "claimed_by": ["", ""]}],
        responses=[{"responds_to": ["", earlier.slug]}],
        official=["", "Sergei Lavrov"],
        actor=["", world.russia.name],
        restates=["", earlier.slug],
    )
    assert desk.post(ADD, sent).status_code == 302
    statement = Statement.objects.latest("pk")
    assert (statement.actor, statement.restates) == (world.russia, earlier)
    assert [*statement.sources.all()] == [world.source]
    assert [*statement.responds_to.all()] == [earlier]
    coding = statement.codings.get()
    assert (coding.precondition, coding.holder, coding.claimed_by) == (
        world.talks,
        world.ukraine,
        world.russia,
    )


def test_a_part_of_a_name_is_refused_with_what_is_like_it(desk, world):
    sent = entry(world, official=["", "Lavr"], sources=[{"source": ["", "tass"]}])
    response = desk.post(ADD, sent)
    page = told(response)
    assert (
        "“Lavr” is no official on record: give the whole name or slug. Like it: sergei-lavrov."
        in page
    )
    like = f"give the slug or web address. Like it: {world.source.slug}."
    assert f"“tass” is no source on record: {like}" in page
    assert "must be chosen" not in page
    assert boxes(response)["official"] == "Lavr"
    assert boxes(response)["citations-0-source"] == "tass"


def test_a_name_of_two_is_refused_with_the_slugs_of_both(desk, world):
    Official.objects.create(slug="other-lavrov", name="Other", other_names=["sergey lavrov"])
    assert (
        "“Sergey Lavrov” is the name of several: give the slug, other-lavrov or sergei-lavrov."
        in told(desk.post(ADD, entry(world, official=["", "Sergey Lavrov"])))
    )


def test_a_number_is_a_primary_key(desk, world):
    Official.objects.create(slug=str(world.lavrov.pk), name="Agent", other_names=["7"])
    desk.post(ADD, entry(world, official=["", str(world.lavrov.pk)]))
    assert Statement.objects.get().official == world.lavrov
    named = Official.objects.get(name="Agent")
    page = desk.get(ADD, {"official": named.pk})
    assert boxes(page)["official"] == str(named.pk)


def test_what_is_chosen_stands_in_the_box_and_untouched_rows_are_not_changed(desk, world):
    statement = world.statement()
    coding = make.coding(statement, "direct-talks", "demands")
    page = desk.get(change_address(statement))
    stands = {name: text for name, text in boxes(page).items() if "__prefix__" not in name}
    assert stands == {
        "official": "sergei-lavrov",
        "actor": "russia",
        "restates": "",
        "citations-0-source": world.source.slug,
        "codings-0-precondition": "direct-talks",
        "codings-0-holder": "russia",
        "codings-0-claimed_by": "",
    }
    assert "codings-__prefix__-precondition" in boxes(page)
    sent = changed(statement)
    sent |= {name: [sent.get(name, ""), text] for name, text in stands.items()}
    refused = desk.post(change_address(statement), {**sent, "text": ""})
    assert boxes(refused).items() >= stands.items()
    assert refused.context["adminform"].form.changed_data == ["text"]
    formsets = refused.context["inline_admin_formsets"]
    assert not any(row.has_changed() for shown in formsets for row in shown.formset.forms)
    assert desk.post(change_address(statement), {**sent, "venue": "Moscow"}).status_code == 302
    assert Coding.objects.get() == coding


def test_an_emptied_box_takes_the_choice_away(desk, world):
    earlier = world.statement("Talks, at once.", on="2022-11-01")
    statement = world.statement(restates=earlier)
    sent = changed(statement, restates=[str(earlier.pk), ""])
    assert desk.post(change_address(statement), sent).status_code == 302
    statement.refresh_from_db()
    assert statement.restates is None


def test_what_may_not_be_chosen_may_not_be_typed(desk, world, monkeypatch):
    restates = Statement._meta.get_field("restates").remote_field
    monkeypatch.setattr(restates, "limit_choices_to", Q(venue="Moscow"))
    here, there = (world.statement(t, on="2022-11-01", venue=t) for t in ("Moscow", "Kyiv"))
    for typed_in in (there.slug, str(there.pk)):
        response = desk.post(ADD, entry(world, restates=["", typed_in]))
        assert f"“{typed_in}” is no statement on record" in told(response)
        assert "Like it" not in told(response)
    assert desk.post(ADD, entry(world, restates=["", here.slug])).status_code == 302


def test_who_may_not_look_a_record_up_may_not_name_it(client, world):
    client.force_login(person("clerk", rights=["add_searchnote", "view_searchnote"]))
    sent = {"outcome": "none_found", "searched_until": "2022-12-01", "where": "kremlin.ru"}
    sent |= {"actor": ["", "Russ"], "precondition": ["", "direct-talks"]}
    page = told(client.post(reverse("admin:positions_searchnote_add"), sent))
    assert "“Russ” is no actor on record" in page
    assert "“direct-talks” is no precondition on record" in page
    assert "Like it" not in page
    assert not SearchNote.objects.exists()


def test_a_tenure_and_a_correction_by_what_they_are_about(desk, world):
    seen = world.statement(status="published")
    sent = {"statement": ["", seen.slug], "report": ["", "first"], "corrected_on": "2022-12-03"}
    sent |= {"was_wrong": "The day.", "changed": "It is the second."}
    address = reverse("admin:positions_correction_add")
    assert "“first” is no report on record: give the number." in told(desk.post(address, sent))
    assert desk.post(address, {**sent, "report": ["", ""]}).status_code == 302
    assert seen.corrections.get().was_wrong == "The day."

    tenure = Tenure.objects.get()
    row = {"id": tenure.pk, "role": tenure.role, "start_date": tenure.start_date, "authority": 2}
    fields = {name: getattr(world.lavrov, name) for name in ("name", "slug", "native_name")}
    page = desk.get(change_address(world.lavrov))
    assert boxes(page)["tenures-0-actor"] == "russia"
    sent = {**fields, "other_names": "", "wikidata_id": "", "tenures-TOTAL_FORMS": 1}
    sent |= {"_seen": page.context["seen"], "tenures-INITIAL_FORMS": 1}
    sent |= {f"tenures-0-{name}": value for name, value in row.items()}
    sent |= {"tenures-0-actor": [str(world.russia.pk), "Ukraine"]}
    assert desk.post(change_address(world.lavrov), sent).status_code == 302
    tenure.refresh_from_db()
    assert tenure.actor == world.ukraine


# The paste desk


def test_an_article_is_filed_under_a_source_by_its_address(desk, coast):
    sent = pasted(coast, source=["", coast.source.url])
    assert desk.post(PASTE, sent).status_code == 302
    assert coast.source.articles.count() == 1
    refused = desk.post(PASTE, {**pasted(coast, source=["", "the Wire"]), **new_source(source="")})
    assert refused.status_code == 302


def test_the_rows_of_an_article_hold_what_is_called_so(desk, coast):
    article = coast.article()
    page = desk.get(page_of(article))
    stands = boxes(page)
    assert (stands["rows-0-official"], stands["rows-0-actor"]) == ("hedda-brand", "norvale")
    sent = typed(page, 0, 1)
    for name, text in stands.items():
        sent[name] = [sent.get(name, ""), text]
    sent["rows-0-official"] = [str(coast.brand.pk), "ODO KRELL"]
    assert desk.post(page_of(article), sent).status_code == 302
    first, second = Statement.objects.order_by("pk")
    # Another official brings actor and role along, and an untouched row is as it was proposed.
    assert (first.official, first.actor, first.role) == (coast.krell, coast.sarrow, "President")
    assert (second.official, second.actor) == (coast.krell, coast.sarrow)


def test_a_refused_row_keeps_the_name_that_was_typed(desk, coast):
    article = coast.article()
    sent = filled_in(desk.get(page_of(article))) | {"rows-0-official": ["", "Krel"]}
    response = desk.post(page_of(article), sent)
    assert "“Krel” is no official on record" in told(response)
    assert boxes(response)["rows-0-official"] == "Krel"
