"""How many bytes a reader waits for, as they are sent: compressed, with headers."""

import re

import brotli
import pytest
from django.conf import settings

pytestmark = pytest.mark.usefixtures("seeds")
PAGES = {
    "home": "/",
    "compare": "/compare/",
    "statements": "/statements/",
    "statement": "/statements/2022-12-02-russia-peskov-3/",
}
# What fits into the first ten packets, which a server sends without waiting for an answer.
FIRST_FLIGHT = 14_000
# A comparison has a cell for each actor and row, and Cyrillic letters take two bytes.
MORE = {
    ("compare", ""): 16_500,
    **{("compare", language): 19_500 for language in ("/uk", "/ru")},
    **{("statements", language): 16_200 for language in ("/uk", "/ru")},
}
# What servers add to each answer: its first line, the date, their name, HSTS.
ADDED = 200
FILE_HEADERS = 700


def sent(client, address):
    """The page, and the size of what comes for it."""
    response = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    headers = sum(len(f"{name}: {value}\r\n") for name, value in response.items())
    assert response.status_code == 200 and response["Content-Encoding"] == "br"
    return brotli.decompress(response.content).decode(), len(response.content) + headers + ADDED


def size(address):
    """Of a static file, as whitenoise compresses it beforehand."""
    content = (settings.STATICFILES_DIRS[0] / address.removeprefix("/static/")).read_bytes()
    return len(brotli.compress(content)) + FILE_HEADERS


def needed(page):
    """The addresses of the style sheets and scripts."""
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"', page)
    return [sheet or script for sheet, script in found]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["", "/uk", "/ru"])
def test_a_page_comes_in_the_first_flight(client, name, language):
    assert sent(client, language + PAGES[name])[1] <= MORE.get((name, language), FIRST_FLIGHT)


def test_home_comes_in_it_with_all_that_is_needed_to_paint_it(client):
    page, weight = sent(client, "/")
    sheets = [address for address in needed(page) if address.endswith(".css")]
    assert len(sheets) == 1
    assert weight + size(sheets[0]) <= FIRST_FLIGHT


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit(client, name):
    page, weight = sent(client, PAGES[name])
    assert len(needed(page)) == 3
    assert weight + sum(map(size, needed(page))) <= 40_000


def test_fonts_come_in_when_they_come(client):
    """Text is there before them; what is preloaded holds up nothing that is needed to paint."""
    page, _ = sent(client, "/")
    fonts = re.findall(r'<link rel="preload" href="([^"]+)" as="font"', page)
    assert len(fonts) == 2 and page.count('rel="preload"') == 2
    files = [settings.STATICFILES_DIRS[0] / font.removeprefix("/static/") for font in fonts]
    assert sum(file.stat().st_size for file in files) <= 80_000
    css = (settings.STATICFILES_DIRS[0] / "css/site.css").read_text()
    faces = re.findall(r"@font-face \{.*?\}", css)
    assert len(faces) == 6 and all("font-display: swap" in face for face in faces)
    assert {font.rpartition("/")[2] for font in fonts} <= {*re.findall(r"[\w.-]+\.woff2", css)}


@pytest.mark.parametrize("name", PAGES)
def test_no_other_host_is_asked_for_anything(client, name):
    page, _ = sent(client, PAGES[name])
    loaded = re.findall(r'<(?:script|img|iframe|source|use)\b[^>]* (?:src|href)="([^"]+)"', page)
    loaded += re.findall(r'<link rel="(?:stylesheet|preload|icon)" href="([^"]+)"', page)
    assert loaded and all(re.match(r"/(?!/)|#", address) for address in loaded)
    assert "@import" not in page
