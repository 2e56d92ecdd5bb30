"""What programs ask any site for: sitemap, robots.txt, security.txt."""

import re
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import read_contact
from positions import crawlers
from positions.models import Statement
from positions.sitemaps import SITEMAPS

from . import make

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = "http://testserver"


def locations(client, address):
    told = client.get(address)
    assert (told.status_code, told["Content-Type"]) == (200, "application/xml")
    tree = ElementTree.fromstring(told.content)
    return {
        entry.findtext("s:loc", namespaces=NAMES): entry.findtext("s:lastmod", namespaces=NAMES)
        for entry in tree
    }


def test_the_sitemap_names_every_page_of_a_record_once_and_all_of_them_answer(client, db):
    for on, by in (("2022-12-01", "zelensky"), ("2022-12-02", "putin")):
        told = make.statement("Leave.", by=by, on=on, slug=by)
        make.coding(told, "withdrawal", "demands" if by == "zelensky" else "rejects")
    make.statement("Soon.", by="biden", on="2022-12-03", slug="draft", status="draft")
    maps = locations(client, "/sitemap.xml")
    assert list(maps) == [f"{SITE}/sitemap-{name}.xml" for name in SITEMAPS]
    pages = {}
    for found in maps:
        pages |= locations(client, found.removeprefix(SITE))
    for page in pages:
        assert client.get(page.removeprefix(SITE)).status_code == 200, page
    english = {page.removeprefix(SITE): day for page, day in pages.items() if "/uk/" not in page}
    english = {page: day for page, day in english.items() if not page.startswith("/ru/")}
    assert len(pages) == 3 * len(english)
    changed = {page for page, day in english.items() if day}
    assert changed == {
        "/statements/zelensky/", "/statements/putin/",
        "/compare/ukraine/withdrawal/", "/compare/russia/withdrawal/",
        "/actors/ukraine/", "/actors/russia/", "/actors/us/",
        "/officials/zelensky/", "/officials/putin/", "/officials/biden/",
        "/preconditions/withdrawal/",
    }  # fmt: skip
    assert {f"{SITE}/", f"{SITE}/compare/", f"{SITE}/data/"} <= pages.keys()


def test_every_address_of_the_sitemap_is_the_canonical_one(client, seeds):
    for found in locations(client, "/sitemap.xml"):
        for page in [*locations(client, found.removeprefix(SITE))][:3]:
            told = client.get(page.removeprefix(SITE)).text
            assert re.search(r'rel="canonical" href="([^"]*)"', told)[1] == page


def test_the_last_change_is_the_records_own(client, db):
    told = make.statement("Leave.", by="zelensky", on="2022-12-01", slug="said")
    other = make.statement("Stay.", by="putin", on="2022-12-01", slug="other")
    version = told.events.latest("pgh_id")

    def told_of(slug):
        return locations(client, "/sitemap-statements.xml")[f"{SITE}/statements/{slug}/"]

    assert told_of("said") == version.pgh_created_at.date().isoformat()
    assert told_of("other") is not None
    Statement.objects.filter(pk=other.pk).update(
        status="withdrawn", withdrawn_on="2022-12-06", withdrawn_because="He denies it."
    )
    assert f"{SITE}/statements/other/" not in locations(client, "/sitemap-statements.xml")


def test_a_long_sitemap_comes_in_pieces(client, seeds, monkeypatch):
    monkeypatch.setattr("positions.sitemaps.Records.limit", 100)
    pieces = [one for one in locations(client, "/sitemap.xml") if "statements" in one]
    assert len(pieces) == 14
    found = [locations(client, one.removeprefix(SITE)) for one in pieces]
    assert sum(map(len, found)) == 3 * 448
    for rubbish in ("?p=99", "?p=x"):
        assert client.get(f"/sitemap-statements.xml{rubbish}").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def group(text, agent):
    """The rules for an agent, as pairs of whether it may and what."""
    for block in text.split("\n\n"):
        lines = [line.split(": ", 1) for line in block.splitlines()]
        if ["User-agent", agent] in lines:
            return [
                (name == "Allow", path) for name, path in lines if name in ("Allow", "Disallow")
            ]
    return group(text, "*")


def may_read(rules, address):
    """By RFC 9309: the longest rule that matches holds, and an asterisk is anything."""
    matching = [
        (len(path), allowed)
        for allowed, path in rules
        if re.match(re.escape(path).replace(r"\*", ".*"), address)
    ]
    return max(matching, default=(0, True))[1]


CRAWLED = ["/", "/uk/", "/statements/", "/statements/said/", "/ru/statements/said/history/",
           "/compare/us/talks/", "/statements.csv", "/data/", "/data/parley.zip", "/changes.atom",
           "/sitemap.xml", "/sitemap-statements.xml", "/sitemap-statements.xml?p=2",
           "/compare/card.png", "/api/v1/statements"]  # fmt: skip
NOT_CRAWLED = ["/statements/?q=war", "/uk/statements/?actor=us&year=2022", "/compare/?as_of=2022",
               "/statements.csv?actor=us", "/changes.atom?actor=us", "/api/v1/statements?limit=1",
               "/statements/said/history/?page=2", "/oembed?url=x", "/admin/", "/admin/login/",
               "/statements/said/report/", "/ru/statements/said/report/"]  # fmt: skip


@pytest.mark.parametrize("agent", ["Googlebot", "somebody", *crawlers.OF_MODELS])
def test_robots_may_read_all_but_forms_and_questions(client, db, agent):
    text = client.get("/robots.txt").text
    rules = group(text, agent)
    assert [path for path in CRAWLED if not may_read(rules, path)] == []
    assert [path for path in NOT_CRAWLED if may_read(rules, path)] == []
    # As Python reads it, which knows no asterisks in paths: it keeps from no page that is allowed.
    read = RobotFileParser()
    read.parse(text.splitlines())
    assert all(read.can_fetch(agent, f"{SITE}{path}") for path in CRAWLED)
    assert not read.can_fetch(agent, f"{SITE}/admin/login/")
    assert read.crawl_delay(agent) == 1
    assert read.site_maps() == [f"{SITE}/sitemap.xml"]


def test_an_operator_can_keep_out_who_reads_for_models(client, db, settings):
    settings.AI_CRAWLERS = False
    text = client.get("/robots.txt").text
    read = RobotFileParser()
    read.parse(text.splitlines())
    for agent in crawlers.OF_MODELS:
        assert not read.can_fetch(agent, f"{SITE}/") and not may_read(group(text, agent), "/data/")
    assert read.can_fetch("Googlebot", f"{SITE}/") and may_read(group(text, "Googlebot"), "/data/")


def test_robots_are_told_where_the_desk_is(client, db, monkeypatch):
    monkeypatch.setattr("positions.views.programs.reverse", lambda name: f"/moved/{name}/")
    assert "Disallow: /moved/admin:index/\n" in client.get("/robots.txt").text


def test_the_contact_for_security_is_told_where_there_is_one(client, db, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@parley.example"
    told = client.get("/.well-known/security.txt").text
    assert "Contact: mailto:security@parley.example\n" in told
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", told, re.M)
    assert f"Canonical: {SITE}/.well-known/security.txt\n" in told


@pytest.mark.parametrize("text", ["security@parley.example", "http://x", "mailto:a\nX: y"])
def test_a_contact_that_cannot_be_used_stops_the_start(text):
    with pytest.raises((ValueError, ImproperlyConfigured)):
        read_contact(text)


def test_feeds_are_found_by_programs(client, seeds):
    page = client.get("/statements/?actor=russia&page=2").text
    links = re.findall(r'<link rel="alternate" type="([^"]*)" title="([^"]*)" href="([^"]*)"', page)
    assert links == [
        ("application/atom+xml", "Statements", f"{SITE}/statements.atom?actor=russia"),
        ("application/feed+json", "Statements", f"{SITE}/statements.feed.json?actor=russia"),
    ]
    for _, _, address in links:
        assert client.get(address.removeprefix(SITE)).status_code == 200
    for page in ("/changes/", "/corrections/"):
        assert f'href="{SITE}{page[:-1]}.atom"' in client.get(page).text
