import pghistory
from django.core.management.base import BaseCommand, CommandError

from positions.packages import BadPackage, load, unpacked


class Command(BaseCommand):
    help = (
        "Load a data package: a folder with datapackage.json and its CSV files, or a zip of one. "
        "New rows are added and rows on record with the same key are changed; nothing is deleted. "
        "A package with anything wrong in it is refused as a whole, and every reason is listed."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder")

    def handle(self, *, folder, **options):
        try:
            with unpacked(folder) as place, pghistory.context(operator=f"load_package {folder}"):
                counts = load(place)
        except BadPackage as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            found = len(error.problems)
            raise CommandError(
                f"{found} {'problem' if found == 1 else 'problems'} in {folder}; nothing is stored."
            ) from None
        self.report(folder, counts)

    def report(self, folder, counts):
        counts = {name: count for name, count in counts.items() if count.total()}
        totals = ", ".join(f"{in_words(name, count.total())}" for name, count in counts.items())
        if not any(count["added"] or count["changed"] for count in counts.values()):
            self.stdout.write(f"Nothing to change: {totals} are already as in {folder}.")
            return
        for name, count in counts.items():
            self.stdout.write(
                f"{name.replace('_', ' ')}: {count['added']} added, {count['changed']} changed, "
                f"{count['same']} as before"
            )


def in_words(name, count):
    return f"{count} {name.replace('_', ' ')}"
