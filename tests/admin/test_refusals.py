"""Every refusal of the database is told in the form, beside what was typed."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from positions.admin.sources import SourceAdmin
from positions.admin.statement_forms import StatementForm
from positions.models import Citation, Coding, Response, Source, Statement
from tests import make

from .desk import ADD, change_address, changed, entry, messages, opened, rows, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"said_on": "0000-00-00"}, "Enter a valid date."),
        ({"said_on": "9999-12-31"}, "Said on lies in the future."),
        ({"text": "a\0b"}, "Null characters are not allowed."),
        ({"role": "\0"}, "Null characters are not allowed."),
        ({"text": "word " * 5000}, "at most 20000 characters"),
        ({"venue": "x" * 201}, "at most 200 characters"),
        ({"text": " "}, "This field is required."),
        ({"slug": "Lavrov_1"}, "The slug takes lower-case letters, digits and single hyphens."),
        ({"language": "Russian!"}, "Give the language as a code: en, ru, uk."),
        ({"original_text": "Да"}, "The original words need their language"),
        ({"official": ""}, "A named official must be chosen, or another kind of speaker."),
        ({"attribution": "institution"}, "attributed to a named official exactly when"),
        ({"official": "9" * 30}, f"“{'9' * 30}” is no official on record."),
        ({"form": "sermon"}, "Select a valid choice."),
        ({"form": None}, "This field is required."),
        ({"citations-TOTAL_FORMS": None}, "ManagementForm data is missing"),
        ({"sources": [{"source": "1\0"}]}, "Null characters are not allowed."),
        (
            {"sources": [{"source": "x"}]},
            "“x” is no source on record: give the slug or",
        ),
        ({"codings": [{"stance": "demands"}]}, "Choose the precondition."),
        ({"official": "", "attribution": "unnamed"}, "Choose the actor that the speaker"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_in_the_form(desk, world, given, why):
    assert why in told(desk.post(ADD, entry(world, **given)))
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("coding", "why"),
    [
        ({"holder": "ukraine"}, "The statement is Russia's: a position of Ukraine needs"),
        ({"stance": "waives"}, "Nothing to waive: the holder's earlier requires or demands is not"),
        ({"stance": "accepts_if"}, "“Accepts if” needs its condition in the note."),
        ({"stance": "requires"}, "“Requires” and “rejects as a condition” need a gate"),
        ({"stance": "accepts", "gate": "sign"}, "every other stance has none"),
        ({"claimed_by": "russia"}, "claimed by cannot be the holder"),
        ({"stance": ""}, "Choose a stance."),
        ({"gate": ""}, "Choose a gate, or “no gate stated”."),
        ({"note": "\0"}, "Null characters are not allowed."),
        ({"gate": "never"}, "Select a valid choice."),
    ],
)
def test_a_coding_that_cannot_be_is_refused_in_the_form(desk, world, coding, why):
    coding = {"precondition": world.talks.pk, "stance": "demands", **coding}
    for name in ("holder", "claimed_by"):
        if name in coding:
            coding[name] = getattr(world, coding[name]).pk
    assert why in told(desk.post(ADD, entry(world, codings=[coding])))
    assert not Statement.objects.exists()


def test_a_correction_is_told_what_it_lacks(desk):
    sent = dict.fromkeys(["statement", "report", "corrected_on", "was_wrong", "changed"], "")
    page = told(desk.post(reverse("admin:positions_correction_add"), sent))
    for why in ("Give the day of the correction.", "Say what was wrong.", "Say what was changed."):
        assert why in page
    assert "This field is required." not in page


def test_a_joint_statement_or_a_claim_has_another_holder(desk, world):
    other = {"precondition": world.talks.pk, "stance": "demands", "holder": world.ukraine.pk}
    desk.post(ADD, entry(world, codings=[other], on_behalf_of="Russia and Ukraine"))
    claim = {**other, "claimed_by": world.russia.pk}
    desk.post(ADD, entry(world, codings=[claim], text="Kyiv asked for them, he says."))
    assert Coding.objects.filter(holder=world.ukraine).count() == 2


def test_the_same_row_twice_is_refused(desk, world):
    source = {"source": world.source.pk}
    assert "correct the duplicate" in told(desk.post(ADD, entry(world, sources=[source, source])))
    coding = {"precondition": world.talks.pk, "stance": "demands"}
    assert "correct the duplicate" in told(desk.post(ADD, entry(world, codings=[coding, coding])))


def test_a_statement_answers_others_but_not_itself(desk, world):
    earlier, later = world.statement(), world.statement()
    answer = rows("answers_given", {"responds_to": earlier.pk})
    desk.post(change_address(later), changed(later, **answer))
    assert Response.objects.get().responds_to == earlier
    itself = rows("answers_given", {"responds_to": earlier.pk})
    page = told(desk.post(change_address(earlier), changed(earlier, **itself)))
    assert "A statement cannot respond to itself." in page


def test_the_last_source_of_a_published_statement_stays(desk, world):
    statement = world.statement(status="published")
    sent = changed(statement, **{"citations-0-DELETE": "on"})
    assert "A published statement needs a source." in told(
        desk.post(change_address(statement), sent)
    )
    assert statement.citations.count() == 1
    draft = world.statement()
    desk.post(change_address(draft), changed(draft, **{"citations-0-DELETE": "on"}))
    assert draft.citations.count() == 0


def test_two_editors_on_one_slug(desk, world, monkeypatch):
    """The rival is saved after this form found its slug free."""
    find_free = StatementForm.validate_unique

    def find_free_too_early(form):
        find_free(form)
        if not Statement.objects.exists():
            world.statement(slug="2022-12-02-russia-lavrov-1")

    monkeypatch.setattr(StatementForm, "validate_unique", find_free_too_early)
    page = told(desk.post(ADD, entry(world, text="Typed words stay.")))
    assert (
        "Another statement with the same slug was saved in the meantime, and this one was not."
        in page
    )
    assert "Typed words stay." in page


def test_a_row_deleted_meanwhile_is_told(desk, world):
    statement = world.statement()
    sent = changed(statement)
    statement.citations.all().delete()
    page = told(desk.post(change_address(statement), sent | opened(statement)))
    assert "Please correct the error" in page
    assert "Somebody else has changed a record that belongs to this one" in page


def test_a_record_in_use_says_by_how_many(desk, world):
    world.statement()
    for record, users in (
        (world.russia, ["tenures: 1", "statements: 1"]),
        (world.lavrov, ["tenures: 1", "statements: 1"]),
        (world.source, ["citations: 1"]),
    ):
        kind = record._meta.model_name
        address = reverse(f"admin:positions_{kind}_delete", args=[record.pk])
        selected = {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}
        listed = reverse(f"admin:positions_{kind}_changelist")
        for response in (desk.post(address, {"post": "yes"}), desk.post(listed, selected)):
            page = told(response)
            assert all(use in page for use in users)


def test_a_record_that_came_to_be_used_meanwhile_stays(desk, world, monkeypatch):
    world.statement()
    monkeypatch.setattr(SourceAdmin, "get_deleted_objects", lambda *given: ([], {}, set(), []))
    monkeypatch.setattr(
        Citation._meta.get_field("source").remote_field, "on_delete", lambda *_: None
    )
    address = reverse("admin:positions_source_delete", args=[world.source.pk])
    one = desk.post(address, {"post": "yes"}, follow=True)
    selected = {"action": "delete_selected", "_selected_action": world.source.pk, "post": "yes"}
    some = desk.post(reverse("admin:positions_source_changelist"), selected, follow=True)
    for response in (one, some):
        assert messages(response) == [
            "Somebody else has changed a record that belongs to this one in the meantime. Nothing "
            "was saved; look at it again before you do."
        ]
    assert Source.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_draft_with_all_its_rows_can_be_deleted(desk, world):
    statement = world.statement()
    make.coding(statement, "direct-talks", "demands")
    desk.post(reverse("admin:positions_statement_delete", args=[statement.pk]), {"post": "yes"})
    assert not Statement.objects.exists()
