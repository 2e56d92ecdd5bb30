"""A reader reports an error without JavaScript, and the desk reads it."""

import pytest
from playwright.sync_api import expect

from .login import log_in
from .test_access import LOOKS, broken_rules

STATEMENT = "/statements/2022-12-02-russia-peskov-3/"
WORDS = "The transcript gives another day: 3 December."


def violations(page):
    found = broken_rules(page)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    told = {v["id"]: [node["html"][:160] for node in v["nodes"][:3]] for v in found}
    return told | ({"wider than the screen": wider} if wider > 0 else {})


def test_a_report_without_javascript_from_the_statement_to_the_desk(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + STATEMENT)
    page.get_by_role("link", name="Report an error").click()
    expect(page.locator("blockquote")).to_contain_text("territorial annexations")
    page.get_by_label("What is wrong").fill(WORDS)
    page.get_by_role("button", name="Send the report").click()
    for _ in range(2):
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
        page.reload()
    page.get_by_role("link", name="Back to the statement").click()
    expect(page.get_by_role("main")).not_to_contain_text("3 December")
    context.close()


def test_the_form_by_keyboard_meets_no_trap(site, page):
    page.goto(f"{site.url}{STATEMENT}report/")
    page.get_by_label("What is wrong").focus()
    order = []
    for _ in range(3):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    assert order == ["evidence_url", "contact", "BUTTON"]
    box = page.locator("[name=subject]").locator("xpath=..").bounding_box()
    assert box["width"] <= 1 and box["height"] <= 1
    assert "Leave this field empty" not in page.locator("main").aria_snapshot()


@pytest.mark.parametrize("look", LOOKS)
def test_what_was_refused_and_what_the_desk_reads_break_no_accessibility_rule(site, browser, look):
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    page.goto(f"{site.url}{STATEMENT}report/")
    page.get_by_label("E-mail address").fill("nobody")
    page.locator("form.report").evaluate("form => { form.noValidate = true; form.submit() }")
    expect(page.get_by_role("alert")).to_contain_text("Say what is wrong.")
    expect(page.get_by_label("E-mail address")).to_have_value("nobody")
    found = {"refused": violations(page)}
    page.get_by_label("E-mail address").fill("")
    page.get_by_label("What is wrong").fill(WORDS)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")

    log_in(page, site)
    page.goto(f"{site.url}/admin/positions/report/")
    found["list"] = violations(page)
    page.get_by_role("link", name=WORDS).click()
    expect(page.get_by_role("heading", name="What the reader says")).to_be_visible()
    found["report"] = violations(page)
    page.get_by_role("link", name="Write the correction").click()
    expect(page.locator("#id_report + .select2")).to_contain_text(WORDS)
    expect(page.locator("#id_statement + .select2")).to_contain_text("Dmitry Peskov")
    found["correction"] = violations(page)
    context.close()
    assert found == dict.fromkeys(found, {})
