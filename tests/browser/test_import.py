"""From files to drafts in the browser: upload, preview, import, see the drafts."""

import pytest
from playwright.sync_api import expect

from tests.admin import imports

from .login import log_in
from .test_access import LOOKS, broken_rules

ROWS = [{"id": f"2022-12-03-us-kirby-{n}", "text": f"We will talk, {n}."} for n in range(1, 4)]


@pytest.fixture
def desk(site, quiet_page):
    log_in(quiet_page, site)
    quiet_page.goto(f"{site.url}/admin/positions/upload/add/")
    return quiet_page


def choose(page, *files):
    payload = [
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in files
    ]
    page.get_by_label("Files").set_input_files(payload)
    page.get_by_role("button", name="Check the files").click()


def sound(page):
    """That the page breaks no rule of accessibility in any look, and fits on a phone."""
    for look in LOOKS.values():
        page.set_viewport_size(look["viewport"])
        page.emulate_media(color_scheme=look["color_scheme"])
        page.reload()
        violations = broken_rules(page)
        found = [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in violations]
        assert found == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_progress_is_seen_while_the_work_goes_on(desk):
    many = [{"id": f"2022-12-04-us-kirby-{n}", "text": f"Many, {n}."} for n in range(2000)]
    name, text = imports.statements(*many)
    payload = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    desk.get_by_label("Files").set_input_files([payload])
    desk.get_by_role("button", name="Check the files").click(no_wait_after=True)
    expect(desk.locator(".step:visible")).to_have_count(1)
    expect(desk.locator(".step:visible progress")).to_be_visible()
    expect(desk.get_by_text("nothing is stored yet")).to_be_visible(timeout=60_000)
    expect(desk.locator(".changes > li")).to_have_count(200)


def test_columns_are_read_on_a_phone(site, desk):
    desk.goto(f"{site.url}/admin/positions/upload/columns/")
    desk.set_viewport_size({"width": 390, "height": 800})
    cells = desk.locator(".described td:last-child")
    assert cells.evaluate_all("all => all.every(c => c.getBoundingClientRect().right <= 390)")
    sizes = cells.evaluate_all("all => all.map(c => c.getBoundingClientRect().width)")
    assert min(sizes) > 300


def test_files_become_drafts(site, desk):
    sound(desk)
    choose(desk, imports.statements(*ROWS, {"form": "poem"}))
    expect(desk.get_by_text("“poem” is not one of")).to_be_visible()
    expect(desk.get_by_role("button", name="Import now")).to_have_count(0)
    sound(desk)
    desk.get_by_role("link", name="choose them again").click()
    choose(desk, imports.statements(*ROWS))
    expect(desk.get_by_text("nothing is stored yet")).to_be_visible()
    expect(desk.locator(".changes > li")).to_have_count(3)
    expect(desk.locator(".changes").get_by_text("We will talk, 2.")).to_be_visible()
    sound(desk)
    desk.get_by_role("button", name="Import now").click()
    expect(desk.get_by_text("Imported by admin")).to_be_visible()
    expect(desk.locator(".entered li")).to_have_count(3)
    sound(desk)
    desk.goto(f"{site.url}/admin/positions/statement/?q=2022-12-03-us-kirby")
    expect(desk.locator("#result_list tbody tr")).to_have_count(3)
    expect(desk.locator("td.field-status")).to_have_text(["Draft"] * 3)
    assert desk.request.get(f"{site.url}/statements/2022-12-03-us-kirby-1/").status == 404
    desk.goto(f"{site.url}/admin/positions/upload/columns/")
    sound(desk)
    desk.goto(f"{site.url}/admin/positions/upload/")
    sound(desk)
