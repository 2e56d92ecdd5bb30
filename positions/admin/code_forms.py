"""What a second or third coder gives a unit: one form for both."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from positions.codebook import GATE_MEANING, MEANINGS, Gate
from positions.codes import CODES, NO_SIDE, NO_SIDE_MEANS
from positions.models import Coding

from .forms import CHOOSE_GATE, CHOOSE_STANCE, LONGEST_TEXT
from .refusals import MEANWHILE, reason


class CodeForm(forms.Form):
    """A stance, a gate and a note for `coding`, to be kept under the names in FIELDS. Every rule
    of the database is told, beside its field."""

    FIELDS = {"stance": "stance", "gate": "gate", "note": "note"}
    BESIDE = {
        "coding_one_stance_per_gate": "gate",
        "coding_gate_fits_stance": "gate",
        "coding_second_gate_fits_stance": "gate",
        "coding_accepts_if_says_what": "note",
        "coding_second_accepts_if_says_what": "note",
    }

    stance = forms.ChoiceField(
        choices=CODES, widget=forms.RadioSelect, error_messages=CHOOSE_STANCE
    )
    gate = forms.ChoiceField(
        choices=Gate,
        widget=forms.RadioSelect,
        initial=Gate.NONE,
        error_messages=CHOOSE_GATE,
    )
    note = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="For “accepts if”: the condition. Otherwise what the next reader needs.",
    )

    def __init__(self, data, coding, **options):
        super().__init__(data, **options)
        self.coding = coding

    def clean(self):
        given = super().clean()
        if given.get("stance") == NO_SIDE and given.get("gate") not in (None, Gate.NONE):
            self.add_error("gate", "Where no side is taken, no gate is stated.")
        if self.errors:
            return given
        for name, kept_as in self.FIELDS.items():
            setattr(self.coding, kept_as, given[name])
        for rule in Coding._meta.constraints:
            try:
                rule.validate(Coding, self.coding)
            except ValidationError as error:
                self.add_error(self.BESIDE.get(rule.name), error)
        return given

    def save(self):
        """Whether it was stored; what the database alone can tell is told beside the stance."""
        try:
            with transaction.atomic():
                self.coding.save()
                connection.check_constraints()
        except IntegrityError as error:
            told = reason(error)
            self.add_error(None if told == MEANWHILE else "stance", told)
        return self.is_valid()

    @property
    def stances(self):
        """(radio button, what must hold, what it is not) for each choice."""
        for radio in self["stance"]:
            code = radio.data["value"]
            means = MEANINGS.get(code)
            yield (radio, means.holds, means.is_not) if means else (radio, NO_SIDE_MEANS, "")

    @property
    def gates(self):
        for radio in self["gate"]:
            yield radio, GATE_MEANING[radio.data["value"]]


class SecondForm(CodeForm):
    FIELDS = {"stance": "second_stance", "gate": "second_gate", "note": "second_note"}


class SettlementForm(CodeForm):
    note = forms.CharField(
        max_length=LONGEST_TEXT,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="Readers see it: why it is settled so, and for “accepts if” the condition.",
        error_messages={"required": "Give the reason."},
    )
