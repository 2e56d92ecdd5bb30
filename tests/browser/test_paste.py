"""A press conference, pasted once: five quotes without typing source, day or speaker again."""

import pytest
from playwright.sync_api import expect

from .login import log_in
from .test_access import LOOKS, broken_rules
from .test_admin import choose

TEXT = """GRANMARK, 4 December 2024 (Coast Wire) - Norvale's foreign minister met reporters.

"We are ready to sit down at once, and nothing comes before that," Foreign Minister
Hedda Brandvik said.

The room was full.

"The pilots of both sides should speak every morning," Brandvik told reporters.

Rain fell on the quay.

Asked of boats, she paused. "A pause in the patrols is not a prize for anybody," Brandvik said.

A bell rang outside.

"Observers are welcome aboard," the minister said, "as long as they bring their own coats."

The lights went out for a moment.

"I have not been shown a single written plan," Brandvik added.
"""
QUOTES = [
    "We are ready to sit down at once, and nothing comes before that.",
    "The pilots of both sides should speak every morning.",
    "A pause in the patrols is not a prize for anybody.",
    "Observers are welcome aboard, as long as they bring their own coats.",
    "I have not been shown a single written plan.",
]


@pytest.fixture
def heard(page):
    """All that the browser complains of: refused by the policy, failed or not found."""
    complaints = []
    page.context.on("console", lambda message: complaints.append(message.text))
    page.context.on("weberror", lambda error: complaints.append(str(error.error)))
    return complaints


# Links fade from one colour to the other; no fading is waited for that does not end.
FADED = """Promise.race([
    Promise.allSettled(document.getAnimations().map((one) => one.finished)),
    new Promise((end) => setTimeout(end, 3000)),
])"""


def add(page, site, model, **fields):
    page.goto(f"{site.url}/admin/positions/{model}/add/")
    for label, value in fields.items():
        page.locator(f"#id_{label}").fill(value)


def saved(page):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def add_speaker(page, site):
    add(page, site, "actor", name="Norvale", short_name="Norvale", slug="norvale")
    page.locator("#id_classification").select_option("state")
    saved(page)
    add(page, site, "official", name="Hedda Brandvik", slug="hedda-brandvik")
    if not page.locator("#id_tenures-0-role").is_visible():
        page.get_by_role("button", name="Add another Tenure").click()
    choose(page, "tenures-0-actor", "Norvale", "Norvale")
    page.locator("#id_tenures-0-role").fill("Foreign Minister")
    page.locator("#id_tenures-0-start_date").fill("2024-01-15")
    page.locator("#id_tenures-0-authority").select_option("2")
    saved(page)


def paste(page, site):
    page.goto(f"{site.url}/admin/positions/statement/")
    page.get_by_role("link", name="Paste an article").click()
    page.get_by_label("Publisher").fill("Coast Wire")
    page.get_by_label("Address:", exact=True).fill("https://example.org/granmark")
    page.get_by_label("Published on").fill("2024-12-04")
    page.get_by_label("Kind").select_option("news_agency")
    page.get_by_label("Text of the article").fill(TEXT)
    page.get_by_role("button", name="Save and find the statements").click()


def delete(page, site, model, query):
    """The other tests read the same site."""
    page.goto(f"{site.url}/admin/positions/{model}/?q={query}")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").first.select_option("delete_selected")
    page.locator("button[name=index]").first.click()
    page.get_by_role("button", name="Yes, I’m sure").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


@pytest.fixture
def speaker(page, site):
    log_in(page, site)
    add_speaker(page, site)
    yield
    delete(page, site, "statement", "Brandvik")
    delete(page, site, "article", "granmark")
    delete(page, site, "source", "granmark")
    page.goto(f"{site.url}/admin/positions/official/?q=Brandvik")
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_tenures-0-DELETE").check()
    saved(page)
    delete(page, site, "official", "Brandvik")
    delete(page, site, "actor", "Norvale")


def breaches(page, name):
    found = {}
    for violation in broken_rules(page):
        found[f"{name}: {violation['id']}"] = [node["html"][:160] for node in violation["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found[f"{name}: wider than the screen"] = []
    return found


def looks(page, name):
    """What breaks a rule of accessibility in any look."""
    found = {}
    for look, wanted in LOOKS.items():
        page.emulate_media(color_scheme=wanted["color_scheme"])
        page.set_viewport_size(wanted["viewport"])
        page.evaluate(FADED)
        found |= breaches(page, f"{name}, {look}")
    page.set_viewport_size(LOOKS["light"]["viewport"])
    return found


def test_five_quotes_of_one_press_conference(page, site, heard, speaker):
    page.goto(f"{site.url}/admin/positions/article/add/")
    found = looks(page, "paste")
    paste(page, site)

    rows = page.locator(".proposal")
    expect(rows).to_have_count(5)
    expect(page.locator(".pasted mark")).to_have_count(6)
    expect(page.get_by_role("button", name="Save 5 picked as drafts")).to_be_visible()
    for row, words in zip(rows.all(), QUOTES, strict=True):
        expect(row.get_by_role("checkbox", name="Pick:")).to_be_checked()
        expect(row.get_by_label("Text:", exact=True)).to_have_value(words)
        expect(row.locator(".field-official .select2").first).to_contain_text("Hedda Brandvik")
        expect(row.get_by_label("Role")).to_have_value("Foreign Minister")
    found |= looks(page, "picking")

    rows.nth(2).get_by_role("checkbox", name="Pick:").uncheck()
    expect(page.get_by_role("button", name="Save 4 picked as drafts")).to_be_visible()
    expect(rows.nth(2).get_by_label("Text:", exact=True)).to_be_hidden()
    rows.nth(2).get_by_role("checkbox", name="Pick:").check()
    rows.nth(4).get_by_label("Text:", exact=True).fill("I have not been shown a single plan.")
    expect(page.locator("mark.here")).to_have_attribute("id", "text-5")
    page.get_by_label("Place and occasion").fill("Press conference, Granmark")
    page.get_by_role("button", name="Save 5 picked as drafts").click()

    refused = rows.nth(4).locator(".errorlist")
    expect(refused).to_contain_text("does not stand in the pasted text")
    expect(refused.locator("strong")).to_have_text("written")
    found |= looks(page, "refused")
    rows.nth(4).get_by_label("Text:", exact=True).fill(QUOTES[4])
    page.get_by_role("button", name="Save 5 picked as drafts").click()

    expect(page.locator(".messagelist .success")).to_contain_text("Saved as drafts: 5.")
    expect(page.locator("#saved li")).to_have_count(5)
    expect(page.locator("mark.saved")).to_have_count(6)
    expect(rows).to_have_count(0)
    found |= looks(page, "saved")

    page.locator("#saved li", has_text="We are ready").get_by_role("link").click()
    expect(page.locator("#id_said_on")).to_have_value("2024-12-04")
    expect(page.locator("#id_venue")).to_have_value("Press conference, Granmark")
    expect(page.locator("#id_citations-0-exact")).to_have_value(QUOTES[0].replace("that.", "that,"))
    for number, (typed, stance, gate) in enumerate(
        [("direct talks", "demands", "none"), ("ceasefire", "requires", "enter_talks")]
    ):
        if not page.locator(f"#id_codings-{number}-stance").is_visible():
            page.get_by_role("button", name="Add another Coding").click()
        choose(page, f"codings-{number}-precondition", typed, "")
        page.locator(f"#id_codings-{number}-stance").select_option(stance)
        page.locator(f"#id_codings-{number}-gate").select_option(gate)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(f"{site.url}/admin/positions/article/?q=granmark")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("#saved li", has_text="We are ready")).to_contain_text("2 codings")
    assert found == {}
    assert heard == []
