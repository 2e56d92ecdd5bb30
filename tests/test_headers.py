"""What every answer tells browsers, whatever it is and whoever makes it."""

import re

import pytest

pytestmark = pytest.mark.django_db
STATEMENT = "2022-12-02-russia-peskov-3"
ADDRESSES = [
    *("/", "/compare/", "/uk/statements/", "/compare.csv", "/statements.json", "/changes.atom"),
    *("/api/v1/actors", "/api/v1/nothing", "/data/parley.zip", "/robots.txt"),
    *(f"/statements/{STATEMENT}/report/", "/nowhere/", "/statements/?from=soon"),
    *("/compare/card.png", "/embed/compare/", "/admin/", "/admin/login/", "/sitemap.xml"),
]
ELSEWHERE = {"/compare/card.png", "/embed/compare/"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_says_what_browsers_may_do_with_it(client, seeds, address):
    response = client.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "require-corp"
    expected = "cross-origin" if address in ELSEWHERE else "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == expected
    assert "camera=()" in response["Permissions-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    framed = "frame-ancestors 'none'" not in response["Content-Security-Policy"]
    assert framed == (address == "/embed/compare/") == ("X-Frame-Options" not in response)


def test_what_is_kept_is_told_as_what_is_made(client, seeds, nothing_kept):
    for address in ("/compare/", "/compare/card.png", "/embed/compare/"):
        made, kept = (dict(client.get(address).items()) for _ in range(2))
        assert made.pop("X-Request-ID") != kept.pop("X-Request-ID")
        assert kept == made
        unchanged = client.get(address, headers={"If-None-Match": made["ETag"]})
        assert unchanged.status_code == 304
        assert not {"Cross-Origin-Resource-Policy", "Content-Security-Policy"} & {
            *unchanged.headers
        }


def test_only_htmx_makes_elements_of_text_but_for_the_desk(client, admin_client, seeds):
    def policies(response):
        return re.findall(r"trusted-types ([^;]*)", response["Content-Security-Policy"])

    for address in ("/", "/compare/", "/embed/compare/", "/nowhere/"):
        assert policies(client.get(address)) == ["htmx"]
    assert policies(client.get("/admin/login/")) == []
    for address in ("/admin/", "/admin/positions/statement/add/", "/admin/password_change/"):
        response = admin_client.get(address)
        assert policies(response) == []
        assert "default-src 'none'" in response["Content-Security-Policy"]


def test_static_files_are_for_frames_on_other_sites_too(client):
    response = client.get("/static/js/parley.js")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
