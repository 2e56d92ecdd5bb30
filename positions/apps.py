from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PositionsConfig(AppConfig):
    name = "positions"
    verbose_name = "Positions"


class DeskConfig(AdminConfig):
    """Django's admin with the front page of ours."""

    default_site = "positions.desk.Desk"
