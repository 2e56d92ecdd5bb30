"""What a reader reports as wrong."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from positions.models import Report
from positions.models.reports import LONGEST
from positions.models.rules import web_address
from positions.reach import public_address

# As the language of the page has it: 2,000 or 2 000.
grouped = lazy(number_format, str)


def printable(text):
    """Refuses characters that show as nothing or as something else, where none has a use."""
    if not text.isprintable():
        raise forms.ValidationError(_("Type this by hand: it has characters that cannot be seen."))


class LinesField(forms.CharField):
    """Text of several lines, each ending in one character as people count them. The browser sets
    no limit: it would cut off a pasted text without a word."""

    widget = forms.Textarea(attrs={"rows": 7})

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ErrorReport(forms.Form):
    """A report of an error in a statement."""

    text = LinesField(
        label=_("What is wrong"),
        help_text=format_lazy(
            _("In a few sentences, at most {number} characters."),
            number=grouped(LONGEST, force_grouping=True),
        ),
        validators=[MaxLengthValidator(LONGEST)],
        error_messages={"required": _("Say what is wrong.")},
    )
    evidence_url = forms.CharField(
        label=_("Address of a page that shows it (optional)"),
        help_text=_("Such as https://example.org/transcript"),
        required=False,
        max_length=500,
        validators=[web_address, printable, public_address],
        widget=forms.URLInput,
    )
    contact = forms.EmailField(
        label=_("E-mail address for an answer (optional)"),
        help_text=_(
            "The editors alone see it, and only use it to answer you. It is erased when they "
            "close the report."
        ),
        required=False,
        max_length=254,
        validators=[printable],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # No person sees it. Programs that fill in every field give themselves away.
    subject = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    SHOWN = ("text", "evidence_url", "contact")

    @property
    def shown_fields(self):
        return [self[name] for name in self.SHOWN]

    @property
    def is_by_a_program(self):
        return bool(self.cleaned_data["subject"])

    def report_on(self, statement):
        """The Report, not yet stored."""
        return Report(statement=statement, **{name: self.cleaned_data[name] for name in self.SHOWN})
