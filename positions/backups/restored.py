"""What a process does whose only database is the restored one: it prints, as JSON, what that holds
and how the pages answer, by their paths."""

import json
import sys
import tempfile

from django.conf import settings
from django.test import Client
from django.urls import reverse

from positions.models import Statement

from .contents import contents, one_moment

PAGES = ("home", "compare", "timeline", "changes", "statements", "preconditions", "data")


def tell():
    # Nothing is kept of the pages where others would find it; their styles may not be collected.
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.CACHES = dict.fromkeys(settings.CACHES, nothing)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    with tempfile.TemporaryDirectory() as folder, one_moment():
        told = contents(folder)
    json.dump({**told, "pages": answers() if told["package"] else {}}, sys.stdout)


def answers():
    paths = [reverse(f"positions:{name}") for name in PAGES]
    paths += [s.get_absolute_url() for s in Statement.objects.published().order_by("-pk")[:1]]
    reader = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], raise_request_exception=False)
    return {path: reader.get(path, secure=settings.PRODUCTION).status_code for path in paths}
