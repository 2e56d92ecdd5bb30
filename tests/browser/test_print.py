"""What comes out of the printer."""

import re

import pytest

BRIEF_DAYS = ["2022-12-02", "2024-06-14", "2025-06-02", ""]


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("day", BRIEF_DAYS)
def test_a_brief_of_six_rows_and_three_actors_fits_two_pages(site, page, day):
    page.goto(f"{site.url}/brief/?as_of={day}")
    assert page.locator(".brief .row").count() == 6
    assert page.locator(".brief .row").first.locator(".told").count() == 3
    assert pages(page.pdf(prefer_css_page_size=True)) == 2


@pytest.mark.parametrize("address", ["/compare/?as_of=2025-06-02&topic=ceasefire", "/timeline/"])
def test_controls_and_navigation_are_not_printed(site, page, address):
    page.goto(site.url + address)
    page.emulate_media(media="print")
    for part in ("header.site nav", "form"):
        assert not any(found.is_visible() for found in page.locator(part).all()), part
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_text("Check the source before you rely on one.").is_visible()


def test_the_comparison_keeps_its_columns_on_paper(site, page):
    """A4 is narrower than a phone is wide; a list of cells would lose who is who."""
    page.set_viewport_size({"width": 718, "height": 1000})
    page.goto(f"{site.url}/compare/?as_of=2025-06-02&topic=ceasefire")
    page.emulate_media(media="print")
    cells = page.locator("table.comparison tbody:not(.topic) >> nth=0").locator("td:visible")
    tops = [cell.bounding_box()["y"] for cell in cells.all()]
    assert len(tops) == 3
    assert len(set(tops)) == 1
