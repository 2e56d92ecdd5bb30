"""The pages to log in and to set up a second factor: those of django-allauth that editors need, and
no other, under the path of the desk."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override


def page(address, view, name, template, title):
    view = view.as_view(
        template_name=f"admin/login/{template}.html", extra_context={"title": title}
    )
    return path(address, csp_override(settings.DESK_CSP)(never_cache(view)), name=name)


second_factor = [
    page("", factors.IndexView, "mfa_index", "factors", "Second factor"),
    page("code/", factors.AuthenticateView, "mfa_authenticate", "code", "Second factor"),
    page("confirm/", factors.ReauthenticateView, "mfa_reauthenticate", "confirm", "Is it you?"),
    page("app/add/", app.ActivateTOTPView, "mfa_activate_totp", "app", "Set up an app"),
    page("app/remove/", app.DeactivateTOTPView, "mfa_deactivate_totp", "remove", "Remove the app"),
]
recovery_codes = [
    page("", codes.ViewRecoveryCodesView, "mfa_view_recovery_codes", "codes", "Recovery codes"),
    page(
        "new/",
        codes.GenerateRecoveryCodesView,
        "mfa_generate_recovery_codes",
        "new_codes",
        "New recovery codes",
    ),
]
keys = [
    page("", passkeys.ListWebAuthnView, "mfa_list_webauthn", "passkeys", "Passkeys"),
    page("add/", passkeys.AddWebAuthnView, "mfa_add_webauthn", "passkey", "Add a passkey"),
    page("login/", passkeys.LoginWebAuthnView, "mfa_login_webauthn", "login", "Log in"),
    page(
        "confirm/",
        passkeys.ReauthenticateWebAuthnView,
        "mfa_reauthenticate_webauthn",
        "confirm",
        "Is it you?",
    ),
    page(
        "<int:pk>/name/",
        passkeys.EditWebAuthnView,
        "mfa_edit_webauthn",
        "passkey_name",
        "Name of a passkey",
    ),
    page(
        "<int:pk>/remove/",
        passkeys.RemoveWebAuthnView,
        "mfa_remove_webauthn",
        "remove",
        "Remove a passkey",
    ),
]
urlpatterns = [
    page("login/", account.LoginView, "account_login", "login", "Log in"),
    page("logout/", account.LogoutView, "account_logout", "logout", "Log out"),
    page("inactive/", account.AccountInactiveView, "account_inactive", "inactive", "Not active"),
    page("confirm/", account.ReauthenticateView, "account_reauthenticate", "confirm", "Is it you?"),
    path("second-factor/", include(second_factor)),
    path("second-factor/codes/", include(recovery_codes)),
    path("second-factor/passkeys/", include(keys)),
]
