"""What holds on every page: it answers, and it is clean."""

import re
from itertools import pairwise

import pytest
from django.test import Client

STATEMENT = "2022-12-02-russia-peskov-3"
# The one page that sets a cookie, so that no other site can send its form.
FORM = f"/statements/{STATEMENT}/report/"
PAGES = [
    "/",
    "/compare/",
    "/compare/?as_of=2022-12-02&topic=territory&show=all",
    "/compare/?as_of=2025-06-02&versus=2022-12-31&gate=none&show=changed",
    "/compare/?show=conflicts&grades=A&grades=D&authority=1",
    "/compare/us/us-russia-leaders-talk/",
    "/brief/",
    "/preconditions/",
    "/preconditions/full-ceasefire/",
    "/actors/",
    "/actors/russia/",
    "/officials/joe-biden/",
    "/statements/",
    "/statements/?year=2022&kind=reprint&language=en&group=refuses",
    "/statements/?q=talks&actor=us&official=joe-biden&from=2022&to=2023&stance=accepts_if",
    f"/statements/{STATEMENT}/",
    FORM,
    f"{FORM}thanks/",
    f"/statements/{STATEMENT}/history/",
    f"/statements/{STATEMENT}/history/?page=2",
    "/corrections/",
    "/corrections/?actor=russia&from=2022&to=2026",
    "/changes/",
    "/changes/?show=first&actor=russia&topic=talks&from=2022&to=2023",
    "/timeline/",
    "/timeline/?period=2022&topic=talks&actors=russia&actors=us",
    "/method/",
    "/method/agreement/",
    "/method/search/",
    "/api/",
    "/coverage/",
    "/data/",
]
IN_OTHER_LANGUAGES = [f"/{language}{page}" for language in ("uk", "ru") for page in PAGES]


@pytest.mark.parametrize("address", [*PAGES, *IN_OTHER_LANGUAGES])
def test_it_answers_and_is_clean(client, seeds, address):
    response = client.get(address)
    page = re.sub(r"(<textarea[^>]*>).*?</textarea>", r"\1</textarea>", response.text, flags=re.S)
    assert response.status_code == 200
    assert not re.search(r"""{{|{%|\bNone["<,.)]|=None""", page)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:|\shx-", page)
    scripts = set(re.findall(r"<script(?![^>]* src=)[^>]*>", page))
    assert scripts <= {'<script type="application/ld+json">'}
    assert not re.search(r'\s(?:[xyr]|[xyc][12xy]|width|height)="-?\d+,\d', page)
    assert page.count("<h1") == 1
    assert [*response.cookies] == (["csrftoken"] if address.endswith(FORM) else [])
    assert ("Cookie" in response.get("Vary", "")) is address.endswith(FORM)
    assert "unsafe" not in response["Content-Security-Policy"]
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert sorted(ids) == sorted(set(ids))
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_the_day_travels_in_every_link_of_a_past_page(client, seeds, address):
    mark = "as_of=2023-03-03"
    address = re.sub(r"as_of=[-\d]+&?", "", address)
    page = client.get(f"{address}{'&' if '?' in address else '?'}{mark}").text
    assert "Positions as they stood on 3 March 2023." in page
    assert '<meta name="robots" content="noindex">' in page
    main = page[page.index("<main") :].replace("&amp;", "&")
    links = re.findall(r'<a [^>]*href="([/?][^"]*)"[^>]*>([^<]*)', main)
    exempt = {"See today", "Today", "2 December 2022", "One month ago", "One year ago"}
    lost = [link for link, words in links if mark not in link and words not in exempt]
    assert lost == []


def test_a_form_in_no_known_alphabet_is_a_bad_request(seeds):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    for path in ("/", "/admin/login/"):
        told = client.post(path, "x", "application/x-www-form-urlencoded; charset=utf-7")
        assert told.status_code == 400
        assert 'id="main"' in told.text


@pytest.mark.parametrize("path", ["/", "/compare/", "/statements/"])
def test_pages_are_for_reading_only(client, seeds, path):
    for method in ("post", "put", "delete", "options", "trace"):
        assert getattr(client, method)(path).status_code == 405
    refused = Client(enforce_csrf_checks=True).post(path)
    assert refused.status_code == 403
    assert "DEBUG" not in refused.text and 'id="main"' in refused.text
