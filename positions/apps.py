from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig


class PositionsConfig(AppConfig):
    name = "positions"
    verbose_name = "Positions"

    def ready(self):
        """Registers the check of the database, and where failures are told."""
        from . import durability  # noqa: F401

        if settings.SENTRY_DSN:
            from .operation.errors import report_to

            report_to(settings.SENTRY_DSN)


class DeskConfig(AdminConfig):
    """Django's admin with the front page of ours."""

    default_site = "positions.desk.Desk"
