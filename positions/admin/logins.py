"""Who logged in, who tried to and who is kept out: for superusers, to be read only."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin

from .base import RecordAdmin

# Nobody reads another's secrets, and this site has no use for addresses of e-mail.
for model in (Authenticator, EmailAddress):
    admin.site.unregister(model)


class LoginAdmin(RecordAdmin):
    search_fields = ["username", "ip_address"]
    list_filter = ["attempt_time"]
    show_full_result_count = False
    fields = ["attempt_time", "username", "ip_address", "user_agent", "path_info"]

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AccessLog)
class LoggedIn(LoginAdmin):
    fields = [*LoginAdmin.fields, "logout_time"]
    list_display = ["attempt_time", "username", "ip_address", "logout_time"]


@admin.register(AccessFailureLog)
class WrongGuess(LoginAdmin):
    fields = [*LoginAdmin.fields, "locked_out"]
    list_display = ["attempt_time", "username", "ip_address", "locked_out"]


@admin.register(AccessAttempt)
class GuessesOfLate(LoginAdmin):
    fields = [*LoginAdmin.fields, "failures_since_start"]
    list_display = ["attempt_time", "username", "ip_address", "failures_since_start"]
