"""Settings come from the environment, and a value that cannot be used stops the start."""

import json
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    TAKEN,
    env,
    read_address,
    read_cache_url,
    read_count,
    read_database_url,
    read_dsn,
    read_flag,
    read_folder,
    read_https_address,
    read_path,
    read_replica_urls,
    read_seconds,
)
from positions.operation.probes import PROBES

from .login.test_permissions import patterns

PRODUCTION = {
    "SITE_URL": "https://parley.example",
    "SECRET_KEY": "a key of the operator's own, long enough and with many letters in it",
    "DATABASE_URL": "postgresql://parley@database.internal/parley",
}


def start(*names, **environment):
    """The settings of these names in a process that knows this environment and no other."""
    code = (
        "import json, sys; from django.conf import settings; "
        "print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
    )


def without(name):
    return {other: value for other, value in PRODUCTION.items() if other != name}


def test_a_setting_without_a_default_must_be_set(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be set"):
        env("SECRET_KEY")


def test_a_blank_value_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("DEBUG", " ")
    assert env("DEBUG", False, read=read_flag) is False


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DEBUG", "maybe", read_flag),
        ("SITE_URL", "http://parley.example", read_https_address),
        ("SITE_URL", "parley.example", read_https_address),
        ("SITE_URL", "https://", read_https_address),
        ("SITE_URL", "https://parley.example/below", read_https_address),
        ("CACHE_URL", "memcached://cache.internal", read_cache_url),
        ("CACHE_URL", "redis:", read_cache_url),
        ("DATABASE_URL", "rubbish", read_database_url),
        ("DATABASE_URL", "mysql://parley@localhost/parley", read_database_url),
        ("DATABASE_URL", "postgresql://parley@localhost", read_database_url),
        ("DATABASE_URL", "postgresql://localhost/parley?colour=red", read_database_url),
        ("BACKUP_DIR", "backups", read_folder),
        ("REPLICA_URLS", "postgresql://one/parley two", read_replica_urls),
        ("REPLICA_URLS", "postgresql://one,two/parley", read_replica_urls),
        ("SENTRY_DSN", "https://sentry.example/7", read_dsn),
        ("SENTRY_DSN", "https://key@sentry.example/", read_dsn),
        ("SENTRY_DSN", "http://key@sentry.example/7", read_dsn),
        ("BIND", "127.0.0.1", read_address),
        ("BIND", "127.0.0.1:http", read_address),
        ("BIND", ":8000", read_address),
        ("BIND", "::1:8000", read_address),
        ("BIND", "127.0.0.1:99999", read_address),
        ("BIND", "127.0.0.1:8000/below", read_address),
        ("WORKERS", "0", read_count),
        ("WORKERS", "some", read_count),
        ("REPLICA_LAG", "soon", read_seconds),
        ("REPLICA_LAG", "0", read_seconds),
        ("REPLICA_LAG", "nan", read_seconds),
        ("REPLICA_LAG", "inf", read_seconds),
        *(
            ("ADMIN_PATH", path, read_path)
            for path in (
                "/",
                "my desk",
                "../desk",
                "desk//in",
                "compare",
                "/uk/desk",
                "Desk",
                "d?e",
            )
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(monkeypatch, name, value, read):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"{name} has a value that cannot be used"):
        env(name, read=read)


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        (
            "postgresql://ann:a%40b@db.example:5433/parley?sslmode=require",
            {
                "NAME": "parley",
                "USER": "ann",
                "PASSWORD": "a@b",
                "HOST": "db.example",
                "PORT": "5433",
                "OPTIONS": {"sslmode": "require"},
            },
        ),
        ("postgres://localhost/parley", {"NAME": "parley", "HOST": "localhost", "OPTIONS": {}}),
        (
            "postgresql:///parley?host=/var/run/postgresql",
            {"NAME": "parley", "HOST": "/var/run/postgresql", "OPTIONS": {}},
        ),
    ],
)
def test_forms_of_a_database_address(url, entry):
    assert read_database_url(url) == {"ENGINE": "django.db.backends.postgresql", **entry}


@pytest.mark.parametrize(
    ("text", "address"), [("0.0.0.0:80", ("0.0.0.0", 80)), ("[::]:8000", ("::", 8000))]
)
def test_forms_of_a_place_to_listen(text, address):
    assert read_address(text) == address


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_production_does_not_start_without(name):
    refused = start("DEBUG", **without(name))
    assert refused.returncode != 0
    assert f"{name} must be set" in refused.stderr


def test_production_does_not_start_with_debug():
    refused = start("DEBUG", **PRODUCTION, DEBUG="1")
    assert refused.returncode != 0
    assert "DEBUG=1 is refused together with SITE_URL" in refused.stderr


def test_an_https_address_turns_production_on():
    flags = {
        "PRODUCTION": True,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["parley.example"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 63_072_000,
        "SECURE_SSL_HOST": "parley.example",
    }
    started = start(*flags, **PRODUCTION)
    assert json.loads(started.stdout) == flags


def test_a_site_that_is_tried_out_needs_no_setting_and_keeps_its_key(tmp_path):
    first, second = (start("SECRET_KEY", "DEBUG", STATE_DIR=str(tmp_path)) for _ in range(2))
    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert json.loads(first.stdout)["DEBUG"] is False
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_production_names_the_folder_of_its_backups(tmp_path):
    for environment, folder in (
        ({"STATE_DIR": str(tmp_path)}, str(tmp_path / "backups")),
        (PRODUCTION, ""),
        ({**PRODUCTION, "BACKUP_DIR": "/var/backups/parley"}, "/var/backups/parley"),
    ):
        assert json.loads(start("BACKUP_DIR", **environment).stdout) == {"BACKUP_DIR": folder}


def test_the_header_of_a_proxy_is_named_by_the_operator():
    started = start("SECURE_PROXY_SSL_HEADER", **PRODUCTION, PROXY_HEADER="X-Forwarded-Proto")
    header = json.loads(started.stdout)["SECURE_PROXY_SSL_HEADER"]
    assert header == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_without_a_proxy_no_header_is_believed_about_an_address(tmp_path):
    started = start("CLIENT_ADDRESS_HEADER", STATE_DIR=str(tmp_path))
    assert json.loads(started.stdout)["CLIENT_ADDRESS_HEADER"] == ""
    started = start("CLIENT_ADDRESS_HEADER", **PRODUCTION, CLIENT_ADDRESS_HEADER="X-Real-IP")
    assert json.loads(started.stdout)["CLIENT_ADDRESS_HEADER"] == "X-Real-IP"


def test_pages_are_kept_in_one_place_where_the_operator_names_one(tmp_path):
    started = start("CACHES", STATE_DIR=str(tmp_path), CACHE_URL="valkeys://cache.internal:6379/1")
    kept = json.loads(started.stdout)["CACHES"]
    assert kept.keys() == {"default", "asked", "last", "last_asked"}
    assert {place["KEY_PREFIX"] for place in kept.values()} == kept.keys()
    for place in kept.values():
        assert place["BACKEND"].endswith("RedisCache")
        assert place["LOCATION"] == "rediss://cache.internal:6379/1"


def test_what_a_process_keeps_is_bounded(tmp_path):
    kept = json.loads(start("CACHES", STATE_DIR=str(tmp_path)).stdout)["CACHES"]
    assert [place["OPTIONS"]["MAX_ENTRIES"] for place in kept.values()] == [1000, 200, 1000, 200]
    folders = [kept[name]["LOCATION"] for name in ("last", "last_asked")]
    assert folders == [str(tmp_path / "copies" / name) for name in ("last", "last_asked")]


def test_replicas_are_databases_beside_the_primary():
    urls = "postgresql://parley@one/parley  postgresql://parley@two/parley?connect_timeout=9"
    names = "DATABASES", "DATABASE_ROUTERS", "REPLICA_LAG"
    told = json.loads(start(*names, **PRODUCTION, REPLICA_URLS=urls, REPLICA_LAG="0.5").stdout)
    databases = told["DATABASES"]
    assert [entry["HOST"] for entry in databases.values()] == ["database.internal", "one", "two"]
    waits = [databases[name]["OPTIONS"]["connect_timeout"] for name in ("replica1", "replica2")]
    assert waits == ["2", "9"]
    assert told["DATABASE_ROUTERS"] == ["positions.replicas.Router"]
    assert told["REPLICA_LAG"] == 0.5


def test_without_replicas_there_is_one_database():
    told = json.loads(start("DATABASES", "DATABASE_ROUTERS", **PRODUCTION).stdout)
    assert told["DATABASES"].keys() == {"default"}
    assert told["DATABASE_ROUTERS"] == []


def test_behind_a_pooler_of_transactions_no_cursor_and_no_plan_is_kept_on_the_server():
    replica = {"REPLICA_URLS": "postgresql://parley@one/parley"}
    for flag, *expected in (("1", True, None), ("0", False, 0)):
        started = start("DATABASES", **PRODUCTION, **replica, TRANSACTION_POOLING=flag)
        found = json.loads(started.stdout)["DATABASES"].values()
        for entry in found:
            kept = entry["DISABLE_SERVER_SIDE_CURSORS"], entry["OPTIONS"]["prepare_threshold"]
            assert [*kept] == expected


@pytest.mark.parametrize("path", ["newsroom", "/newsroom/", "a/desk-2/"])
def test_the_desk_and_its_login_stand_where_the_operator_wants(path):
    code = (
        "import django; django.setup(); from django.urls import resolve, reverse; "
        "print(*map(reverse, ('admin:index', 'account_login', 'mfa_index'))); "
        "print(resolve('/admin/').url_name)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "ADMIN_PATH": path},
        capture_output=True,
        text=True,
    )
    desk = f"/{path.strip('/')}/"
    assert told.stdout.split() == [desk, f"{desk}login/", f"{desk}second-factor/"]
    assert "Resolver404" in told.stderr


def test_no_address_of_readers_can_be_that_of_the_desk():
    first = {
        re.split(r"[/.<-]", address)[0]
        for address in patterns()
        if not address.startswith(settings.ADMIN_PATH)
    }
    prefixes = {code.partition("-")[0] for code, _ in settings.LANGUAGES[1:]}
    static = settings.STATIC_URL.strip("/")
    probes = {path.strip("/") for path in PROBES}
    # Those with a point in their name cannot be a path of the desk anyway.
    assert (first | prefixes | probes | {static}) - {"", "robots", "sitemap"} == TAKEN
