"""Accounts and groups of editors: Django's own pages. There is no trail of them, so a form says
itself what stood in it when it was opened."""

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as accounts
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.forms.models import model_to_dict

CHANGED = (
    "Somebody else has changed this since you opened the form. It is now: {}. Save again to put "
    "yours in its place."
)


class OpenedForm(forms.ModelForm):
    """Refuses once what would put back, or put something else in the place of, what somebody else
    has changed since the form was opened."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = not field.disabled

    def clean(self):
        given = super().clean()
        if not self.instance.pk:
            return given
        records = self._meta.model._base_manager.select_for_update(no_key=True)
        on_record = records.filter(pk=self.instance.pk).first()
        if not on_record:
            raise forms.ValidationError("This was deleted after you opened it.")
        self.data = self.data.copy()
        for name, now in model_to_dict(on_record).items():
            if name in self.fields and not self.fields[name].disabled:
                self.refuse_if_changed(self[name], now)
            elif not isinstance(now, list):
                # What this form does not ask for is saved as it is by now.
                setattr(self.instance, name, now)
                given.pop(name, None)
        return given

    def refuse_if_changed(self, bound, now):
        field, opened_as = bound.field, bound.html_initial_name
        if isinstance(now, list):
            # Of none there is no field; Django would take what was typed for what it was.
            self.data.setlistdefault(opened_as)
        else:
            now = field.to_python(now)
        opened = self._widget_data_value(field.hidden_widget(), opened_as)
        if not field.has_changed(now, opened):
            return
        values = field.prepare_value(now)
        self.data.setlist(opened_as, values if isinstance(values, list) else [values])
        if field.has_changed(now, bound.data):
            self.add_error(bound.name, CHANGED.format(in_words(now)))


def in_words(value):
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "none"
    return {True: "yes", False: "no"}.get(value, value) if value != "" else "empty"


class OpenedUserForm(OpenedForm, UserChangeForm):
    pass


admin.site.unregister([User, Group])


@admin.register(User)
class UserAdmin(accounts.UserAdmin):
    form = OpenedUserForm
    # Known by what happened, and other at each login.
    readonly_fields = ["last_login", "date_joined"]


@admin.register(Group)
class GroupAdmin(accounts.GroupAdmin):
    form = OpenedForm
