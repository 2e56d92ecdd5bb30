"""Accounts and groups: of two who change one, the second is told and undoes nothing unknowingly."""

from urllib.parse import urlencode

import lxml.html
import pytest
from django.contrib.auth.models import Group, User
from django.forms import modelform_factory
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from positions.admin.accounts import OpenedUserForm, UserAdmin

pytestmark = pytest.mark.django_db

TOLD = "Somebody else has changed this since you opened the form. It is now: {}."


class Form:
    """The form of an account or group, as a superuser's browser has it."""

    def __init__(self, name, record):
        self.client = Client()
        self.client.force_login(User.objects.create_superuser(name))
        kind = record._meta.model_name
        self.address = reverse(f"admin:auth_{kind}_change", args=[record.pk])
        self.read(self.client.get(self.address))

    def read(self, response):
        (form,) = (
            f for f in lxml.html.fromstring(response.text).forms if "_form" in f.get("id", "")
        )
        self.sent = MultiValueDict()
        for name, value in form.form_values():
            self.sent.appendlist(name, value)

    def save(self, **typed):
        """The words of the page that comes back; none where it is saved."""
        for name, values in typed.items():
            self.sent.setlist(name, values)
        response = self.client.post(self.address, {**dict(self.sent.lists()), "_save": "Save"})
        if response.status_code == 302:
            return ""
        self.read(response)
        return " ".join(lxml.html.fromstring(response.text).text_content().split())


@pytest.fixture
def eve():
    return User.objects.create(username="eve", is_staff=True, email="eve@example.org")


@pytest.fixture
def both(eve):
    return Form("ann", eve), Form("ben", eve)


def test_an_account_that_was_closed_is_not_opened_again_by_another_form(both, eve):
    ann, ben = both
    assert ann.save(is_active=[]) == ""
    told = ben.save(email=["eve@example.com"])
    assert TOLD.format("no") in told
    eve.refresh_from_db()
    assert (eve.is_active, eve.email) == (False, "eve@example.org")
    # What was typed is still there; it is saved knowingly.
    assert ben.sent["email"] == "eve@example.com" and ben.sent["is_active"] == "on"
    assert ben.save(is_active=[]) == ""
    eve.refresh_from_db()
    assert (eve.is_active, eve.email) == (False, "eve@example.com")


def test_the_second_may_put_theirs_in_its_place(both, eve):
    ann, ben = both
    assert ann.save(first_name=["Eva"]) == ""
    assert TOLD.format("Eva") in ben.save(first_name=["Evelyn"])
    assert ben.save() == ""
    eve.refresh_from_db()
    assert eve.first_name == "Evelyn"


def test_rights_that_somebody_else_gave_or_took_are_told(both, eve):
    ann, ben = both
    editor, reviewer = (Group.objects.get(name=name) for name in ("Editor", "Reviewer"))
    assert ann.save(groups=[editor.pk, reviewer.pk]) == ""
    told = ben.save(groups=[editor.pk])
    assert TOLD.format("Editor; Reviewer") in told
    assert {*eve.groups.all()} == {editor, reviewer}
    assert ben.save() == ""
    assert {*eve.groups.all()} == {editor}


def test_what_both_made_the_same_is_no_difference(both, eve):
    ann, ben = both
    assert ann.save(first_name=["Eva"], is_active=[]) == ""
    assert ben.save(first_name=["Eva"], is_active=[]) == ""


def test_a_login_meanwhile_is_no_change(both, eve):
    ann, _ = both
    Client().force_login(eve)
    assert ann.save(email=["eve@example.com"]) == ""


def test_the_rights_of_a_group_are_told():
    group = Group.objects.get(name="Editor")
    first, second = Form("ann", group), Form("ben", group)
    rights = [*group.permissions.values_list("pk", flat=True)]
    assert first.save(permissions=rights[1:]) == ""
    gone = group.permissions.model.objects.get(pk=rights[0])
    told = second.save(name=["Editors"])
    assert "Somebody else has changed this" in told
    group.refresh_from_db()
    assert group.name == "Editor" and gone not in group.permissions.all()
    assert second.save(permissions=rights[1:]) == ""
    group.refresh_from_db()
    assert group.name == "Editors" and gone not in group.permissions.all()


def test_a_form_that_does_not_say_how_it_was_opened_is_refused_once(both, eve):
    ann, _ = both
    for name in [name for name in ann.sent if name.startswith("initial-")]:
        del ann.sent[name]
    assert TOLD.format("eve@example.org") in ann.save(email=["eve@example.com"])
    assert ann.save() == ""


def test_what_was_none_when_it_was_opened_stays_so_while_something_else_is_wrong(both, eve):
    ann, ben = both
    editor = Group.objects.get(name="Editor")
    assert "Enter a valid email" in ann.save(groups=[editor.pk], email=["no"])
    assert ben.save(groups=[editor.pk]) == ""
    assert TOLD.format("Editor") in ann.save(groups=[], email=["eve@example.com"])
    assert ann.save(groups=[editor.pk]) == ""


def test_names_that_forms_write_otherwise_do_not_stand_in_the_way(eve):
    User.objects.filter(pk=eve.pk).update(first_name=" Eva ", username="\ufb01n")
    assert Form("ann", eve).save(is_active=[]) == ""
    eve.refresh_from_db()
    assert not eve.is_active


def test_a_password_that_is_given_meanwhile_stays(both, eve):
    """As by manage.py new_login, just before the form is saved."""
    ann, _ = both
    stale = User.objects.get(pk=eve.pk)
    eve.set_password("a new one, and long enough")
    eve.save()
    sent = {**dict(ann.sent.lists()), "first_name": "Eva"}
    asked = modelform_factory(User, OpenedUserForm, exclude=UserAdmin.readonly_fields)
    form = asked(QueryDict(urlencode(sent, doseq=True)), instance=stale)
    assert form.is_valid(), form.errors
    form.save()
    eve.refresh_from_db()
    assert eve.first_name == "Eva" and eve.check_password("a new one, and long enough")


@pytest.mark.parametrize("opened", ["\0", "x" * 5000, "9" * 5000, "-1", "\u202e"])
def test_rubbish_for_how_it_was_opened_is_no_failure(both, opened):
    ann, _ = both
    names = {name: [opened] for name in ann.sent if name.startswith("initial-")}
    ann.save(**names, **{"initial-groups": [opened], "initial-user_permissions": [opened]})


def test_accounts_and_groups_are_added_as_before(both):
    ann, _ = both
    ann.address = reverse("admin:auth_group_add")
    ann.read(ann.client.get(ann.address))
    assert ann.save(name=["Readers"]) == ""
    assert Group.objects.filter(name="Readers").exists()
