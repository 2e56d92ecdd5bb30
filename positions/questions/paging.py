"""Which part of a long list a program asks for."""

from django import forms

USUAL, MOST = 50, 200
MESSAGE = f"Ask for 1 to {MOST} rows at once."


class Paging(forms.Form):
    """`cursor` is what the page before gave as the way to this one; whether it is one of this list
    is for the list to say."""

    limit = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST,
        label="Limit",
        help_text=f"How many rows at most; {USUAL} unless asked.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), MESSAGE),
    )
    cursor = forms.CharField(
        required=False,
        max_length=500,
        label="Cursor",
        help_text="Where to go on: taken from the address that the page before gives as next.",
    )

    @property
    def most(self):
        return self.cleaned_data["limit"] or USUAL
