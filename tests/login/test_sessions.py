"""Sessions end: when nobody is there, when the day is over, with the account and its password."""

import json
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests import make

from .entering import DESK, FACTORS, code_of, editor, enter, send_code, send_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_hashes")]


@pytest.fixture
def ann(client):
    user = editor()
    enter(client, user)
    return user


def opens(client):
    return client.get(reverse(DESK)).status_code == 200


def test_an_hour_without_a_page_ends_a_session(client, ann, later):
    later(minutes=59)
    assert opens(client)
    later(minutes=59 + 59)
    assert opens(client)
    later(minutes=59 + 59 + 61)
    assert not opens(client)


def test_eight_hours_end_a_session_whatever_was_done(client, ann, later):
    for minutes in range(50, 8 * 60, 50):
        later(minutes=minutes)
        assert opens(client), minutes
    later(hours=8)
    assert not opens(client)


def test_ended_sessions_are_removed_at_the_next_login(client, ann, later):
    later(hours=2)
    client.cookies.clear()
    enter(client, editor("bo"))
    assert Session.objects.count() == 1


def test_a_cookie_ends_with_the_browser(client):
    """Whichever way a login begins."""
    user, name = editor(), site.SESSION_COOKIE_NAME
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    cookies = [client.cookies[name]]
    send_password(client)
    cookies.append(client.cookies[name])
    send_code(client, code_of(user))
    cookies.append(client.cookies[name])
    assert cookies[1].value != cookies[2].value
    for cookie in cookies:
        assert (cookie["max-age"], cookie["expires"]) == ("", "")
        assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_production_names_cookies_so_that_only_this_host_can_set_them():
    code = (
        "import json; from django.conf import settings as s; print(json.dumps(["
        "s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_PATH, "
        "s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_PATH, "
        "s.CSRF_COOKIE_DOMAIN]))"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SITE_URL": "https://parley.example",
        "SECRET_KEY": "a key of the operator's own, long enough and with many letters in it",
        "DATABASE_URL": "postgresql:///parley",
    }
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, cwd=site.BASE_DIR, env=environment, capture_output=True).stdout
    assert json.loads(told) == [
        *("__Host-sessionid", True, "/", None),
        *("__Host-csrftoken", True, "/", None),
    ]


def test_a_session_ends_with_the_account(client, ann):
    ann.is_active = False
    ann.save()
    assert not opens(client)


def test_a_session_ends_with_the_password(client, ann):
    ann.set_password("another that is long enough")
    ann.save()
    assert not opens(client)


def test_nothing_of_the_desk_is_kept_by_browsers(client, ann):
    make.actor("russia")
    draft = make.statement("Not yet.", by="minister", of="us", on="2022-12-02", status="draft")
    pages = [
        reverse(DESK),
        reverse("admin:positions_statement_changelist"),
        reverse("admin:positions_statement_change", args=[draft.pk]),
        reverse("admin:positions_statement_preview", args=[draft.pk]),
        *(reverse(FACTORS), reverse("account_reauthenticate"), reverse("mfa_list_webauthn")),
    ]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", ")), page
    client.post(reverse("account_logout"))
    assert all(client.get(page).status_code == 302 for page in pages)
