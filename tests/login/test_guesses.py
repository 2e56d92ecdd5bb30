"""A run of guesses at passwords and codes is stopped, and an editor still gets in."""

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from positions.login.limits import MOST

from .entering import CODE, DESK, code_of, editor, enter, send_code, send_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_hashes")]
ELSEWHERE = "203.0.113.9"


def guess(number=1, **given):
    """Wrong guesses at ann's password, each by a new browser; the last answer."""
    for _ in range(number):
        answer = send_password(Client(), **{"password": "wrong", **given})
    return answer


def gets_in(**given):
    return send_password(Client(), **given).status_code == 302


def test_the_fifth_wrong_guess_locks_and_the_right_password_does_not_unlock():
    editor()
    wrong = guess(4)
    assert wrong.status_code == 200 and "not correct" in wrong.text
    locked = guess()
    assert locked.status_code == 429
    assert "Nobody logs in from here for 15 minutes" in locked.text
    assert locked["Retry-After"] == "900" and "no-store" in locked["Cache-Control"]
    assert "default-src 'none'" in locked["Content-Security-Policy"]
    assert "trusted-types" not in locked["Content-Security-Policy"]
    assert send_password(Client()).status_code == 429
    assert gets_in(address=ELSEWHERE)


def test_a_lock_ends_after_its_time_and_tries_do_not_make_it_longer(later):
    editor()
    guess(5)
    later(minutes=14)
    assert guess().status_code == 429
    later(minutes=15, seconds=1)
    assert gets_in()


def test_what_a_client_says_of_its_address_counts_for_nothing(settings):
    editor()
    headers = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP")
    for number in range(4):
        guess(**dict.fromkeys(headers, f"198.51.100.{number}"))
    assert guess(**{"X-Forwarded-For": "198.51.100.99"}).status_code == 429
    assert send_password(Client(), **{"X-Forwarded-For": ELSEWHERE}).status_code == 429


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    editor()
    for number in range(5):
        guess(**{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"})
    told = {"X-Forwarded-For": "198.51.100.99, 203.0.113.7"}
    assert send_password(Client(), **told).status_code == 429
    assert gets_in(**{"X-Forwarded-For": "203.0.113.7, 203.0.113.8"})


@pytest.mark.parametrize("told", ["", "unknown", "::ffff:999.1.1.1", "a" * 300])
def test_addresses_that_cannot_be_read_are_one(settings, told):
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    editor()
    for number in range(5):
        guess(**{"X-Real-IP": told or f"nonsense {number}"})
    assert send_password(Client(), **{"X-Real-IP": "other nonsense"}).status_code == 429


def test_an_ipv6_network_is_one_address():
    editor()
    for number in range(5):
        guess(address=f"2001:db8:1:2::{number:x}")
    assert not gets_in(address="2001:db8:1:2:ffff::1")
    assert gets_in(address="2001:db8:1:3::1")


def test_guesses_from_many_addresses_at_one_account_are_bounded(client):
    user = editor()
    enter(client, user)
    statuses = [guess(address=f"198.51.100.{number}").status_code for number in range(50)]
    assert statuses == [200] * (MOST["account"] - 1) + [429] * (51 - MOST["account"])
    assert not gets_in(address=ELSEWHERE)
    # Whoever has logged in from here before is not kept out by what others do elsewhere.
    assert gets_in()


def test_guesses_from_one_address_at_many_accounts_are_bounded():
    editor()
    statuses = [guess(name=f"user{number}").status_code for number in range(50)]
    assert statuses == [200] * (MOST["address"] - 1) + [429] * (51 - MOST["address"])
    assert not gets_in()
    assert gets_in(address=ELSEWHERE)


def test_guesses_at_codes_are_counted_with_those_at_passwords(client):
    user = editor()
    guess(2)
    send_password(client)
    assert [send_code(client, "000000").status_code for _ in range(3)] == [200, 200, 429]
    assert send_code(client, code_of(user)).status_code == 429
    assert client.get(reverse(DESK)).status_code == 302
    elsewhere = Client()
    send_password(elsewhere, address=ELSEWHERE)
    assert send_code(elsewhere, code_of(user), address=ELSEWHERE).url == reverse(DESK)


def test_guesses_while_logged_in_are_counted_too(client):
    user = editor()
    enter(client, user)
    address = reverse("account_reauthenticate")
    statuses = [client.post(address, {"password": "wrong"}).status_code for _ in range(5)]
    assert statuses == [200] * 4 + [429]
    other = Client()
    other.force_login(user)
    address = reverse("mfa_reauthenticate")
    sent = {"REMOTE_ADDR": ELSEWHERE}
    statuses = [other.post(address, {"code": "000000"}, **sent).status_code for _ in range(5)]
    assert statuses == [200] * 4 + [429]


def test_an_unknown_name_is_told_as_a_wrong_password():
    editor()
    User.objects.create_user("gone", password="a long enough one", is_active=False)
    answers = [guess(name=name, password="a long enough one") for name in ("nobody", "gone")]
    told = {answer.text.split('errornote">')[1].split("<")[0] for answer in (guess(), *answers)}
    assert len(told) == 1


def test_logins_and_wrong_guesses_are_on_record_and_forgotten(client, later):
    user = editor()
    guess(2, address=ELSEWHERE)
    enter(client, user)
    for page, shown in (("accesslog", "192.0.2.1"), ("accessfailurelog", ELSEWHERE)):
        listed = reverse(f"admin:axes_{page}_changelist")
        assert shown in client.get(listed).text
        record = {"accesslog": AccessLog, "accessfailurelog": AccessFailureLog}[
            page
        ].objects.first()
        assert shown in client.get(reverse(f"admin:axes_{page}_change", args=[record.pk])).text
    client.post(reverse("account_logout"))
    assert AccessLog.objects.get().logout_time is not None
    kept = AccessAttempt.objects.get()
    assert "wrong" not in kept.post_data and "csrf" not in kept.post_data.replace("*", "")
    later(days=91)
    guess(name="bo")
    assert AccessLog.objects.count() == 0
    assert [failure.username for failure in AccessFailureLog.objects.all()] == ["bo"]
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["bo"]


def test_wrong_codes_are_on_record_without_the_code(client):
    editor()
    send_password(client)
    send_code(client, "314159")
    failure, attempt = AccessFailureLog.objects.get(), AccessAttempt.objects.get()
    assert failure.username == "ann" and failure.path_info == reverse(CODE)
    assert "314159" not in attempt.post_data


def test_only_superusers_read_who_logged_in(client):
    user = User.objects.create_user("bo", is_staff=True)
    client.force_login(user)
    for page in ("accesslog", "accessfailurelog", "accessattempt"):
        assert client.get(reverse(f"admin:axes_{page}_changelist")).status_code == 403
