"""How passwords are kept, and which are taken."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from .entering import editor, enter

pytestmark = pytest.mark.django_db


def test_a_password_is_kept_by_argon2():
    assert editor().password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")


def test_an_older_hash_is_read_and_written_anew_at_the_next_login(client):
    user = editor()
    User.objects.update(password=make_password("a long enough one", hasher="pbkdf2_sha256"))
    enter(client, user)
    user.refresh_from_db()
    assert user.password.startswith("argon2$")


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("fourteen chars", False),
        ("fifteen letters", True),
        ("no digits nor capitals in here", True),
        ("918273645546372819", True),
        ("x" * 40 + " and more of it, as a manager of passwords would make it", True),
        ("123456789987654321", False),
        ("ann-the-first-of-them", False),
    ],
)
def test_length_counts_and_nothing_else_is_asked_for(password, taken):
    user = User(username="ann-the-first-of")
    try:
        validate_password(password, user)
    except ValidationError:
        assert not taken
    else:
        assert taken
