"""What holds on every page: it answers, it is clean, rubbish is never a failure."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
PARAMETERS = [
    "actors", "as_of", "topic", "show", "q", "actor", "official", "from", "to", "precondition",
    "stance", "form", "order", "page", "versus", "gate", "grades", "authority", "rows",
    "group", "period", "limit", "cursor", "bom", "shape", "year", "kind", "language",
]  # fmt: skip
NASTY = [
    "\x00", "a\x00b", "-1", "0", "9" * 400, "x" * 5000, "'", "%", "((", "a & | !", "--",
    '"', "-", "-\"", "0000-00-00", "9999-99-99", "٢٠٢٢", "\u202e", "<script>alert(1)</script>",
    "../../etc/passwd", "NaN", "null", "[]", "russia\x00", "2022-02-30", ":*", "<->", "\\",
]  # fmt: skip


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


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (
            "/compare/",
            ["actors", "as_of", "topic", "show", "versus", "gate", "grades", "authority"],
        ),
        ("/compare.csv", ["actors", "as_of", "versus", "grades", "bom", "shape"]),
        ("/statements.json", ["q", "from", "order"]),
        ("/api/v1/statements", ["q", "from", "order", "limit", "cursor", "year", "actor"]),
        ("/api/v1/changes", ["from", "limit", "cursor"]),
        ("/api/v1/comparison", ["actors", "as_of", "versus", "grades"]),
        ("/api/v1/actors/russia", ["as_of", "page"]),
        ("/changes.csv", ["actor", "from"]),
        ("/compare/us/arms-stop/", ["as_of", "grades", "authority"]),
        ("/brief/", ["actors", "as_of", "rows", "grades"]),
        ("/statements/", PARAMETERS[4:]),
        ("/changes/", ["actor", "as_of", "from", "to", "topic", "precondition", "show", "page"]),
        ("/timeline/", ["actors", "as_of", "topic", "precondition", "period", "page"]),
        ("/actors/russia/", ["as_of"]),
        ("/coverage/", ["as_of"]),
        ("/data/", ["as_of"]),
        (f"/statements/{STATEMENT}/history/", ["as_of", "page"]),
        ("/corrections/", ["actor", "as_of", "from", "to", "page"]),
        (f"/statements/{STATEMENT}.bib", ["as_of"]),
        (f"/statements/{STATEMENT}/card.png", ["as_of"]),
        ("/compare/card.png", ["actors", "as_of", "topic", "gate"]),
        (f"/embed/statement/{STATEMENT}/", ["as_of"]),
        ("/embed/compare/", ["actors", "as_of", "topic", "show", "versus", "gate", "grades"]),
        ("/oembed", ["url", "maxwidth", "maxheight"]),
        (FORM, ["as_of"]),
        ("/preconditions/full-ceasefire/", ["as_of"]),
    ],
)
def test_rubbish_in_a_parameter_is_never_a_failure(client, seeds, path, names):
    # By oEmbed's standard what cannot be embedded is not found.
    expected = (200, 400, 404) if path == "/oembed" else (200, 400)
    for nasty in NASTY:
        for name in names:
            assert client.get(path, {name: nasty}).status_code in expected, (name, nasty)
        everything = {name: [nasty, "us", nasty] for name in PARAMETERS}
        assert client.get(path, everything).status_code in expected, nasty


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(
        [
            "/compare/",
            "/statements/",
            "/changes/",
            "/timeline/",
            "/compare/us/arms-stop/",
            "/corrections/",
        ]
    ),
    st.dictionaries(
        st.sampled_from(PARAMETERS), st.text(st.characters(codec="utf-8"), max_size=30), max_size=4
    ),
)
def test_no_question_is_a_failure(client, seeds, path, question):
    assert client.get(path, question).status_code in (200, 400)


def test_bytes_that_are_no_text_are_never_a_failure(client, seeds):
    for rubbish in ("%ed%a0%80", "%ff", "%00", "%c0%80", "%"):
        query = "&".join(f"{name}={rubbish}" for name in PARAMETERS)
        for path in ("/compare/", "/statements/", "/changes/", "/timeline/", "/actors/us/"):
            assert client.get(f"{path}?{query}").status_code in (200, 400)


def test_a_search_of_hyphens_is_never_a_failure(client, seeds):
    for words in ("-" * 200, "- " * 100, '-"' + "-" * 100, "--war", "cease-fire -"):
        assert client.get("/statements/", {"q": words}).status_code == 200


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
