"""The pages: nothing inline, nothing falls over, and who sees them."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from positions.models import Statement

from .desk import ADD, LISTS, change_address, changed, person, populate, told

pytestmark = pytest.mark.django_db


def test_only_what_is_published_is_viewed_on_the_site(desk, world):
    draft, published = world.statement(), world.statement(status="published")
    assert published.get_absolute_url() in desk.get(change_address(published)).content.decode()
    assert "View on site" not in told(desk.get(change_address(draft)))


RUBBISH = [
    "?q=%00",
    "?p=99999",
    "?o=9.x",
    "?e=1",
    "?status__exact=%00",
    "?kind__exact=%00",
    "?counts_on__year=99999999",
    "?actor__id__exact=99999999999999999999",
    "add/?actor=x&official=99999999999999999999&source=99999999999999999999&said_on=%00",
    "add/?statement=x&topic=%00&source=%00&_changelist_filters=%00&_popup=1",
    "99999999999999999999/change/",
    "%00/change/",
    "x/delete/",
    "x/history/",
    "1/change/?_to_field=",
]


@pytest.mark.parametrize("kind", LISTS)
def test_rubbish_addresses_are_answered(desk, world, kind):
    for address in RUBBISH:
        response = desk.get(f"/admin/positions/{kind}/{address}", follow=True)
        assert response.status_code == 200, address


def pages(world):
    populate(world, 1)
    world.statement()  # The first in the list: what readers have seen has no page to delete it.
    yield "/admin/"
    yield "/admin/positions/"
    for kind in LISTS:
        model = next(m for m in admin.site._registry if m._meta.model_name == kind)
        record = model.objects.first()
        yield reverse(f"admin:positions_{kind}_changelist")
        yield reverse(f"admin:positions_{kind}_add")
        yield change_address(record)
        yield reverse(f"admin:positions_{kind}_delete", args=[record.pk])
        yield reverse(f"admin:positions_{kind}_history", args=[record.pk])


def test_no_page_has_inline_script_or_style(desk, world):
    for address in pages(world):
        response = desk.get(address)
        page = response.content.decode()
        assert response.status_code == 200
        assert "css/admin" in page
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page), address


def test_the_front_page_starts_with_statements(desk):
    page = told(desk.get("/admin/"))
    names = ["Parley", "Statements", "Sources", "Preconditions", "Officials", "Users"]
    places = [page.index(name) for name in names]
    assert places == sorted(places)


def test_definitions_stand_beside_the_codings(desk):
    page = told(desk.get(ADD))
    assert "Drops its own earlier “requires” or “demands”, which is on record." in page
    assert "No final settlement without this." in page


def test_who_may_only_look_sees_and_cannot_change(client, world):
    statement = world.statement()
    reader = person("reader", rights=["view_statement"])
    client.force_login(reader)
    assert "Talks must begin." in told(client.get(change_address(statement)))
    assert client.post(change_address(statement), changed(statement)).status_code == 403
    selected = {"action": "publish", "index": "0", "_selected_action": [statement.pk]}
    client.post(reverse("admin:positions_statement_changelist"), selected)
    assert not Statement.objects.filter(status="published").exists()
