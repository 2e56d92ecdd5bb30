"""How other sites ask for a frame: discovery, answer and frame agree."""

import html
import re
from xml.etree import ElementTree

import pytest

from positions.models import Statement

from . import make
from .test_every_page import STATEMENT

HOST = "http://testserver"
PAGE = f"{HOST}/statements/{STATEMENT}/"
NASTY = [
    "\x00",
    "-1",
    "9" * 400,
    "x" * 5000,
    "%",
    "((",
    "\u202e",
    "<script>",
    "../../etc/passwd",
    "\\",
]


def asked(client, url, **more):
    return client.get("/oembed", {"url": url, **more})


def links(page):
    """What a page offers to programs that embed it, by its kind."""
    found = re.findall(r'<link rel="alternate" type="(\S+)\+oembed" href="([^"]*)" title', page)
    return {kind: html.unescape(address) for kind, address in found}


@pytest.mark.parametrize(
    "address",
    [
        f"/statements/{STATEMENT}/",
        f"/statements/{STATEMENT}/?as_of=2023-03-03",
        "/compare/",
        "/compare/?as_of=2022-12-02&topic=talks&actors=us&actors=russia",
    ],
)
def test_page_answer_and_frame_agree(client, seeds, address):
    page = client.get(address).text
    offered = links(page)
    told = client.get(offered["application/json"].removeprefix(HOST)).json()
    as_xml = client.get(offered["text/xml"].removeprefix(HOST))
    assert as_xml["Content-Type"] == "text/xml; charset=utf-8"
    assert {one.tag: one.text for one in ElementTree.fromstring(as_xml.content)} == {
        name: str(value) for name, value in told.items()
    }
    assert (told["version"], told["type"], told["provider_name"]) == ("1.0", "rich", "Parley")
    (code,) = re.findall(r'<textarea id="embed-code"[^>]*>(.*?)</textarea>', page, re.S)
    assert html.unescape(code) == told["html"]
    assert "<script" not in told["html"]
    frame = ElementTree.fromstring(told["html"]).attrib
    assert frame["src"].startswith(f"{HOST}/embed/")
    assert (frame["width"], frame["height"]) == (str(told["width"]), str(told["height"]))
    shown = client.get(frame["src"].removeprefix(HOST))
    assert shown.status_code == 200
    (canonical,) = re.findall('<link rel="canonical" href="([^"]*)">', page)
    assert f'<link rel="canonical" href="{canonical}">' in shown.text
    (image,) = re.findall('<meta property="og:image" content="([^"]*)">', page)
    assert told["thumbnail_url"] == html.unescape(image)
    assert client.get(told["thumbnail_url"].removeprefix(HOST))["Content-Type"] == "image/png"
    if "as_of" in address:
        assert "as_of" in frame["src"] and "as_of" in image


@pytest.mark.parametrize("language", ["uk", "ru"])
@pytest.mark.parametrize(
    "address",
    [f"statements/{STATEMENT}/", "compare/?as_of=2022-12-02&actors=us&actors=russia"],
)
def test_a_page_in_another_language_is_framed_in_it(client, seeds, language, address):
    page = client.get(f"/{language}/{address}").text
    offered = links(page)
    assert asked(client, f"{HOST}/{language}/{address}").json()["html"]
    told = client.get(offered["application/json"].removeprefix(HOST)).json()
    as_xml = ElementTree.fromstring(client.get(offered["text/xml"].removeprefix(HOST)).content)
    assert as_xml.find("html").text == told["html"]
    (code,) = re.findall(r'<textarea id="embed-code"[^>]*>(.*?)</textarea>', page, re.S)
    assert html.unescape(code) == told["html"]
    frame = ElementTree.fromstring(told["html"]).attrib
    assert frame["src"].startswith(f"{HOST}/{language}/embed/")
    assert re.search("[а-я]", frame["title"]) and frame["title"] == told["title"]
    shown = client.get(frame["src"].removeprefix(HOST)).text
    assert f'<html lang="{language}">' in shown and f'href="/{language}/' in shown
    (image,) = re.findall('<meta property="og:image" content="([^"]*)">', page)
    assert told["thumbnail_url"] == html.unescape(image)
    assert client.get(told["thumbnail_url"].removeprefix(HOST)).status_code == 200
    english = asked(client, f"{HOST}/{address}").json()
    assert english["title"] != told["title"] and f"{HOST}/embed/" in english["html"]


def test_a_page_tells_its_picture_in_words(client, seeds):
    for address in (f"/statements/{STATEMENT}/", "/compare/", "/compare/us/arms-stop/"):
        page = client.get(f"{address}?as_of=2023-03-03").text
        (image,) = re.findall('<meta property="og:image" content="([^"]*)">', page)
        assert image == f"{HOST}{address}card.png?as_of=2023-03-03"
        (words,) = re.findall('<meta property="og:image:alt" content="([^"]*)">', page)
        assert "As of 3 March 2023." in words and "&amp;" not in words and "<" not in words
        assert '<meta name="twitter:card" content="summary_large_image">' in page


def test_limits_are_kept(client, seeds):
    told = asked(client, PAGE, maxwidth=320, maxheight=200).json()
    assert (told["width"], told["height"]) == (320, 200)
    assert "thumbnail_url" not in told
    narrow = asked(client, PAGE, maxwidth=320).json()
    assert narrow["height"] > asked(client, PAGE).json()["height"]
    large = asked(client, PAGE, maxwidth=4000, maxheight=4000).json()
    assert large["width"] == 600 and large["thumbnail_width"] == 1200


@pytest.mark.parametrize(
    "url",
    [
        f"http://elsewhere.example/statements/{STATEMENT}/",
        f"http://testserver@elsewhere.example/statements/{STATEMENT}/",
        f"ftp://testserver/statements/{STATEMENT}/",
        f"{HOST}/statements/unknown/",
        f"{HOST}/statements/{STATEMENT}/history/",
        f"{HOST}/statements/{STATEMENT}/?as_of=soon",
        f"{HOST}/compare/?actors=us",
        f"{HOST}/actors/us/",
        f"{HOST}/admin/",
        f"{HOST}/oembed",
        f"{HOST}/de/compare/",
        f"{HOST}/uk/ru/compare/",
        f"{HOST}/uk/oembed",
        "http://[",
        *NASTY,
    ],
)
def test_no_other_address_is_answered(client, seeds, url):
    assert asked(client, url).status_code in ((404, 400) if url in NASTY else (404,))


def test_what_is_not_published_has_no_frame(client, db):
    make.statement("Gone.", slug="gone", status="withdrawn")
    make.statement("A draft.", slug="draft", status="draft")
    for slug in ("gone", "draft"):
        assert asked(client, f"{HOST}/statements/{slug}/").status_code == 404


def test_a_former_address_is_answered_with_the_present_one(client, db):
    made = make.statement("Never.", slug="before")
    Statement.objects.filter(pk=made.pk).update(slug="after")
    told = asked(client, f"{HOST}/statements/before/").json()
    assert "/embed/statement/after/" in told["html"]


def test_formats_and_mistakes(client, seeds):
    assert asked(client, PAGE, format="yaml").status_code == 501
    assert client.get("/oembed?format=yaml").status_code == 501
    for mistake in ({"maxwidth": "x"}, {"maxwidth": "0"}, {"maxheight": "-1"}):
        refused = asked(client, PAGE, **mistake)
        assert refused.status_code == 400 and [*mistake][0] in refused.text
    refused = client.get("/oembed")
    assert refused.status_code == 400 and "Give the page's address." in refused.text
    assert asked(client, PAGE)["Access-Control-Allow-Origin"] == "*"


def test_a_name_cannot_leave_the_frame(client, db):
    make.official("zelensky", name='"><script>alert(1)</script>')
    make.statement("Never.", slug="never")
    told = asked(client, f"{HOST}/statements/never/").json()
    assert "<script" not in told["html"] and "&quot;&gt;&lt;script" in told["html"]
    as_xml = asked(client, f"{HOST}/statements/never/", format="xml")
    assert ElementTree.fromstring(as_xml.content).find("html").text == told["html"]
