"""Pages that say why there is nothing else, and what was shown before: the accessibility rules."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from positions.copies import Copy, marked

from .test_access import LOOKS, broken_rules

SENT = [("text", "Talks must begin."), ("text", "<b>")]
FORM = {"is_waiting": False, "is_full": True, "sent": SENT, "had_files": False}
PAGES = {
    "too much at once": ("429.html", {"wait": 3}),
    "a report too much": ("429.html", {"wait": 1, "is_a_report": True}),
    "no database": ("503.html", {}),
    "no database for a form": ("503.html", {"is_sent": True}),
    "takes too long": ("too_much.html", {**FORM, "sent": None}),
    "not saved": ("too_much.html", FORM),
    "files not saved": ("too_much.html", {**FORM, "is_waiting": True, "had_files": True}),
    "a failure": ("500.html", {}),
    "a bad request": ("400.html", {}),
    "forbidden": ("403.html", {}),
    "a form of another site": ("403_csrf.html", {}),
}


def made():
    """By name, as the site makes them, without what would have to be broken for each."""
    asked = RequestFactory().get("/compare/")
    return {
        name: render_to_string(template, told, asked) for name, (template, told) in PAGES.items()
    }


@pytest.mark.parametrize(
    ("look", "language"), [("light", "en-gb"), ("dark", "uk"), ("phone", "ru")]
)
def test_no_refusal_breaks_an_accessibility_rule(site, browser, look, language):
    context = browser.new_context(**LOOKS[look])
    page, found = context.new_page(), {}
    with translation.override(language):
        pages = made()
        compare = context.request.get(f"{site.url}/compare/").body()
        before = Copy(content=compare, headers={}, made=datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
        pages["what was shown before"] = marked(before).decode()
    places = {f"{site.url}/{name.replace(' ', '-')}/": name for name in pages}

    def give(route):
        body = pages[places[route.request.url]]
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    for address, name in places.items():
        page.route(address, give)
        page.goto(address)
        for violation in broken_rules(page):
            found[f"{name}: {violation['id']}"] = [n["html"][:160] for n in violation["nodes"][:3]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{name}: wider than the screen"] = []
        # Its style is there.
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"'), name
    context.close()
    assert found == {}
