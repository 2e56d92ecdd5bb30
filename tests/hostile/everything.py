"""One of everything that the desk has a page for, and the addresses of these."""

import re

from django.contrib.admin import site as desk
from django.contrib.auth.models import User
from django.urls import URLPattern

from positions.models import Article, Correction, Report, SearchNote, SourceCheck
from tests import make
from tests.admin import imports, paste
from tests.admin.desk import World


def enter(client):
    """By the client of an editor; `said` is a published statement, `day` what rests on it."""
    world = World()
    ann = User.objects.create(username="ann", is_staff=True)
    in_review = world.statement("Talks.", status="in_review", entered_by=ann)
    world.said = world.statement("Talks must begin.", status="published")
    for statement in (in_review, world.said):
        make.coding(statement, "direct-talks", "demands", coder=ann)
    Article.objects.create(source=world.source, text=paste.TEXT)
    day = "2022-12-03"
    Report.objects.create(statement=world.said, text="Wrong day.")
    Correction.objects.create(statement=world.said, corrected_on=day, was_wrong="a", changed="b")
    note = {"searched_until": day, "where": "kremlin.ru", "outcome": "none_found"}
    SearchNote.objects.create(actor=world.ukraine, precondition=world.talks, **note)
    checked = {"checked_at": f"{day}T00:00Z", "outcome": "dead", "address": world.source.url}
    SourceCheck.objects.create(source=world.source, archived=False, **checked)
    imports.read(imports.send(client, imports.statements()))
    return world


def pages():
    """Every address of the desk's records, with the first record of each kind."""
    for model, admin in desk._registry.items():
        first = model._default_manager.order_by("pk").first()
        if model._meta.app_label not in ("positions", "auth") or first is None:
            continue
        for pattern in admin.urls:
            route = str(pattern.pattern)
            route = re.sub(r"<(?:path:object_id|int:\w+|id)>", str(first.pk), route)
            route = re.sub(r"<slug:name>", "x", route).replace("<str:kind>", "zip")
            if isinstance(pattern, URLPattern) and "(?P" not in route:
                yield f"/admin/{model._meta.app_label}/{model._meta.model_name}/{route}"
