from django.core.management.base import BaseCommand, CommandError

from positions.backups import Failed, back_up
from positions.backups.folder import DAYS, MONTHS, NEWEST, WEEKS


class Command(BaseCommand):
    help = (
        "Write the whole database into the folder BACKUP_DIR, in pg_dump's custom format, with a "
        "checksum and a manifest of what it holds. Kept are the backups of the last days, the "
        f"first of each week for {WEEKS} weeks and of each month for {MONTHS} months, the "
        f"{NEWEST} newest, and the last that passed `restore --check`."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--keep-days", type=int, default=DAYS, help=f"days of which all are kept; {DAYS}"
        )

    def handle(self, *, keep_days, **options):
        if keep_days < 1:
            raise CommandError("--keep-days is at least 1.")
        try:
            backup, kept, removed = back_up(keep_days)
        except Failed as error:
            raise CommandError(str(error)) from None
        tables = backup.manifest()["tables"].values()
        self.stdout.write(
            f"{backup.path}: {backup.size} bytes, {len(tables)} tables with "
            f"{sum(rows for rows, _ in tables)} rows; {kept} backups are kept, {removed} removed."
        )
