"""Lists: what they find, count and do."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .desk import LISTS, change_address, changed, populate, rows, told

pytestmark = pytest.mark.django_db


def test_checking_against_the_source_is_recorded_with_user_and_day(desk, editor, world, listed):
    one, other = world.statement(), world.statement()
    desk.post(listed, {"action": "mark_checked", "index": "0", "_selected_action": [one.pk]})
    desk.post(change_address(other), changed(other, _step="mark_checked"))
    for statement in (one, other):
        statement.refresh_from_db()
        assert statement.reviewed_by == editor
        assert statement.reviewed_on is not None
    assert LogEntry.objects.filter(change_message="Checked against the source.").count() == 2


def test_a_review_is_not_typed(desk, world):
    statement = world.statement()
    desk.post(change_address(statement), changed(statement, reviewed_on="2022-12-03"))
    statement.refresh_from_db()
    assert statement.reviewed_on is None


def test_an_order_is_changed_in_the_list(desk, world):
    address = reverse("admin:positions_precondition_changelist")
    row = {"id": world.talks.pk, "order": 7}
    listed = {"initial-form-0-order": world.talks.order, "_save": "Save"}
    desk.post(address, {**rows("form", row, known=1), **listed})
    world.talks.refresh_from_db()
    assert world.talks.order == 7
    row["order"] = -1
    page = told(desk.post(address, {**rows("form", row, known=1), **listed}))
    assert "greater than or equal to 0" in page


@pytest.mark.parametrize("kind", LISTS)
def test_lists_ask_no_more_for_more_rows(desk, world, kind):
    address = reverse(f"admin:positions_{kind}_changelist")
    counts = []
    for number in (2, 8):
        populate(world, number)
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_the_list_finds_words_and_names(desk, world, listed):
    world.statement("Neutrality comes first.")
    world.statement("Nothing else.", by=None, of="russia", role="Kremlin")

    def found(words):
        return desk.get(listed, {"q": words}).context["cl"].result_count

    assert found("neutral") == 1
    assert found('"comes first"') == 1
    assert found("Лавров") == 1
    assert found("kremlin") == 1
    assert found("Russia") == 2
    assert found("no such words") == 0
    assert found("'&|!<->:*()\\" + "x" * 5000) == 0


def test_filters_show_counts(desk, world, listed):
    world.statement()
    page = told(desk.get(listed))
    assert "Draft (1)" in page
    assert "Not coded (1)" in page
    for coded, number in (("no", 1), ("yes", 0), ("rubbish", 1)):
        assert desk.get(listed, {"coded": coded}).context["cl"].result_count == number
