from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def later(monkeypatch):
    """Moves the time of the site on."""

    def later(**given):
        moved = now() + timedelta(**given)
        monkeypatch.setattr(timezone, "now", lambda: moved)
        monkeypatch.setattr("axes.handlers.proxy.now", lambda: moved)

    now = timezone.now
    return later


@pytest.fixture
def cheap_hashes(settings):
    """Passwords are hashed at once, where a test makes many guesses at them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
