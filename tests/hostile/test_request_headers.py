"""No header is a failure, and none changes what others get: what is kept of an answer depends on
nothing that whoever asked first has sent beside it."""

from itertools import cycle

import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import test_withheld
from tests.test_caching import kept, record  # noqa: F401 (fixtures)
from tests.test_withheld import ANEW

from . import nasty

pytestmark = pytest.mark.django_db

# What nothing here goes by but for itself, or that nobody before the site has said.
UNHEARD = [
    *("HX-Request", "HX-Boosted", "HX-Current-URL", "HX-History-Restore-Request", "HX-Prompt"),
    *("HX-Target", "HX-Trigger", "HX-Trigger-Name", "HX-Source", "HX-Current-URL-URI-AutoEncoded"),
    *("X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto", "Forwarded"),
    *("X-Forwarded-Scheme", "X-Real-IP", "X-Original-URL", "X-Rewrite-URL", "X-Host"),
    *("X-HTTP-Method-Override", "X-Requested-With", "Accept", "Accept-Language", "Referer"),
    *("Origin", "User-Agent", "Content-Type", "Transfer-Encoding", "Expect", "Upgrade", "TE"),
    *("Authorization", "Via", "Forwarded-Host", "Range", "If-Range", "Cache-Control", "Pragma"),
]
HEARD = ["HX-Request-Type", "If-None-Match", "If-Modified-Since", "Accept-Encoding", "Cookie"]
ADDRESSES = ["/", "/compare/", "/compare/us/talks/", "/statements/?q=talks", "/statements/first/",
             "/uk/changes/", "/statements.json", "/api/v1/statements", "/statements.atom",
             "/embed/compare/", "/sitemap.xml", "/oembed?url=http://testserver/compare/",
             "/nowhere/", "/actors/us", "/statements/?from=soon"]  # fmt: skip


def as_sent(text):
    """As servers hand on the bytes of a header; no server hands on line breaks and NUL."""
    return text if isinstance(text, str) and text.isascii() else as_bytes(text).decode("latin-1")


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


TEXTS = [as_sent(text) for text in nasty.ALL.values()]

# The clock, and the request's own number.
ANEW_EACH_TIME = ("Expires", "X-Request-ID")


def answer(address, headers=()):
    got = Client().get(address, headers=dict(headers))
    content = b"".join(got) if got.streaming else got.content
    shown = {name: value for name, value in got.items() if name not in ANEW_EACH_TIME}
    return got.status_code, shown, ANEW.sub(b"", content)


@pytest.mark.parametrize("address", ["/compare/us/talks/", "/statements.csv"])
def test_no_header_is_a_failure(kept, record, address):  # noqa: F811
    """Each header has many strings, a different one in each request."""
    for first in range(0, len(TEXTS), 3):
        texts = cycle(TEXTS[first:] + TEXTS[:first])
        headers = {name: next(texts) for name in [*UNHEARD, *HEARD]}
        assert answer(address, headers)[0] in (200, 304, 400, 404), headers


@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(
    address=st.sampled_from(ADDRESSES),
    headers=st.dictionaries(st.sampled_from(UNHEARD), st.sampled_from(TEXTS), min_size=3),
    strange_first=st.booleans(),
)
def test_nobody_gets_what_anothers_headers_have_made(
    kept,  # noqa: F811
    record,  # noqa: F811
    address,
    headers,
    strange_first,
):
    expected = answer(address)
    for place in site.CACHES:
        caches[place].clear()
    order = [headers, {}] if strange_first else [{}, headers]
    told = [answer(address, each) for each in order]
    assert told == [expected] * 2


def test_what_answers_do_not_say_that_they_vary_by_they_do_not_vary_by(record, monkeypatch):  # noqa: F811
    """Caches in front of the site go by nothing else."""
    for (first, name), _ in [*test_withheld.ARGUMENTS.items()]:
        values = {"slug": FIRST.get(first), "actor": ["us"], "precondition": ["talks"]}
        if values.get(name):
            monkeypatch.setitem(test_withheld.ARGUMENTS, (first, name), values[name])
    parts = []
    for path in filter(test_withheld.is_page, test_withheld.paths()):
        _, shown, whole = answer(path)
        _, _, part = answer(path, {"HX-Request": "true", "HX-Request-Type": "partial"})
        if "HX-Request-Type" in shown.get("Vary", ""):
            parts.append(path)
            assert "public" not in shown["Cache-Control"]
        else:
            assert part == whole, path
    assert "/compare/us/talks/" in parts


FIRST = {"statements": ["first"], "embed": ["first"], "actors": ["us"], "officials": ["biden"],
         "preconditions": ["talks"]}  # fmt: skip


@pytest.mark.parametrize(
    "host",
    [
        *(
            "evil.example",
            "parley.example.evil.example",
            "evil.parley.example",
            "parley.example@evil",
        ),
        *("parley.example:80@evil.example", "parley.example:port", "parley.example/..", "", " "),
        *(
            "parley.example, evil.example",
            "parley.example#",
            "parley.example\\",
            "[::1]",
            "127.0.0.1",
        ),
        *(
            "localhost",
            "parley.example?",
            "\u043farley.example".encode().decode("latin-1"),
            "a" * 5000,
        ),
        *("parley.example\tx", "parley_example", "xn--80ak6aa92e.com", "*", "%", "<script>"),
    ],
)
def test_a_host_of_another_name_is_not_answered(settings, record, host):  # noqa: F811
    settings.ALLOWED_HOSTS = ["parley.example"]
    for address in ("/", "/statements/", "/api/v1/statements", "/sitemap.xml"):
        for headers in ({"Host": host}, {"Host": host, "X-Forwarded-Host": "parley.example"}):
            response = Client().get(address, headers=headers)
            assert response.status_code == 400
            assert b"evil" not in response.content
    assert Client().get("/", headers={"Host": "PARLEY.example:8443"}).status_code == 200


@pytest.mark.parametrize("name", ["CONTENT_TYPE", "CONTENT_LENGTH"])
def test_no_header_of_a_form_is_a_failure(record, name):  # noqa: F811
    texts = [
        *TEXTS,
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "text/plain; charset=x",
    ]
    texts += [f"multipart/form-data; boundary={'b' * 200}", "application/json", "-1", "99999999999"]
    texts += [f"application/x-www-form-urlencoded; charset={c}" for c in ("utf-7", "zip", "a/b")]
    client = Client(enforce_csrf_checks=True)
    for text in texts:
        body = {"data": b"text=Wrong", "content_type": "application/x-www-form-urlencoded"}
        response = client.generic("POST", "/statements/first/report/", **body, **{name: text})
        assert response.status_code in (400, 403), text
