"""Whatever is typed where editors log in lets nobody in, and is answered in words."""

import pytest
from axes.models import AccessFailureLog
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.login.conftest import cheap_hashes  # noqa: F401
from tests.login.entering import CODE, DESK, PASSWORD, editor, send_code, send_password

from . import nasty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_hashes")]


def taken_back(ask):
    """What is answered; no guess counts for the next."""
    with transaction.atomic():
        response = ask()
        known = [*AccessFailureLog.objects.values_list("username", "path_info")]
        transaction.set_rollback(True)
    return response, known


def is_out(client):
    return client.get(reverse(DESK)).status_code == 302


@pytest.mark.parametrize("field", ["name", "password"])
def test_nobody_logs_in_by_rubbish(field):
    editor()
    for purpose, text in nasty.TEXTS.items():
        client = Client()
        response, known = taken_back(lambda: send_password(client, **{field: text}))  # noqa: B023
        assert response.status_code == 200, purpose
        assert 'class="errornote"' in response.text or "errorlist" in response.text, purpose
        assert text not in [path for _, path in known], purpose
        assert is_out(client), purpose


def test_no_rubbish_is_a_code():
    client = Client()
    editor()
    assert send_password(client).url == reverse(CODE)
    for purpose, text in nasty.TEXTS.items():
        response, _ = taken_back(lambda: send_code(client, text))  # noqa: B023
        assert response.status_code == 200, purpose
        assert is_out(client), purpose


def test_a_new_password_is_taken_as_it_is_or_refused_in_words(client):
    client.force_login(editor())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    for purpose, text in nasty.TEXTS.items():
        for fields in (("old_password",), ("new_password1", "new_password2")):
            sent = dict.fromkeys(("new_password1", "new_password2"), "another long enough one")
            sent |= {"old_password": PASSWORD, **dict.fromkeys(fields, text)}
            address = reverse("admin:password_change")
            client.cookies[settings.SESSION_COOKIE_NAME] = session
            response, _ = taken_back(lambda: client.post(address, sent))  # noqa: B023
            assert response.status_code in (200, 302), purpose
            if response.status_code == 302:
                assert response["Location"] == reverse("admin:password_change_done"), purpose
                assert len(text) >= 15 and "old_password" not in fields, purpose
            else:
                assert "errorlist" in response.text, purpose
