"""Markup that Python makes: whatever is on record stands in it as text, in every place."""

import re
from html import escape

import pytest
from django.db import transaction
from django.utils import translation
from django.utils.safestring import SafeString

from positions.languages import kept_in_each_language
from positions.markup.base import html, joined
from positions.markup.messages import _, ngettext
from positions.models import Precondition, Response, SearchNote, Topic

from . import make


def nasty(name):
    """Would be an element, would end an attribute in either quote, and is no entity."""
    return f"<i>{name}</i> \"'&amp;"


@pytest.fixture(scope="module")
def entered(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        enter()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def record(entered, db):
    """A record with nasty words in every text that pages print, in every kind of place."""


def enter():
    for slug in ("us", "russia", "leaders"):
        names = {"name": nasty(f"{slug} name"), "short_name": nasty(f"{slug} short")}
        make.actor(slug, **names, classification="joint" if slug == "leaders" else "state")
    for slug, of in (("biden", "us"), ("blinken", "us"), ("putin", "russia")):
        make.official(slug, of, role=nasty(f"{slug} tenure"), name=nasty(f"{slug} person"))
    make.coding(say("first", on="2022-01-10"), "halt", "requires", "enter_talks", note=note("old"))
    make.coding(say("again", on="2022-03-10"), "halt", "requires", "enter_talks", note=note("told"))
    make.coding(
        say("condition", on="2022-03-11"),
        "truce",
        "accepts_if",
        note=note("condition"),
    )
    make.coding(
        say("against", by="blinken", on="2022-03-10"),
        "halt",
        "rejects",
        note=note("split"),
    )
    claimed = say("claimed", by="putin", on="2022-03-20", role=nasty("office"))
    make.coding(claimed, "halt", "rejects", holder="us", claimed_by="russia", note=note("claim"))
    make.coding(claimed, "arms", "requires", "enter_talks", note=note("russian"))
    hidden = {"by": None, "of": "us", "attribution": "unnamed"}
    make.coding(say("unnamed", role=nasty("someone"), **hidden), "halt", "waives")
    shared = {"by": None, "of": "leaders", "role": "", "on_behalf_of": nasty("parties")}
    joint = say("joint", on="2022-05-01", **shared)
    make.coding(joint, "arms", "demands", holder="us", note=note("joint"))
    spoken = say("spoken", by=None, of="russia", role=nasty("institution"), on="2022-05-02")
    make.coding(spoken, "pullout", "rejects", red_line=True)
    make.coding(spoken, "halt", "rejects")
    Response.objects.create(statement=spoken, responds_to=joint)
    searched = {"searched_until": "2022-02-01", "where": nasty("where"), "outcome": "none_found"}
    SearchNote.objects.create(
        actor=make.actor("us"), precondition=make.precondition("pullout"), **searched
    )
    Topic.objects.update(name=nasty("topic"))
    for one in Precondition.objects.all():
        one.proposition, one.definition = nasty(f"{one.slug} row"), nasty(f"{one.slug} means")
        one.save()


def say(name, by="biden", on="2022-03-10", **fields):
    cited = make.source(publisher=nasty(f"{name} paper"), title=nasty(f"{name} title"))
    told = {"role": nasty(f"{name} role"), "venue": nasty(f"{name} venue"), **fields}
    original = {"original_text": nasty(f"{name} original"), "original_language": "uk"}
    words = nasty(f"{name} words")
    return make.statement(words, by=by, on=on, sources=[cited], slug=name, **told, **original)


def note(name):
    return nasty(f"{name} note")


CELLS = ["us name", "us short", "halt row", "biden person", "again role", "told note"]
CARD = ["us short", "biden person", "again role", "again words", "again original", "again paper"]
SPLIT = ["blinken person", "split note", "against words", "against original"]
PLACES = {
    "/": ["us name", "us short", "halt row", "biden person", "again role", "told note"],
    "/compare/?actors=us&actors=russia": [*CELLS, *SPLIT, "russia short", "where", "parties"],
    "/compare/?actors=us&actors=russia&show=conflicts": [*CELLS, "spoken words", "us short"],
    "/compare/?actors=us&actors=russia&gate=none": ["condition note", "condition role"],
    "/compare/?actors=us&actors=russia&as_of=2022-04-01&versus=2022-02-01": ["told note", "claim"],
    "/compare/?actors=us&actors=russia&grades=A&grades=B&grades=D&authority=1&authority=4": [
        "someone"
    ],
    "/compare/us/halt/": [*CARD, "claim note", "russia name", "office"],
    "/actors/us/": [*CELLS, *CARD, "parties", "condition note"],
    "/officials/blinken/": [*SPLIT, "blinken tenure", "again words"],
    "/preconditions/halt/": [*CARD, "old note"],
    "/preconditions/arms/": ["parties", "joint note", "leaders name", "russian note"],
    "/statements/": [*CARD, "institution", "office", "leaders short"],
    "/statements/spoken/": ["institution", "spoken venue", "joint words"],
    "/statements/joint/": ["parties", "leaders name", "joint venue", "us name", "arms row"],
    "/timeline/?actors=us&actors=russia": [*CARD, "institution"],
    "/changes/?show=first": ["us short", "old note", "first words", "parties", "institution"],
    "/brief/?actors=us&actors=russia&rows=halt&rows=pullout": ["told note", "again words", "where"],
    "/embed/compare/?actors=us&actors=russia": ["us short", "halt row", "biden person"],
    "/embed/statement/spoken/": ["institution", "spoken words", "pullout row"],
}


@pytest.mark.parametrize("language", ["", "/uk"])
@pytest.mark.parametrize("address", PLACES)
def test_words_on_record_are_text(client, record, address, language):
    page = client.get(f"{language}{address}").text
    page = re.sub("<textarea.*?</textarea>", "", page, flags=re.S)
    assert page.count("<i>") == page.count("&amp;lt;") == 0
    assert [name for name in PLACES[address] if escape(f"<i>{name}") not in page] == []


def test_words_that_were_searched_for_are_marked_within_text(client, record):
    page = client.get("/statements/?q=condition").text
    assert "&lt;i&gt;<mark>condition</mark> words&lt;/i&gt; &quot;&#x27;&amp;amp;" in page
    assert "<i>" not in page


def test_nothing_that_a_piece_is_given_is_taken_for_markup():
    text = nasty("word")
    assert html("<p {}>{}</p>", 'title="', text) == f"<p title=&quot;>{escape(text)}</p>"
    assert joined(["<i>", SafeString("<b>")], "<br>") == "&lt;i&gt;<br><b>"
    assert _("Note: %(note)s", note=text) == f"Note: {escape(text)}"
    counted = ngettext("%(number)s turn from %(day)s on", "%(number)s turns", 1, day=text)
    assert counted == f"1 turn from {escape(text)} on"


def test_text_does_not_become_markup_by_being_kept():
    """Both are spelled the same, and equal."""

    @kept_in_each_language
    def cell(words):
        return html("<td>{}</td>", words)

    assert cell(SafeString("<b>")) == "<td><b></td>"
    assert cell("<b>") == "<td>&lt;b&gt;</td>"


def test_what_is_kept_is_kept_for_its_language():
    @kept_in_each_language
    def day():
        return translation.gettext("Statements")

    told = []
    for language in ("en-gb", "uk", "en-gb"):
        with translation.override(language):
            told.append(day())
    assert told == ["Statements", "Заяви", "Statements"]
