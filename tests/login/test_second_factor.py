"""A second factor before anything of the desk: apps, recovery codes, and who has none yet."""

import re
import time
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from .entering import (
    CODE,
    DESK,
    FACTORS,
    LOGIN,
    PASSWORD,
    app_of,
    code_of,
    editor,
    enter,
    send_code,
    send_password,
    with_codes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_hashes")]


def opens(client):
    return client.get(reverse(DESK)).status_code == 200


def show_again(client):
    """That it is the one who logged in, as is asked before anything of that is changed."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_a_password_alone_opens_nothing(client):
    user = editor()
    assert send_password(client).url == reverse(CODE)
    assert client.get(reverse(DESK)).url == f"{reverse(LOGIN)}?next={reverse(DESK)}"
    assert send_code(client, code_of(user)).url == reverse(DESK)
    assert opens(client)


def test_a_code_of_the_app_counts_once_for_all_browsers(client, later):
    user, other = editor(), Client()
    code = code_of(user)
    for one in (client, other):
        send_password(one)
    assert send_code(client, code).url == reverse(DESK)
    refused = send_code(other, code)
    assert refused.status_code == 200 and "none counts twice" in refused.text
    assert not opens(other)
    later(seconds=90)
    assert send_code(other, code_of(user)).url == reverse(DESK)


@pytest.mark.parametrize(("periods", "good"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(client, periods, good):
    user = editor()
    send_password(client)
    send_code(client, code_of(user, later=periods))
    assert opens(client) == good


def test_a_recovery_code_counts_once(client):
    user, password, codes = with_codes()
    assert len(set(codes)) == 10
    assert send_password(client, password=password).url == reverse(CODE)
    assert send_code(client, codes[3]).url == reverse(DESK)
    assert opens(client)
    other = Client()
    send_password(other, password=password)
    assert "Incorrect code" in send_code(other, codes[3]).text
    assert not opens(other)
    assert send_code(other, codes[4]).url == reverse(DESK)


@pytest.mark.django_db(transaction=True)
def test_who_has_none_yet_sets_one_up_first(client):
    editor(app=False)
    assert send_password(client).url == reverse(DESK)
    assert client.get(reverse(DESK)).url == reverse(FACTORS)
    page = client.get(reverse(FACTORS)).text
    assert "Set one up" in page
    show_again(client)
    form = client.get(reverse("mfa_activate_totp"))
    user = User.objects.get()
    user.secret = re.search(r'id="secret">(\w+)<', form.text)[1]
    assert "Incorrect code" in client.post(form.request["PATH_INFO"], {"code": "000000"}).text
    assert not opens(client)
    set_up = client.post(form.request["PATH_INFO"], {"code": code_of(user)}, follow=True)
    codes = re.findall(r"<li><code>(\d{8})</code>", set_up.text)
    assert len(codes) == 10
    assert opens(client)
    again = client.get(reverse("mfa_view_recovery_codes")).text
    assert not any(code in again for code in codes)


def test_what_one_logs_in_with_is_changed_only_after_showing_it_again(client, later, monkeypatch):
    user = editor()
    enter(client, user)
    address = reverse("mfa_deactivate_totp")
    show_again(client)
    assert client.get(address).status_code == 200
    moved = time.time() + 400
    monkeypatch.setattr("time.time", lambda: moved)
    later(seconds=400)
    asked = client.get(address)
    assert unquote(asked.url) == f"{reverse('account_reauthenticate')}?next={address}"
    client.post(asked.url, {"password": "something else"})
    assert client.get(address).status_code == 302
    assert client.post(asked.url, {"password": PASSWORD}).url == address
    assert client.post(address).url == reverse(FACTORS)
    assert not Authenticator.objects.exists()


def test_a_new_start_ends_what_there_was(client, capsys):
    user = editor()
    enter(client, user)
    call_command("new_login", "ann")
    told = capsys.readouterr().out
    password = re.search(r"ann with the password (\S+) ", told)[1]
    codes = re.search(r"each of them once: (.*)", told)[1].split()
    assert not opens(client)
    assert not Authenticator.objects.filter(type="totp").exists()
    send_password(client, password=PASSWORD)
    assert send_code(client, codes[0]).url == reverse(LOGIN)
    send_password(client, password=password)
    assert send_code(client, codes[0]).url == reverse(DESK)
    history = client.get(reverse("admin:auth_user_history", args=[user.pk])).text
    assert "Given a new password and recovery codes by the operator." in history


def test_a_new_start_is_for_somebody_who_is_there():
    with pytest.raises(CommandError, match="There is no user 'nobody'"):
        call_command("new_login", "nobody")


def test_secrets_are_nowhere_on_the_desk(client):
    user = editor()
    enter(client, user)
    app = app_of(user)
    for model in ("mfa/authenticator", "account/emailaddress"):
        assert client.get(f"{reverse(DESK)}{model}/").status_code == 404
    assert (
        app.data["secret"] not in client.get(reverse("admin:auth_user_change", args=[user.pk])).text
    )


RUBBISH = [
    *("", "x", "[]", "1", "null", '"x"', "{}", '{"id": 1}', '{"id": "a", "rawId": "a"}'),
    '{"id": "a", "rawId": "a", "response": 1, "type": "public-key"}',
    '{"id": "a", "rawId": "a", "response": {"userHandle": "MQ"}, "type": "public-key"}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": "_w",'
    ' "clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "YQ"}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": null,'
    ' "clientDataJSON": "WzFd", "attestationObject": "oA"}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
def test_what_is_no_passkey_is_refused(client, rubbish):
    sent = {"credential": rubbish}
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    assert client.post(reverse("mfa_login_webauthn"), sent).status_code in (200, 302)
    editor()
    send_password(client)
    assert client.post(reverse(CODE), sent).status_code == 200
    other = Client()
    other.force_login(editor("bo"))
    show_again(other)
    assert other.post(reverse("mfa_add_webauthn"), sent).status_code == 200
    assert other.post(reverse("mfa_reauthenticate_webauthn"), sent).status_code in (200, 302)
