"""What an import may do: new words begin as drafts, readers' pages are the reviewers'."""

import pytest

from positions.models import Article, Coding, Source, Statement, Upload

from . import imports
from .imports import KIRBY, STATEMENT, checked, imported, on_record, refused
from .test_import import UNIT, desk, editor, record, reviewer  # noqa: F401

pytestmark = pytest.mark.django_db
DESK = "this is decided in the desk and not imported; leave it empty"
SEEN = "readers have seen this statement, so only a reviewer can change it"


def kirby(**given):
    (row,) = on_record("statements", slug=KIRBY)
    return imports.text("statements", {**row, **given})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"status": "published"}, "status: imports are published in the desk, by somebody else"),
        ({"status": "withdrawn"}, "status: a statement is withdrawn in the desk, with its reason"),
        ({"reviewed_on": "2022-12-04"}, f"reviewed_on: {DESK}"),
        ({"withdrawn_because": "a"}, f"withdrawn_because: {DESK}"),
        ({"duplicate_of": KIRBY}, f"duplicate_of: {DESK}"),
        ({"text": "a" * 20_001}, "text: it has 20001 characters; at most 20000 are taken"),
    ],
)
def test_a_new_statement_begins_before_its_review(desk, given, told):  # noqa: F811
    (found,) = refused(desk, imports.statements(given))
    assert found.startswith(f"statements: 2: {told}")


def test_a_new_statement_may_wait_for_review(desk):  # noqa: F811
    imported(desk, imports.statements({"status": "in_review"}, {"id": "other-1"}))
    statuses = Statement.objects.filter(slug__in=[STATEMENT["id"], "other-1"])
    assert {*statuses.values_list("status", flat=True)} == {"in_review", "draft"}


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("draft", "published", "it is draft on record, and becomes published in the desk only"),
        ("in_review", "published", "it is in_review on record, and becomes published in the desk"),
        ("in_review", "draft", "only a reviewer sends a statement back to draft"),
    ],
)
def test_steps_to_readers_are_taken_in_the_desk(desk, start, end, told):  # noqa: F811
    imported(desk, imports.statements({"status": start}))
    (found,) = refused(desk, imports.statements({"status": end}))
    assert found.startswith(f"statements: 2: status: {told}")


def test_a_draft_is_submitted_by_an_import(desk):  # noqa: F811
    imported(desk, imports.statements())
    imported(desk, imports.statements({"status": "in_review"}))
    assert Statement.objects.get(slug=STATEMENT["id"]).status == "in_review"


def test_what_readers_have_seen_is_changed_by_reviewers(desk, client, reviewer):  # noqa: F811
    coding = {**UNIT, "statement": KIRBY, "stance": "open"}
    client.force_login(reviewer)
    changes = [
        kirby(text="Other words."),
        imports.text("codings", {**coding, "precondition": "full-ceasefire"}),
    ]
    upload = imported(client, *changes)
    kept = Statement.objects.get(slug=KIRBY)
    assert (kept.text, kept.status, kept.entered_by) == ("Other words.", "published", None)
    assert kept.reworded_by == reviewer
    assert upload.preview["counts"]["codings"] == {"added": 1}


def test_what_readers_have_seen_is_not_changed_by_editors(desk):  # noqa: F811
    assert refused(desk, kirby(text="Other words.")) == [f"statements: 2: text: {SEEN}"]
    new = {**UNIT, "statement": KIRBY, "precondition": "full-ceasefire"}
    assert refused(desk, imports.text("codings", new)) == [f"codings: 2: statement: {SEEN}"]
    words = {"statement": KIRBY, "source": "reuters-2022-12-02", "exact": "not now"}
    assert refused(desk, imports.text("citations", words)) == [f"citations: 2: statement: {SEEN}"]
    source = imports.text(
        "sources", {"slug": "s", "publisher": "A", "kind": "reprint", "language": "en"}
    )
    told = refused(desk, source, kirby(sources="reuters-2022-12-02;s"))
    assert told == [f"statements: 2: sources: {SEEN}"]
    other = "2022-12-02-us-price-1"
    assert refused(desk, kirby(responds_to=other)) == [f"statements: 2: responds_to: {SEEN}"]
    assert refused(desk, kirby(restates="2022-12-02-us-kirby-1"))[0].endswith(SEEN)
    assert checked(desk, kirby()).preview["counts"] == {"statements": {"same": 1}}


def test_what_readers_rely_on_is_not_changed_by_editors(desk):  # noqa: F811
    told = "statements that readers have seen rest on it, so only a reviewer can change it"
    (row,) = on_record("sources", slug="reuters-2022-12-02")
    found = refused(desk, imports.text("sources", {**row, "publisher": "Elsewhere"}))
    assert found == [f"sources: 2: publisher: {told}"]
    assert checked(desk, imports.text("sources", row)).preview["counts"] == {"sources": {"same": 1}}


def test_who_changes_a_code_has_coded_it(client, editor, reviewer, package):  # noqa: F811
    client.force_login(editor)
    imported(client, imports.statements(), imports.text("codings", UNIT))
    client.force_login(reviewer)
    imported(client, imports.text("codings", {**UNIT, "note": "At once."}))
    coding = Coding.objects.get(statement__slug=STATEMENT["id"])
    assert (coding.note, coding.coder) == ("At once.", editor)
    imported(client, imports.text("codings", {**UNIT, "stance": "open"}))
    coding.refresh_from_db()
    assert (coding.stance, coding.coder) == ("open", reviewer)


def test_a_reversal_says_what_changed(desk, package):  # noqa: F811
    before = Coding.objects.filter(statement__slug=KIRBY, claimed_by=None).first()
    unit = {
        "statement": STATEMENT["id"],
        "precondition": before.precondition.slug,
        "holder": before.holder.slug,
    }
    other = "rejects" if before.group in ("wants", "moves") else "accepts"
    files = [imports.statements(), imports.text("codings", {**unit, "stance": other, "note": ""})]
    (told,) = refused(desk, *files)
    assert told.startswith("codings: 2: stance, note: it reverses “")
    noted = {**unit, "stance": other, "note": "Since the summit."}
    assert imported(desk, files[0], imports.text("codings", noted)).status == "stored"


def test_exact_words_stand_in_the_pasted_text(desk, package):  # noqa: F811
    source = Source.objects.get(slug="reuters-2022-12-02")
    Article.objects.create(source=source, text="He said: “We will talk.” No more.")
    words = {"statement": STATEMENT["id"], "source": source.slug, "exact": "We will not talk"}
    assert refused(desk, imports.statements(), imports.text("citations", words)) == [
        "citations: 2: exact: these words do not stand in the pasted text of this source"
    ]
    found = imports.text("citations", {**words, "exact": "We will talk"})
    assert imported(desk, imports.statements(), found).status == "stored"


def test_what_stands_in_the_desk_alone_is_not_changed_by_a_file(desk, reviewer):  # noqa: F811
    Statement.objects.filter(slug=KIRBY).update(reviewed_on="2023-01-01", reviewed_by=reviewer)
    assert checked(desk, kirby()).status == "checked"
    assert refused(desk, kirby(reviewed_on="2023-01-02")) == [f"statements: 2: reviewed_on: {DESK}"]
    assert checked(desk, kirby(reviewed_on="")).preview["counts"] == {"statements": {"same": 1}}


def test_changed_words_are_the_importers_and_end_the_check(desk, client, editor, reviewer):  # noqa: F811
    client.force_login(editor)
    imported(client, imports.statements())
    Statement.objects.filter(slug=STATEMENT["id"]).update(
        reviewed_on="2023-01-01", reviewed_by=reviewer
    )
    client.force_login(reviewer)
    upload = imported(client, imports.statements({"text": "Other words."}))
    statement = Statement.objects.get(slug=STATEMENT["id"])
    assert (statement.entered_by, statement.reviewed_on) == (reviewer, None)
    assert ["reviewed_on", "2023-01-01", ""] in upload.preview["changes"][0]["cells"]
    client.force_login(editor)
    imported(client, imports.statements({"text": "Other words.", "venue": "Here"}))
    statement.refresh_from_db()
    assert (statement.entered_by, statement.venue) == (reviewer, "Here")


def test_who_uploaded_files_alone_imports_them(client, desk, editor, reviewer):  # noqa: F811
    client.force_login(editor)
    upload = checked(client, imports.statements())
    client.force_login(reviewer)
    address = f"/admin/positions/upload/{upload.pk}"
    imports.read(client.post(f"{address}/check/"))
    page = client.get(f"{address}/change/").text
    assert "Only editor, who uploaded it, can import it." in page
    assert "Import now" not in page
    assert client.post(f"{address}/store/").status_code == 403
    client.force_login(editor)
    imports.store(client, upload)
    statement = Statement.objects.get(slug=STATEMENT["id"])
    assert (statement.entered_by, upload.stored_by) == (editor, editor)


def test_a_check_asks_for_the_rights_of_who_uploaded(client, desk, editor, reviewer):  # noqa: F811
    client.force_login(editor)
    upload = checked(client, kirby(text="Other words."))
    client.force_login(reviewer)
    imports.read(client.post(f"/admin/positions/upload/{upload.pk}/check/"))
    upload.refresh_from_db()
    assert (upload.status, imports.problems(upload)) == (
        "refused",
        [f"statements: 2: text: {SEEN}"],
    )


def test_what_nobody_on_record_uploaded_is_imported_by_nobody(desk):  # noqa: F811
    upload = checked(desk, imports.statements())
    Upload.objects.update(uploaded_by=None)
    address = f"/admin/positions/upload/{upload.pk}"
    assert "so nobody can import it" in desk.get(f"{address}/change/").text
    assert desk.post(f"{address}/store/").status_code == 403


def test_what_was_coded_again_is_settled_in_the_desk(client, reviewer):  # noqa: F811
    (row,) = on_record("codings", statement__slug=KIRBY)
    told = refused(client, imports.text("codings", {**row, "stance": "open"}))
    assert told == [
        "codings: 2: stance: it was coded a second time already, so it is settled in the desk"
    ]
    Coding.objects.filter(statement__slug=KIRBY).update(
        first_stance=row["stance"],
        first_gate=row["gate"],
        first_note=row["note"],
        settled_on="2023-01-01",
        note="Settled.",
    )
    told = refused(client, imports.text("codings", {**row, "note": "Mine."}))
    assert told == [
        "codings: 2: note: a third coder has settled this, and files do not change that"
    ]


def test_a_name_that_turns_text_around_is_refused(desk):  # noqa: F811
    (found,) = refused(desk, imports.statements({"venue": "Moscow \u202e"}))
    assert found.startswith("statements: 2: venue: Venue cannot contain line breaks, nor invisible")
    imported(desk, imports.statements({"venue": "می\u200cخواهیم"}))


def test_a_file_may_say_of_a_duplicate_what_the_desk_decided(desk):  # noqa: F811
    gone = {"status": "withdrawn", "withdrawn_on": "2023-01-01", "withdrawn_because": "Twice."}
    kept = Statement.objects.get(slug="2022-12-02-us-price-1")
    Statement.objects.filter(slug=KIRBY).update(**gone, duplicate_of=kept)
    assert checked(desk, kirby()).preview["counts"] == {"statements": {"same": 1}}
    assert checked(desk, kirby(duplicate_of="")).preview["counts"] == {"statements": {"same": 1}}
    (found,) = refused(desk, kirby(duplicate_of="2022-12-02-ukraine-kyiv-1"))
    assert found == f"statements: 2: duplicate_of: {DESK}"


def test_a_slug_that_was_another_statements_is_not_imported(desk):  # noqa: F811
    Statement.objects.filter(slug=KIRBY).update(slug="renamed")
    (found,) = refused(desk, imports.statements({"id": KIRBY}))
    told = "Another statement had this slug before, and a permanent address is given only once."
    assert found == f"statements: 2: id: {told}"
