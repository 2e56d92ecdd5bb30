"""Whether this process is alive, and whether it can serve: for what restarts processes and for what
sends requests to them."""

import json
from functools import cache

import pgtrigger
from django.conf import settings
from django.db import Error, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpResponse

from positions.replicas import PRIMARY, watch

OK = "ok"
TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled IN ('O', 'A')"


def alive(request):
    """It answers, so it lives; a database that is away is no reason to start it anew."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def ready(request):
    """JSON of what it stands on, "ok" or what is wrong; 503 unless all that it cannot do without is
    as it should be. A replica that is left out is none of that: the primary answers for it."""
    try:
        needed = standing()
    except Error:
        needed = {"database": "away"}
    used = watch().states() if settings.REPLICAS else []
    told = {**needed, "replicas": {name: OK if good else "left out" for name, good in used}}
    status = 200 if set(needed.values()) == {OK} else 503
    return HttpResponse(json.dumps(told) + "\n", content_type="application/json", status=status)


def standing():
    """Of what the site stands on, "ok" or what is wrong."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        waiting = migrations() - set(cursor)
        cursor.execute(TRIGGERS, [list(triggers())])
        missing = len(triggers()) - cursor.fetchone()[0]
    return {
        "database": OK,
        "migrations": f"{len(waiting)} to be applied" if waiting else OK,
        "triggers": f"{missing} missing or disabled" if missing else OK,
    }


@cache
def migrations():
    """Those that this code comes with, as pairs of app and name."""
    return set(MigrationLoader(None).disk_migrations)


@cache
def triggers():
    """The names in the database of those that this code counts on."""
    return {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}
