"""Importing files: nothing before it was shown, then all of it, once."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from positions.admin import importing
from positions.models import Citation, Coding, Source, Statement, Upload
from positions.models.alike import alike_pairs
from positions.models.search import TooSlow
from positions.packages import load
from tests import make

from . import imports
from .desk import person
from .imports import KIRBY, STATEMENT, checked, imported, on_record, problems, read, refused, store

pytestmark = pytest.mark.django_db
UNIT = {
    "statement": STATEMENT["id"],
    "precondition": "us-russia-leaders-talk",
    "holder": "us",
    "stance": "accepts",
    "note": "Other than the day before.",
}
SOURCE = {"slug": "state-gov-1", "publisher": "State", "kind": "official_record", "language": "en"}


@pytest.fixture
def editor():
    return person("editor", "Editor")


@pytest.fixture
def record(package):
    load(package.folder)


@pytest.fixture
def reviewer(record, client):
    user = person("reviewer", "Reviewer")
    client.force_login(user)
    return user


@pytest.fixture
def desk(record, client, editor):
    client.force_login(editor)
    return client


def page_of(client, upload, **query):
    return client.get(f"/admin/positions/upload/{upload.pk}/change/", query).text


def test_a_check_stores_nothing_and_shows_what_would_change(desk):
    before = Statement.objects.count(), Source.objects.count(), Citation.objects.count()
    upload = checked(
        desk,
        imports.text("sources", SOURCE),
        imports.statements({"sources": "reuters-2022-12-02;state-gov-1"}),
        imports.text("codings", UNIT),
        imports.text(
            "citations", {"statement": STATEMENT["id"], "source": SOURCE["slug"], "exact": "talk"}
        ),
    )
    after = Statement.objects.count(), Source.objects.count(), Citation.objects.count()
    assert before == after
    assert upload.status == "checked"
    assert upload.preview["counts"] == {
        name: {"added": 1} for name in ("sources", "statements", "codings", "citations")
    }
    tables = [change["table"] for change in upload.preview["changes"]]
    assert tables == ["sources", "statements", "codings", "citations"]
    page = page_of(desk, upload)
    assert "Import now" in page
    assert "<ins>We will talk.</ins>" in page
    assert "statements, line 2: 2022-12-03-us-kirby-1" in page


def test_one_confirmation_stores_all_of_it_as_the_editors_draft(desk, editor):
    upload = imported(desk, imports.statements(), imports.text("codings", UNIT))
    statement = Statement.objects.get(slug=STATEMENT["id"])
    assert (statement.status, statement.entered_by) == ("draft", editor)
    assert Coding.objects.get(statement=statement).coder == editor
    assert (upload.stored_by, upload.preview["problems"]) == (editor, [])
    assert "<strong>Imported</strong> by editor" in page_of(desk, upload)
    assert Context.objects.latest("created_at").metadata == {"upload": upload.pk, "user": editor.pk}


def test_an_import_leads_to_what_it_added(desk):
    rows = [{"id": f"more-{n}", "text": f"Words {n}."} for n in range(25)]
    upload = checked(desk, imports.statements(*rows))
    assert "New statements" not in page_of(desk, upload)
    store(desk, upload)
    Statement.objects.get(slug="more-1").delete()
    page = page_of(desk, upload)
    statement = Statement.objects.get(slug="more-0")
    assert (
        f'<a href="/admin/positions/statement/{statement.pk}/change/">more-0</a>: Words 0.' in page
    )
    assert (">more-19</a>" in page, ">more-20</a>" in page, ">more-1</a>" in page) == (1, 0, 0)
    drafts = "/admin/positions/statement/?status__exact=draft&whose=mine"
    assert drafts.replace("&", "&amp;") in page
    assert desk.get(drafts).context["cl"].result_count == 24


def test_a_check_shows_what_looks_like_others(desk):
    same = {"text": "This is not the time for talks at all."}
    first = make.statement(same["text"], by="john-kirby", slug="first", on="2022-12-04")
    make.statement(same["text"], by="john-kirby", slug="older", on="2022-11-01")
    make.statement(same["text"], by="another", slug="other", on="2022-12-03")
    rows = [{"id": "new-1", **same}, {"id": "new-2", **same}, {"id": "new-3"}]
    upload = checked(desk, imports.statements(*rows))
    assert {tuple(pair) for pair in upload.preview["alike"]} == {
        ("new-1", "first"),
        ("new-2", "first"),
        ("new-2", "new-1"),
    }
    page = page_of(desk, upload)
    assert f'and <a href="/admin/positions/statement/{first.pk}/change/">first</a>: “This' in page
    assert "new-2: “This is not the time for talks at all.” and new-1: “This is" in page
    assert '<a href="/admin/positions/statement/pairs/">' in page
    store(desk, upload)
    assert "Those that nobody has ruled on" in page_of(desk, upload)
    assert len(alike_pairs()) >= 3


def test_what_looks_alike_is_bounded(desk, monkeypatch):
    rows = [{"id": f"new-{n}", "text": "This is not the time for talks at all."} for n in range(8)]
    upload = checked(desk, imports.statements(*rows))
    assert len(upload.preview["alike"]) == importing.MOST_ALIKE + 1
    page = page_of(desk, upload)
    assert "The 20 most alike of the pairs" in page
    assert page.count("” and new-") == 20

    def slow(*given):
        raise TooSlow

    monkeypatch.setattr(importing, "alike_to_new", slow)
    page = page_of(desk, checked(desk, imports.statements(*rows)))
    assert "takes too long to find out here" in page
    assert "Import now" in page


def test_pressed_twice_it_is_imported_once(desk):
    upload = imported(desk, imports.statements())
    number = Statement.objects.count()
    assert "It is imported already." in store(desk, upload)
    read(desk.post(f"/admin/positions/upload/{upload.pk}/check/"))
    upload.refresh_from_db()
    assert (Statement.objects.count(), upload.status) == (number, "stored")
    again = checked(desk, imports.statements())
    assert again.preview["counts"] == {"statements": {"same": 1}}
    assert "Nothing to change" in page_of(desk, again)


def test_what_differs_from_the_preview_is_shown_anew_and_not_stored(desk):
    upload = checked(desk, imports.statements())
    make.statement("Others.", by="john-kirby", slug=STATEMENT["id"], status="draft")
    store(desk, upload)
    assert (upload.status, upload.preview["moved"]) == ("checked", True)
    assert Statement.objects.get(slug=STATEMENT["id"]).text == "Others."
    page = page_of(desk, upload)
    assert "The record has changed since the files were checked" in page
    assert "<del>Others.</del>" in page
    store(desk, upload)
    assert upload.status == "stored"


def test_what_is_on_record_meanwhile_is_told_in_one_way(desk):
    upload, other = (checked(desk, imports.statements()) for _ in range(2))
    store(desk, other)
    store(desk, upload)
    page = page_of(desk, upload)
    assert upload.status == "checked"
    assert "Nothing left to change:</strong> the record has changed since" in page
    assert "Nothing was imported." in page
    assert "This is what they would change now" not in page and "already" not in page


def test_what_stands_in_the_way_meanwhile_is_told(desk):
    files = imports.statements({"status": "in_review"})
    upload = checked(desk, files)
    make.statement("Others.", by="john-kirby", slug=STATEMENT["id"], status="published")
    store(desk, upload)
    assert upload.status == "refused"
    assert "This is what stands in the way now." in page_of(desk, upload)


def test_who_leaves_the_page_has_stored_nothing(desk, monkeypatch):
    monkeypatch.setattr(importing, "PAUSE", -1)
    files = imports.statements(*({"id": f"more-{n}"} for n in range(5)))
    upload = checked(desk, files)
    number = Statement.objects.count()
    for action, status in (("store", "checked"), ("check", "checked")):
        response = desk.post(f"/admin/positions/upload/{upload.pk}/{action}/")
        lines = iter(response.streaming_content)
        while "100 %" not in next(lines).decode():
            assert Statement.objects.count() <= number + 5
        assert Statement.objects.count() == number + 5
        response._iterator.close()
        upload.refresh_from_db()
        assert (Statement.objects.count(), upload.status) == (number, status)
    response = imports.send(desk, files)
    lines = iter(response.streaming_content)
    next(lines), next(lines)
    response._iterator.close()
    assert "Not checked to the end" in page_of(desk, Upload.objects.latest("pk"))


def test_progress_is_told_in_words_and_the_page_goes_on_by_itself(desk, monkeypatch):
    monkeypatch.setattr(importing, "PAUSE", -1)
    response = imports.send(desk, imports.statements())
    page = read(response)
    assert 'Checking statements: 20 % <progress value="1" max="5">' in page
    assert 'Checking statements: 100 % <progress value="5" max="5">' in page
    upload = Upload.objects.get()
    address = f"/admin/positions/upload/{upload.pk}/change/"
    assert f'<meta http-equiv="refresh" content="0; url={address}">' in page
    assert f'<a href="{address}">' in page
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Accel-Buffering"] == "no"


def test_another_who_imports_the_same_at_this_moment_is_told(desk, monkeypatch):
    upload = checked(desk, imports.statements())

    def busy(*given):
        raise OperationalError("could not obtain lock")

    monkeypatch.setattr(importing, "lines", busy)
    page = store(desk, upload)
    assert "Somebody else is importing these files" in page
    assert "refresh" not in page
    assert upload.status == "checked"


def test_a_changed_row_shows_before_and_after(desk):
    imported(desk, imports.statements())
    upload = checked(desk, imports.statements({"text": "We will not talk.", "venue": "Here"}))
    page = page_of(desk, upload)
    assert "We will <ins>not </ins>talk." in page
    assert "<ins>Here</ins>" in page
    assert upload.preview["changes"][0]["effect"] == "changed"
    assert "<del>Struck through</del> is what goes" in page


def test_all_problems_of_all_rows_are_told(desk):
    upload = checked(
        desk,
        imports.statements(
            {"id": "a-1", "official": "jon-kirby"},
            {"id": "a-2", "said_on": "yesterday"},
            {"id": "a-3", "actor": "usa", "form": "poem"},
        ),
        imports.text("codings", {**UNIT, "statement": KIRBY, "precondition": "us-russia-leader"}),
    )
    assert problems(upload) == [
        "statements: 2: official: there is no official “jon-kirby”; did you mean “john-kirby”?",
        "statements: 3: said_on: “yesterday” is not a day as YYYY-MM-DD",
        "statements: 4: form: “poem” is not one of: quotation, mixed, paraphrase, document",
        "statements: 4: actor: there is no actor “usa”; did you mean “us”?",
        "codings: 2: precondition: there is no precondition “us-russia-leader”; did you mean "
        "“us-russia-leaders-talk”?",
        "codings: 2: statement: readers have seen this statement, so only a reviewer can change it",
    ]
    page = page_of(desk, upload)
    assert "Import now" not in page
    assert "did you mean “john-kirby”?" in page
    file = desk.get(f"/admin/positions/upload/{upload.pk}/problems.csv")
    assert file.content.decode().splitlines()[2] == (
        "statements,3,said_on,“yesterday” is not a day as YYYY-MM-DD"
    )


def test_of_many_wrong_names_all_are_told_and_the_first_have_a_suggestion(desk):
    rows = [{"id": f"more-{n}", "official": f"jon-kirby-{n}"} for n in range(30)]
    told = refused(desk, imports.statements(*rows))
    assert len(told) == 30
    assert [n for n, problem in enumerate(told) if "did you mean" in problem] == [*range(20)]


def test_long_lists_of_changes_and_problems_have_pages(desk):
    rows = [{"id": f"more-{n}", "text": f"Words {n}."} for n in range(201)]
    upload = checked(desk, imports.statements(*rows))
    assert "Words 199." in page_of(desk, upload) and "Words 200." not in page_of(desk, upload)
    assert "Words 200." in page_of(desk, upload, p=2)
    upload = checked(desk, imports.statements(*rows, form="poem"))
    assert "201 problems" in page_of(desk, upload)
    assert page_of(desk, upload).count("“poem”") == 200
    assert page_of(desk, upload, p=2).count("“poem”") == 1


def test_more_rows_ask_no_more_of_the_database(desk):
    asked = []
    for number in (2, 60):
        with CaptureQueriesContext(connection) as checking:
            upload = checked(
                desk, imports.statements(*({"id": f"made-{n}"} for n in range(number)))
            )
        with CaptureQueriesContext(connection) as looking:
            assert "made-1" in page_of(desk, upload)
        asked.append((len(checking), len(looking)))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "\0", "9" * 30])
def test_rubbish_for_a_page_shows_one(desk, page):
    upload = checked(desk, imports.statements())
    assert STATEMENT["id"] in page_of(desk, upload, p=page)


def test_only_editors_import(record, client):
    person("guest")
    client.force_login(User.objects.get(username="guest"))
    upload = Upload.objects.create(names="x.csv", content={}, digest="")
    addresses = ["add/", "columns/", "example.zip", "example.xlsx"]
    addresses += [f"{upload.pk}/{page}" for page in ("change/", "check/", "store/", "problems.csv")]
    for address in addresses:
        assert client.get(f"/admin/positions/upload/{address}").status_code == 403, address
    assert imports.send(client, imports.statements()).status_code == 403


def test_rights_are_asked_of_each_table(desk, editor):
    editor.groups.clear()
    for name in ("add_upload", "view_upload", "add_statement"):
        permission = Group.objects.get(name="Editor").permissions.get(codename=name)
        editor.user_permissions.add(permission)
    imported(desk, imports.statements())
    told = refused(desk, imports.text("sources", SOURCE), imports.statements({"venue": "Here"}))
    assert told == [
        "sources: 2: : you do not have the right to add sources",
        "statements: 2: : you do not have the right to change statements",
    ]


def test_what_is_on_record_comes_back_unchanged(desk):
    files = [
        imports.text(name, *rows)
        for name in ("sources", "statements", "codings", "citations")
        if (rows := list(on_record(name)))
    ]
    upload = checked(desk, *files)
    assert upload.status == "checked", problems(upload)
    assert {effect for count in upload.preview["counts"].values() for effect in count} == {"same"}
