"""Histories, versions and restoring, as a browser asks for them."""

import re

from django.urls import reverse

from positions.admin.meanwhile import SEEN, as_text
from positions.models.history import newest_numbers, versions_of


def address(record, page="history", *more):
    kind = record._meta.model_name
    return reverse(f"admin:positions_{kind}_{page}", args=[record.pk, *more])


def deleted_address(model):
    return reverse(f"admin:positions_{model._meta.model_name}_deleted")


def shown(response):
    """The words of a page, with [-what went-] and [+what came+]."""
    page = response.text
    for tag, mark in (("del", "-"), ("ins", "+")):
        page = page.replace(f"<{tag}>", f"[{mark}").replace(f"</{tag}>", f"{mark}]")
    page = re.sub(r"<[^>]+>", " ", page[page.index("<main") :])
    return re.sub(r"\s+", " ", page).replace("&#x27;", "'")


def own_versions(record, kind=None):
    """The names of the versions of a record, or of its rows of a kind, the newest first."""
    versions, _ = versions_of(type(record), record.pk)
    return [v.name for v in versions if v.kind == (kind or record._meta.model_name)]


def restore(client, record, version, **given):
    sent = {SEEN: as_text(newest_numbers(type(record), record.pk)), **given}
    return client.post(address(record, "version", version), sent, follow=True)
