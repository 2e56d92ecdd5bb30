"""What a browser sends to log in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import User
from django.urls import reverse

from positions.login.factors import new_start

PASSWORD = "a long enough one"
LOGIN, CODE, FACTORS, DESK = "account_login", "mfa_authenticate", "mfa_index", "admin:index"


def editor(name="ann", *, app=True, **given):
    """A superuser of the desk with that password; `secret` is the one of their app, if any."""
    user = User.objects.create_superuser(name, password=PASSWORD, **given)
    user.secret = generate_totp_secret() if app else None
    if app:
        TOTP.activate(user, user.secret)
    return user


def with_codes(name="ann"):
    """Somebody who has nothing but a new start: (user, password, codes)."""
    user = User.objects.create_superuser(name)
    return (user, *new_start(user))


def code_of(user, later=0):
    """What the app shows, that many periods from now."""
    steps = [*yield_hotp_counters_from_time()]
    return format_hotp_value(hotp_value(user.secret, steps[len(steps) // 2] + later))


def send_password(client, name="ann", password=PASSWORD, address="192.0.2.1", **headers):
    sent = {"login": name, "password": password}
    return client.post(reverse(LOGIN), sent, REMOTE_ADDR=address, headers=headers)


def send_code(client, code, address="192.0.2.1"):
    return client.post(reverse(CODE), {"code": code}, REMOTE_ADDR=address)


def enter(client, user):
    """All the way to the desk."""
    send_password(client, user.username)
    assert send_code(client, code_of(user)).url == reverse(DESK)


def app_of(user):
    return Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
