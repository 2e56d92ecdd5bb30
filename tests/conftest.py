"""What every test stands on."""

import os
import shutil
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from allauth.account.internal.flows.login import record_authentication
from django.apps import apps
from django.conf import settings as site
from django.db import transaction
from django.db.models.signals import post_migrate
from django.test import Client

from positions.models import dataversion
from positions.packages import load

from . import package as packages

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
BROWSER = TESTS / "browser"
# Tests leave alone the database of the site that runs here. pytest-django has read the settings by
# now, but not connected yet; processes that a test starts read the environment.
if "STATE_DIR" not in os.environ:
    site.STATE_DIR = ROOT / "var" / "test"
    os.environ["STATE_DIR"] = str(site.STATE_DIR)


def pytest_xdist_auto_num_workers(config):
    """One more than there are processors, as tests wait for browsers and servers."""
    return (os.cpu_count() or 1) + 1


# On a busy machine anything may be slow; what is bounded in time says so itself.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browser tests come last: Playwright leaves an event loop running in the process of the tests,
    where Django then refuses the database and asyncio another loop."""
    items.sort(key=lambda item: BROWSER in item.path.parents)


@pytest.fixture(scope="session", autouse=True)
def groups_outlive_flushes():
    """A test with transactions of its own empties the database behind it, whatever migrations have
    put there; Django says so by this signal."""
    positions = apps.get_app_config("positions")
    migration = import_module("positions.migrations.0006_trail_and_groups")

    def make_groups(**kwargs):
        migration.make_groups(apps, None)

    post_migrate.connect(make_groups, sender=positions, weak=False)


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Tests ask for pages without collecting static files first."""
    settings.STATIC_ROOT = None
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def nothing_kept(settings, monkeypatch):
    """Pages are made for each test; those of caching keep them. No connection is left open, or the
    database could not be removed."""
    monkeypatch.setattr(dataversion, "marks_outside", dataversion.marks_inside)
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = dict.fromkeys(settings.CACHES, dummy)


@pytest.fixture(autouse=True)
def with_second_factor(monkeypatch):
    """Whom a test logs in without a form (force_login, admin_client) has shown a second factor."""
    by_password = Client.force_login

    def force_login(client, user, backend=None):
        by_password(client, user, backend)
        session = client.session
        record_authentication(SimpleNamespace(session=session), user, "mfa")
        session.save()

    monkeypatch.setattr(Client, "force_login", force_login)
    return by_password


@pytest.fixture(autouse=True)
def unlimited(settings):
    """Nobody is counted but in the tests of that, which goes past the transaction of a test."""
    settings.LIMITS = {}


@pytest.fixture(scope="module")
def loaded_seeds(django_db_setup, django_db_blocker):
    """The seeds, loaded once for all tests of a module, which sees no empty database."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(packages.SEEDS)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeds(loaded_seeds, db):
    """The seeds, as anybody loads them; what a test changes is taken back after it."""


@pytest.fixture(scope="session")
def small_package(tmp_path_factory):
    return packages.first_report(tmp_path_factory.mktemp("packages") / "small")


@pytest.fixture
def package(small_package, tmp_path):
    """A small Package in a folder of its own."""
    shutil.copytree(small_package.folder, tmp_path / "package")
    return packages.Package(tmp_path / "package")


@pytest.fixture
def everything(db):
    packages.enter_everything()
