"""A primary, hot standbys of it, and the site as a process that reads from them."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from html import unescape
from http.cookiejar import CookieJar
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

import psutil
import psycopg
import pytest
from django.conf import settings as site
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from config.embedded_postgres.server import PORT, PROGRAMS, USER, Server
from config.environment import read_database_url

from .test_run import OURS, free_port

PREPARE = """
import sys, django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
call_command("load_package", sys.argv[1], verbosity=0)
User.objects.create_superuser("admin")
call_command("new_login", "admin")
"""


# Than that of the server, which a new database would have.
ANOTHER_LOCALE = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST'"


def until(holds, seconds=20):
    """Waits for it; what it was in the end."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def kill(processes):
    """With all that they have started."""
    them = [one for each in processes for one in (each, *each.children(recursive=True))]
    for one in them:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(them, timeout=10)


class Primary(Server):
    def ask(self, query):
        with self.connect("parley") as connection:
            return connection.execute(query).fetchone()[0]

    def connect(self, database="postgres"):
        host = str(self.socket_folder())
        return psycopg.connect(dbname=database, host=host, port=PORT, user=USER, autocommit=True)

    def take_over(self, settings):
        """The tables of the tests' database, which is much faster than to migrate once more."""
        told = ["--host", settings["HOST"], "--port", PORT, "--username", USER, settings["NAME"]]
        dumped = subprocess.run([PROGRAMS / "pg_dump", *told], check=True, capture_output=True)
        told = ["--host", self.socket_folder(), "--port", PORT, "--username", USER, "parley"]
        command = [PROGRAMS / "psql", "--quiet", "--set=ON_ERROR_STOP=1", *told]
        subprocess.run(command, check=True, input=dumped.stdout, stdout=subprocess.DEVNULL)

    def address(self, name):
        """For the site, which calls itself by this name there."""
        told = {"host": self.socket_folder(), "user": USER, "application_name": name}
        return f"postgresql:///parley?{urlencode(told)}"

    def users(self, name):
        """How many connections of this name it has."""
        return self.ask(f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{name}'")

    def kill(self):
        """With all its processes, at once, as a machine that loses its power."""
        kill([self.postmaster()])


@contextmanager
def taken_from_the_tests(blocker):
    """A server of its own with the tables of the tests' database. Its folder is not pytest's, which
    another run would close to the user whom PostgreSQL runs as."""
    with TemporaryDirectory(prefix="parley-") as folder, blocker.unblock():
        primary = Primary(folder)
        primary.start()
        with primary.connect() as admin:
            admin.execute(f"CREATE DATABASE parley TEMPLATE template0 {ANOTHER_LOCALE}")
        try:
            connection.ensure_connection()
            primary.take_over(connection.settings_dict)
            connection.close()
            yield primary
        finally:
            primary.stop()


@contextmanager
def used(server, **more):
    """In the place of the tests' own; its programs are found as an operator's are."""
    given = read_database_url(server.address("tests"))
    settings = connections.databases["default"] | given | more
    before = connections["default"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
        connections["default"] = DatabaseWrapper(settings, "default")
        try:
            yield
        finally:
            connection.close()
            connections["default"] = before


class Standby(Primary):
    def __init__(self, folder, primary):
        super().__init__(folder)
        self.primary = primary

    def initialise(self):
        self.data.mkdir(parents=True)
        host = str(self.primary.socket_folder())
        told = ["-R", "-X", "stream", "-c", "fast", "-h", host, "-p", PORT, "-U", USER]
        self.run("pg_basebackup", self.keep_private(self.data), *told)

    def pause(self):
        self.ask("SELECT pg_wal_replay_pause()::text")
        assert until(lambda: self.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")

    def resume(self):
        self.ask("SELECT pg_wal_replay_resume()::text")


class Site:
    """One web process unless more are wanted, so that one place keeps pages for all its readers."""

    def __init__(self, folder, database, replicas=(), workers=1):
        self.port, self.output, self.workers = free_port(), folder / "site.log", workers
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment = {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database,
            "REPLICA_URLS": " ".join(replicas),
            "STATE_DIR": str(folder),
        }

    def prepare(self, package):
        """Loads it; what the first user logs in with: (password, codes)."""
        environment = {**self.environment, "REPLICA_URLS": ""}
        told = [sys.executable, "-c", PREPARE, package]
        done = subprocess.run(
            told, cwd=site.BASE_DIR, env=environment, check=True, capture_output=True, text=True
        )
        password, codes = re.search(r"password (\S+).*\n.* once: (.*)", done.stdout).groups()
        return password, codes.split()

    def start(self):
        told = "granian --interface wsgi --blocking-threads 8 tests.plain_site:application"
        told = f"{told} --respawn-failed-workers --workers {self.workers} --port {self.port}"
        with self.output.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *told.split()],
                cwd=site.BASE_DIR,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        assert until(self.answers, 60), self.said()

    def answers(self):
        try:
            return self.get("/robots.txt")[0] == 200
        except OSError:
            return False

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def said(self):
        return self.output.read_text()

    def get(self, path, **headers):
        """Status, bytes and ETag, as a reader gets them."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        told = response.status, response.read(), response.headers["ETag"]
        connection.close()
        return told

    def in_use(self, number):
        """Whether a replica is, as far as the process has told."""
        told = re.findall(rf"replica{number} is (in use|left out)", self.said())
        return bool(told) and told[-1] == "in use"


class Editor:
    """A browser at the desk."""

    def __init__(self, site):
        self.origin = f"http://127.0.0.1:{site.port}"
        self.opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
        self.fill_in("/admin/login/", login="admin", password=site.password)
        self.fill_in("/admin/second-factor/code/", code=site.codes.pop())

    def get(self, path):
        with self.opener.open(self.origin + path) as page:
            return page.read().decode()

    def fill_in(self, path, **fields):
        """Sends the form of a page with these fields changed; returns the page that it leads to."""
        inputs = [
            {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
            for tag in re.findall(r"<input([^>]*)>", self.get(path))
        ]
        kept = {
            one["name"]: one.get("value", "")
            for one in inputs
            if "name" in one and one.get("type") != "submit"
        }
        sent = urlencode({**kept, **fields}).encode()
        with self.opener.open(Request(self.origin + path, sent)) as page:
            return page.read().decode()
