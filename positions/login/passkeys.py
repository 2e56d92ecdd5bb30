"""The forms that carry what a browser says of a passkey. Anything can be sent there: what cannot be
read is refused as a wrong one is."""

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

REFUSED = "This is no passkey that can be read."


class Credential(forms.JSONField):
    """What is never shown again, as each counts once."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value):
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise forms.ValidationError(REFUSED) from error

    def bound_data(self, data, initial):
        return ""

    def prepare_value(self, value):
        return ""


def read(clean):
    """`clean` of a form of allauth's, which trusts in what it takes apart."""
    try:
        return clean()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise forms.ValidationError(REFUSED) from error


class Answer:
    def clean_credential(self):
        return read(super().clean_credential)


class LoginPasskey(Answer, LoginWebAuthnForm):
    credential = Credential()


class CodePasskey(Answer, AuthenticateWebAuthnForm):
    credential = Credential()


class ConfirmingPasskey(Answer, ReauthenticateWebAuthnForm):
    credential = Credential()


class NewPasskey(AddWebAuthnForm):
    credential = Credential()

    def clean(self):
        return read(super().clean)
