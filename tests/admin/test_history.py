"""The trail on the desk: who changed what, and what was deleted."""

import pghistory
import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.admin.base import RecordAdmin
from positions.admin.history import DELETED_PER_PAGE, PER_PAGE
from positions.models import Official, Source, Statement, Topic
from positions.models.history import MOST
from tests import make

from .desk import change_address, changed
from .trail import address, deleted_address, own_versions, restore, shown

pytestmark = pytest.mark.django_db


def test_every_record_of_the_desk_with_versions_has_our_history(desk):
    kinds = [
        (model, pages)
        for model, pages in admin.site._registry.items()
        if hasattr(model, "pgh_event_model")
    ]
    assert len(kinds) >= 10
    for model, pages in kinds:
        assert isinstance(pages, RecordAdmin)
        assert pages.history_view.__func__ is RecordAdmin.history_view, model
        assert desk.get(deleted_address(model)).status_code == 200, model


def test_versions_tell_who_when_and_what_field_by_field(desk, two_versions):
    page = shown(desk.get(address(two_versions)))
    assert "text changed; place and occasion added" in page
    assert "Text Talks must begin[+ at once+]." in page
    assert "Place and occasion [+Moscow+]" in page
    assert "editor" in page
    assert "outside the desk" in page, "the first version was not made by a form"
    first, last = own_versions(two_versions)[::-1][0], own_versions(two_versions)[0]
    assert page.index(f"version {last.split('-')[1]}") < page.index(
        f"version {first.split('-')[1]}"
    )


@pytest.mark.parametrize(
    ("ahead", "behind"), [("statement", "citation"), ("citation", "statement")]
)
def test_numbers_of_other_kinds_do_not_tell_what_came_after(desk, world, ahead, behind):
    """Each kind of row counts its own versions; here all have one time, that of the test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(%s, (SELECT last_value + 1000 FROM "
            f"{sequence(behind)}) + (SELECT last_value FROM {sequence(ahead)}))",
            [sequence(ahead)],
        )
    statement = world.statement("Talks must begin.")
    sent = changed(statement, text="Talks must begin at once.")
    assert desk.post(change_address(statement), sent).status_code == 302
    page = shown(desk.get(address(statement)))
    assert page.index("text changed") < page.index("statement added")


def sequence(kind):
    return f"positions_{kind}event_pgh_id_seq"


def test_rows_and_names_are_told_in_words(desk, editor, world):
    statement = world.statement()
    coding = make.coding(statement, "direct-talks", "requires", gate="enter_talks", coder=editor)
    row = {
        "id": coding.pk,
        "precondition": world.ceasefire.pk,
        "holder": world.russia.pk,
        "stance": "rejects",
        "gate": "none",
        "red_line": "on",
    }
    response = desk.post(change_address(statement), changed(statement, codings=[row]))
    assert response.status_code == 302
    page = shown(desk.get(address(statement)))
    for words in (
        "coding changed",
        "Coding changed: Russia, Rejects, Full ceasefire",
        "Precondition [-Direct talks-] [+Full ceasefire+]",
        "Stance [-Requires-] [+Rejects+]",
        "Gate [-before talks-] [+no gate stated+]",
        "Red line [-no-] [+yes+]",
        "Source added: TASS",
        "Coder editor",
    ):
        assert words in page, words


def test_a_long_history_has_pages(desk, two_versions):
    for number in range(PER_PAGE + 2):
        with pghistory.context():
            Statement.objects.filter(pk=two_versions.pk).update(venue=f"Hall {number}")
    first, second = (shown(desk.get(address(two_versions), {"p": n})) for n in (1, 2))
    assert f"Hall {PER_PAGE + 1}" in first
    assert "Hall 0" not in first
    assert "Hall 0" in second
    for rubbish in ("\0", "x", "0", "9" * 400):
        assert desk.get(address(two_versions), {"p": rubbish}).status_code == 200


def test_a_history_too_long_to_be_read_says_so(desk, world):
    topic = Topic.objects.create(slug="trade", name="Trade", order=1)
    for number in range(MOST):
        Topic.objects.filter(pk=topic.pk).update(order=number + 2)
    assert "Only the newest versions are listed" in shown(desk.get(address(topic)))


def test_the_queries_do_not_grow(desk, two_versions, editor):
    def queries(where):
        desk.get(where)
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(where).status_code == 200
        return len(asked)

    counts = []
    for number in (1, 8):
        for n in range(number):
            make.coding(two_versions, f"row-{number}-{n}", "demands", coder=editor)
            with pghistory.context(user=editor.pk, url="/"):
                Statement.objects.filter(pk=two_versions.pk).update(venue=f"{number}{n}")
            make.source().delete()
            draft = make.statement("Gone.", by=f"x{number}-{n}", of="us", status="draft")
            draft.delete()
        places = [
            address(two_versions),
            address(two_versions, "version", own_versions(two_versions)[-1]),
            change_address(two_versions),
            deleted_address(Source),
            deleted_address(Statement),
        ]
        counts.append([queries(place) for place in places])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 45


@pytest.mark.parametrize(
    "name", ["statement-0", "statement-x", "actor-1", "x", "statement-" + "9" * 30]
)
def test_a_version_that_is_not_there_is_not_found(desk, two_versions, name):
    assert desk.get(address(two_versions, "version", name)).status_code == 404
    assert desk.post(address(two_versions, "version", name)).status_code == 404


def test_another_records_version_is_not_found_here(desk, world, two_versions):
    other = world.statement("Another.")
    assert desk.get(address(other, "version", own_versions(two_versions)[0])).status_code == 404


# The list of what was deleted


def test_the_deleted_are_listed_the_last_first_and_found_from_the_list(desk, world):
    for number in range(DELETED_PER_PAGE + 1):
        make.source(title=f"Speech {number:03}").delete()
    page = desk.get(deleted_address(Source))
    words = shown(page)
    assert words.index("Speech 050") < words.index("Speech 049")
    assert "Speech 000" not in words
    assert "Speech 000" in shown(desk.get(deleted_address(Source), {"p": 2}))
    assert deleted_address(Source) in desk.get(reverse("admin:positions_source_changelist")).text


def test_a_record_that_was_deleted_twice_is_listed_once(desk, world):
    source = make.source(title="A speech")
    for _ in range(2):
        pk = source.pk
        source.delete()
        source.pk = pk
        page = shown(desk.get(deleted_address(Source)))
        assert page.count("A speech") == 1
        restore(desk, source, own_versions(source)[0])
        source = Source.objects.get(pk=pk)
    assert "A speech" not in shown(desk.get(deleted_address(Source)))


def test_an_official_is_told_with_the_tenures(desk, world):
    with pghistory.context(note="A slip."):
        world.lavrov.tenures.get().delete()
    page = shown(desk.get(address(world.lavrov)))
    assert "Tenure removed: Foreign Minister, Russia" in page
    restore(desk, world.lavrov, own_versions(world.lavrov, "tenure")[0])
    assert Official.objects.get(pk=world.lavrov.pk).tenures.get().role == "Foreign Minister"


@pytest.mark.parametrize("rubbish", ["x", "0", "-1", "99999999999999999999", "%00", "1/2"])
def test_rubbish_addresses_are_answered(desk, world, rubbish):
    for kind in ("statement", "source", "official"):
        start = f"/admin/positions/{kind}/{rubbish}/history/"
        assert desk.get(start, follow=True).status_code == 200
        assert desk.get(f"{start}{kind}-1/", follow=True).status_code in (200, 404)


def test_markup_in_words_stays_words(desk, world):
    statement = world.statement("<script>alert(1)</script>")
    for where in (
        address(statement),
        address(statement, "version", own_versions(statement)[0]),
    ):
        page = desk.get(where).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
