import time

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from positions.roles import grant_rows

# How long a migration stands in line for a table; all who come after it to that table stand behind.
WAITS = "1s"
# Seconds between tries, in which those others go on: ten minutes in all.
PAUSES = [1, 2, 4, 8, 15, *[30] * 19]


class Command(migrate.Command):
    help = (
        f"{migrate.Command.help} What does not get a lock within {WAITS} is taken back and tried "
        "again, so that readers do not wait for longer behind it. Where WEB_ROLE is set, that role "
        "may then read and write rows."
    )

    def handle(self, *args, **options):
        self.database = options["database"]
        for pause in [*PAUSES, None]:
            try:
                super().handle(*args, **options)
                return self.finish()
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                if pause is None:
                    raise CommandError(
                        f"A table stays in use, nothing more is done: {error}"
                    ) from None
                self.stderr.write(f"A table is in use, trying again in {pause} s.")
                time.sleep(pause)

    def migration_progress_callback(self, action, migration=None, fake=False):
        super().migration_progress_callback(action, migration, fake)
        if action in ("apply_start", "unapply_start"):
            # What runs outside of a transaction (CREATE INDEX CONCURRENTLY) keeps nobody waiting,
            # and would leave half of itself behind.
            self.ask(f"SET lock_timeout = '{WAITS if migration.atomic else 0}'")
            self.ask("SET statement_timeout = 0")
        if action in ("apply_success", "unapply_success"):
            self.grant()

    def finish(self):
        self.ask("RESET lock_timeout")
        self.ask("RESET statement_timeout")
        if left_open := self.grant():
            self.stderr.write(left_open)

    def grant(self):
        if settings.WEB_ROLE:
            with connections[self.database].cursor() as cursor:
                return grant_rows(cursor, settings.WEB_ROLE)

    def ask(self, query):
        with connections[self.database].cursor() as cursor:
            cursor.execute(query)
