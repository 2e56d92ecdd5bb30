"""What all forms of the desk share."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from positions.models.permalinks import PUBLIC, given_before
from positions.models.rules import LONGEST_TEXT
from positions.models.triggers import given_once

# What is told where a coding lacks them.
CHOOSE_STANCE = {"required": "Choose a stance."}
CHOOSE_GATE = {"required": "Choose a gate, or “no gate stated”."}


class RecordForm(forms.ModelForm):
    """Tells every broken rule of the database, beside its field where it is about one only."""

    # Fields that may be left empty because `clean` fills them in.
    filled_in = ()
    # Why the database refused what this very form was about to save (base.py).
    refusal = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & {*self.filled_in}:
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        model, slug = self.instance._meta.model, cleaned.get("slug")
        new = slug if model in PUBLIC and "slug" in self.changed_data else None
        if new and given_before(model, [new], to_others_than=self.instance.pk):
            self.add_error("slug", given_once(model._meta.model_name))
        return cleaned

    @property
    def stays(self):
        """Whether this is a row that is left as it is on record, where every rule let it in."""
        return bool(self.prefix and self.instance.pk and not self.has_changed())

    def validate_unique(self):
        if not self.stays:
            super().validate_unique()

    def validate_constraints(self):
        if self.stays:
            return
        exclude = self._get_validation_exclusions()
        for constraint in self.instance._meta.constraints:
            try:
                constraint.validate(type(self.instance), self.instance, exclude=exclude)
            except ValidationError as error:
                self.add_error(self.field_of(constraint), error)

    def field_of(self, constraint):
        names = {*getattr(constraint, "fields", ())}
        if isinstance(constraint, models.CheckConstraint):
            names = constraint.condition.referenced_base_fields
        return names.pop() if len(names) == 1 and names <= self.fields.keys() else None


class OnePerLine(SimpleArrayField):
    """A list of names as lines of text. The data package keeps such lists with semicolons between
    the names, so a name has none."""

    default_error_messages = {"item_invalid": "Line %(nth)s:"}
    widget = forms.Textarea

    def __init__(self, base_field, **kwargs):
        super().__init__(base_field, delimiter="\n", **kwargs)
        self.base_field.validators.append(
            RegexValidator(";", "Write one name per line, without semicolons.", inverse_match=True)
        )
        self.widget.attrs["rows"] = 3

    def to_python(self, value):
        lines = value.splitlines() if isinstance(value, str) else value or []
        return super().to_python([line for line in lines if line.strip()])


WIDGETS = {
    models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
    models.TextField: {
        "widget": AdminTextareaWidget(attrs={"rows": 3}),
        "max_length": LONGEST_TEXT,
    },
    ArrayField: {"form_class": OnePerLine, "help_text": "One per line."},
}
