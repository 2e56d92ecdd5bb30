"""Every page by the accessibility rules: light, dark and phone width; no console messages."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/",
    "compare": "/compare/?as_of=2022-12-02",
    "compare five": "/compare/?actors=us&actors=russia&actors=ukraine&actors=eu&actors=un",
    "compare two": "/compare/?actors=us&actors=russia&show=all",
    "compare gate": "/compare/?as_of=2025-06-02&gate=ceasefire",
    "compare two days": "/compare/?as_of=2025-06-02&versus=2024-12-31&topic=ceasefire",
    "compare conflicts": "/compare/?as_of=2025-06-02&show=conflicts&grades=A&grades=D",
    "brief": "/brief/?as_of=2025-06-02",
    "compare wrong": "/compare/?actors=us&as_of=soon&topic=nothing&grades=x&versus=never",
    "cell": "/compare/us/us-russia-leaders-talk/?as_of=2022-12-02",
    "empty cell": "/compare/vatican/arms-stop/",
    "preconditions": "/preconditions/",
    "precondition": "/preconditions/full-ceasefire/",
    "actors": "/actors/",
    "actor": "/actors/us/?as_of=2022-12-02",
    "official": "/officials/volodymyr-zelensky/",
    "official apart": "/officials/keith-kellogg/?as_of=2025-06-02",
    "statements": "/statements/?q=withdrawal&actor=ukraine",
    "statements wrong": "/statements/?from=soon",
    "statements none": "/statements/?stance=waives&actor=us",
    "statement": "/statements/2022-12-02-russia-peskov-3/",
    "report": "/statements/2022-12-02-russia-peskov-3/report/",
    "history": "/statements/2022-12-02-russia-peskov-3/history/",
    "reported": "/statements/2022-12-02-russia-peskov-3/report/thanks/",
    "corrections": "/corrections/",
    "corrections wrong": "/corrections/?from=soon&actor=atlantis",
    "changes": "/changes/?as_of=2025-06-02",
    "changes first": "/changes/?show=first&actor=ukraine&from=2022&to=2022-06",
    "changes wrong": "/changes/?from=soon&actor=atlantis&show=all",
    "changes none": "/changes/?from=2022-01&to=2022-01&actor=us",
    "timeline": "/timeline/",
    "timeline quarter": "/timeline/?period=2025-q1&actors=us&actors=eu&as_of=2025-03-03",
    "timeline wrong": "/timeline/?period=2023-q9&topic=nothing&actors=atlantis",
    "method": "/method/",
    "agreement": "/method/agreement/",
    "searching": "/method/search/",
    "api": "/api/",
    "searched": "/statements/?q=zelenskyy+OR+ceasefire&order=best",
    "search wrong": "/statements/?q=actor:rusia",
    "coverage": "/coverage/",
    "data": "/data/",
    "precondition before": "/preconditions/full-ceasefire/?as_of=2022-02-01",
    "precondition declined": "/preconditions/territory-ceded/",
    "embedded": "/embed/statement/2022-12-02-russia-peskov-3/",
    "embedded comparison": "/embed/compare/?as_of=2025-06-02&versus=2024-12-31&gate=sign",
    "not found": "/nowhere/",
}
WRONG = {
    "compare wrong",
    "statements wrong",
    "search wrong",
    "changes wrong",
    "corrections wrong",
    "timeline wrong",
    "not found",
}
LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    "dark phone": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}


def broken_rules(page):
    """What axe finds broken; it tells the nodes of nothing else, which takes longest."""
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    return Axe().run(page, options=options).response["violations"]


# Words are longer in other languages, and a phone is narrow.
@pytest.mark.parametrize(("look", "language"), [("light", ""), ("dark", ""), ("phone", "/uk")])
def test_no_page_breaks_an_accessibility_rule(site, browser, look, language):
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    found = {}
    for name, address in PAGES.items():
        page.goto(site.url + language + address)
        if name == "compare":
            page.locator("a.opens").first.click()
            page.locator("td.words:not(:empty)").wait_for()
        for violation in broken_rules(page):
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            found[f"{name}: {violation['id']}"] = nodes
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if width > 0:
            found[f"{name}: wider than the screen"] = [width]
        refused = sum("Failed to load resource" in text for text in heard)
        assert refused == (name in WRONG), (name, heard)
        heard[:] = [text for text in heard if "Failed to load resource" not in text]
    context.close()
    assert found == {}
    assert heard == []
