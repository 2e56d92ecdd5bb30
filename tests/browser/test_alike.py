"""The same words a second time, in a browser: the warning while they are typed, the three ways on
from it, and what stands beside the codings."""

import pytest
from playwright.sync_api import expect

from .login import log_in
from .test_access import LOOKS, broken_rules
from .test_admin import add_source, choose

SAID = "We shall sit down the day the last of the guns is silent, and not an hour before that."
AGAIN = "We will sit down when the last of the guns is silent, and not an hour before"
CHANGELIST = "/admin/positions/statement/"


@pytest.fixture
def desk(page, site):
    """A page at the desk, on which any message of the console ends the test. The other tests read
    the same site: what was entered is deleted."""
    heard = []
    page.context.on("console", lambda message: heard.append(message.text))
    page.context.on("weberror", lambda error: heard.append(str(error.error)))
    log_in(page, site)
    yield page
    delete_all(page, site)
    assert heard == []


def delete_all(page, site):
    """The restatements first: what is restated cannot be deleted."""
    page.goto(f"{site.url}{CHANGELIST}?q=%22last+of+the+guns%22&o=-1")
    while (found := page.locator(".field-first_words a")).count():
        found.first.click()
        page.locator(".deletelink").click()
        page.get_by_role("button", name="Yes, I’m sure").click()
        page.goto(f"{site.url}{CHANGELIST}?q=%22last+of+the+guns%22&o=-1")


def enter(page, site, text, day="2022-12-02"):
    page.goto(f"{site.url}{CHANGELIST}add/")
    page.get_by_label("Text:", exact=True).fill(text)
    page.get_by_label("Form:", exact=True).select_option("quotation")
    page.get_by_label("Said on").fill(day)
    choose(page, "official", "Zelensky", "Volodymyr Zelensky")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_the_same_words_a_second_time(desk, site):
    page = desk
    enter(page, site, SAID)
    press(page, "Save")
    expect(page.locator(".messagelist .success")).to_contain_text("was added successfully")

    # While it is typed: beside the text, told to a screen reader too.
    enter(page, site, AGAIN)
    alike = page.locator("#alike")
    expect(alike).to_contain_text(SAID)
    expect(alike).to_contain_text(AGAIN)
    expect(alike).to_contain_text("No source yet")
    expect(page.locator("#alike-told[role=status]")).to_have_text("Looks like one on record")
    page.get_by_label("Text:", exact=True).fill("Prisoners come home first, every one of them.")
    expect(alike).to_be_hidden()
    page.get_by_label("Text:", exact=True).fill(AGAIN)
    expect(alike).to_be_visible()

    # Another source: the one on record gets it, and nothing new is made.
    add_source(page, "https://example.org/the-same-words")
    press(page, "Add as another source")
    expect(page.locator(".messagelist .success")).to_contain_text("Test Agency")
    expect(page.locator("#id_text")).to_have_value(SAID)
    expect(page.locator("#citations-0")).to_contain_text("Test Agency")

    # Enter in a field saves and chooses nothing; the form comes back with all that was typed.
    enter(page, site, AGAIN, day="2022-12-03")
    expect(alike).to_be_visible()
    page.get_by_label("Place and occasion").fill("Kyiv")
    page.get_by_label("Place and occasion").press("Enter")
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("#id_venue")).to_have_value("Kyiv")
    expect(alike).to_contain_text(SAID)
    press(page, "Link as restatement")
    page.locator(".messagelist .success a", has_text="Volodymyr Zelensky").click()
    expect(page.locator("#id_restates + .select2")).to_contain_text("2 December 2022")

    # Another statement, with the button that was pressed at first: add another.
    enter(page, site, f"{SAID} So it is.", day="2022-12-01")
    press(page, "Save and add another")
    expect(alike).to_contain_text("Looks like 2 on record")
    press(page, "It is another than all of these")
    expect(page.locator(".messagelist .success")).to_contain_text("was added successfully")
    expect(page.locator("#id_said_on")).to_have_value("2022-12-01")

    page.goto(f"{site.url}{CHANGELIST}pairs/")
    expect(page.locator("#content-main")).not_to_contain_text("guns")


def test_it_works_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, site)
    for _ in range(2):
        page.goto(
            f"{site.url}{CHANGELIST}add/?text={SAID}&form=quotation&said_on=2022-12-02"
            "&attribution=institution&actor=1&role=Office"
        )
        press(page, "Save")
    expect(page.locator("#alike")).to_contain_text(SAID)
    press(page, "It is another statement")
    expect(page.locator(".messagelist .success")).to_contain_text("was added successfully")
    delete_all(page, site)
    context.close()


def test_what_stands_beside_the_codings(desk, site):
    page = desk
    enter(page, site, SAID)
    choose(page, "codings-0-precondition", "direct talks", "hold direct talks")
    told = page.locator("#id_codings-0-precondition_helptext .told[role=status]")
    expect(told).to_contain_text("Negotiations between the two states")
    expect(told).to_contain_text("Before:")
    page.locator("#id_codings-0-stance").select_option("requires")
    page.locator("#id_codings-0-gate").select_option("enter_talks")
    expect(page.locator("#id_codings-0-stance_helptext .told")).to_contain_text(
        "Not this: X is wanted"
    )
    expect(page.locator("#id_codings-0-gate_helptext .told")).to_contain_text(
        "No talks before this."
    )
    page.locator("#id_codings-0-stance").select_option("open")
    expect(page.locator("#id_codings-0-gate_helptext .told")).to_contain_text("have a gate")
    page.get_by_role("button", name="Add another Coding").or_(
        page.get_by_role("link", name="Add another Coding")
    ).click()
    page.locator("#id_codings-2-stance").select_option("waives")
    expect(page.locator("#id_codings-2-stance_helptext .told")).to_contain_text("Drops its own")


@pytest.mark.parametrize("look", LOOKS)
def test_neither_page_breaks_an_accessibility_rule(browser, site, look):
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    log_in(page, site)
    found = {}

    def check(name):
        for violation in broken_rules(page):
            nodes = [node["html"][:200] for node in violation["nodes"][:3]]
            found[f"{name}: {violation['id']}"] = nodes
        if (width := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            found[f"{name}: wider than the screen"] = width

    enter(page, site, "Says Ukraine will not leave Donbas for a new offensive.", "2025-08-12")
    expect(page.locator("#alike")).to_be_visible()
    choose(page, "codings-0-precondition", "direct talks", "hold direct talks")
    page.locator("#id_codings-0-stance").select_option("rejects")
    expect(page.locator("#id_codings-0-precondition_helptext .told")).to_contain_text("Before:")
    check("form")
    page.goto(f"{site.url}{CHANGELIST}pairs/")
    expect(page.locator("#content-main")).to_contain_text("Donbas")
    check("pairs")
    page.get_by_role("button", name="The same: keep the first").first.click()
    expect(page.locator("#id_duplicate_of + .select2")).to_contain_text("Volodymyr Zelensky")
    check("withdrawal")
    context.close()
    assert found == {}
