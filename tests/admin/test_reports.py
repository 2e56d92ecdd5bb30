"""The desk reads reports, closes them, and writes corrections: from report to changed record, and
back."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from positions.models import Correction, Report, Statement

from .desk import change_address, changed, messages, opened, person, told

pytestmark = pytest.mark.django_db

LIST = "/admin/positions/report/"
ADD_CORRECTION = "/admin/positions/correction/add/"


@pytest.fixture
def statement(world):
    return world.statement(status="published")


@pytest.fixture
def report(statement):
    return Report.objects.create(
        statement=statement,
        text="The transcript says\nanother day.",
        evidence_url="https://example.org/transcript",
        contact="reader@example.org",
    )


def close(desk, report, status, answer="The transcript agrees."):
    given = {"status": status, "answer": answer, **opened(report)}
    return desk.post(change_address(report), given)


def correction(**given):
    return {
        "statement": "",
        "report": "",
        "corrected_on": timezone.localdate().isoformat(),
        "was_wrong": "The day.",
        "changed": "It is mended.",
        **given,
    }


def links(response):
    """Addresses by the words of their links."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', response.text)
    return {words: address.replace("&amp;", "&") for address, words in found}


# Reading


def test_the_report_stands_beside_its_statement(desk, statement, report):
    response = desk.get(change_address(report))
    page = told(response)
    for words in (
        "The transcript says another day.",
        "https://example.org/transcript",
        "Answer before you close the report",
        "Talks must begin.",
        "Changed since the report No.",
    ):
        assert words in page, words
    found = links(response)
    assert found["reader@example.org"] == "mailto:reader@example.org"
    assert found["Open the statement"] == f"{change_address(statement)}?report={report.pk}"
    assert found["Its history"] == reverse("admin:positions_statement_history", args=[statement.pk])
    assert found["On the site"] == statement.get_absolute_url()
    for address in (found["Open the statement"], found["Its history"], found["On the site"]):
        assert desk.get(address).status_code == 200


def test_the_words_of_a_report_are_plain_text(desk, statement):
    nasty = "<script>alert(1)</script>\u202egpj.exe"
    report = Report.objects.create(
        statement=statement, text=nasty, contact='"a&subject=b"@example.org'
    )
    for address in (change_address(report), LIST):
        page = desk.get(address).text
        assert "<script>alert" not in page and "\u202e" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]gpj.exe" in page
    assert (
        'href="mailto:%22a%26subject%3Db%22@example.org"' in desk.get(change_address(report)).text
    )


def test_open_reports_come_first(desk, statement):
    today, made = timezone.now(), []
    for days, status in enumerate(["declined", "open", "accepted", "open"]):
        closed = {} if status == "open" else {"answer": "Seen.", "closed_on": today.date()}
        row = Report.objects.create(statement=statement, text=f"{days}.", status=status, **closed)
        Report.objects.filter(pk=row.pk).update(received_at=today - timedelta(days=days))
        made.append(row.pk)
    listed = desk.get(LIST).context["cl"].result_list
    assert [made.index(row.pk) for row in listed] == [1, 3, 0, 2]
    listed = desk.get(LIST, {"status__exact": "open"}).context["cl"].result_list
    assert [made.index(row.pk) for row in listed] == [1, 3]


def test_neither_words_nor_statement_are_changed_and_nothing_is_added_or_deleted(desk, report):
    page = desk.get(change_address(report)).text
    form = page[page.index('id="report_form"') :]
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', form))
    assert names <= {"csrfmiddlewaretoken", "_seen", "status", "answer", "_save", "_continue"}
    given = {"text": "Other.", "contact": "", "statement": "1", "evidence_url": ""}
    given |= {"status": "open", "answer": "Seen.", **opened(report)}
    assert desk.post(change_address(report), given).status_code == 302
    kept = Report.objects.get()
    assert (kept.text, kept.contact) == (report.text, report.contact)
    assert (kept.statement, kept.evidence_url) == (report.statement, report.evidence_url)
    assert kept.answer == "Seen."
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(reverse("admin:positions_report_delete", args=[report.pk])).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": [report.pk], "post": "yes"}
    desk.post(LIST, selected)
    assert Report.objects.count() == 1


# Closing


@pytest.mark.parametrize("status", ["accepted", "declined"])
def test_closing_says_why_by_whom_and_when_and_erases_the_address(desk, editor, report, status):
    response = close(desk, report, status, " \n ")
    assert "Say what was found: why it is accepted or declined." in told(response)
    assert Report.objects.get().status == "open"
    response = close(desk, report, status)
    assert response.status_code == 302
    kept = Report.objects.get()
    assert (kept.status, kept.answer) == (status, "The transcript agrees.")
    assert (kept.closed_by, kept.closed_on) == (editor, timezone.localdate())
    assert kept.contact == ""
    page = desk.get(change_address(report))
    assert "The reader's e-mail address was erased." in messages(page)
    assert "None given, or erased when the report was closed." in told(page)


def test_another_word_later_does_not_change_who_closed_it(desk, editor, report):
    close(desk, report, "accepted")
    other = User.objects.create(username="other", is_staff=True, is_superuser=True)
    desk.force_login(other)
    close(desk, report, "accepted", "In other words.")
    kept = Report.objects.get()
    assert (kept.answer, kept.closed_by) == ("In other words.", editor)
    close(desk, report, "declined")
    assert Report.objects.get().closed_by == other


def test_a_report_can_be_opened_again(desk, report):
    close(desk, report, "declined")
    assert close(desk, report, "open").status_code == 302
    kept = Report.objects.get()
    assert (kept.status, kept.closed_on, kept.closed_by) == ("open", None, None)


def test_a_status_that_does_not_exist_is_refused(desk, report):
    assert "Select a valid choice" in told(close(desk, report, "lost"))


def test_a_report_that_led_to_a_correction_is_not_declined(desk, statement, report):
    given = correction(statement=statement.pk, report=report.pk)
    desk.post(ADD_CORRECTION, given)
    refusal = "A report that led to a correction is accepted, not declined."
    response = close(desk, report, "declined", "Kept words.")
    assert refusal in told(response) and "Kept words." in response.text
    assert Report.objects.get().status == "open"
    assert "Write another correction" in desk.get(change_address(report)).text
    close(desk, report, "accepted")
    assert Report.objects.get().status == "accepted"


def test_a_declined_report_leads_to_no_correction(desk, statement, report):
    close(desk, report, "declined")
    assert "Write the correction" not in desk.get(change_address(report)).text
    response = desk.post(ADD_CORRECTION, correction(statement=statement.pk, report=report.pk))
    assert "A report that led to a correction is accepted, not declined." in told(response)
    assert not Correction.objects.exists()


# The correction


def test_from_report_to_changed_record_and_back(desk, editor, statement, report):
    # The trail has the time of the transaction, here the test's own.
    Report.objects.update(received_at=timezone.now() - timedelta(hours=1))
    address = links(desk.get(change_address(report)))["Open the statement"]
    desk.post(address, changed(statement, venue="Moscow"))
    assert Statement.objects.get().venue == "Moscow"
    noted = Statement.pgh_event_model.objects.order_by("pgh_id").last().pgh_context.metadata
    assert noted["report"] == report.pk and noted["user"] == editor.pk
    history = told(desk.get(reverse("admin:positions_statement_history", args=[statement.pk])))
    assert f"After a reader's report, no. {report.pk}." in history
    page = told(desk.get(change_address(report)))
    assert re.search(r"Changed since the report .{6,40}, editor: [^.]*\(after this report\)", page)

    written = links(desk.get(change_address(report)))["Write the correction"]
    form = desk.get(written)
    assert form.context["adminform"].form["statement"].value() == str(statement.pk)
    assert form.context["adminform"].form["report"].value() == str(report.pk)
    assert "The transcript says" in told(form)
    response = desk.post(written, correction(statement=statement.pk, report=report.pk))
    assert response["Location"] == change_address(report), "it is still to be closed"
    made = Correction.objects.get()
    assert (made.statement, made.report) == (statement, report)
    found = links(desk.get(change_address(report)))
    assert change_address(made) in found.values()
    assert "The transcript says" in told(desk.get(change_address(made)))
    close(desk, report, "accepted")
    public = desk.get(statement.get_absolute_url()).text
    assert "Reported by a reader on" in public and "another day" not in public


def test_a_change_of_its_own_is_no_change_after_the_report(desk, world, statement, report):
    other = world.statement()
    for address in (
        change_address(statement),
        f"{change_address(statement)}?report=x",
        f"{change_address(statement)}?report=%00",
        f"{change_address(statement)}?report={'9' * 18}",
        f"{change_address(statement)}?report={'9' * 400}",
    ):
        assert desk.post(address, changed(statement, venue=address[-9:])).status_code == 302
    assert desk.post(
        f"{change_address(other)}?report={report.pk}", changed(other, venue="Kyiv")
    ).status_code in (200, 302)
    events = Statement.pgh_event_model.objects.filter(pgh_context__isnull=False)
    assert events.count() > 4
    assert not [e for e in events if "report" in e.pgh_context.metadata]
    assert "(after this report)" not in told(desk.get(change_address(report)))
    for address in ("x/change/?report=1", "add/?report=1"):
        assert desk.post(f"/admin/positions/statement/{address}").status_code in (200, 302)


def test_a_change_before_the_report_is_not_among_those_since(desk, statement, report):
    desk.post(change_address(statement), changed(statement, venue="Moscow"))
    later = timezone.now() + timedelta(minutes=1)
    Report.objects.update(received_at=later)
    assert "Changed since the report No." in told(desk.get(change_address(report)))


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_readers_have_not_seen_is_not_corrected(desk, world, status):
    unseen = world.statement(status=status)
    response = desk.post(ADD_CORRECTION, correction(statement=unseen.pk))
    assert "Readers have not seen this statement yet" in told(response)
    assert not Correction.objects.exists()


def test_a_correction_of_the_site_as_a_whole(desk):
    today = timezone.localdate()
    assert desk.get(ADD_CORRECTION).context["adminform"].form["corrected_on"].value() == today
    assert desk.post(ADD_CORRECTION, correction()).status_code == 302
    made = Correction.objects.get()
    assert (made.statement, made.report, made.corrected_on) == (None, None, today)
    assert "The site as a whole" in desk.get("/corrections/").text


def test_the_words_of_a_correction_can_be_mended_after_its_statement_went_back(desk, world):
    unseen = world.statement()
    made = Correction.objects.create(
        statement=unseen, corrected_on="2026-11-03", was_wrong="Teh day.", changed="b"
    )
    given = correction(statement=unseen.pk, was_wrong="The day.", corrected_on="2026-11-03")
    given |= opened(made)
    assert desk.post(change_address(made), given).status_code == 302
    assert Correction.objects.get().was_wrong == "The day."


def test_rubbish_in_the_address_of_a_new_correction_is_no_failure(desk):
    for query in ("report=x&statement=%00", f"report={'9' * 30}", "report=999", "corrected_on=x"):
        assert desk.get(f"{ADD_CORRECTION}?{query}").status_code == 200
    response = desk.post(ADD_CORRECTION, correction(report="999"))
    assert "“999” is no report on record." in told(response)


def test_a_correction_of_another_statement_does_not_take_the_report(desk, world, report):
    other = world.statement("No.", status="published")
    sent = correction(statement=other.pk, report=report.pk)
    assert f"That report is about {report.statement}." in told(desk.post(ADD_CORRECTION, sent))


# Who may


def test_editors_read_reports_and_reviewers_close_them(client, statement, report):
    user = person("someone", "Editor")
    client.force_login(user)
    page = client.get(change_address(report))
    assert "The transcript says another day." in told(page)
    assert "Write the correction" not in page.text
    assert close(client, report, "declined").status_code == 403
    user.groups.set(Group.objects.filter(name="Reviewer"))
    assert "Write the correction" in client.get(change_address(report)).text
    assert close(client, report, "declined").status_code == 302


def test_nobody_else_on_the_desk_reads_them(client, report):
    client.force_login(person("someone", rights=["view_statement", "view_correction"]))
    for address in (LIST, change_address(report)):
        assert client.get(address).status_code == 403
    client.logout()
    assert client.get(LIST).status_code == 302


# The pages


def test_the_pages_are_clean_and_rubbish_is_answered(desk, report):
    for address in (LIST, change_address(report), f"{LIST}{report.pk}/history/"):
        response = desk.get(address)
        assert response.status_code == 200
        assert not re.search(
            r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", response.text
        ), address
    for query in ("?q=%00", "?p=99", "?status__exact=%00", "?received_at__year=99999999", "?o=9.x"):
        assert desk.get(LIST + query, follow=True).status_code == 200


def test_the_queries_do_not_grow(desk, world, statement, report):
    def queries(address):
        with CaptureQueriesContext(connection) as made:
            assert desk.get(address).status_code == 200
        return len(made)

    Report.objects.update(received_at=timezone.now() - timedelta(hours=1))
    Correction.objects.create(
        statement=statement, report=report, corrected_on="2026-11-03", was_wrong="a", changed="b"
    )
    Statement.objects.filter(pk=statement.pk).update(venue="Place")
    addresses = [LIST, change_address(report), "/admin/positions/correction/"]
    few = [queries(address) for address in addresses * 2][3:]
    for n in range(6):
        other = Report.objects.create(statement=world.statement(status="published"), text=f"{n}.")
        for led_to in (report, other):
            Correction.objects.create(
                statement=led_to.statement,
                report=led_to,
                corrected_on="2026-11-03",
                was_wrong=f"{n}.",
                changed="b",
            )
        Statement.objects.filter(pk=statement.pk).update(venue=f"Place {n}")
    assert [queries(address) for address in addresses] == few
