"""Frames as they stand on another site: shown there, readable at every width, and no others."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from .test_access import broken_rules

STATEMENT = "/statements/2022-12-02-russia-peskov-3/"
FRAMES = [
    "/embed/statement/2022-12-02-russia-peskov-3/",
    "/embed/compare/?as_of=2025-06-02&actors=us&actors=russia&actors=ukraine&actors=eu",
]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def elsewhere(tmp_path):
    """A folder that is another site, and its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield tmp_path, f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [300, 600])
def test_frames_break_no_rule_and_fit_their_width(site, browser, scheme, width):
    viewport = {"width": width, "height": 700}
    with browser.new_context(color_scheme=scheme, viewport=viewport) as context:
        page = context.new_page()
        for address in FRAMES:
            page.goto(site.url + address)
            broken = broken_rules(page)
            assert [one["id"] for one in broken] == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_another_site_shows_a_frame_and_can_show_no_page(site, page, elsewhere):
    folder, host = elsewhere
    page.goto(site.url + STATEMENT)
    page.locator(".sharing summary").click()
    code = page.locator("#embed-code").input_value()
    kept = f'<iframe src="{site.url}{STATEMENT}" id="page"></iframe>'
    # Twice, so that one of them is answered with 304.
    (folder / "host.html").write_text(f"<!doctype html><title>Host</title>{code}{code}{kept}")
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{host}/host.html")
    for number in range(2):
        frame = page.frame_locator("iframe[sandbox]").nth(number)
        expect(frame.locator("h1")).to_contain_text("Dmitry Peskov")
    inner = page.locator("iframe[sandbox]").first.element_handle().content_frame()
    style = inner.evaluate("getComputedStyle(document.body).borderTopWidth")
    assert style == "4px"
    assert page.frame_locator("#page").locator("main").count() == 0
    assert [text for text in heard if "frame-ancestors 'none'" in text] != []
