"""What waits for whom, on the front page of the desk."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions import waiting
from positions.models import Report, SourceCheck
from tests import make

from .desk import person

pytestmark = pytest.mark.django_db


def numbers(client, user):
    client.force_login(user)
    return {kind.label: kind.number for kind in client.get("/admin/").context["waiting"]}


@pytest.fixture
def one_of_each(world):
    """By ann: a draft, one in review, one published unchecked; two alike; the rest once each."""
    ann, bob = person("ann", "Editor"), person("bob", "Reviewer")
    world.statement("A draft.", entered_by=ann)
    world.statement("In review: words.", status="in_review", entered_by=ann)
    told = world.statement("The words that were said on that very day in Moscow.", **published(ann))
    world.statement("The words that were said on that very day in Moscow!", **published(ann))
    make.coding(told, "direct-talks", "demands", coder=ann)
    twice = {"second_stance": "open", "second_gate": "none", "coder": ann}
    make.coding(told, "full-ceasefire", "demands", **twice)
    make.coding(told, "prisoners", "open", **twice)
    Report.objects.create(statement=told, text="The day is wrong.")
    Report.objects.create(
        statement=told, text="No.", status="declined", answer="No.", closed_on="2026-01-01"
    )
    SourceCheck.objects.create(
        source=world.source,
        archived=False,
        address=world.source.url,
        checked_at=datetime(2026, 1, 1, tzinfo=UTC),
        outcome="dead",
    )
    return ann, bob


def published(by):
    other = User.objects.get_or_create(username="third")[0]
    return {"status": "published", "entered_by": by, "published_by": other}


def test_an_editor_sees_what_editors_do(client, one_of_each):
    ann, _ = one_of_each
    assert numbers(client, ann) == {
        "drafted by me": "1",
        "look alike": "1",
        "unreviewed": "2",
        "for a second coder": "0",
        "to settle": "1",
        "without an answer": "1",
    }


def test_a_reviewer_sees_what_waits_for_another(client, one_of_each):
    _, bob = one_of_each
    assert numbers(client, bob) == {
        "to review": "1",
        "from readers": "1",
        "drafted by me": "0",
        "look alike": "1",
        "unreviewed": "2",
        "for a second coder": "1",
        "to settle": "1",
        "without an answer": "1",
    }


def test_nobody_reviews_their_own(client, one_of_each, world):
    _, bob = one_of_each
    world.statement("Mine.", status="in_review", entered_by=bob)
    assert numbers(client, bob)["to review"] == "1"


def test_each_number_leads_to_as_many(client, one_of_each):
    _, bob = one_of_each
    client.force_login(bob)
    for kind in client.get("/admin/").context["waiting"]:
        page = client.get(kind.address, follow=True)
        assert page.status_code == 200, kind
        assert not page.redirect_chain or "second" in kind.address, kind
        if "cl" in page.context:
            assert str(page.context["cl"].result_count) == kind.number, kind


def test_who_may_do_nothing_is_offered_nothing(client, one_of_each):
    client.force_login(person("guest"))
    page = client.get("/admin/")
    assert page.context["waiting"] == []
    assert "Waiting" not in page.content.decode()


def test_counting_takes_as_many_queries_however_much_waits(client, one_of_each, world):
    _, bob = one_of_each
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            waiting.waiting(User.objects.get(pk=bob.pk))
        counted.append(len(queries))
        for number in range(5):
            world.statement(f"Words number {number} of many.", status="in_review")
    assert counted[0] == counted[1]


def test_many_pairs_are_not_waited_for(monkeypatch, one_of_each):
    monkeypatch.setattr(waiting, "ALL_PAIRS", "SELECT 1, 1 FROM pg_sleep(2) LIMIT %s")
    monkeypatch.setattr(waiting, "PATIENCE", 50)
    assert waiting.pairs_alike() == "many"
    monkeypatch.undo()
    monkeypatch.setattr(waiting, "PAIRS", 1)
    assert waiting.pairs_alike() == "1 or more"
