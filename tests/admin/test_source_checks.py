"""What became of asking the addresses of sources, as editors see it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from positions.models import SourceCheck
from tests import make

pytestmark = pytest.mark.django_db

CHECKS = "/admin/positions/sourcecheck/"
SOURCES = "/admin/positions/source/"


def check(source, outcome, archived=False, status=None, detail=""):
    return SourceCheck.objects.create(
        source=source,
        archived=archived,
        address=source.archived_url if archived else source.url,
        checked_at=datetime(2026, 11, 20, tzinfo=UTC),
        outcome=outcome,
        http_status=status,
        detail=detail,
    )


@pytest.fixture
def sources():
    dead = make.source(slug="dead", publisher="Dead", archived_url="https://archive.example/1")
    check(dead, "dead", status=404)
    check(dead, "answers", archived=True, status=200)
    check(make.source(slug="alive", publisher="Alive"), "answers", status=200)
    make.source(slug="unasked", publisher="Unasked")
    make.source(slug="paper", publisher="Paper", url="")
    stale = make.source(slug="stale", publisher="Stale")
    check(stale, "dead", status=410)
    stale.url = "https://example.org/new"
    stale.save()


@pytest.mark.parametrize(
    ("answers", "listed"),
    [("no", {"Dead"}), ("yes", {"Alive"}), ("never", {"Unasked", "Stale"})],
)
def test_sources_are_listed_by_what_their_addresses_answered(desk, sources, answers, listed):
    page = desk.get(f"{SOURCES}?answers={answers}")
    assert {source.publisher for source in page.context["cl"].result_list} == listed


def test_checks_of_addresses_are_listed_and_only_shown(desk, sources):
    page = desk.get(f"{CHECKS}?failed=yes")
    (found,) = page.context["cl"].result_list
    assert (found.address, found.http_status) == ("https://example.org/dead", 404)
    assert len(desk.get(CHECKS).context["cl"].result_list) == 3
    change = reverse("admin:positions_sourcecheck_change", args=[found.pk])
    assert desk.get(change).status_code == 200
    assert desk.post(change, {"outcome": "answers"}).status_code == 403
    assert desk.get(f"{CHECKS}add/").status_code == 403
    assert desk.post(change.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_a_source_tells_its_last_check(desk, sources):
    found = SourceCheck.objects.get(source__slug="dead", archived=False)
    page = desk.get(reverse("admin:positions_source_change", args=[found.source_id]))
    text = page.content.decode()
    assert "Page: Dead (404), 20 November 2026" in text
    assert "Archived copy: Answers, 20 November 2026" in text
