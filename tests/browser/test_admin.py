"""An editor's first quote, in a browser: one form, a new source from its "+", two codings; and its
way through a reviewer's hands to readers and back."""

import pytest
from playwright.sync_api import expect

from .login import log_in, log_in_first_time
from .test_access import LOOKS, broken_rules

WORDS = "We are ready to sit down at once, and nothing comes before that."


def choose(page, field, typed, shown):
    page.locator(f"#id_{field} + .select2").click()
    page.locator(".select2-search__field").fill(typed)
    page.locator(".select2-results__option", has_text=shown).first.click()


def add_source(page, address):
    """By the "+" beside the field, in a window of its own."""
    with page.expect_popup() as opened:
        page.locator("#add_id_citations-0-source").click()
    window = opened.value
    window.get_by_label("Publisher").fill("Test Agency")
    window.get_by_label("Address:", exact=True).fill(address)
    window.get_by_label("Kind").select_option("news_agency")
    with window.expect_event("close"):
        window.get_by_role("button", name="Save").click()
    chosen = page.locator("#id_citations-0-source + .select2")
    expect(chosen).to_contain_text("Test Agency")


def add_reviewer(page, site, name, password):
    page.goto(f"{site.url}/admin/auth/user/add/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password1").fill(password)
    page.locator("#id_password2").fill(password)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#id_is_staff").check()
    page.locator("#id_groups_from").select_option(label="Reviewer")
    page.locator("#id_groups_add").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("was changed")


def breaches(page, name):
    """What breaks a rule of accessibility here, in looks that differ in everything."""
    found = {}
    for look in ("light", "dark phone"):
        wanted = LOOKS[look]
        page.emulate_media(color_scheme=wanted["color_scheme"])
        page.set_viewport_size(wanted["viewport"])
        page.wait_for_timeout(400)  # The admin's links change their colours slowly.
        for broken in broken_rules(page):
            nodes = [node["html"][:160] for node in broken["nodes"][:3]]
            found[f"{name}, {look}: {broken['id']}"] = nodes
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{name}, {look}: wider than the screen"] = []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(LOOKS["light"]["viewport"])
    return found


@pytest.fixture
def complaints(page):
    heard = []
    page.context.on("console", lambda message: heard.append(message.text))
    page.context.on("weberror", lambda error: heard.append(str(error.error)))
    return heard


def test_the_first_quote(page, site, browser, complaints):
    log_in(page, site)

    page.goto(f"{site.url}/admin/positions/statement/add/")
    page.get_by_label("Text:", exact=True).fill(WORDS)
    page.get_by_label("Form:", exact=True).select_option("quotation")
    page.get_by_label("Said on").fill("2022-12-02")
    choose(page, "official", "Зеленский", "Volodymyr Zelensky")
    expect(page.locator(".field-role_then")).to_contain_text("President (Ukraine), from")
    add_source(page, "https://example.org/first-quote")
    choose(page, "codings-0-precondition", "direct talks", "hold direct talks")
    page.locator("#id_codings-0-stance").select_option("demands")
    choose(page, "codings-1-precondition", "ceasefire", "")
    page.locator("#id_codings-1-stance").select_option("requires")
    page.locator("#id_codings-1-gate").select_option("enter_talks")
    page.locator("#id_codings-1-note").fill("Not asked for before.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#id_role")).to_have_value("President")
    found = breaches(page, "draft")
    record = page.url.partition("?")[0]
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".messagelist .success")).to_have_text("Submitted for review: 1.")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    assert complaints == []
    add_reviewer(page, site, "rita", "second-pair-of-eyes")

    reviewer = browser.new_context()
    page = reviewer.new_page()
    log_in_first_time(page, site, "rita", "second-pair-of-eyes")
    page.goto(record)
    expect(page.locator(".standing [aria-current]")).to_have_text("In review")
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("main")).to_contain_text("Preview: in review.")
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    found |= breaches(page, "preview")
    page.get_by_role("link", name="Back to the desk").click()
    page.get_by_role("button", name="Mark as checked against the source").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".standing [aria-current]")).to_have_text("Published")
    found |= breaches(page, "published")
    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    expect(page.get_by_role("main")).to_contain_text("Test Agency")
    public = page.url
    page.goto(f"{site.url}/compare/?actors=ukraine&actors=us&as_of=2022-12-02")
    page.locator("a[href*='/compare/ukraine/direct-talks/']").first.click()
    expect(page.get_by_role("main")).to_contain_text(WORDS)

    # The other tests read the same site.
    page.goto(record)
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".errorlist")).to_have_text("Give the reason.")
    found |= breaches(page, "why")
    page.get_by_label("Reason").fill("It was entered to see whether the desk works.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".standing [aria-current]")).to_have_text("Withdrawn")
    assert page.goto(public).status == 410
    expect(page.get_by_role("main")).to_contain_text("It was entered to see whether")
    expect(page.get_by_role("main")).not_to_contain_text(WORDS)
    found |= breaches(page, "withdrawn")
    page.goto(f"{site.url}/admin/positions/statement/")
    found |= breaches(page, "list")
    reviewer.close()
    assert found == {}
