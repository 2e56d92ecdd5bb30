"""What htmx gets: the same part that the page shows, and whole pages for everything else."""

import re

import pytest

CELL = "/compare/us/us-russia-leaders-talk/?as_of=2022-12-02"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
FULL = {"HX-Request": "true", "HX-Request-Type": "full"}
RESTORE = {"HX-History-Restore-Request": "true", "HX-Request-Type": "full"}


def squeezed(html):
    return re.sub(r"\s+", " ", html).strip()


def test_the_part_htmx_gets_is_the_part_the_page_shows(client, seeds):
    part = client.get(CELL, headers=PARTIAL).text
    assert "<html" not in part
    assert squeezed(part) in squeezed(client.get(CELL).text)


@pytest.mark.parametrize("headers", [FULL, RESTORE, {"HX-Request": "true"}, {}])
def test_everything_but_an_opening_in_place_gets_the_whole_page(client, seeds, headers):
    assert "<html" in client.get(CELL, headers=headers).text


def test_caches_are_told_that_the_cell_differs(client, seeds):
    for headers in (PARTIAL, FULL, {}):
        assert "HX-Request-Type" in client.get(CELL, headers=headers)["Vary"]


@pytest.mark.parametrize(
    "address", ["/compare/?topic=nothing", "/statements/?from=soon", "/nowhere/", "/actors/none/"]
)
def test_error_pages_hold_the_region_that_is_swapped(client, seeds, address):
    response = client.get(address, headers=FULL)
    assert response.status_code in (400, 404)
    assert response.text.count('id="main"') == 1


@pytest.mark.parametrize("headers", [PARTIAL, FULL])
@pytest.mark.parametrize("address", ["/compare/", "/statements/?page=2"])
def test_other_pages_do_not_depend_on_htmx(client, seeds, address, headers):
    assert client.get(address, headers=headers).content == client.get(address).content


def test_an_unchanged_page_is_not_sent_again(client, seeds):
    first = client.get("/compare/")
    again = client.get("/compare/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
