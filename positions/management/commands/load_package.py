import pghistory
from django.core.management.base import BaseCommand, CommandError

from positions.packages import BadPackage, load, unpacked

WIDTH = 40


class Command(BaseCommand):
    help = (
        "Load a data package: a folder with datapackage.json and its CSV files, or a zip of one. "
        "New rows are added and rows on record with the same key are changed; nothing is deleted. "
        "A package with anything wrong in it is refused as a whole, and every reason is listed."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder")

    def handle(self, *, folder, **options):
        bar = Bar(self.stderr)
        try:
            with unpacked(folder) as place, pghistory.context(operator=f"load_package {folder}"):
                try:
                    counts = load(place, bar.draw)
                finally:
                    bar.end()
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


class Bar:
    """How much is done, drawn for whoever looks on."""

    def __init__(self, stream):
        self.stream, self.drawn = stream, ""

    def draw(self, done, total):
        part = done / total if total else 1
        told = f"{'#' * int(part * WIDTH):{WIDTH}} {part:4.0%}"
        if told != self.drawn and self.stream.isatty():
            self.write(f"\r{told}")
            self.drawn = told

    def end(self):
        if self.drawn:
            self.write("\n")

    def write(self, text):
        self.stream.write(text, str, ending="")
        self.stream.flush()
