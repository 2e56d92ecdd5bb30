"""Which code this is."""

import hashlib
from functools import cache

from django.conf import settings

CODE = ["config", "locale", "positions", "requirements", "static", "templates"]


@cache
def code_version():
    """Of all that answers are made by, but for the record: another after a deploy."""
    told = settings.SITE_URL, settings.SECURITY_CONTACT, settings.SECRET_KEY
    digest = hashlib.sha256(repr(told).encode())
    for folder in CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
