from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from positions.articles.measuring import HOW, Figures, articles, measure


class Command(BaseCommand):
    help = (
        "Compare the statements that the paste desk proposes with those that people found. The "
        "folder holds texts (NAME.txt) with the expected statements beside them (NAME.json). "
        "Nothing is stored."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--misses",
            action="store_true",
            help="also list what was missed, wrong or not asked for",
        )

    def handle(self, *, folder, misses, **options):
        try:
            found = articles(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{folder} cannot be read: {error!r}") from None
        if not found:
            raise CommandError(f"{folder} holds no NAME.json beside a NAME.txt.")
        self.stdout.write(f"{HOW}\n")
        total = Figures()
        for article in found:
            figures = measure(article)
            self.report(article.name, figures, misses)
            total += figures
        self.report(f"All {len(found)} articles", total, False)

    def report(self, name, figures, misses):
        self.stdout.write(f"\n{name}")
        for line in figures.lines():
            self.stdout.write(f"  {line}")
        if misses:
            for _, statement in figures.missed:
                self.stdout.write(f"  missed: {statement}")
            for _, proposal in figures.unasked:
                self.stdout.write(f"  not asked for: {proposal}")
            for _, statement, wrong in figures.wrong:
                self.stdout.write(f"  proposed {wrong} for {statement}")
