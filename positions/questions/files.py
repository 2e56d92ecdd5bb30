"""What a file is asked beside the question of its page."""

from django import forms


class FileOptions(forms.Form):
    """How a file is written: `bom=1` begins it with a byte order mark, for Excel; `shape=wide`
    gives a comparison a row for each precondition instead of each line of a cell, `shape=codings`
    a list of statements a row for each coding."""

    bom = forms.ChoiceField(
        choices=[("0", "No"), ("1", "Yes")],
        required=False,
        label="Byte order mark",
        error_messages={"invalid_choice": "Ask for bom=1, or leave it out."},
    )
    shape = forms.ChoiceField(
        choices=[("long", "Long"), ("wide", "Wide"), ("codings", "Codings")],
        required=False,
        label="Shape",
        error_messages={"invalid_choice": "Ask for shape=wide or shape=codings, or for neither."},
    )

    def asked(self, name):
        return self.cleaned_data.get(name, "") if self.is_valid() else ""

    @property
    def with_mark(self):
        return self.asked("bom") == "1"

    @property
    def chosen_shape(self):
        return self.asked("shape")
