"""An editor's first quote, in a browser: one form, a new source from its "+", two codings."""

from playwright.sync_api import expect

WORDS = "We are ready to sit down at once, and nothing comes before that."


def log_in(page, site):
    page.goto(f"{site.url}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.admin_password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Editors' desk")).to_be_visible()


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


def test_the_first_quote(page, site):
    complaints = []
    page.context.on("console", lambda message: complaints.append(message.text))
    page.context.on("weberror", lambda error: complaints.append(str(error.error)))
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
    page.get_by_label("Status").select_option("published")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist .success a", has_text="Volodymyr Zelensky").click()
    expect(page.locator("#id_role")).to_have_value("President")
    record = page.url
    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    expect(page.get_by_role("main")).to_contain_text("Test Agency")

    page.goto(f"{site.url}/compare/?actors=ukraine&actors=us&as_of=2022-12-02")
    page.locator("a[href*='/compare/ukraine/direct-talks/']").first.click()
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    assert complaints == []

    # The other tests read the same site.
    page.goto(record)
    page.locator(".deletelink").click()
    page.get_by_role("button", name="Yes, I’m sure").click()
    expect(page.locator(".messagelist .success")).to_contain_text("was deleted")
    assert complaints == []
