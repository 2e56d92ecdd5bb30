"""What a reader does: compare, open the words, filter, go back; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

SEED_DAY = "2022-12-02"


@pytest.fixture
def without_javascript(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def row_of(page, precondition):
    return page.locator("table.comparison tbody", has=page.get_by_role("link", name=precondition))


def cell_of(page, precondition, actor):
    row = row_of(page, precondition)
    return row.locator("td", has=page.locator(".whose", has_text=actor))


def test_a_cell_opens_its_words_in_place_and_closes_again(site, quiet_page):
    page = quiet_page
    page.goto(f"{site.url}/compare/?as_of={SEED_DAY}")
    opener = cell_of(page, "Russia's annexation", "Russia").locator("a.opens")
    opener.click()
    words = row_of(page, "Russia's annexation").locator("td.words")
    expect(words).to_contain_text("must recognise the annexation of new territories")
    expect(words.get_by_role("heading", name="What Russia has said")).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(f"{site.url}/compare/?as_of={SEED_DAY}")
    words.get_by_role("button", name="Close").click()
    expect(words).to_be_empty()
    expect(opener).to_be_focused()
    opener.click()
    expect(words).not_to_be_empty()
    opener.click()
    expect(words).to_be_empty()


def test_another_cell_of_the_row_takes_the_place(site, quiet_page):
    page = quiet_page
    page.goto(f"{site.url}/compare/?as_of={SEED_DAY}")
    page.locator("a.opens", has_text="Russia").first.click()
    words = page.locator("td.words:not(:empty)")
    expect(words).to_contain_text("What Russia has said")
    row = page.locator("tbody", has=words)
    row.locator("a.opens", has_text="Ukraine").click()
    expect(words).to_contain_text("What Ukraine has said")
    expect(page.locator("[aria-expanded=true]")).to_have_count(1)


@pytest.mark.parametrize("broken", ["refused", "cut"])
def test_words_that_cannot_open_in_place_are_followed(site, page, broken):
    def breaks(route):
        in_place = route.request.headers.get("hx-request-type") == "partial"
        if not in_place:
            route.continue_()
        elif broken == "cut":
            route.abort()
        else:
            route.fulfill(status=404, body="<main id='main'>Nothing</main>")

    page.route("**/compare/**", breaks)
    page.goto(f"{site.url}/compare/?as_of={SEED_DAY}")
    cell_of(page, "Russia's annexation", "Russia").locator("a.opens").click()
    expect(page).to_have_url(f"{site.url}/compare/russia/annexation-recognised/?as_of={SEED_DAY}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Russia")


def test_the_cell_is_a_page_of_its_own_without_javascript(site, without_javascript):
    page = without_javascript
    page.goto(f"{site.url}/compare/?as_of={SEED_DAY}")
    cell_of(page, "Russia's annexation", "Russia").locator("a.opens").click()
    expect(page).to_have_url(f"{site.url}/compare/russia/annexation-recognised/?as_of={SEED_DAY}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Russia")
    expect(page.locator("main")).to_contain_text("must recognise the annexation")


def test_comparing_keeps_address_title_and_back(site, quiet_page):
    page = quiet_page
    page.goto(f"{site.url}/compare/?as_of={SEED_DAY}&topic=territory")
    page.get_by_label("Topic").select_option("ceasefire")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("topic=ceasefire"))
    expect(page).to_have_title(re.compile("Ceasefire compared"))
    expect(page.get_by_role("status").first).to_contain_text("rows, as of 2 December 2022")
    page.go_back()
    expect(page).to_have_title(re.compile("Territory and recognition compared"))
    expect(page.get_by_label("Topic")).to_have_value("territory")
    page.go_forward()
    expect(page).to_have_title(re.compile("Ceasefire compared"))
    expect(page.get_by_label("Topic")).to_have_value("ceasefire")
    expect(page.locator("header.site")).to_have_count(1)


def test_back_from_another_page_returns_to_the_comparison(site, quiet_page):
    page = quiet_page
    page.goto(f"{site.url}/compare/?as_of={SEED_DAY}")
    page.get_by_label("Topic").select_option("arms")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("topic=arms"))
    page.locator("table.comparison").get_by_role("link", name="Arms deliveries").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arms deliveries")
    page.go_back()
    expect(page).to_have_title(re.compile("Arms and military support compared"))
    expect(page.locator("table.comparison")).to_be_visible()


def test_two_days_are_compared_in_place_and_narrowed_to_what_changed(site, quiet_page):
    page = quiet_page
    page.goto(f"{site.url}/compare/?as_of=2025-06-02&topic=ceasefire")
    page.get_by_label("Changed since").fill("2024-12-31")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("versus=2024-12-31"))
    expect(page.get_by_text("5 changed in stance group or gate")).to_be_visible()
    expect(page.locator("#announcement")).to_contain_text("5 changed")
    page.get_by_role("link", name="Show only what changed or is new").click()
    expect(
        page.get_by_role("heading", name="What changed or is new since 31 December 2024")
    ).to_be_visible()
    russia = cell_of(page, "All fighting stops", "Russia")
    expect(russia.locator(".change")).to_have_text("Changed")
    expect(russia.locator("blockquote")).to_have_count(2)


def test_the_first_screen_says_who_asks_for_what_before_talks_and_since_when(site, quiet_page):
    page = quiet_page
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site.url}/compare/?as_of={SEED_DAY}")
        heading = page.get_by_role("heading", name="Before talks: who requires what")
        expect(heading).to_be_in_viewport()
        russia = page.locator(".digest section", has=page.get_by_role("heading", name="Russia"))
        expect(russia).to_contain_text("Requires")
        expect(russia).to_contain_text("since 4 March 2022, last affirmed 2 December 2022")


def test_statements_are_filtered_announced_and_restored(site, quiet_page):
    page = quiet_page
    page.goto(f"{site.url}/statements/")
    page.get_by_label("Actor").select_option("us")
    page.get_by_label("From").fill("2022-12-02")
    page.get_by_label("To", exact=True).fill("2 Dec 2022")
    page.get_by_role("button", name="Show statements").click()
    expect(page).to_have_url(f"{site.url}/statements/?actor=us&from=2022-12-02&to=2+Dec+2022")
    expect(page.locator("#announcement")).to_have_text("4 statements")
    expect(page.locator("#results .statement")).to_have_count(4)
    page.get_by_role("link", name="To: 2 December 2022").click()
    expect(page).to_have_url(f"{site.url}/statements/?actor=us&from=2022-12-02")
    page.go_back()
    expect(page.locator("#results .statement")).to_have_count(4)
    page.go_back()
    expect(page.get_by_role("heading", name="448 statements")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(f"{site.url}/statements/?page=2")
    expect(page).to_have_title(re.compile(r"page 2 of 18"))
    expect(page.locator("#results-heading")).to_be_in_viewport()


def test_the_search_of_every_page_holds_what_was_searched_for(site, quiet_page):
    page, box = quiet_page, quiet_page.locator("#site-q")
    page.goto(f"{site.url}/statements/")
    page.locator("#id_q").fill("withdrawal")
    page.get_by_role("button", name="Show statements").click()
    expect(page).to_have_url(f"{site.url}/statements/?q=withdrawal")
    expect(box).to_have_value("withdrawal")
    page.go_back()
    expect(box).to_have_value("")


def test_a_wrong_date_is_named_beside_its_field_in_place(site, page):
    page.goto(f"{site.url}/statements/")
    page.get_by_label("From").fill("soon")
    page.get_by_role("button", name="Show statements").click()
    expect(page.get_by_label("From")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_from_error")).to_contain_text("Type a year, a month or a day")
    expect(page.get_by_label("From")).to_have_value("soon")


def test_filters_work_without_javascript(site, without_javascript):
    page = without_javascript
    page.goto(f"{site.url}/statements/")
    stances = page.get_by_label("Stance", exact=True)
    expect(stances.locator("option[value=waives]")).to_be_disabled()
    told = stances.locator("option[value=open]").inner_text()
    number = re.search(r"\((\d+)\)", told)[1]
    stances.select_option("open")
    page.get_by_role("button", name="Show statements").click()
    expect(page.get_by_role("heading", name=f"{number} statements")).to_be_visible()
    page.goto(f"{site.url}/statements/?stance=waives")
    expect(page.get_by_role("heading", name="0 statements")).to_be_visible()
    expect(page.get_by_text("Drop one filter")).to_be_visible()
    page.get_by_role("link", name="without stance").click()
    expect(page.get_by_role("heading", name="448 statements")).to_be_visible()
