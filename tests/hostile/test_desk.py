"""Whatever forms of the desk are sent, and its pages asked, is answered in words. The forms are
read from the pages, so that a new one is tried here by itself.

All strings in all fields take half an hour. Here each form is sent the worst everywhere, and
each field that has another name than those before is sent one string alone.
"""

import re
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from . import nasty
from .everything import enter, pages

pytestmark = pytest.mark.django_db

ANSWERS = {200, 302, 400, 403, 404, 405, 413}
# Of a form that says it has thousands of rows, of which two hundred are looked at.
MOST_QUERIES = 1000
WORST = "more digits than Python reads"


class Forms(HTMLParser):
    """The forms of a page that are posted: `found` has of each its action and what a browser
    would send, pairs of a name and a value."""

    def __init__(self, page):
        super().__init__()
        self.found, self.form, self.select, self.area = [], None, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs.get("method", "").lower() == "post":
            self.form = []
            self.found.append((attrs.get("action", ""), self.form))
        elif self.form is None or (tag != "option" and not attrs.get("name")):
            return
        elif tag == "select":
            self.select = attrs["name"]
            self.form.append((self.select, ""))
        elif tag == "option" and self.select and "selected" in attrs:
            self.form.append((self.select, attrs.get("value", "")))
        elif tag == "textarea":
            self.area = attrs["name"]
            self.form.append((self.area, ""))
        elif tag in ("input", "button"):
            unchecked = attrs.get("type") in ("checkbox", "radio") and "checked" not in attrs
            self.form.append((attrs["name"], "" if unchecked else attrs.get("value", "")))

    def handle_endtag(self, tag):
        self.form = None if tag == "form" else self.form
        self.select = None if tag == "select" else self.select
        self.area = None if tag == "textarea" else self.area

    def handle_data(self, text):
        if self.area:
            self.form.append((self.area, text.removeprefix("\n")))


@pytest.fixture
def desk(db):
    client = Client()
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def world(desk):
    return enter(desk)


def read(response):
    return b"".join(response) if response.streaming else response.content


def page_text(desk, page):
    response = desk.get(page)
    is_page = response.get("Content-Type", "").startswith("text/html")
    return read(response).decode() if is_page else ""


def posted(desk, page):
    """The forms of a page: pairs of an address and what a browser would send."""
    found = Forms(page_text(desk, page)).found
    return [(action or page, dict(form)) for action, form in found if "logout" not in action]


def answered(desk, method, address, given):
    """What is done is taken back."""
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        response = getattr(desk, method)(address, given)
        read(response)
        transaction.set_rollback(True)
    place = method, address, {name: repr(value)[:80] for name, value in given.items()}
    assert response.status_code in ANSWERS, place
    assert len(queries) <= MOST_QUERIES, (len(queries), *place)


def test_whatever_a_form_of_the_desk_is_sent_it_answers(world, desk):
    texts, seen, tried = cycle(nasty.TEXTS.values()), {"csrfmiddlewaretoken"}, 0
    for page in pages():
        for address, form in posted(desk, page):
            names = [name for name in form if name != "csrfmiddlewaretoken"]
            # Rows are all alike.
            new = {re.sub("[0-9]+|__prefix__", "0", name): name for name in names}
            new = {kind: name for kind, name in new.items() if kind not in seen}
            seen |= new.keys()
            given = [{name: next(texts)} for name in new.values()]
            given.append(dict.fromkeys(names, nasty.ALL[WORST]))
            for changed in given:
                answered(desk, "post", address, {**form, **changed})
                tried += 1
    assert len(seen) > 90 and tried > 120


# What Django's lists and forms read of an address, and what somebody might think that they do.
ASKED = [
    *("q", "o", "p", "all", "e", "_popup", "_to_field", "_changelist_filters", "page", "more"),
    *("_facets", "term", "app_label", "model_name", "field_name", "report", "statement", "source"),
    *("official", "actor", "said_on", "precondition", "holder", "stance", "gate", "after", "id"),
    *("id__in", "pk", "pk__in", "said_on__year", "said_on__month", "said_on__day", "text"),
    *("said_on__gte", "text__regex", "actor__slug", "entered_by__password", "none__such"),
]


def test_whatever_a_page_of_the_desk_is_asked_it_answers(world, desk):
    """Names are taken from the links of each page too, such as those of its filters."""
    texts, places = cycle(nasty.TEXTS.values()), {}
    for page in pages():
        for name in {*re.findall(r"[?;]([a-z_]\w*)=", page_text(desk, page)), *ASKED}:
            places.setdefault(name, []).append(page)
    for name, pages_with_it in sorted(places.items()):
        for page in pages_with_it[:: max(1, len(pages_with_it) // 2)]:
            answered(desk, "get", page, {name: next(texts)})
    assert len(places) > len(ASKED) + 10


@pytest.mark.parametrize("text", [*nasty.NUMBERS.values(), *nasty.PLACES.values(), "\0", "a%00"])
def test_no_number_of_a_record_is_a_failure(desk, text):
    for address in ("statement/{}/change/", "source/{}/history/", "upload/{}/change/"):
        answered(desk, "get", "/admin/positions/" + address.format(quote(text)), {})
