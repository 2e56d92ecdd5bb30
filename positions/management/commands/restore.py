from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from positions.backups import Backup, Failed, check, last_backup, restore
from positions.backups.folder import NAMED, named_folder

STEPS = """
{told}
To have the site use it:
1. Stop the site.
2. Let its DATABASE_URL name the database {name} instead of {before}, for all its processes.
3. python manage.py migrate
4. Start the site, look at it and at /admin/, and make a backup: python manage.py backup
5. Keep {before} until nobody misses anything that was entered after {made_at:%d %B %Y, %H:%M} UTC.
"""


class Command(BaseCommand):
    help = (
        "Restore a backup: with --check into a database that is dropped again, to see whether "
        "everything is in it; with --into for good. A database with anything in it is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="the newest of BACKUP_DIR if not given")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true")
        what.add_argument("--into", metavar="NAME", help="a new or empty database of the server")

    def handle(self, *, file, check, into, **options):
        try:
            backup = named(file)
            if check:
                self.prove(backup)
            else:
                self.fill(backup, into)
        except Failed as error:
            raise CommandError(str(error)) from None

    def prove(self, backup):
        told = check(backup, self.stdout.write)
        self.stdout.write(f"{backup.path} is good: {told}")

    def fill(self, backup, name):
        told = restore(backup, name)
        before = connection.settings_dict["NAME"]
        if name == before:
            self.stdout.write(f"{told}\nThe site uses {name} already.")
        else:
            given = {"name": name, "before": before, "made_at": backup.made_at}
            self.stdout.write(STEPS.format(told=told, **given).strip())


def named(file):
    if file:
        path = Path(file).resolve()
        if not NAMED.fullmatch(path.name):
            raise Failed(f"{file} is no backup: they are called parley-YYYYMMDDTHHMMSSZ.dump.")
        return Backup(path)
    if backup := last_backup():
        return backup
    raise Failed(f"There is no backup in {named_folder()}.")
