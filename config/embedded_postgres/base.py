"""The module that Django loads for ENGINE = "config.embedded_postgres"."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base, client

from .server import PROGRAMS, Server


@cache
def server():
    """This process's hold on the server of the folder that the settings name."""
    return Server(settings.STATE_DIR)


def use_server(settings_dict):
    """Start the server, or join the one that runs, and write its address into the settings."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("With SITE_URL set, DATABASE_URL must name a server to use.")
    settings_dict.update(server().use(database=settings.DATABASES["default"]["NAME"]))


class DatabaseClient(client.DatabaseClient):
    executable_name = str(PROGRAMS / "psql")

    def runshell(self, parameters):
        use_server(self.connection.settings_dict)
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self):
        use_server(self.settings_dict)
        return super().get_connection_params()
