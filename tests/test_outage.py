"""The database goes away under readers: a real server, and the real site with two processes."""

import http.client
import re
import signal
import subprocess
import threading
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from urllib.parse import urlencode

import psycopg
import pytest
from django.core.cache.backends.filebased import FileBasedCache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from psycopg_pool import PoolTimeout

from positions import copies, outage
from positions.models import Statement, dataversion
from positions.release import code_version

from .replicated import Primary, Site, until
from .test_every_page import STATEMENT

pytestmark = pytest.mark.django_db

KNOWN = ["/", "/compare/", "/uk/", "/statements/", "/api/v1/actors", "/changes.atom"]
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
CELL = "/compare/russia/annexation-recognised/?as_of=2022-12-02"
NOTICE = "The record cannot be reached at the moment."
CLIENTS, RECOVERED = 50, 3


class Answer(SimpleNamespace):
    @property
    def is_copy(self):
        return self.headers["Age"] is not None


def get(site, path, method="GET", body=None, **headers):
    reader = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    reader.request(method, path, body=body, headers=headers)
    told = reader.getresponse()
    answer = Answer(status=told.status, text=told.read().decode(), headers=told.headers)
    reader.close()
    return answer


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, small_package):
    """The database and the site, whose folders are none of pytest's, as PostgreSQL's user has to
    get there."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(TemporaryDirectory(prefix="parley-")))
        primary = Primary(folder / "primary")
        primary.folder.mkdir()
        ends.callback(primary.stop)
        primary.start()
        primary.create("parley")
        with django_db_blocker.unblock():
            connection.ensure_connection()
            primary.take_over(connection.settings_dict)
            connection.close()
        site = Site(folder, primary.address("desk"), workers=2)
        site.prepare(small_package.folder)
        site.start()
        ends.callback(site.stop)
        yield primary, site


@pytest.fixture
def known(world):
    """The world, in which each page that is known has been read."""
    primary, site = world
    assert in_all_processes(site, is_fresh)
    for path in KNOWN:
        assert get(site, path).status == 200
    assert get(site, CELL, **FRAGMENT).status == 200
    return world


def is_fresh(answer):
    return answer.status == 200 and not answer.is_copy


def in_all_processes(site, holds):
    """Which of them answers is not ours to say; both soon know."""
    return until(lambda: all(holds(get(site, "/")) for _ in range(12)))


def time_to_recover(site):
    begun = time.monotonic()
    assert in_all_processes(site, is_fresh)
    return time.monotonic() - begun


class Readers:
    """Fifty at a time, who read on and on, each on a connection kept open."""

    def __init__(self, site):
        self.site, self.ends, self.counts = site, threading.Event(), {}
        self.lock = threading.Lock()

    def __enter__(self):
        self.threads = [threading.Thread(target=self.read, args=[n]) for n in range(CLIENTS)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *raised):
        self.ends.set()
        for thread in self.threads:
            thread.join()

    def read(self, number):
        reader = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        while not self.ends.is_set():
            try:
                reader.request("GET", KNOWN[number % len(KNOWN)])
                told = reader.getresponse()
                told.read()
                outcome = "copy" if told.headers["Age"] else told.status
            except OSError as failure:
                reader.close()
                outcome = type(failure).__name__
            with self.lock:
                self.counts[outcome] = self.counts.get(outcome, 0) + 1
            time.sleep(0.02)
        reader.close()


def test_a_restart_costs_at_most_what_was_under_way(known):
    primary, site = known
    with Readers(site) as readers:
        time.sleep(1)
        primary.run("pg_ctl", primary.data, "restart", "-m", "fast", "-l", primary.log)
        took = time_to_recover(site)
        time.sleep(0.5)
    good = readers.counts.pop(200, 0) + readers.counts.pop("copy", 0)
    assert good > CLIENTS and sum(readers.counts.values()) <= 2 * 8, readers.counts
    assert took < RECOVERED


@pytest.fixture
def stopped(known):
    primary, site = known
    folder = primary.socket_folder()
    primary.run("pg_ctl", primary.data, "stop", "-m", "fast")
    assert in_all_processes(site, lambda answer: answer.is_copy)
    yield site
    primary.run("pg_ctl", primary.data, "start", "-l", primary.log, "-o", f"-k {folder}")
    assert time_to_recover(site) < RECOVERED


def test_readers_get_the_last_copy_and_are_told_so_while_it_is_down(stopped):
    site = stopped
    home = get(site, "/")
    assert home.status == 200 and NOTICE in home.text
    assert re.search(r"This is a copy made on \d+ \w+ \d{4} at \d\d:\d\d UTC", home.text)
    assert home.text.index('<main id="main"') < home.text.index(NOTICE) < home.text.index("<h1")
    assert home.headers["Cache-Control"] == "no-store" and not home.headers["ETag"]
    assert "default-src 'none'" in home.headers["Content-Security-Policy"]
    assert "Записи зараз недоступні" in get(site, "/uk/").text
    fragment = get(site, CELL, **FRAGMENT)
    assert fragment.status == 200 and fragment.text.lstrip().startswith('<p class="notice"')
    for path in ("/api/v1/actors", "/changes.atom"):
        answer = get(site, path)
        assert answer.status == 200 and answer.is_copy and NOTICE not in answer.text
    assert get(site, "/", "HEAD").status == 200


def test_who_asks_for_another_page_is_told_when_to_come_back(stopped):
    site = stopped
    begun = time.monotonic()
    for path in ("/actors/us/", "/admin/", "/uk/actors/"):
        answer = get(site, path)
        assert answer.status == 503 and answer.headers["Retry-After"] == "5"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "Traceback" not in answer.text
    assert time.monotonic() - begun < 8
    assert "try again in a minute" in get(site, "/actors/us/").text
    api = get(site, "/api/v1/topics")
    assert api.status == 503 and "detail" in api.text and api.headers["Retry-After"] == "5"


def test_what_is_sent_is_not_saved_and_says_so(stopped):
    token = "a" * 32
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token}"}
    sent = urlencode({"csrfmiddlewaretoken": token, "text": "The day is another one."})
    answer = get(stopped, f"/statements/{STATEMENT}/report/", "POST", sent, **headers)
    assert answer.status == 503 and answer.headers["Retry-After"] == "5"
    assert "so nothing was saved. Go back: what you entered is still in the form." in answer.text


def test_what_needs_no_database_goes_on(stopped):
    assert get(stopped, "/healthz").status == 200
    assert get(stopped, "/readyz").status == 503


def test_a_server_that_hangs_keeps_nobody_waiting(known):
    primary, site = known
    postmaster = primary.postmaster()
    processes = [postmaster, *postmaster.children()]
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        assert in_all_processes(site, lambda answer: answer.is_copy)
        begun = time.monotonic()
        assert get(site, "/").is_copy and time.monotonic() - begun < RECOVERED
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)
    assert time_to_recover(site) < RECOVERED


def test_a_server_that_takes_no_more_connections_is_away(known):
    primary, site = known
    with ExitStack() as ends:
        primary.ask(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'desk'"
        )
        with pytest.raises(psycopg.OperationalError):
            while True:
                ends.enter_context(psycopg.connect(primary.address("others")))
        assert in_all_processes(site, lambda answer: answer.is_copy)
    assert time_to_recover(site) < RECOVERED


@pytest.fixture
def full(known):
    """The world, whose reports lie on a disk of two megabytes that is full."""
    primary, site = known
    disk = primary.folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk])
    if mounted.returncode:
        pytest.skip("Only who may mount a disk can fill one.")
    primary.keep_private(disk)
    ends = ExitStack()
    ends.callback(subprocess.run, ["umount", disk], check=True)
    with primary.connect("parley") as database, ends:
        database.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        ends.callback(database.execute, "DROP TABLESPACE small")
        database.execute("ALTER TABLE positions_report SET TABLESPACE small")
        ends.callback(database.execute, "ALTER TABLE positions_report SET TABLESPACE pg_default")
        database.execute("CREATE TABLE filling (words text) TABLESPACE small")
        ends.callback(database.execute, "DROP TABLE IF EXISTS filling")
        with pytest.raises(psycopg.errors.DiskFull):
            while True:
                database.execute("INSERT INTO filling SELECT repeat('x', 1000) FROM repeat('x', 9)")
        yield primary, site, lambda: database.execute("DROP TABLE filling")


def test_on_a_full_disk_readers_read_and_who_sends_keeps_it(full):
    _, site, make_room = full
    path = f"/statements/{STATEMENT}/report/"
    form = get(site, path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": form.headers["Set-Cookie"].partition(";")[0],
    }
    words = "The day is another one. " * 400
    sent = urlencode({"csrfmiddlewaretoken": token, "text": words[:2000], "contact": ""})
    answers = [get(site, path, "POST", sent, **headers) for _ in range(3)]
    refused = answers[-1]
    assert refused.status == 503 and "The disk of the database is full" in refused.text
    assert words[:200] in refused.text
    assert is_fresh(get(site, "/"))
    make_room()
    assert get(site, path, "POST", sent, **headers).status == 302


@pytest.mark.parametrize(
    ("failure", "away"),
    [
        (psycopg.errors.AdminShutdown, True),
        (psycopg.errors.CannotConnectNow, True),
        (psycopg.errors.TooManyConnections, True),
        (psycopg.errors.ConnectionFailure, True),
        (psycopg.OperationalError, True),
        (psycopg.InterfaceError, True),
        (psycopg.errors.QueryCanceled, False),
        (psycopg.errors.LockNotAvailable, False),
        (psycopg.errors.DiskFull, False),
        (psycopg.errors.DeadlockDetected, False),
        (psycopg.DataError, False),
    ],
)
def test_only_a_database_that_is_not_there_is_away(failure, away):
    told = OperationalError("as Django has it")
    told.__cause__ = failure("as the driver has it")
    assert outage.is_away(told) is outage.is_away(failure()) is away
    assert not outage.is_away(ValueError())


def test_who_asks_for_the_version_waits_for_it_only_so_long(db, monkeypatch):
    asked = dataversion.Outside("default")
    asked()
    process = asked.connection.info.backend_pid
    monkeypatch.setattr(dataversion, "NOW", "SELECT pg_sleep(30)")
    begun = time.monotonic()
    with pytest.raises(OperationalError, match="does not answer"):
        asked()
    assert time.monotonic() - begun < 10
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])


@pytest.fixture
def copying(settings, tmp_path):
    """Copies are kept, in files of this test."""
    places = {
        name: {
            "BACKEND": "positions.copies.Files",
            "LOCATION": str(tmp_path / name),
        }
        for name in ("last", "last_asked")
    }
    settings.CACHES = {**settings.CACHES, **places}
    return RequestFactory()


def copy_of(factory, path):
    return copies.last(factory.get(path), code_version())


def test_what_is_gone_leaves_no_copy(client, copying, everything):
    statement = Statement.objects.published().exclude(citations=None).first()
    path = statement.get_absolute_url()
    assert client.get(path).status_code == 200 and copy_of(copying, path)
    Statement.objects.filter(pk=statement.pk).update(
        status="withdrawn", withdrawn_on=date(2024, 1, 1), withdrawn_because="Misread."
    )
    assert client.get(path).status_code == 410 and not copy_of(copying, path)


def test_a_copy_is_of_one_address_and_one_code(client, copying, everything):
    assert client.get("/compare/?topic=talks").status_code == 200
    assert copy_of(copying, "/compare/?topic=talks")
    assert not copy_of(copying, "/compare/") and not copy_of(copying, "/compare/?topic=arms")
    assert not copies.last(copying.get("/compare/?topic=talks"), "another")


def test_a_full_disk_keeps_nobody_from_the_page(client, copying, everything, monkeypatch, caplog):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileBasedCache, "set", full)
    assert client.get("/").status_code == 200
    assert "No copy is kept" in caplog.text and not copy_of(copying, "/")


def failing(failure, calls):
    """What stands inside: each request fails so, as the rest of the site would tell it."""

    def get_response(request):
        calls.append(request)
        told = OperationalError("as Django has it")
        told.__cause__ = failure
        request.failure = told
        return HttpResponse(status=500)

    return get_response


def test_who_finds_all_connections_in_use_says_nothing_of_the_database(db, monkeypatch):
    monkeypatch.setattr(outage, "PATIENCE", 0.01)
    calls = []
    answer = outage.answered_without(failing(PoolTimeout(), calls))
    for number in (1, 2):
        response = answer(RequestFactory().get("/actors/"))
        assert response.status_code == 503 and len(calls) == 2 * number


def test_nobody_asks_a_database_that_is_known_to_be_away(db, monkeypatch):
    monkeypatch.setattr(outage, "PATIENCE", 0.01)
    monkeypatch.setattr(outage, "Thread", lambda **kwargs: SimpleNamespace(start=lambda: None))
    calls = []
    answer = outage.answered_without(failing(psycopg.OperationalError("gone"), calls))
    for _ in range(3):
        told = answer(RequestFactory().get("/actors/"))
        assert told.status_code == 503 and "saved" not in told.text
    assert len(calls) == 1
    told = answer(RequestFactory().post("/actors/"))
    assert told.status_code == 503 and "so nothing was saved. Go back" in told.text
    assert len(calls) == 2


def test_few_wait_for_its_return_and_are_answered_then(monkeypatch):
    monkeypatch.setattr(outage, "EVERY", 0.2)
    monkeypatch.setattr(outage, "PATIENCE", 20)
    monkeypatch.setattr(outage, "outside", lambda name: lambda: ["a mark"])
    database = outage.Database()
    database.went_away(OperationalError("gone"))
    for _ in range(outage.FEW):
        database.waiting.acquire()
    assert not database.comes_back()
    database.waiting.release()
    assert database.comes_back() and database.is_there.is_set()


def test_where_copies_cannot_be_kept_pages_are_made_all_the_same(
    client, copying, everything, settings, tmp_path, caplog
):
    (tmp_path / "file").write_text("No folder can stand below it.")
    for name in ("last", "last_asked"):
        settings.CACHES[name]["LOCATION"] = str(tmp_path / "file" / name)
    settings.CACHES = {**settings.CACHES}
    assert client.get("/").status_code == 200
    assert "No copy is kept" in caplog.text and not copy_of(copying, "/")
    copies.forget_all()
