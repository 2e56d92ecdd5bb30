"""A reader reports an error: the form, its limits, what is stored, and that nobody reads it but the
desk."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from html import unescape
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from positions import senders
from positions.models import Correction, Report
from positions.models.reports import LIMITS
from positions.packages import dump

from . import make

pytestmark = pytest.mark.django_db

TEXT = "The transcript gives another day."


@pytest.fixture
def statement():
    return make.statement("Talks only after withdrawal.", slug="said")


def send(client, text=TEXT, *, to="said", address="192.0.2.1", **given):
    return client.post(f"/statements/{to}/report/", {"text": text, **given}, REMOTE_ADDR=address)


def thanked(response):
    return (response.status_code, response.get("Location")) == (
        302,
        "/statements/said/report/thanks/",
    )


def told(response, field):
    """What is said beside a field."""
    found = re.search(rf'<span class="error" id="id_{field}_error">([^<]*)', response.text)
    return unescape(found[1]) if found else ""


def typed(response, field):
    """What a field of the form holds."""
    if field == "text":
        found = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', response.text, re.S)
        return unescape(found[1]).removeprefix("\n")
    found = re.search(rf'<input[^>]*name="{field}"[^>]*>', response.text)
    value = re.search(r' value="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""


# The way of a report


def test_the_statements_page_leads_to_the_form_and_the_form_quotes_it(client, statement):
    page = client.get(statement.get_absolute_url() + "?as_of=2023-03-03").text
    link = re.search(r'<a href="([^"]*)"[^>]*>Report an error', page)[1]
    assert link == "/statements/said/report/?as_of=2023-03-03"
    form = client.get(link).text
    assert "Talks only after withdrawal." in form and "Zelensky" in form
    assert 'action="/statements/said/report/?as_of=2023-03-03"' in form
    assert '<meta name="robots" content="noindex">' in form


def test_a_report_is_stored_and_thanked_for_on_a_page_that_can_be_reloaded(client, statement):
    response = send(client, evidence_url="https://example.org/t", contact="reader@example.org")
    assert thanked(response)
    report = Report.objects.get()
    assert (report.statement, report.text) == (statement, TEXT)
    assert (report.evidence_url, report.contact) == ("https://example.org/t", "reader@example.org")
    assert (report.status, report.answer, report.closed_on) == ("open", "", None)
    for _ in range(2):
        page = client.get(response["Location"])
        assert page.status_code == 200 and "Thank you" in page.text
    assert Report.objects.count() == 1


def test_only_what_is_wrong_has_to_be_said(client, statement):
    assert thanked(send(client, evidence_url="", contact=""))
    response = send(client, " \n ", contact="reader@example.org")
    assert response.status_code == 400
    assert told(response, "text") == "Say what is wrong."
    assert typed(response, "contact") == "reader@example.org"
    assert Report.objects.count() == 1


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_only_a_published_statement_has_the_form(client, status):
    given = {"status": status, "slug": "said"}
    if status == "withdrawn":
        given |= {"withdrawn_on": date(2026, 1, 1), "withdrawn_because": "Not said."}
    make.statement("Unseen.", **given)
    for answer in (client.get("/statements/said/report/"), send(client)):
        assert answer.status_code == 404 and "Unseen" not in answer.text
    thanks = client.get("/statements/said/report/thanks/")
    assert thanks.status_code == (200 if status == "withdrawn" else 404)
    assert "Unseen" not in thanks.text and "Zelensky" not in thanks.text
    assert not Report.objects.exists()


def test_other_methods_are_refused(client, statement):
    assert client.put("/statements/said/report/").status_code == 405
    assert client.post("/statements/said/report/thanks/").status_code == 405
    assert client.head("/statements/said/report/").status_code == 200


# Forgery


def test_the_form_alone_sets_a_cookie_and_needs_it(statement):
    client = Client(enforce_csrf_checks=True)
    assert send(client).status_code == 403
    shown = client.get("/statements/said/report/")
    assert list(shown.cookies) == ["csrftoken"]
    cookie = shown.cookies["csrftoken"]
    assert cookie["httponly"] and not cookie["max-age"] and not cookie["expires"]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text)[1]
    response = send(client, csrfmiddlewaretoken=token)
    assert thanked(response)
    assert client.get(response["Location"]).cookies == {}
    refused = send(client, "Another.", csrfmiddlewaretoken="x" * 64)
    assert refused.status_code == 403
    assert "what you typed should still be there" in refused.text
    assert Report.objects.get().text == TEXT


def test_the_privacy_paragraph_says_so(client, db):
    privacy = client.get("/method/").text
    privacy = privacy[privacy.index('id="privacy"') :]
    for words in ("with one exception", "erased when the report is closed", "keyed digest"):
        assert words in privacy


# What is refused, beside its field


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "x" * 2001, "at most 2000 characters (it has 2001)"),
        ("text", "a\x00b", "Null characters are not allowed."),
        ("evidence_url", "example.org", "Give a full http:// or https:// address"),
        ("evidence_url", "javascript:alert(1)", "Give a full http:// or https:// address"),
        ("evidence_url", "https://example.org/a b", "Give a full http:// or https:// address"),
        ("evidence_url", "https://ann:key@example.org/", "Give a full http:// or https:// address"),
        ("evidence_url", "https://example.org/\u202egpj.exe", "characters that cannot be seen"),
        ("evidence_url", "https://example.org/\x00", "Null characters are not allowed."),
        ("evidence_url", "https://example.org/" + "x" * 500, "at most 500 characters"),
        ("contact", "nobody", "Enter a valid email address."),
        ("contact", "a@b@c", "Enter a valid email address."),
        ("contact", "a@example.org\nBcc: b@example.org", "Enter a valid email address."),
        ("contact", "me@exa\u202emple.org", "characters that cannot be seen"),
        ("contact", "a" * 250 + "@example.org", "at most 254 characters"),
        ("contact", "a\x00@example.org", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_used_is_named_and_kept(client, statement, field, value, message):
    given = {"text": TEXT, "evidence_url": "https://example.org/", "contact": "a@example.org"}
    response = send(client, **{**given, field: value})
    assert response.status_code == 400
    assert message in told(response, field)
    assert f'<a href="#id_{field}">' in response.text
    for name, sent in {**given, field: value}.items():
        if "\n" not in sent:
            assert typed(response, name) == sent
    assert not Report.objects.exists()


def test_a_line_end_counts_once(client, statement):
    lines = "a\r\n" * 999 + "bc"
    assert thanked(send(client, lines))
    assert Report.objects.get().text == lines.replace("\r\n", "\n")
    assert 'maxlength="2000"' not in client.get("/statements/said/report/").text


def test_text_that_turns_its_direction_is_stored_as_sent_and_shown_in_plain(client, statement):
    assert thanked(send(client, "Not \u202eyad\u202c but \u2067night\u2069. Ночь, לילה."))
    report = Report.objects.get()
    assert report.text.count("\u202e") == 1
    assert report.plain_text == "Not [U+202E]yad[U+202C] but [U+2067]night[U+2069]. Ночь, לילה."
    assert "\u202e" not in str(report)


@pytest.mark.parametrize(
    "body",
    [
        {"data": "text=" + "x" * 3_000_000, "content_type": "application/x-www-form-urlencoded"},
        {
            "data": "&".join(f"a{n}=1" for n in range(2000)),
            "content_type": "application/x-www-form-urlencoded",
        },
        {"data": "--x\r\nrubbish", "content_type": "multipart/form-data; boundary=x"},
        {"data": "x", "content_type": "multipart/form-data"},
        {"data": b"text=%ff%fe%00", "content_type": "application/x-www-form-urlencoded"},
        {"data": '{"text": "x"}', "content_type": "application/json"},
        {"data": "", "content_type": ""},
    ],
)
def test_a_body_that_is_no_form_is_a_bad_request(client, statement, body):
    assert client.post("/statements/said/report/", **body).status_code == 400
    assert not Report.objects.exists()


def test_rubbish_in_the_address_is_never_a_failure(client, statement):
    for nasty in ("\x00", "x" * 5000, "2022-02-30", "\u202e"):
        for place in ("", "thanks/"):
            answer = client.get(f"/statements/said/report/{place}", {"as_of": nasty})
            assert answer.status_code == 400
    assert client.get("/statements/%00/report/").status_code == 404
    assert client.post("/statements/none/report/", {"text": TEXT}).status_code == 404


# Programs, and too many


def test_what_a_program_sends_is_thanked_for_and_not_stored(client, statement):
    assert thanked(send(client, subject="Cheap watches"))
    assert not Report.objects.exists()
    trap = re.search(r'<p class="unseen" aria-hidden="true">.*?</p>', client.get(
        "/statements/said/report/").text, re.S)[0]  # fmt: skip
    assert 'name="subject"' in trap and 'tabindex="-1"' in trap and 'autocomplete="off"' in trap


def test_the_same_report_of_the_same_day_is_stored_once(client, statement):
    other = make.statement("Another.", slug="other")
    for _ in range(8):
        assert thanked(send(client))
    assert Report.objects.count() == 1
    send(client, address="198.51.100.7")
    assert Report.objects.count() == 1
    send(client, to="other")
    send(client, contact="reader@example.org")
    assert Report.objects.filter(statement=other).count() == 1
    assert Report.objects.filter(contact="reader@example.org").count() == 1
    Report.objects.update(received_at=timezone.now() - timedelta(days=1))
    send(client)
    assert Report.objects.count() == 4


def test_five_in_an_hour_from_one_network(client, statement):
    for n in range(5):
        assert thanked(send(client, f"Error {n}."))
    refused = send(client, "One more.", contact="a@example.org", evidence_url="https://e.org/")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "Five reports came from your network within an hour." in refused.text
    assert typed(refused, "text") == "One more."
    assert (typed(refused, "contact"), typed(refused, "evidence_url")) == (
        "a@example.org",
        "https://e.org/",
    )
    assert thanked(send(client, "Error 3.")), "what is stored already is thanked for"
    assert thanked(send(client, "One more.", address="192.0.2.2"))
    Report.objects.update(received_at=timezone.now() - timedelta(minutes=61))
    assert thanked(send(client, "Yet another."))
    assert Report.objects.count() == 7


def fill(statement, number, *, sender="", ago=timedelta(hours=2)):
    """So many reports, stored past all limits."""
    made = Report.objects.bulk_create(
        Report(statement=statement, text=f"Error {n}.", sender=sender) for n in range(number)
    )
    Report.objects.filter(pk__in=[r.pk for r in made]).update(received_at=timezone.now() - ago)


@pytest.mark.parametrize(
    ("limit", "elsewhere", "known", "message"),
    [
        ("sender_in_a_day", True, True, "Twenty reports came from your network within a day."),
        ("statement_in_a_day", False, False, "Twenty reports on this statement came in"),
        ("site_in_a_day", True, False, "More reports came in within a day than"),
    ],
)
def test_the_ceilings_of_a_day(client, statement, limit, elsewhere, known, message):
    most, wait, _ = LIMITS[limit]
    reported = make.statement("Other.") if elsewhere else statement
    sender = senders.digest("192.0.2.1", timezone.now().date()) if known else ""
    fill(reported, most - 1, sender=sender)
    assert thanked(send(client, "The last."))
    refused = send(client, "One more.")
    assert refused.status_code == 429
    assert message in unescape(refused.text)
    assert refused["Retry-After"] == str(int(wait.total_seconds()))
    Report.objects.update(received_at=timezone.now() - timedelta(days=1, minutes=1))
    assert thanked(send(client, "One more."))


def test_midnight_frees_nobody(client, statement):
    now = timezone.now()
    yesterday = senders.digest("192.0.2.1", now.date() - timedelta(days=1))
    fill(statement, 5, sender=yesterday, ago=timedelta(minutes=30))
    assert send(client).status_code == 429


def test_a_digest_is_emptied_after_a_day(client, statement):
    fill(statement, 1, sender="old", ago=timedelta(hours=25))
    fill(statement, 1, sender="new", ago=timedelta(hours=23))
    send(client)
    kept = Report.objects.order_by("received_at").values_list("sender", flat=True)
    assert [*kept] == ["", "new", senders.digest("192.0.2.1", timezone.now().date())]


@pytest.mark.django_db(transaction=True)
def test_at_once_no_more_are_taken_in(statement):
    together = Barrier(8)

    def post(number):
        together.wait()
        try:
            return send(Client(), f"Error {number}.").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        answers = sorted(workers.map(post, range(8)))
    assert answers == [302] * 5 + [429] * 3
    assert Report.objects.count() == 5


# Who sent it


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "no address\x00", True),
        ("", "192.0.2.1", False),
        ("::", "", False),
    ],
)
def test_networks(one, other, same):
    today = date(2026, 11, 3)
    assert (senders.digest(one, today) == senders.digest(other, today)) is same


def test_a_digest_says_nothing_without_the_key_and_changes_with_the_day(settings):
    digest = senders.digest("192.0.2.1", date(2026, 11, 3))
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert digest != senders.digest("192.0.2.1", date(2026, 11, 4))
    settings.SECRET_KEY = "another"
    assert digest != senders.digest("192.0.2.1", date(2026, 11, 3))


@pytest.mark.parametrize(
    ("header", "known_as"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("198.51.100.1, 203.0.113.5", "203.0.113.5"),
        ("2001:db8::1", "2001:db8::"),
        (None, ""),
        ("", ""),
        ("rubbish\x00\u202e", ""),
        (",,,", ""),
        ("9" * 9000, ""),
    ],
)
def test_the_address_is_the_proxys_word_where_a_header_is_named(
    client, statement, settings, header, known_as
):
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    sent = {} if header is None else {"HTTP_X_REAL_IP": header}
    assert thanked(
        client.post("/statements/said/report/", {"text": TEXT}, REMOTE_ADDR="192.0.2.1", **sent)
    )
    assert Report.objects.get().sender == senders.digest(known_as, timezone.now().date())


def test_without_a_proxy_nobody_chooses_an_address(client, statement):
    for n in range(6):
        response = client.post(
            "/statements/said/report/",
            {"text": f"Error {n}."},
            HTTP_X_REAL_IP=f"203.0.113.{n}",
            HTTP_X_FORWARDED_FOR=f"203.0.113.{n}",
        )
    assert response.status_code == 429


# Never shown to readers


def links(page):
    found = re.findall(r'(?:href|action)="(/[^"#]*)', page)
    return {unescape(link) for link in found if not link.startswith(("/admin", "/static"))}


def test_no_public_page_file_or_export_has_a_word_of_a_report(client, statement, tmp_path):
    make.coding(statement, "withdrawal", "requires", gate="enter_talks")
    given = {"evidence_url": "https://quagga.example/", "contact": "quokka@example.org"}
    assert thanked(send(client, "Zanzibar axolotl.", **given))
    Correction.objects.create(
        statement=statement,
        report=Report.objects.get(),
        corrected_on="2026-11-03",
        was_wrong="The day.",
        changed="It is mended.",
    )
    todo, seen = {"/", "/corrections/", "/compare.csv"}, set()
    while todo and len(seen) < 800:
        address = todo.pop()
        seen.add(address)
        response = client.get(address)
        text = b"".join(response) if response.streaming else response.content
        for secret in (b"Zanzibar", b"axolotl", b"quagga", b"quokka"):
            assert secret not in text, address
        todo |= links(text.decode()) - seen
    assert {"/statements/said/", "/statements/said/report/", "/method/"} <= seen
    assert "Reported by a reader" in client.get("/corrections/").text
    dump(tmp_path)
    for path in tmp_path.rglob("*.*"):
        assert not re.search(b"Zanzibar|quagga|quokka", path.read_bytes()), path


def test_the_trail_keeps_neither_address_nor_digest(client, statement):
    send(client, contact="quokka@example.org")
    Report.objects.update(contact="", sender="")
    versions = Report.pgh_event_model.objects.values()
    assert len(versions) == 1
    assert "quokka" not in str(versions) and not {"contact", "sender"} & versions[0].keys()
