"""On every form of the desk the second of two editors is told, loses nothing, and can go on."""

import re
from datetime import date

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from positions.admin.base import RecordAdmin
from positions.admin.meanwhile import CHANGED, SEEN
from positions.models import (
    Actor,
    Article,
    Coding,
    Correction,
    Official,
    Precondition,
    Report,
    SearchNote,
    Source,
    SourceCheck,
    Statement,
    Topic,
    Upload,
)
from tests import make

from .desk import World, change_address, messages
from .trail import shown

pytestmark = pytest.mark.django_db

# Nothing on record is changed by their pages: texts never are, uploads take steps, checks are made
# by a command, codings are settled (below) or changed with their statement.
NOT_CHANGED = {Article, Upload, SourceCheck, Coding}


def coded(world):
    statement = world.statement()
    make.coding(statement, "direct-talks", "demands", note="As it was")
    return statement


def noted(world):
    return SearchNote.objects.create(
        actor=world.russia,
        precondition=world.talks,
        searched_until=date(2022, 12, 1),
        where="As it was",
        outcome="none_found",
    )


# By the kind of record: how one is made, and a field of its form, or of a row of it.
FORMS = {
    "a topic": (lambda world: world.talks.topic, "name"),
    "a precondition": (lambda world: world.talks, "definition"),
    "a note of a search": (noted, "where"),
    "a source": (lambda world: world.source, "publisher"),
    "an actor": (lambda world: world.russia, "name"),
    "an official": (lambda world: world.lavrov, "name"),
    "a tenure": (lambda world: world.lavrov, "tenures-0-role"),
    "a statement": (coded, "text"),
    "a citation": (coded, "citations-0-exact"),
    "a coding": (coded, "codings-0-note"),
    "a correction": (
        lambda world: Correction.objects.create(
            corrected_on=date(2022, 12, 3), was_wrong="As it was", changed="b"
        ),
        "was_wrong",
    ),
    "a report": (
        lambda world: Report.objects.create(statement=world.statement(), text="Not so."),
        "answer",
    ),
}


class Browser:
    """Fills in the forms that it is shown."""

    def __init__(self, name):
        self.client = Client()
        self.client.force_login(User.objects.create_superuser(name))

    def open(self, record):
        self.address = change_address(record)
        self.read(self.client.get(self.address))

    def read(self, response):
        forms = lxml.html.fromstring(response.text).forms
        (form,) = (one for one in forms if one.get("id", "").endswith("_form"))
        # A line break at the beginning of a text is the page's, not the text's.
        self.fields = {name: value.removeprefix("\n") for name, value in form.form_values()}

    def save(self, **typed):
        response = self.client.post(self.address, {**self.fields, **typed, "_save": "Save"})
        if response.status_code == 200:
            self.read(response)
        return response


@pytest.fixture
def mine():
    return Browser("mary")


@pytest.fixture
def other():
    return Browser("rita")


def test_there_is_no_other_form():
    desks = {model for model, desk in admin.site._registry.items() if isinstance(desk, RecordAdmin)}
    world = World()
    models = {type(make_one(world)) for make_one, _ in FORMS.values()}
    own = {model for model in desks if model._meta.app_label == "positions"}
    assert own - models == NOT_CHANGED
    assert models == {
        *(Topic, Precondition, SearchNote, Source, Actor, Official, Statement),
        *(Correction, Report),
    }


@pytest.mark.parametrize("kind", FORMS)
def test_the_second_is_told_sees_both_and_saves_knowingly(world, mine, other, kind):
    make_one, field = FORMS[kind]
    record = make_one(world)
    for editor in (mine, other):
        editor.open(record)
    before = mine.fields[field]
    assert other.save(**{field: "Theirs"}).status_code == 302

    response = mine.save(**{field: "Mine"})
    assert response.status_code == 200
    page = shown(response)
    assert CHANGED in page and "Changed since you opened it" in page and "rita" in page
    told = re.sub(r"\[\+.*?\+\]|\[-|-\]", "", page)
    assert " ".join(before.split()) in told, "what it was"
    assert "Theirs+]" in page or "[+Theirs" in page, "what they made of it"
    assert mine.fields[field] == "Mine", "what was typed is still in the form"

    assert mine.save().status_code == 302
    mine.open(record)
    assert mine.fields[field] == "Mine"


def settled(browser, coding, note):
    """What a browser sends that decides, and the page that it gets."""
    address = reverse("admin:positions_coding_change", args=[coding.pk])
    typed = {SEEN: browser.seen, "stance": "accepts", "gate": "none", "note": note}
    response = browser.client.post(address, typed)
    if response.status_code == 200:
        browser.seen = re.search(rf'name="{SEEN}" value="([^"]*)"', response.text)[1]
    return response


def test_of_two_who_settle_the_second_sees_what_the_first_decided(twice, mine, other):
    coding = twice()
    address = reverse("admin:positions_coding_change", args=[coding.pk])
    for one in (mine, other):
        page = one.client.get(address).text
        one.seen = re.search(rf'name="{SEEN}" value="([^"]*)"', page)[1]
    assert settled(other, coding, "By the transcript.").status_code == 302
    response = settled(mine, coding, "By the video.")
    page = shown(response)
    assert CHANGED in page and "Changed since you opened it" in page and "rita" in page
    assert "[-Demands-] [+Accepts+]" in page and "By the transcript." in page
    assert ">\nBy the video.</textarea>" in response.text
    assert settled(mine, coding, "By the video.").status_code == 302
    coding.refresh_from_db()
    assert coding.note == "By the video."


# What is typed into lists


class Listing(Browser):
    def open(self, kind):
        self.address = reverse(f"admin:positions_{kind}_changelist")
        self.read(self.client.get(self.address))

    def read(self, response):
        form = lxml.html.fromstring(response.text).get_element_by_id("changelist-form")
        self.fields = dict(form.form_values())
        self.fields.pop("action", None)

    def place_of(self, record):
        """The name of its field."""
        ids = {value: name for name, value in self.fields.items() if name.endswith("-id")}
        return ids[str(record.pk)].replace("-id", "-order")


@pytest.mark.parametrize("kind", ["topic", "precondition"])
def test_an_order_that_somebody_else_typed_is_not_overwritten(world, kind):
    ann, rita = Listing("ann"), Listing("rita")
    one = world.talks if kind == "precondition" else world.talks.topic
    other = make.precondition("withdrawal", topic="territory")
    other = other if kind == "precondition" else other.topic
    for editor in (ann, rita):
        editor.open(kind)
    assert rita.save(**{rita.place_of(one): 5}).status_code == 302

    # Of what Ann did not touch nothing is undone.
    assert ann.save(**{ann.place_of(other): 3}).status_code == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.order, other.order) == (5, 3)

    # What both typed is told once, with theirs beside hers.
    response = ann.save(**{ann.place_of(one): 7, ann.place_of(other): 3})
    assert "Somebody else has made it 5 since you opened the list." in response.text
    one.refresh_from_db()
    assert one.order == 5
    assert ann.fields[ann.place_of(one)] == "7"
    assert ann.save().status_code == 302
    one.refresh_from_db()
    assert one.order == 7


@pytest.mark.parametrize("forged", [None, "", "x", "\0", "9" * 5000])
def test_a_list_that_does_not_say_when_it_was_opened_is_refused_once(world, forged):
    ann = Listing("ann")
    ann.open("topic")
    topic = world.talks.topic
    name = ann.place_of(topic)
    ann.fields.pop(f"initial-{name}")
    if forged is not None:
        ann.fields[f"initial-{name}"] = forged
    assert "Somebody else has made it" in ann.save(**{name: 7}).text
    assert ann.save().status_code == 302
    topic.refresh_from_db()
    assert topic.order == 7


def test_what_changed_since_the_list_was_opened_is_not_marked_as_checked(world, mine):
    statement = world.statement()
    listed = reverse("admin:positions_statement_changelist")
    form = lxml.html.fromstring(mine.client.get(listed).text).get_element_by_id("changelist-form")
    sent = {**dict(form.form_values()), "action": "mark_checked"}
    sent |= {"_selected_action": statement.pk, "index": "0"}
    Statement.objects.filter(pk=statement.pk).update(text="Never.")
    told = messages(mine.client.post(listed, sent, follow=True))
    assert any("It has changed since you opened the list" in one for one in told)
    statement.refresh_from_db()
    assert statement.reviewed_on is None
