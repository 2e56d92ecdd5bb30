"""Somebody has lost what they log in with, or never had it."""

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError

from positions.login.factors import new_start


class Command(BaseCommand):
    help = (
        "Gives somebody a new password and recovery codes, in place of all that they logged in "
        "with, and ends their sessions."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        users = get_user_model()
        try:
            user = users.objects.get_by_natural_key(username)
        except users.DoesNotExist:
            raise CommandError(f"There is no user {username!r}.") from None
        for line in how_to_log_in(user):
            self.stdout.write(line)


def how_to_log_in(user):
    """Gives a new start, and tells it in two lines."""
    password, codes = new_start(user)
    return [
        f"Editors log in as {user.get_username()} with the password {password} (shown only now)",
        f"and one of these codes, each of them once: {' '.join(codes)}",
    ]
