"""`make run` as a newcomer meets it: one start after another on a data folder of its own."""

import http.client
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import psutil
import psycopg
import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from config.embedded_postgres.server import PORT, USER
from positions.management.commands.run import Command

from . import make

OURS = ("SITE_URL", "DATABASE_URL", "DEBUG", "SECRET_KEY", "STATE_DIR", "DJANGO_SETTINGS_MODULE")


class Run:
    """A `manage.py run` in a process group of its own, as a terminal would start it."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.output = folder.parent / f"{time.monotonic_ns()}.log"
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run", "--port", str(port)],
                cwd=site.BASE_DIR,
                env={**inherited, "STATE_DIR": str(folder)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self):
        return self.output.read_text()

    def until_it_answers(self):
        deadline = time.monotonic() + 60
        while "until you press Ctrl-C" not in self.said():
            assert self.process.poll() is None and time.monotonic() < deadline, self.said()
            time.sleep(0.05)
        return self

    def members(self):
        """The numbers of all its processes, the database server's among them."""
        server = (self.folder / "postgres/postmaster.pid").read_text().split()[0]
        workers = psutil.Process(self.process.pid).children(recursive=True)
        return {self.process.pid, int(server), *(process.pid for process in workers)}

    def stop(self, name):
        os.killpg(self.process.pid, name)
        return self.process.wait(timeout=30)

    def get(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.text = response.read()
        connection.close()
        return response


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def running(pids):
    """Those that still run: an ended process whose parent has not looked yet is none of them."""
    found = set()
    for pid in pids:
        try:
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.add(pid)
        except psutil.NoSuchProcess:
            continue
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("run") / "var"


@pytest.fixture(scope="module")
def port():
    return free_port()


@pytest.fixture(scope="module")
def start():
    """Starts a Run; none of them outlives the tests, even those that fail."""
    runs = []

    def start(folder, port):
        runs.append(Run(folder, port))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.stop(signal.SIGTERM)


@pytest.fixture(scope="module")
def first(start, folder, port):
    """The first start, which stays up for the tests that look at it."""
    return start(folder, port).until_it_answers()


@pytest.fixture
def after_first(first):
    if first.process.poll() is None:
        first.stop(signal.SIGINT)


def test_says_where_it_is(first, port):
    assert f"Parley is at http://127.0.0.1:{port}/ " in first.said()
    assert first.get("/admin/login/").status == 200


def test_a_change_is_seen_at_the_next_request_wherever_it_goes(first, start, folder):
    """Two servers keep pages of one database, which a third connection changes."""
    second = start(folder, free_port()).until_it_answers()
    slug = "2022-12-02-russia-peskov-3"
    address = f"/statements/{slug}/"
    lines = (folder / "postgres/postmaster.pid").read_text().splitlines()
    tags = {first: [], second: []}
    with psycopg.connect(host=lines[4], port=PORT, user=USER, dbname="parley") as database:
        for number in range(3):
            words = f"Said for the {number}th time."
            database.execute(
                "UPDATE positions_statement SET text = %s WHERE slug = %s", [words, slug]
            )
            for server in (first, second) * 4:
                assert words.encode() not in server.get(address).text
            database.commit()
            for server in (first, second) * 4:
                known = ", ".join(tags[server]) or '"none"'
                answer = server.get(address, **{"If-None-Match": known})
                assert answer.status == 200 and words.encode() in answer.text
            for server in (first, second):
                tag = server.get(address).headers["ETag"]
                assert server.get(address, **{"If-None-Match": tag}).status == 304
                tags[server].append(tag)
    second.stop(signal.SIGINT)


def test_those_who_change_something_do_not_wait_for_each_other(first, folder):
    """The version of the record moves on in each of their transactions."""
    lines = (folder / "postgres/postmaster.pid").read_text().splitlines()
    with ExitStack() as open_ones:
        for name in ("actor", "source", "statement"):
            database = open_ones.enter_context(
                psycopg.connect(host=lines[4], port=PORT, user=USER, dbname="parley")
            )
            database.execute("SET lock_timeout = '1s'")
            for _ in range(2):
                database.execute(f"UPDATE positions_{name} SET id = id WHERE false")


def test_its_first_password_and_a_code_open_the_admin(first, port):
    password = re.search(r"as admin with the password (\S+)", first.said())[1]
    codes = re.search(r"one of these codes, each of them once: (.*)", first.said())[1].split()
    desk = f"http://127.0.0.1:{port}/admin/"
    browser = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def send(address, **fields):
        with browser.open(address) as page:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
        sent = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        with browser.open(address, sent) as page:
            return page.url

    assert send(f"{desk}login/", login="admin", password=password) == f"{desk}second-factor/code/"
    assert send(f"{desk}second-factor/code/", code=codes[0]) == desk


def test_static_files_are_hashed_compressed_and_kept(first):
    page = first.get("/admin/login/").text.decode()
    sheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]
    response = first.get(sheet, **{"Accept-Encoding": "br"})
    assert response.status == 200
    assert response.headers["Content-Encoding"] == "br"
    assert "immutable" in response.headers["Cache-Control"]


def test_a_taken_port_is_one_line_and_starts_nothing(start, first, port, tmp_path):
    second = start(tmp_path / "var", port)
    assert second.process.wait(timeout=30) == 1
    assert len(second.said().splitlines()) == 1
    assert f"Port {port} is not free" in second.said()
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_second_one_runs_beside_it_and_leaves_it_alone(start, first, folder):
    second = start(folder, free_port()).until_it_answers()
    assert second.get("/admin/login/").status == 200
    assert second.stop(signal.SIGINT) == 0
    assert first.get("/admin/login/").status == 200


def test_ctrl_c_ends_all_of_it(first, folder):
    members = first.members()
    assert len(members) == 4
    asked = time.monotonic()
    assert first.stop(signal.SIGINT) == 0
    assert time.monotonic() - asked < 5
    assert "Traceback" not in first.said()
    assert running(members) == set()
    assert not (folder / "postgres/postmaster.pid").exists()


def test_a_later_start_changes_nothing_and_survives_a_kill(start, after_first, folder, port):
    compressed = {file: file.stat().st_ctime_ns for file in (folder / "static").rglob("*.br")}
    again = start(folder, port).until_it_answers()
    assert {file: file.stat().st_ctime_ns for file in compressed} == compressed
    assert "Nothing to change" in again.said()
    assert "with the password" not in again.said()
    assert "make password" in again.said()
    members = again.members()
    for pid in members:
        os.kill(pid, signal.SIGKILL)
    again.process.wait(timeout=30)

    after = start(folder, port).until_it_answers()
    members = after.members()
    after.process.terminate()
    assert after.process.wait(timeout=30) == 0
    assert running(members) == set()


def test_without_their_parent_the_workers_leave(start, after_first, folder, port):
    orphaned = start(folder, port).until_it_answers()
    workers = {process.pid for process in psutil.Process(orphaned.process.pid).children()}
    orphaned.process.kill()
    orphaned.process.wait(timeout=30)
    deadline = time.monotonic() + 5
    while running(workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(workers) == set()

    after = start(folder, port).until_it_answers()
    members = after.members()
    assert after.stop(signal.SIGHUP) == 0
    assert running(members) == set()


def test_production_is_served_otherwise(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="SITE_URL is set"):
        call_command("run")


def test_the_seeds_are_loaded_once_and_edits_stay(db):
    told = make.statement("Edited.", by="minister", of="us", on="2022-12-02")
    said = io.StringIO()
    Command(stdout=said).load_seeds()
    assert "Nothing to change: 1 statements are on record" in said.getvalue()
    assert [statement.text for statement in type(told).objects.all()] == ["Edited."]
