"""Citations are copied with one click; without scripts they are boxes to select."""

from playwright.sync_api import expect

from .test_access import LOOKS, broken_rules

STATEMENT = "/statements/2022-12-02-russia-peskov-3/"


def test_one_click_copies_a_citation(site, quiet_page):
    page = quiet_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.url + STATEMENT)
    page.get_by_text("BibTeX", exact=True).first.click()
    box = page.get_by_label("This record, BibTeX")
    page.locator(f"[data-copy={box.get_attribute('id')}]").click()
    expect(page.locator("#announcement")).to_have_text("Copied")
    ticks = page.locator("button[data-copied]")
    expect(ticks).to_have_count(1)
    assert "✓" in ticks.evaluate("e => getComputedStyle(e, '::after').content")
    expect(ticks).to_have_count(0, timeout=5000)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == box.input_value()
    assert copied.startswith("@online{parley-2022-12-02-russia-peskov-3,")


def test_boxes_stand_open_to_the_rules_of_access(site, browser):
    context = browser.new_context(**LOOKS["dark phone"])
    page = context.new_page()
    page.goto(site.url + STATEMENT)
    for number in range(page.locator(".formats summary").count()):
        page.locator(".formats summary").nth(number).click()
        broken = broken_rules(page)
        assert [one["id"] for one in broken] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_without_scripts_there_are_boxes_and_no_buttons(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + STATEMENT)
    expect(page.get_by_label("This record, plain text")).to_have_value(
        page.get_by_label("This record, plain text").text_content()
    )
    expect(page.get_by_label("This record, plain text")).not_to_be_editable()
    expect(page.locator("[data-copy]:visible")).to_have_count(0)
    context.close()
