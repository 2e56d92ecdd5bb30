"""What browsers keep scripts from doing, on pages that htmx changes."""

import re

INTO_THE_PAGE = """text => {
    try { document.getElementById("main").innerHTML = text; return "done" }
    catch (error) { return error.name }
}"""
WITH_A_SCRIPT = """<!doctype html><title>Swapped</title><main id="main"><p>Swapped in</p>
<script>document.title = "run"</script></main>"""


def test_no_script_but_htmx_makes_elements_of_text(page, site):
    page.goto(f"{site.url}/compare/")
    assert page.evaluate(INTO_THE_PAGE, "<b>bold</b>") == "TypeError"


def test_a_script_in_what_htmx_fetches_is_not_run(page, site):
    page.goto(f"{site.url}/compare/")
    page.route(
        re.compile(r"/compare/\?.*topic=ceasefire"),
        lambda route: route.fulfill(body=WITH_A_SCRIPT, content_type="text/html"),
    )
    page.get_by_label("Topic").select_option("ceasefire")
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("Swapped in").wait_for()
    assert page.locator("main script").text_content() == ""
    assert page.title() == "Swapped"
