import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from .desk import World


@pytest.fixture
def world():
    return World()


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
