"""The second factor: what a session must have shown before it sees the desk."""

from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authenticator_added
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import get_random_string

from .limits import count_wrong, may_guess

CODES, TOTP, PASSKEY = (
    Authenticator.Type.RECOVERY_CODES,
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
)
# A code of an app is good in its own period and in those beside it, as clocks differ.
GOOD_FOR = timedelta(seconds=(2 * settings.MFA_TOTP_TOLERANCE + 1) * 30)


def was_shown(request):
    """Whether the user of this session has shown a second factor in it."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


@receiver(authenticator_added)
def shown_by_adding(request, user, authenticator, **kwargs):
    """Who sets up an app or a passkey proves to have it by that."""
    if authenticator.type != CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


class Factors(DefaultMFAAdapter):
    def is_mfa_enabled(self, user, types=None):
        """At a login recovery codes count too: who is given a new start has nothing else."""
        if types and {TOTP, PASSKEY} <= {*types}:
            types = [*types, CODES]
        return super().is_mfa_enabled(user, types)


class Guess:
    """A code typed in: guesses are limited as those at passwords are, and none counts twice."""

    def clean_code(self):
        request = context.request
        if not may_guess(request, self.user):
            raise forms.ValidationError("Too many wrong guesses.")
        try:
            code = super().clean_code()
        except forms.ValidationError:
            count_wrong(request, self.user)
            raise
        if self.authenticator.type == TOTP and not first_use(self.authenticator):
            raise forms.ValidationError(
                "A code was used a moment ago, and none counts twice. Wait a minute for another."
            )
        return code


def first_use(authenticator):
    """Takes note in the database, for all processes at once, that a code of this app was used;
    False while that code would still be good."""
    now = timezone.now()
    unused = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - GOOD_FOR)
    return Authenticator.objects.filter(unused, pk=authenticator.pk).update(last_used_at=now) == 1


class LoginCode(Guess, AuthenticateForm):
    pass


class ConfirmingCode(Guess, ReauthenticateForm):
    pass


@transaction.atomic
def new_start(user):
    """A new password and recovery codes in place of all that somebody had to log in with.

    Their sessions end with the old password. Returns (password, codes).
    """
    password = get_random_string(20)
    user.set_password(password)
    user.save()
    Authenticator.objects.filter(user=user).delete()
    codes = RecoveryCodes.activate(user)
    codes.mark_as_viewed()
    AxesProxyHandler.reset_attempts(username=user.get_username())
    LogEntry.objects.log_actions(
        user.pk,
        [user],
        CHANGE,
        change_message="Given a new password and recovery codes by the operator.",
        single_object=True,
    )
    return password, codes.get_unused_codes()
