from django.core.management.base import BaseCommand, CommandError

from positions.packages import dump


class Command(BaseCommand):
    help = (
        "Write everything that editors enter, drafts and withdrawn statements included, into a "
        "folder as a data package: the format of a full backup, which load_package reads. User "
        "names are not part of it. The folder is made if need be; an older package in it is "
        "replaced, and a folder with anything else in it is refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder")

    def handle(self, *, folder, **options):
        try:
            counts = dump(folder)
        except OSError as error:
            raise CommandError(str(error)) from None
        for name, count in counts.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {count}")
