import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests import make

from .desk import World, change_address, changed, member
from .paste import Coast


@pytest.fixture
def world():
    return World()


@pytest.fixture
def coast():
    return Coast()


@pytest.fixture
def editor():
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def listed():
    return reverse("admin:positions_statement_changelist")


@pytest.fixture
def ann():
    return member("ann", "Editor")


@pytest.fixture
def ben():
    return member("ben", "Editor")


@pytest.fixture
def cleo():
    return member("cleo", "Reviewer")


@pytest.fixture
def coded(world, ann):
    """A coding of a published statement, by ann."""

    def coded(stance="demands", gate="none", on="direct-talks", text="Talks.", **given):
        statement = {"status": "published", **given.pop("statement", {})}
        said = world.statement(text, **statement)
        return make.coding(said, on, stance, gate=gate, **{"coder": ann.user, **given})

    return coded


@pytest.fixture
def twice(coded, ben):
    """A coding that ben has given a second code."""

    def twice(stance="demands", gate="none", second="accepts", second_gate="none", **given):
        given = {"second_note": "A wish.", "second_coder": ben.user, **given}
        return coded(stance, gate, second_stance=second, second_gate=second_gate, **given)

    return twice


@pytest.fixture
def two_versions(desk, world):
    """A draft whose text and venue were changed by its form."""
    statement = world.statement("Talks must begin.")
    sent = changed(statement, text="Talks must begin at once.", venue="Moscow")
    assert desk.post(change_address(statement), sent).status_code == 302
    statement.refresh_from_db()
    return statement
