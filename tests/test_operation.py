"""What those who run the site are told: by probes, numbers, the log and the desk."""

import json
import logging
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
from django.conf import settings as site
from django.db import DataError, OperationalError, connection
from django.test import Client

from positions.models import Statement
from positions.operation import health, lines, state
from tests.test_run import OURS

TOKEN = "a-token-for-numbers"
ADDRESS, WORD = "203.0.113.9", "something-private"
PRIVATE = {"User-Agent": "Somebody's", "Referer": "https://their.example/"}
# As PostgreSQL tells a failure.
WITH_A_ROW = "value too long\nDETAIL:  Failing row contains (reader@their.example)."


@pytest.fixture
def numbers(settings, tmp_path):
    """The numbers of this process are to be had, in the way of one that has others beside it."""
    settings.METRICS_TOKEN, settings.METRICS_DIR = TOKEN, tmp_path


# Probes


def test_it_is_alive_under_any_name_without_the_database(settings):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/healthz", headers={"Host": "10.0.0.7"})
    assert (response.status_code, response.text) == (200, "ok\n")
    assert response["Cache-Control"] == "no-store"
    assert Client().post("/healthz").status_code == 405


def test_it_is_ready_where_all_is_in_place(client, db):
    response = client.get("/readyz", headers={"Host": "10.0.0.7"})
    assert response.status_code == 200
    assert response.json() == {
        "database": "ok",
        "migrations": "ok",
        "triggers": "ok",
        "replicas": {},
    }


@pytest.mark.parametrize(
    ("change", "part", "told"),
    [
        (
            "DELETE FROM django_migrations WHERE app = 'positions' AND name LIKE '0019%'",
            "migrations",
            "1 to be applied",
        ),
        (
            "ALTER TABLE positions_statement DISABLE TRIGGER ALL",
            "triggers",
            "missing or disabled",
        ),
    ],
)
def test_it_is_not_ready_while_something_is_missing(client, db, change, part, told):
    with connection.cursor() as cursor:
        cursor.execute(change)
    response = client.get("/readyz")
    assert response.status_code == 503 and told in response.json()[part]


def test_it_is_not_ready_without_the_database(client, monkeypatch):
    def away():
        raise OperationalError("connection to 10.1.2.3 refused for user parley")

    monkeypatch.setattr(health, "standing", away)
    response = client.get("/readyz")
    assert response.status_code == 503 and response.json()["database"] == "away"
    assert "10.1.2.3" not in response.text


def test_a_replica_that_is_left_out_keeps_nobody_away(client, db, monkeypatch, settings):
    class Watch:
        def states(self):
            return [("replica1", True), ("replica2", False)]

    settings.REPLICAS = {"replica1": {}, "replica2": {}}
    monkeypatch.setattr(health, "watch", Watch)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["replicas"] == {"replica1": "ok", "replica2": "left out"}


# Numbers


def test_numbers_are_for_whoever_has_the_token(client, db, numbers, settings):
    assert client.get("/metrics").status_code == 401
    for wrong in ("", "Bearer", "Bearer wrong", f"Bearer {TOKEN}s", TOKEN[:-1]):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 401
    assert client.get("/metrics", headers=bearer()).status_code == 200
    settings.METRICS_TOKEN = ""
    for given in ({}, {"Authorization": "Bearer "}, bearer()):
        assert client.get("/metrics", headers=given).status_code == 404


def bearer():
    return {"Authorization": f"Bearer {TOKEN}"}


def test_numbers_tell_how_the_site_stands(client, everything, numbers):
    told = client.get("/metrics", headers=bearer()).text
    drafts = Statement.objects.filter(status="draft").count()
    for name, value in (("database_up", 1), ("ready", 1), ("waiting_drafts", drafts)):
        assert f"\nparley_{name} {float(value)}\n" in told
    assert float(re.search(r"\nparley_database_bytes (\S+)", told)[1]) > 1e6


def test_numbers_say_that_the_database_is_away(client, numbers, monkeypatch):
    def away():
        raise OperationalError("gone")

    monkeypatch.setattr("positions.operation.metrics.state", away)
    told = client.get("/metrics", headers=bearer())
    assert told.status_code == 200 and "\nparley_database_up 0.0\n" in told.text


COUNT_TWICE = """
import django, os, sys
django.setup()
from django.test import Client
from positions.operation import metrics
asked = dict(method="GET", route="positions:home", status=200, answer="made", seconds=0.02)
if os.fork() == 0:
    metrics.count(**asked)
    os._exit(0)
os.wait()
metrics.count(**asked)
metrics.state = lambda: None
print(Client().get("/metrics", headers={"Authorization": "Bearer " + sys.argv[1]}).text)
"""


def test_processes_add_up_what_they_count(tmp_path):
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    environment = {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STATE_DIR": str(tmp_path),
        "METRICS_TOKEN": TOKEN,
    }
    done = subprocess.run(
        [sys.executable, "-c", COUNT_TWICE, TOKEN],
        cwd=site.BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    labels = 'answer="made",method="GET",route="positions:home",status="200"'
    assert f"parley_requests_total{{{labels}}} 2.0" in done.stdout
    assert 'parley_request_seconds_count{answer="made"} 2.0' in done.stdout


# The log


@pytest.fixture
def log():
    """What is written, a dict for each line."""
    written = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(json.loads(self.format(record)))

    handler, root = Kept(), logging.getLogger()
    handler.setFormatter(lines.Lines())
    handler.addFilter(lines.Numbered())
    requests = logging.getLogger("parley.requests")
    root.addHandler(handler)
    requests.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    requests.setLevel(logging.NOTSET)


def test_each_request_has_a_line_with_its_number_and_nothing_of_who_asks(client, seeds, log):
    response = client.get(f"/statements/?q={WORD}", headers=PRIVATE, REMOTE_ADDR=ADDRESS)
    (line,) = [line for line in log if line["logger"] == "parley.requests"]
    assert line.pop("request_id") == response["X-Request-ID"]
    assert line.pop("milliseconds") > 0 and line.pop("time")
    assert line == {
        "level": "INFO",
        "logger": "parley.requests",
        "message": "answered",
        "method": "GET",
        "route": "positions:statements",
        "status": 200,
        "answer": "made",
    }
    other = client.get("/")["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", other) and other != response["X-Request-ID"]


def test_nobody_makes_up_names_for_what_is_counted(client, db, log):
    """Each would be a number of its own, for good."""
    client.generic("FROBNICATE", "/")
    (line,) = [line for line in log if line["logger"] == "parley.requests"]
    assert line["method"] == "other"
    client.get("/nowhere/at/all/")
    assert [line["route"] for line in log if line["logger"] == "parley.requests"][1:] == [""]


def test_a_failure_is_logged_with_its_number_and_without_the_row(client, db, log, monkeypatch):
    def fail(*args):
        raise DataError(WITH_A_ROW)

    client.raise_request_exception = False
    monkeypatch.setattr("positions.views.method.Coding", None)
    monkeypatch.setattr("positions.views.method.AsOf", fail)
    response = client.get(f"/method/?q={WORD}")
    assert response.status_code == 500
    (line,) = [line for line in log if line["logger"] == "django.request"]
    assert line["request_id"] == response["X-Request-ID"]
    assert "value too long" in line["exc_info"]
    assert "their.example" not in str(log) and WORD not in str(log)


# Failures


def test_a_failure_is_told_to_sentry_without_who_asked(tmp_path, free_sentry):
    address, told = free_sentry
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    environment = {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STATE_DIR": str(tmp_path),
        "SENTRY_DSN": f"http://key@{address}/7",
    }
    subprocess.run([sys.executable, "-c", FAIL], cwd=site.BASE_DIR, env=environment, check=True)
    (envelope,) = told
    assert "value too long" in envelope and "positions/views/method.py" in envelope
    for private in ("their.example", ADDRESS, WORD, "Somebody"):
        assert private not in envelope


FAIL = """
from tests import plain_site
import sentry_sdk
from django.db import DataError
from django.test import Client
from positions.views import method
from tests import test_operation as test
def fail(*args):
    raise DataError(test.WITH_A_ROW)
method.AsOf = fail
reader = Client(raise_request_exception=False, SERVER_NAME="localhost", REMOTE_ADDR=test.ADDRESS)
reader.cookies["sessionid"] = test.WORD
reader.get(f"/method/?q={test.WORD}", headers=test.PRIVATE)
sentry_sdk.flush(10)
"""


@pytest.fixture
def free_sentry():
    """A server in the place of a Sentry: its address, and the envelopes that come."""
    told = []

    class Take(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["Content-Encoding"] == "br":
                body = brotli.decompress(body)
            told.append(body.decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Take) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}", told
        server.shutdown()
        thread.join()


# The desk


def test_the_desk_tells_how_the_site_stands(admin_client, everything):
    page = admin_client.get("/admin/").text
    assert 'href="/admin/state/"' in page
    page = admin_client.get("/admin/state/").text
    now = state.state()
    for told in (now.code, now.data, now.server, "State of the site", "Open reports of readers"):
        assert told in page


def test_the_desk_tells_of_backups(admin_client, db, settings, tmp_path):
    assert admin_client.get("/admin/state/").text.count("none that this process knows of") == 2
    settings.BACKUP_DIR = tmp_path
    (tmp_path / "parley-20260102T030405Z.dump").write_bytes(b"x" * 2048)
    verdict = {"at": "2026-01-03T00:00:00+00:00", "passed": False, "told": "One statement fewer."}
    (tmp_path / "parley-20260102T030405Z.check.json").write_text(json.dumps(verdict))
    page = admin_client.get("/admin/state/").text
    assert "2 January 2026, 03:04 UTC, 2.0\xa0KB" in page
    assert "on 3 January 2026: damaged" in page


def test_its_queries_are_as_many_with_more_on_record(everything, django_assert_num_queries):
    with django_assert_num_queries(8):
        state.state()
