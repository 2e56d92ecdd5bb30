"""The database of a run: made and loaded by the site's own commands, in the folder of STATE_DIR.

A process of its own, so that the embedded server is left to the site that is measured.
"""

import json
import sys
from dataclasses import asdict

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from . import floor, loading
from .pages import pages
from .sample import Sample


def main(number):
    django.setup()
    from django.test import Client

    from positions.management.commands.run import collect_static
    from positions.models import Statement

    from .generate import write

    folder = settings.STATE_DIR
    folder.mkdir(parents=True, exist_ok=True)
    facts = folder / "facts.json"
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    if facts.exists() and Statement.objects.count() == number:
        kept = json.loads(facts.read_text())
    else:
        sample = asdict(write(folder / "package", number))
        say(f"Loading {number} statements by load_package.")
        with connection.cursor() as cursor:
            costs = loading.Costs(cursor)
            call_command("load_package", str(folder / "package"), stdout=sys.stderr)
            seconds, cpu = costs.told()
            say(f"Loaded in {seconds} s. The floor of it.")
            floor_seconds, floor_cpu = loading.floor(cursor)
            cursor.execute("VACUUM ANALYZE")
        took = {"floor_seconds": floor_seconds, "floor_cpu": floor_cpu}
        kept = {"sample": sample, "load": {"seconds": seconds, "cpu": cpu, **took}}
    with connection.cursor() as cursor:
        floor.build(cursor)
        cursor.execute("VACUUM ANALYZE floor.position, floor.in_month")
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    kept["queries"] = {
        page.name: queries(client, page.path) for page in pages(Sample(**kept["sample"]))
    }
    facts.write_text(json.dumps(kept, indent=1))


def queries(client, path):
    """How many queries a page asks, after a first time that fills what is kept in memory."""
    found = []

    def count(execute, sql, params, many, context):
        found.append(sql)
        return execute(sql, params, many, context)

    for _ in range(2):
        found.clear()
        with connection.execute_wrapper(count):
            response = client.get(path)
            b"".join(response) if response.streaming else response.content
    return len(found)


def say(line):
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
