"""What one coder gives a unit: a stance with its gate, or that no side is taken. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .codebook import MEANINGS, Gate, Stance, group

# What a second or third coder may find instead of a stance (codebook, "Second coder").
NO_SIDE = "none"
NO_SIDE_MEANS = _("The words do not speak of it, or take no side: it is not recorded at all.")
CODES = [*Stance.choices, (NO_SIDE, _("No side taken"))]
LABELS = dict(CODES)


@dataclass(frozen=True)
class Code:
    """`stance` is one of CODES; a Code without a side has no gate."""

    stance: str
    gate: str
    note: str = ""

    @property
    def stance_label(self):
        return str(LABELS[self.stance])

    @property
    def gate_label(self):
        return str(Gate(self.gate).label)

    @property
    def label(self):
        return (
            self.stance_label
            if self.gate == Gate.NONE
            else ", ".join((self.stance_label, self.gate_label))
        )

    @property
    def in_words(self):
        return f"{self.label}. Note: {self.note}" if self.note else f"{self.label}."

    def differs_from(self, other):
        """In stance or gate; the group follows from the stance, and notes are free."""
        return (self.stance, self.gate) != (other.stance, other.gate)

    @property
    def group(self):
        """The stance's Group, or NO_SIDE."""
        return NO_SIDE if self.stance == NO_SIDE else group(self.stance)

    @property
    def holds(self):
        """The paraphrase that must hold."""
        return NO_SIDE_MEANS if self.stance == NO_SIDE else MEANINGS[self.stance].holds
