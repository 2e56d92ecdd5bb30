"""What the database must have on is looked at, and said where it is off."""

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from positions import durability

pytestmark = pytest.mark.django_db


def found():
    return {message.id: message for message in checks.run_checks(databases=["default"])}


def test_the_embedded_server_has_all_of_it_on():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setting FROM pg_settings WHERE name = ANY(%s)", [[*durability.NEEDED]]
        )
        assert cursor.fetchall() == [("on",)] * 4
    assert durability.what_is_off() == []
    assert not {id for id in found() if id.startswith("positions.")}


def test_what_is_off_is_told_with_what_to_do(settings):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert durability.what_is_off() == ["synchronous_commit"]
    told = found()["positions.synchronous_commit"]
    assert "synchronous_commit off" in told.msg and "ALTER DATABASE" in told.hint
    assert told.level == checks.WARNING
    settings.PRODUCTION = True
    with pytest.raises(SystemCheckError, match="synchronous_commit off"):
        call_command("check", databases=["default"], verbosity=0)


@pytest.mark.parametrize("name", durability.NEEDED)
def test_each_of_them_is_told(monkeypatch, name):
    """Those that only a restart changes are told by what the server would say."""
    view = "(SELECT name, CASE name WHEN '{}' THEN 'off' ELSE 'on' END setting FROM pg_settings) s"
    query = durability.SETTINGS.replace("pg_settings", view.format(name))
    monkeypatch.setattr(durability, "SETTINGS", query)
    assert durability.what_is_off() == [name]
    assert found()[f"positions.{name}"].hint


def test_checks_that_are_not_of_the_database_do_not_ask_it(django_assert_num_queries):
    with django_assert_num_queries(0):
        checks.run_checks(tags=[checks.Tags.models, checks.Tags.security])
        durability.nothing_is_lost(databases=None)
