"""What a statement's form fills in from what is on record."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.models import Citation, Response, Statement
from tests import make

from .desk import ADD, change_address, changed, entry, person, told

pytestmark = pytest.mark.django_db


def test_a_quote_with_its_source_and_two_codings_is_one_form(desk, editor, world):
    codings = [
        {"precondition": world.talks.pk, "stance": "demands"},
        {
            "precondition": world.ceasefire.pk,
            "stance": "rejects",
            "gate": "sign",
            "holder": world.russia.pk,
        },
    ]
    response = desk.post(ADD, entry(world, codings=codings, status="published"))

    statement = Statement.objects.get()
    assert response.status_code == 302
    assert statement.slug == "2022-12-02-russia-lavrov-1"
    assert statement.actor == world.russia
    assert statement.role == "Foreign Minister"
    assert [citation.source for citation in statement.citations.all()] == [world.source]
    assert [(c.holder, c.stance, c.coder) for c in statement.codings.all()] == [
        (world.russia, "demands", editor),
        (world.russia, "rejects", editor),
    ]


def test_who_changes_a_code_has_coded_it(desk, editor, world):
    first = User.objects.create_user("first")
    statement = world.statement()
    coding = make.coding(statement, "direct-talks", "demands", coder=first)
    row = {
        "id": coding.pk,
        "precondition": world.talks.pk,
        "holder": "",
        "stance": "accepts",
        "gate": "none",
        "second_stance": "rejects",
    }
    noted = {**row, "stance": "demands", "note": "At once."}
    desk.post(change_address(statement), changed(statement, codings=[noted]))
    coding.refresh_from_db()
    assert (coding.note, coding.coder) == ("At once.", first)
    desk.post(change_address(statement), changed(statement, codings=[row]))
    coding.refresh_from_db()
    assert (coding.stance, coding.coder, coding.second_stance) == ("accepts", editor, "")


@pytest.mark.parametrize(
    ("given", "slugs"),
    [
        ({}, ["2022-12-02-russia-lavrov-1", "2022-12-02-russia-lavrov-2"]),
        ({"date_precision": "month"}, ["2022-12-russia-lavrov-1", "2022-12-russia-lavrov-2"]),
        ({"date_precision": "year"}, ["2022-russia-lavrov-1", "2022-russia-lavrov-2"]),
    ],
)
def test_slugs_are_numbered_within_a_day_or_month(desk, world, given, slugs):
    for text in ("Talks must begin.", "Prisoners come home first."):
        desk.post(ADD, entry(world, text=text, **given))
    assert [*Statement.objects.order_by("pk").values_list("slug", flat=True)] == slugs


def test_an_institution_stands_for_the_name(desk, world):
    given = {"official": "", "attribution": "institution", "actor": world.russia.pk}
    desk.post(ADD, entry(world, **given, role="Kremlin"))
    desk.post(ADD, entry(world, **given, text="Prisoners come home first."))
    slugs = Statement.objects.order_by("pk").values_list("slug", flat=True)
    assert [*slugs] == ["2022-12-02-russia-kremlin-1", "2022-12-02-russia-1"]


def test_save_and_add_another_keeps_the_occasion(desk, world):
    sent = entry(world, venue="Press conference, Moscow", language="ru", _addanother="1")
    response = desk.post(ADD, sent, follow=True)

    form = response.context["adminform"].form
    kept = ("actor", "official", "role", "said_on", "venue", "language")
    assert {name: str(form[name].value()) for name in kept} == {
        "actor": str(world.russia.pk),
        "official": str(world.lavrov.pk),
        "role": "Foreign Minister",
        "said_on": "2022-12-02",
        "venue": "Press conference, Moscow",
        "language": "ru",
    }
    citations = response.context["inline_admin_formsets"][0].formset
    assert [row["source"].value() for row in citations.forms] == [str(world.source.pk)]
    assert form["text"].value() is None
    assert "selected>TASS" in response.content.decode()

    first = Statement.objects.get()
    again = desk.post(change_address(first), changed(first, _addanother="1"))
    assert again.url == response.redirect_chain[-1][0]


def test_a_day_outside_every_tenure_is_refused_with_what_is_known(desk, world):
    sent = entry(world, said_on="1999-01-01", actor=world.russia.pk, role="Minister")
    assert (
        "No tenure of Sergei Lavrov for Russia covers 1 January 1999: known are Foreign Minister "
        "from 9 March 2004." in told(desk.post(ADD, sent))
    )
    assert desk.post(ADD, {**sent, "outside_tenure": "on"}).status_code == 302
    assert Statement.objects.get().outside_tenure


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (
            {},
            "No tenure of Sergei Lavrov covers 1 January 1999: known are Foreign Minister (Russia)",
        ),
        ({"actor": "russia"}, "No tenure of Sergei Lavrov for Russia covers 1 January 1999: known"),
        (
            {"actor": "ukraine", "role": "Guest"},
            "No tenure of Sergei Lavrov for Ukraine is on record: known are Foreign Minister "
            "(Russia) from 9 March 2004.",
        ),
    ],
)
def test_outside_every_tenure_one_reason_tells_both_ways_on(desk, world, given, known):
    if "actor" in given:
        given["actor"] = getattr(world, given["actor"]).pk
    response = desk.post(ADD, entry(world, said_on="1999-01-01", **given))
    form = response.context["adminform"].form
    assert [*form.errors] == ["official"]
    (reason,) = form.errors["official"]
    assert known in reason
    assert f'href="{change_address(world.lavrov)}#tenures-group"' in reason
    assert "or tick “Outside known tenures” and give actor and role as printed." in reason


def test_outside_tenures_actor_and_role_are_asked_for(desk, world):
    sent = entry(world, said_on="1999-01-01", outside_tenure="on")
    page = told(desk.post(ADD, sent))
    assert "Choose the actor that the speaker speaks for." in page
    assert "Give the speaker's role as printed" in page
    assert "No tenure of" not in page


def test_an_official_without_any_tenure_is_told(desk, world):
    world.lavrov.tenures.all().delete()
    response = desk.post(ADD, entry(world))
    form = response.context["adminform"].form
    assert [*form.errors] == ["official"]
    assert form.errors["official"][0].startswith("No tenure of Sergei Lavrov is on record. <a")


def test_a_month_counts_as_its_last_day(desk, world):
    """The tenure starts on the ninth: a statement of that March was made in office."""
    assert (
        desk.post(ADD, entry(world, said_on="2004-03-01", date_precision="month")).status_code
        == 302
    )
    assert "covers 1 March 2004" in told(
        desk.post(ADD, entry(world, said_on="2004-03-01", actor=world.russia.pk, role="Minister"))
    )


def test_the_highest_role_of_the_day_is_filled_in(desk, world):
    make.tenure(world.lavrov, "russia", "Deputy head of state")
    desk.post(ADD, entry(world))
    assert Statement.objects.get().role == "Deputy head of state"


def test_an_actor_is_not_guessed_between_two(desk, world):
    make.tenure(world.lavrov, "ukraine", "Guest", authority=4)
    response = desk.post(ADD, entry(world))
    errors = response.context["adminform"].form.errors
    assert errors == {"actor": ["Choose the actor that the speaker speaks for."]}
    desk.post(ADD, entry(world, actor=world.ukraine.pk))
    assert Statement.objects.get().role == "Guest"


def test_the_line_under_the_official_tells_the_role(desk, client, world):
    address = reverse("admin:positions_statement_role")
    asked = {"official": world.lavrov.pk, "said_on": "2022-12-02", "date_precision": "day"}
    roles = "Foreign Minister (Russia), from 9 March 2004"
    assert desk.get(address, asked).json() == {"roles": roles}
    early = desk.get(address, {**asked, "said_on": "2004-03-01"}).json()
    assert early == {"roles": "No tenure of Sergei Lavrov covers 1 March 2004."}
    for rubbish in ({"said_on": "0000-00-00"}, {"official": "9" * 30}, {"official": "\0"}):
        assert desk.get(address, {**asked, **rubbish}).json() == {"roles": ""}
    assert roles in told(desk.get(change_address(world.statement())))

    client.force_login(person("clerk"))
    assert client.get(address, asked).status_code == 403
    client.logout()
    assert client.get(address, asked).status_code == 302


def test_nothing_restates_what_was_withdrawn(desk, world):
    gone = world.statement(status="withdrawn")
    assert "That was withdrawn" in told(desk.post(ADD, entry(world, restates=gone.pk)))


def empty_rows(response):
    """How many empty rows of each kind a page has."""
    return {
        shown.formset.prefix: len(shown.formset.extra_forms)
        for shown in response.context["inline_admin_formsets"]
    }


def test_an_address_asks_for_more_rows(desk, world):
    """Where no script adds them."""
    statement = world.statement()
    address = change_address(statement)
    page = desk.get(address)
    assert empty_rows(page) == {"citations": 0, "codings": 0, "answers_given": 0}
    link = '<noscript><p class="more-rows"><a href="?more=1">Rows for one more source, coding and '
    assert f"{link}earlier statement</a>: save first" in page.text
    page = desk.get(address, {"more": 1})
    assert empty_rows(page) == {"citations": 1, "codings": 1, "answers_given": 1}
    assert '<a href="?more=2">' in page.text
    assert empty_rows(desk.get(address, {"more": "9999"}))["codings"] == 10
    for rubbish in ("-1", "x", "9" * 5000, "\0", "²"):
        assert empty_rows(desk.get(address, {"more": rubbish}))["codings"] == 0
    page = desk.get(ADD, {"venue": "Moscow", "more": 1})
    assert empty_rows(page) == {"citations": 2, "codings": 3, "answers_given": 1}
    assert '<a href="?venue=Moscow&amp;more=2">' in page.text

    page = desk.get(change_address(world.lavrov), {"more": 1})
    assert empty_rows(page) == {"tenures": 1}
    assert "Rows for one more tenure</a>" in page.text
    assert "more-rows" not in desk.get(change_address(world.source)).text


def test_a_statement_without_a_source_offers_a_row_for_one(desk, world):
    statement = world.statement(cited=False)
    assert empty_rows(desk.get(change_address(statement)))["citations"] == 1
    sent = changed(statement) | {"citations-TOTAL_FORMS": 1, "citations-0-source": ""}
    assert desk.post(change_address(statement), sent).status_code == 302
    assert not statement.citations.exists()


def test_who_may_add_no_row_is_offered_none(client, world):
    client.force_login(person("looker", rights=["view_statement", "view_citation"]))
    page = client.get(change_address(world.statement(cited=False)), {"more": 1})
    assert empty_rows(page) == {"citations": 0}
    assert "more-rows" not in page.text


def test_a_form_asks_no_more_for_more_rows(desk, world):
    statement, asked = world.statement(), []
    for number in (3, 12):
        for n in range(statement.citations.count(), number):
            Citation.objects.create(statement=statement, source=make.source())
            make.coding(statement, f"point-{n}", "demands")
            Response.objects.create(statement=statement, responds_to=world.statement(f"Point {n}."))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(change_address(statement)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1], [query["sql"][:200] for query in queries]
