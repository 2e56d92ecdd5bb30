"""Which part of a long list is asked for."""

import re
from datetime import date

from django import forms

USUAL, MOST = 50, 200
MESSAGE = f"Ask for 1 to {MOST} rows at once."


class Paging(forms.Form):
    """What a program asks for. `cursor` is what the page before gave as the way to this one;
    whether it is one of this list is for the list to say."""

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


# The places in a list of statements that its page reads beside its form.
NUMBER, AFTER, BEFORE = "page", "after", "before"
KEY = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})", re.ASCII)


def written_key(statement):
    """Where in the order of its list a statement stands."""
    return f"{statement.counts_on}.{statement.pk}"


def read_key(text):
    """The day and the pk of a key. Raises ValueError."""
    if not (found := KEY.fullmatch(text)):
        raise ValueError(text)
    return date.fromisoformat(found[1]), int(found[2])
