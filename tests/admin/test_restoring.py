"""Back to an older version, which is a new version itself."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions.admin.meanwhile import SEEN
from positions.models import Citation, Coding, Statement, Topic
from tests import make

from .desk import member, messages
from .trail import address, deleted_address, own_versions, restore, shown

pytestmark = pytest.mark.django_db


def test_an_old_version_is_restored_as_a_new_one(desk, editor, two_versions):
    first = own_versions(two_versions)[-1]
    page = shown(desk.get(address(two_versions, "version", first)))
    assert "Place and occasion [-Moscow-]" in page
    assert 'value="Restore this version"' in desk.get(address(two_versions, "version", first)).text
    response = restore(desk, two_versions, first)
    number = first.split("-")[1]
    assert messages(response) == [f"Restored from version {number}."]
    two_versions.refresh_from_db()
    assert (two_versions.text, two_versions.venue) == ("Talks must begin.", "")
    assert len(own_versions(two_versions)) == 3
    assert f"editor: restored from version {number}" in shown(response)


def test_what_the_steps_decide_is_not_restored(client, desk, world):
    """The words come back; that it was published, and by whom, stays."""
    editor, reviewer = (User.objects.create_superuser(name) for name in ("edda", "rita"))
    statement = world.statement("First words.", entered_by=editor)
    Statement.objects.filter(pk=statement.pk).update(text="Other words.", status="in_review")
    Statement.objects.filter(pk=statement.pk).update(
        status="published", published_by=reviewer, reviewed_on="2023-01-01", reviewed_by=reviewer
    )
    client.force_login(reviewer)
    assert restore(client, statement, own_versions(statement)[-1]).status_code == 200
    statement.refresh_from_db()
    assert statement.text == "First words."
    assert (statement.status, statement.published_by, statement.entered_by) == (
        "published",
        reviewer,
        editor,
    )
    assert statement.reviewed_on is None, "a change of the words ends the check"


def test_whoever_restores_the_words_of_a_draft_does_not_publish_them(client, world):
    edda, rita = (User.objects.create_superuser(name) for name in ("edda", "rita"))
    statement = world.statement("First words.", entered_by=rita)
    Statement.objects.filter(pk=statement.pk).update(text="Other words.", entered_by=edda)
    client.force_login(rita)
    restore(client, statement, own_versions(statement)[-1])
    statement.refresh_from_db()
    assert (statement.text, statement.entered_by) == ("First words.", rita)


def test_a_deleted_row_comes_back_with_all_it_had(desk, editor, world):
    statement = world.statement()
    coding = make.coding(statement, "direct-talks", "demands", coder=editor, note="Twice.")
    coding.refresh_from_db()
    kept = {field.attname: getattr(coding, field.attname) for field in Coding._meta.concrete_fields}
    coding.delete()
    version = own_versions(statement, "coding")[0]
    page = shown(desk.get(address(statement, "version", version)))
    assert "It was deleted; restoring adds it again" in page
    restore(desk, statement, version)
    again = Coding.objects.get()
    assert {f.attname: getattr(again, f.attname) for f in Coding._meta.concrete_fields} == kept


def test_an_older_version_of_a_row_is_restored(desk, world):
    statement = world.statement()
    citation = statement.citations.get()
    Citation.objects.update(exact="Talks must begin.")
    Citation.objects.update(exact="Talks")
    restore(desk, statement, own_versions(statement, "citation")[1])
    citation.refresh_from_db()
    assert citation.exact == "Talks must begin."


def test_a_deleted_draft_comes_back_with_its_rows(desk, editor, world):
    statement = world.statement("Gone.", status="draft", entered_by=editor, venue="Moscow")
    coding = make.coding(statement, "direct-talks", "demands", coder=editor)
    earlier = make.coding(statement, "full-ceasefire", "demands")
    earlier.delete()
    Statement.objects.filter(pk=statement.pk).update(status="in_review")
    pk = statement.pk
    desk.post(address(statement, "delete"), {"post": "yes"})
    assert not Statement.objects.exists()

    page = desk.get(deleted_address(Statement))
    assert "Sergei Lavrov, Foreign Minister, Russia, 2 December 2022, Gone." in shown(page)
    assert f'href="{address(statement)}"' in page.text
    page = shown(desk.get(address(statement)))
    assert "This statement was deleted." in page
    version = own_versions(statement)[0]
    assert "as a draft, with the rows that were deleted together with it" in shown(
        desk.get(address(statement, "version", version))
    )
    response = restore(desk, statement, version)

    again = Statement.objects.get()
    assert (again.pk, again.text, again.venue) == (pk, "Gone.", "Moscow")
    assert (again.status, again.entered_by) == ("draft", editor)
    assert [c.source for c in again.citations.all()] == [world.source]
    assert [c.pk for c in again.codings.all()] == [coding.pk], "not what was deleted before"
    assert "restored from version" in shown(response)
    assert "None of the statements was ever deleted" in shown(desk.get(deleted_address(Statement)))


def test_a_deleted_record_of_any_kind_comes_back(desk, world):
    for record in (
        make.source(title="A speech"),
        make.actor("vatican", other_names=["Holy See"]),
        Topic.objects.create(slug="trade", name="Trade", order=9),
        make.precondition("withdrawal"),
    ):
        model, pk = type(record), record.pk
        before = model.objects.filter(pk=pk).values().get()
        desk.post(address(record, "delete"), {"post": "yes"})
        record.pk = pk
        assert not model.objects.filter(pk=pk).exists()
        restore(desk, record, own_versions(record)[0])
        assert model.objects.filter(pk=pk).values().get() == before


def test_what_refers_to_a_record_that_is_no_more_is_refused(desk, world):
    statement = world.statement()
    source = make.source()
    Citation.objects.create(statement=statement, source=source).delete()
    source.delete()
    version = own_versions(statement, "citation")[0]
    response = restore(desk, statement, version)
    assert messages(response) == [
        "Nothing was restored. Source: the source is no longer on record."
    ]
    assert statement.citations.count() == 1


def test_what_breaks_a_rule_of_the_record_is_refused(desk, world):
    statement = world.statement()
    citation = statement.citations.get()
    citation.delete()
    Citation.objects.create(statement=statement, source=world.source)
    version = own_versions(statement, "citation")[-1]
    response = restore(desk, statement, version)
    assert messages(response) == ["Nothing was restored. This statement already cites this source."]
    assert statement.citations.count() == 1


def test_what_the_database_refuses_is_told_and_nothing_is_stored(desk, world):
    """The older version has no source left that stands for a published statement's coding."""
    statement = world.statement(on_behalf_of="Russia and Ukraine")
    coding = make.coding(statement, "direct-talks", "demands", holder="russia")
    Coding.objects.filter(pk=coding.pk).update(holder=world.ukraine)
    Coding.objects.filter(pk=coding.pk).update(holder=world.russia)
    Statement.objects.filter(pk=statement.pk).update(on_behalf_of="")
    before = own_versions(statement, "coding")
    response = restore(desk, statement, before[1])
    assert messages(response) == [
        "Nothing was restored. Another holder than the statement's actor needs claimed by, or a "
        "joint statement that names whom it is on behalf of."
    ]
    coding.refresh_from_db()
    assert coding.holder == world.russia
    assert own_versions(statement, "coding") == before


def test_a_coding_that_was_settled_keeps_its_decision(desk, world):
    statement = world.statement()
    coding = make.coding(statement, "direct-talks", "demands")
    first = own_versions(statement, "coding")[0]
    Coding.objects.filter(pk=coding.pk).update(
        stance="accepts",
        note="As the transcript has it.",
        second_stance="rejects",
        second_gate="none",
        first_stance="demands",
        first_gate="none",
        settled_on="2023-01-01",
    )
    response = restore(desk, statement, first)
    assert "A third coder settled this coding" in messages(response)[0]
    coding.refresh_from_db()
    assert coding.stance == "accepts"


def test_a_row_of_another_record_now_is_left_there(desk, world):
    one, other = world.statement(), world.statement("Another.")
    coding = make.coding(one, "direct-talks", "demands", note="One.")
    Coding.objects.filter(pk=coding.pk).update(statement=other)
    for record, version in ((one, -1), (other, -1)):
        response = restore(desk, record, own_versions(record, "coding")[version])
        assert messages(response) == [
            "Nothing was restored. This belongs to another record now."
        ], record
    coding.refresh_from_db()
    assert coding.statement == other


def test_a_row_does_not_come_back_without_its_record(desk, world):
    statement = world.statement()
    pk = statement.pk
    statement.delete()
    statement.pk = pk
    response = restore(desk, statement, own_versions(statement, "citation")[0])
    assert messages(response) == ["Nothing was restored. Restore the record itself first."]
    assert not Citation.objects.exists()


@pytest.mark.parametrize("forged", [{SEEN: "statement:1"}, {SEEN: "\0"}, {SEEN: ""}])
def test_what_changed_since_the_version_was_opened_is_not_overwritten(desk, two_versions, forged):
    response = restore(desk, two_versions, own_versions(two_versions)[-1], **forged)
    assert messages(response)[-1] == (
        "Nothing was restored. This record has changed since you opened the version; look at it "
        "again."
    )
    assert len(own_versions(two_versions)) == 2


def test_restoring_what_is_already_so_is_not_offered(desk, two_versions):
    response = desk.get(address(two_versions, "version", own_versions(two_versions)[0]))
    assert "Nothing: the record is as it was in this version." in shown(response)
    assert "Restore this version" not in response.text


# Who may


def test_who_may_only_look_sees_and_cannot_restore(two_versions):
    reader = member("reader", rights=["view_statement"])
    first = own_versions(two_versions)[-1]
    assert "text changed" in shown(reader.get(address(two_versions)))
    page = shown(reader.get(address(two_versions, "version", first)))
    assert "You may look at it; a reviewer can restore it." in page
    assert restore(reader, two_versions, first).status_code == 403
    assert len(own_versions(two_versions)) == 2


def test_who_may_not_look_sees_nothing(two_versions):
    clerk = member("clerk", rights=["view_source"])
    version = own_versions(two_versions)[0]
    for where in (
        address(two_versions),
        address(two_versions, "version", version),
        deleted_address(Statement),
    ):
        assert clerk.get(where).status_code == 403
        assert Client().get(where).status_code == 302


def test_a_published_statement_is_restored_by_reviewers_only(two_versions):
    Statement.objects.filter(pk=two_versions.pk).update(status="in_review", entered_by=None)
    Statement.objects.filter(pk=two_versions.pk).update(status="published")
    first = own_versions(two_versions)[-1]
    edda, rita = member("edda", "Editor"), member("rita", "Reviewer")
    assert restore(edda, two_versions, first).status_code == 403
    assert restore(rita, two_versions, first).status_code == 200
    two_versions.refresh_from_db()
    assert two_versions.text == "Talks must begin."


def test_rows_need_the_right_to_rows(two_versions):
    make.coding(two_versions, "direct-talks", "demands").delete()
    version = own_versions(two_versions, "coding")[0]
    half = member("half", rights=["view_statement", "change_statement", "change_coding"])
    assert restore(half, two_versions, version).status_code == 403
    assert not Coding.objects.exists()
