"""The desk in a browser without scripts: a quote with a source and two codings, from scratch."""

import pytest
from playwright.sync_api import expect

from .login import log_in
from .test_admin import breaches

WORDS = "Nobody needs a script to say that we will sit down."


UNFOLD = "for (const one of document.querySelectorAll('noscript')) one.outerHTML = one.textContent"


@pytest.fixture
def plain(browser):
    """A page without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def typed(page, field, words):
    page.locator(f"#id_{field}_typed").fill(words)


def test_a_quote_is_entered_and_coded(plain, site):
    page = plain
    log_in(page, site)
    page.goto(f"{site.url}/admin/positions/source/add/")
    page.get_by_label("Publisher").fill("Test Agency")
    page.get_by_label("Address:", exact=True).fill("https://example.org/without-scripts")
    page.get_by_label("Kind").select_option("news_agency")
    page.get_by_role("button", name="Save", exact=True).click()

    page.goto(f"{site.url}/admin/positions/statement/add/")
    expect(page.locator("select.admin-autocomplete:visible")).to_have_count(0)
    page.get_by_label("Text:", exact=True).fill(WORDS)
    page.get_by_label("Form:", exact=True).select_option("quotation")
    page.get_by_label("Said on").fill("2022-12-02")
    page.get_by_label("Official: name or slug").fill("Zelens")
    typed(page, "citations-0-source", "https://example.org/without-scripts")
    typed(page, "codings-0-precondition", "direct-talks")
    page.locator("#id_codings-0-stance").select_option("demands")
    typed(page, "codings-1-precondition", "full-ceasefire")
    typed(page, "codings-1-holder", "Ukraine")
    page.locator("#id_codings-1-stance").select_option("requires")
    page.locator("#id_codings-1-gate").select_option("enter_talks")
    page.locator("#id_codings-1-note").fill("Not asked for before.")
    page.get_by_role("button", name="Save and continue editing").click()
    refused = page.locator(".field-official .errorlist").first
    expect(refused).to_contain_text("“Zelens” is no official on record")
    expect(refused).to_contain_text("volodymyr-zelensky")

    page.get_by_label("Official: name or slug").fill("Зеленский")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#id_official_typed")).to_have_value("volodymyr-zelensky")
    expect(page.locator("#id_actor_typed")).to_have_value("ukraine")
    expect(page.locator("#id_codings-1-precondition_typed")).to_have_value("full-ceasefire")
    expect(page.locator("#id_role")).to_have_value("President")

    page.get_by_role("link", name="Rows for one more source, coding and earlier").click()
    typed(page, "codings-2-precondition", "direct-talks")
    page.locator("#id_codings-2-stance").select_option("requires")
    page.locator("#id_codings-2-gate").select_option("sign")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#id_codings-2-precondition_typed")).to_have_value("direct-talks")


def test_what_stands_there_without_scripts_breaks_no_rule(page, site):
    """Axe is a script itself, so what a browser with scripts leaves out is put in its place."""
    log_in(page, site)
    page.goto(f"{site.url}/admin/positions/statement/add/?more=1")
    page.evaluate(UNFOLD)
    expect(page.get_by_label("Official: name or slug")).to_be_visible()
    assert breaches(page, "statement") == {}
