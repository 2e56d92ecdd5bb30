"""A second code and a settlement in a browser, by keyboard too, in every look."""

from playwright.sync_api import expect

from .login import log_in
from .test_admin import breaches


def test_a_unit_is_coded_again_and_one_that_differs_is_settled(site, quiet_page):
    page = quiet_page
    log_in(page, site)
    page.goto(f"{site.url}/admin/positions/coding/")
    found = breaches(page, "codings")
    page.get_by_role("link", name="Code a second time").click()
    first = page.url
    page.get_by_role("button", name="Store").click()
    expect(page.get_by_role("group", name="Stance")).to_contain_text("Choose a stance.")
    found |= breaches(page, "second code refused")
    page.get_by_role("radio", name="Declined to say").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="No side taken")).to_be_checked()
    page.get_by_role("button", name="Store").click()
    expect(page.get_by_text("Your code is stored.")).to_be_visible()
    assert page.url != first

    page.goto(f"{site.url}/admin/positions/coding/?differs=stance")
    page.locator(".field-unit_coded a").first.click()
    given = page.get_by_role("region", name="The codes given")
    stance = given.locator("strong").first.inner_text().split(",")[0]
    page.get_by_role("radio", name=stance, exact=True).check()
    page.get_by_label("Note").fill("The first code fits the words.")
    found |= breaches(page, "settling")
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_text(f"Settled: {stance}")).to_be_visible()
    page.goto(f"{site.url}/admin/positions/coding/?state=settled")
    expect(page.locator(".field-decision")).to_contain_text(stance)
    found |= breaches(page, "settled")
    assert found == {}
