"""A record that two people change: what readers and editors are shown, and back again."""

import pytest
from playwright.sync_api import expect

from .login import log_in
from .test_access import LOOKS, broken_rules

SLUG = "2023-04-06-brazil-lula-1"


def problems(page):
    """Broken rules of accessibility, and a page wider than its window."""
    found = broken_rules(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [(v["id"], v["nodes"][0]["html"][:160]) for v in found] + ([wide] if wide > 0 else [])


def open_form(page, site, query):
    page.goto(f"{site.url}/admin/positions/statement/?q={query}")
    page.locator("#result_list .field-first_words a").first.click()


def save(page):
    page.get_by_role("button", name="Save and continue editing").click()


@pytest.mark.parametrize("look", LOOKS)
def test_two_editors_and_the_way_back(site, browser, look):
    context = browser.new_context(**LOOKS[look])
    heard = []
    context.on("console", lambda message: heard.append(message.text))
    mine, theirs = context.new_page(), context.new_page()
    log_in(mine, site)
    for page in (mine, theirs):
        open_form(page, site, SLUG)
    before = mine.locator("#id_venue").input_value()

    theirs.locator("#id_venue").fill(f"Their hall ({look})")
    save(theirs)
    expect(theirs.locator(".messagelist .success")).to_be_visible()

    mine.locator("#id_venue").fill(f"My hall ({look})")
    save(mine)
    missed = mine.locator(".missed")
    expect(missed).to_contain_text(f"Their hall ({look})")
    expect(mine.locator("#id_venue")).to_have_value(f"My hall ({look})")
    assert problems(mine) == []
    save(mine)
    expect(mine.locator(".messagelist .success")).to_be_visible()

    mine.get_by_role("link", name="History", exact=True).click()
    newest = mine.locator(".entries > li").first
    expect(newest.locator("del")).to_have_text(f"Their hall ({look})")
    expect(newest.locator("ins")).to_have_text(f"My hall ({look})")
    assert problems(mine) == []

    mine.locator(".entries > li").nth(1).get_by_role("link", name="version").click()
    expect(mine.locator("ins")).to_have_text(f"Their hall ({look})")
    assert problems(mine) == []
    mine.get_by_role("button", name="Restore this version").click()
    expect(mine.locator(".messagelist .success")).to_contain_text("Restored from version")
    expect(mine.locator(".entries > li").first).to_contain_text("restored from version")

    mine.goto(f"{site.url}/admin/positions/source/")
    mine.get_by_role("link", name="Deleted", exact=True).click()
    expect(mine.get_by_role("heading", name="Deleted sources")).to_be_visible()
    assert problems(mine) == []

    mine.goto(f"{site.url}/statements/{SLUG}/")
    mine.get_by_role("link", name="History of this record").click()
    latest = mine.locator(".occasions > li").first
    expect(latest).to_contain_text("Place and occasion changed by an editor")
    expect(latest.locator("ins")).to_have_text(f"Their hall ({look})")
    assert "admin" not in mine.locator("main").inner_text()
    assert problems(mine) == []

    open_form(mine, site, SLUG)
    mine.locator("#id_venue").fill(before)
    save(mine)
    expect(mine.locator(".messagelist .success")).to_be_visible()
    context.close()
    assert heard == []
