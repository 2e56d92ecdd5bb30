"""Limits on guesses at passwords and codes, which django-axes counts in the database."""

from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessLog
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.shortcuts import render
from django.views.decorators.csp import csp_override

from positions.senders import address_of, place

from .sessions import SessionStore

# Wrong guesses that each of AXES_LOCKOUT_PARAMETERS allows, within AXES_COOLOFF_TIME of the last.
MOST = {"account and address": settings.AXES_FAILURE_LIMIT, "account": 25, "address": 25}
# For so long logins and wrong guesses are on record, with the addresses they came from.
KEPT_FOR = timedelta(days=90)


class Limits(AxesDatabaseHandler):
    def get_failures(self, request, credentials=None):
        """How much of the nearest limit is used up, where AXES_FAILURE_LIMIT is all of it."""
        counted = dict(zip(MOST, self.get_user_attempts(request, credentials), strict=True))
        if has_been_here(request, credentials):
            # Guesses from elsewhere do not lock out whoever comes from where they always come from.
            del counted["account"]
        return max(
            sum(attempts.values_list("failures_since_start", flat=True))
            * settings.AXES_FAILURE_LIMIT
            / MOST[name]
            for name, attempts in counted.items()
        )

    def user_logged_in(self, *args, **kwargs):
        super().user_logged_in(*args, **kwargs)
        self.forget()
        SessionStore.clear_expired()

    def user_login_failed(self, *args, **kwargs):
        super().user_login_failed(*args, **kwargs)
        self.forget()

    def forget(self):
        self.reset_logs(age_days=KEPT_FOR.days)
        self.reset_failure_logs(age_days=KEPT_FOR.days)


def has_been_here(request, credentials):
    known = AccessLog.objects.filter(
        username=(credentials or {}).get("username"), ip_address=request.axes_ip_address
    )
    return known.exists()


def whence(request):
    """The address that guesses are counted by, None for one that cannot be read."""
    return place(address_of(request)) or None


def may_guess(request, user):
    """Whether another code may be tried; if not, the answer is `locked`, whatever the view says."""
    allowed = AxesProxyHandler.is_allowed(request, named(user))
    request.axes_locked_out = not allowed
    return allowed


def count_wrong(request, user):
    user_login_failed.send(sender=__name__, credentials=named(user), request=request)


def named(user):
    return {"username": user.get_username()}


@csp_override(settings.DESK_CSP)
def locked(request, response, credentials):
    """The answer to whoever has guessed too often."""
    wait = settings.AXES_COOLOFF_TIME
    context = {"minutes": int(wait.total_seconds() // 60)}
    answer = render(request, "admin/login/locked.html", context, status=429)
    answer["Retry-After"] = int(wait.total_seconds())
    answer["Cache-Control"] = "no-store"
    return answer
