"""What a network may ask of what is made anew, and what it is told beyond that."""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from time import monotonic

import psycopg
import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from config.environment import LIMITS, env, read_limits
from positions import limits, senders
from positions.models import Bucket, Report

from . import make

pytestmark = pytest.mark.django_db
# Where the line to the database is a real one, and not the tests' own.
on_a_line = pytest.mark.django_db(transaction=True)

ONE, OTHER = "203.0.113.5", "203.0.113.6"
FEW = {"search": (3, 0.05), "exports": (2, 0.05), "api": (3, 0.05), "reports": (3, 0.05)}


@pytest.fixture(autouse=True)
def few(request, unlimited, settings, monkeypatch):
    """Limits that a test can reach, behind a proxy; the lines to the database."""
    settings.LIMITS, settings.CLIENT_ADDRESS_HEADER = FEW, "X-Real-IP"
    real = is_on_a_line(request.node)
    if not real:
        with connection.cursor() as cursor:
            # What is asked past the driver is of a transaction that has begun.
            cursor.execute("SELECT")
        monkeypatch.setattr(limits, "connect", lambda *told, **given: connection.connection)
    lines = []
    monkeypatch.setattr(limits, "Line", lambda line=limits.Line: lines.append(line()) or lines[-1])
    yield lines
    for line in lines:
        if real:
            line.close()


def is_on_a_line(test):
    return test.get_closest_marker("django_db").kwargs.get("transaction", False)


@pytest.fixture
def record():
    for slug in ("us", "russia", "ukraine"):
        make.actor(slug)
    first = make.statement("Never.", by="biden", on="2022-12-02", slug="first")
    make.coding(first, "talks", "demands")
    return first


@pytest.fixture
def asked(record):
    """What a network is answered, the same web process all the time."""
    client = Client()

    def asked(path, by=ONE, method="get", **headers):
        return getattr(client, method)(path, headers={"X-Real-IP": by, **headers})

    asked.client = client
    return asked


def statuses(asked, path, number=6, **told):
    return [asked(path, **told).status_code for _ in range(number)]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/statements/?q=never", 3),
        ("/uk/statements/?q=never", 3),
        ("/compare/?as_of=2022-12-02", 3),
        ("/embed/compare/?as_of=2022-12-02", 3),
        ("/compare/card.png?as_of=2022-12-02", 3),
        ("/statements.atom?actor=us", 3),
        ("/sitemap-statements.xml?p=1", 3),
        ("/oembed?url=http://testserver/statements/first/", 3),
        ("/statements.csv", 2),
        ("/compare.json?as_of=2023", 2),
        ("/data/parley.zip", 2),
        ("/api/v1/statements", 3),
        ("/api/v1/openapi.json?x=1", 3),
        ("/statements/first/report/", 3),
    ],
)
def test_so_many_at_once_and_no_more(asked, path, most):
    assert statuses(asked, path) == [200] * most + [429] * (6 - most)
    assert asked(path, by=OTHER).status_code == 200
    assert Bucket.objects.count() == 2


@pytest.mark.parametrize(
    "path", ["/", "/uk/", "/compare/", "/statements/first/", "/statements.atom", "/robots.txt",
             "/sitemap.xml", "/healthz", "/admin/login/?next=/admin/", "/nowhere/?q=x"]
)  # fmt: skip
def test_what_there_is_only_so_much_of_is_not_counted(asked, path):
    assert 429 not in statuses(asked, path)
    assert not Bucket.objects.exists()


@pytest.mark.parametrize(
    ("headers", "method"),
    [({"Cookie": "sessionid=made-up"}, "get"), ({"Host": "testserver:81"}, "get"), ({}, "head")],
)
def test_who_has_plain_pages_made_anew_is_counted(asked, settings, headers, method):
    settings.SITE_URL = type("Site", (), {"netloc": "testserver", "geturl": lambda self: ""})()
    headers = {"Host": "testserver", **headers}
    assert statuses(asked, "/corrections/", method=method, **headers) == [200] * 3 + [429] * 3


def test_what_is_kept_is_not_counted(asked, settings, monkeypatch):
    """Also what has not changed for whoever has it."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}
    settings.CACHES = {name: {**kept, "LOCATION": f"limits {name}"} for name in settings.CACHES}
    for name in settings.CACHES:
        caches[name].clear()
    first = asked("/statements/?q=never")
    assert statuses(asked, "/statements/?q=never") == [200] * 6
    for name in settings.CACHES:
        caches[name].clear()
    tag = {"If-None-Match": first["ETag"]}
    assert statuses(asked, "/statements/?q=never", **tag) == [304] * 6
    assert [asked(f"/statements/?q={n}").status_code for n in range(4)] == [200, 200, 429, 429]


def test_one_network_is_one_reader_and_kinds_are_apart(asked):
    assert statuses(asked, "/changes/?page=1", 4, by="2001:db8:1:2::1")[-1] == 429
    assert asked("/changes/?page=1", by="2001:db8:1:2:ffff::9").status_code == 429
    assert asked("/changes/?page=1", by="2001:db8:1:3::1").status_code == 200
    assert asked("/statements.csv", by="2001:db8:1:2::1").status_code == 200
    assert statuses(asked, "/changes/?page=1", 4, by="rubbish")[-1] == 429
    assert asked("/changes/?page=1", by="\x00,more rubbish").status_code == 429


def test_without_a_proxys_word_only_addresses_of_one_client_are_counted(asked, settings):
    settings.CLIENT_ADDRESS_HEADER = ""
    ask = asked.client.get
    for address in ("127.0.0.1", "10.0.0.1", "172.17.0.1", "fd00::1", "::1", ""):
        found = [ask("/changes/?page=1", REMOTE_ADDR=address).status_code for _ in range(5)]
        assert found == [200] * 5, address
    found = [ask("/changes/?page=1", REMOTE_ADDR="9.9.9.9").status_code for _ in range(5)]
    assert found == [200] * 3 + [429] * 2


# What is told


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/statements/?q=never", r"Wait \d+ seconds, then load the page again\."),
        ("/uk/statements/?q=never", r"Зачекайте \d+ секунд"),
        ("/ru/statements/?q=never", r"Подождите \d+ секунд"),
        ("/statements/first/report/", "what you typed should still be there"),
    ],
)
def test_a_page_says_so_in_the_readers_language(asked, path, words):
    for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}):
        statuses(asked, path, 3)
        refused = asked(path, **headers)
        assert refused.status_code == 429 and re.search(words, refused.text)
        assert '<main id="main"' in refused.text
        assert '<meta name="robots" content="noindex">' in refused.text
    language = re.match("/(uk|ru)/", path)
    assert f'<html lang="{language[1] if language else "en"}">' in refused.text


@pytest.mark.parametrize(
    "path",
    ["/statements/?q=never", "/statements.csv", "/statements.json", "/data/parley.zip",
     "/api/v1/statements", "/statements/first/report/"],
)  # fmt: skip
def test_every_refusal_has_the_headers_of_other_answers(asked, path):
    refused = [asked(path) for _ in range(4)][-1]
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 20
    assert refused["Cache-Control"] == "no-store"
    assert refused["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in refused["Content-Security-Policy"]
    assert refused["X-Content-Type-Options"] == "nosniff"
    assert refused["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "ETag" not in refused and not refused.cookies
    if "?" in path or "report" in path:
        assert refused["Content-Type"] == "text/html; charset=utf-8"
        return
    assert refused.json() == {
        "detail": "Too much was asked from your network. Ask again after the seconds in "
        "Retry-After."
    }
    assert refused["Access-Control-Allow-Origin"] == "*"
    if "/api/" in path:
        assert "Retry-After" in refused["Access-Control-Expose-Headers"]


def test_after_the_time_that_is_told_one_more_passes(asked, settings):
    settings.LIMITS = {**FEW, "exports": (2, 0.7)}
    refused = [asked("/statements.csv") for _ in range(3)][-1]
    time.sleep(int(refused["Retry-After"]))
    assert statuses(asked, "/statements.csv", 2) == [200, 429]


def test_a_report_that_is_not_counted_any_more_is_not_stored(asked, record):
    def send(number):
        told = {"text": f"Error {number}."}
        return asked.client.post("/statements/first/report/", told, headers={"X-Real-IP": ONE})

    assert [send(number).status_code for number in range(5)] == [302] * 3 + [429] * 2
    assert Report.objects.count() == 3


# Counting


SEVERAL = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.LIMITS = {"search": (20, 10)}
django.setup()
from positions import limits
limits.PATIENCE = 60
buckets = limits.Buckets()

def ask(number):
    passed = 0
    while time.time() < until:
        # Past what the process remembers, so that the database alone decides.
        buckets.empty_until.clear()
        passed += buckets.take("search", "203.0.113.5") <= 0
    return passed

buckets.line.ask("SELECT 1")
print("ready", flush=True)
until = float(sys.stdin.readline())
with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(ask, range(4))), time.time())
"""


@on_a_line
def test_processes_and_threads_together_let_through_no_more():
    name = connection.get_connection_params()["dbname"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", SEVERAL, name],
            cwd=site.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    begun = time.time()
    for process in both:
        process.stdin.write(f"{begun + 2}\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60)[0].split() for process in both]
    passed, ended = [int(one[0]) for one in told], max(float(one[1]) for one in told)
    assert 20 + 10 * 2 - 1 <= sum(passed) <= 20 + 10 * (ended - begun), passed
    assert min(passed) > 0


def test_a_flood_is_refused_without_asking_the_database(asked, few):
    statuses(asked, "/changes/?page=1")
    few[0].ask = lambda *told: pytest.fail("It was asked.")
    begun = monotonic()
    assert {*statuses(asked, "/changes/?page=1", 50)} == {429}
    assert monotonic() - begun < 1


def test_what_is_known_of_networks_is_bounded(few, monkeypatch, settings):
    monkeypatch.setattr(limits, "MOST_KNOWN", 5)
    settings.LIMITS = {"search": (1, 0.001)}
    buckets = limits.Buckets()
    for number in range(20):
        for _ in range(2):
            buckets.take("search", f"198.51.100.{number}")
        assert len(buckets.empty_until) <= 5
    assert buckets.take("search", "198.51.100.19") > 990


def test_full_buckets_are_removed_a_bounded_number_at_a_time(few, monkeypatch, settings):
    settings.LIMITS = {"search": (2, 1000), "api": (2, 0.001)}
    monkeypatch.setattr(limits, "AT_ONCE", 5)
    monkeypatch.setattr(limits, "OFTEN", 10)
    buckets = limits.Buckets()
    buckets.take("api", ONE)
    for number in range(8):
        buckets.take("search", f"198.51.100.{number}")
    time.sleep(0.01)
    assert Bucket.objects.count() == 9
    buckets.take("search", OTHER)
    assert Bucket.objects.count() == 5
    buckets.swept -= limits.SECONDS + 1
    buckets.take("api", OTHER)
    # What is not full stays: it could be asked for anew.
    assert Bucket.objects.count() == 2
    assert {senders.digest(by, date.today(), "positions.limits.api") for by in (ONE, OTHER)} == {
        *Bucket.objects.values_list("key", flat=True)
    }


def test_nothing_that_is_stored_tells_an_address_or_leads_to_a_report(asked):
    asked("/changes/?page=1")
    (key,) = Bucket.objects.values_list("key", flat=True)
    assert re.fullmatch("[0-9a-f]{64}", key)
    today = date.today()
    assert key == senders.digest(ONE, today, "positions.limits.search")
    assert key != senders.digest(ONE, today)
    assert key != senders.digest(ONE, today, "positions.limits.api")


def test_the_table_is_not_logged(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'positions_bucket'")
        assert cursor.fetchone() == ("u",)


# Readers come first


def hold_up(held, enough):
    """As a database that hangs would."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE positions_bucket")
        held.set()
        enough.wait(60)


@on_a_line
def test_who_cannot_be_counted_is_let_through(asked, few, monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.2)
    statuses(asked, "/changes/?page=1", 3)
    held, enough = Event(), Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold_up, held, enough)
        held.wait()
        begun = monotonic()
        assert statuses(asked, "/changes/?page=1") == [200] * 6
        enough.set()
        assert monotonic() - begun < limits.PAUSE
    few[0].paused_until = 0
    assert 429 in statuses(asked, "/changes/?page=1")


@on_a_line
def test_it_counts_again_after_the_server_was_restarted(asked, few):
    statuses(asked, "/changes/?page=1", 3)
    with connection.cursor() as cursor:
        pid = few[0].connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    time.sleep(0.1)
    assert asked("/changes/?page=1").status_code == 429
    assert few[0].connection.info.backend_pid != pid


def test_without_the_primary_nobody_waits_or_is_refused(asked, few, monkeypatch):
    def gone(*told, **given):
        tried.append(1)
        raise psycopg.OperationalError("connection refused")

    tried = []
    monkeypatch.setattr(limits, "connect", gone)
    assert statuses(asked, "/changes/?page=1", 8) == [200] * 8
    assert tried == [1]


# Set by operators


def test_it_can_be_switched_off(asked, settings):
    settings.LIMITS = read_limits("off")
    assert settings.LIMITS == {}
    assert {*statuses(asked, "/changes/?page=1", 8)} == {200}
    assert not Bucket.objects.exists()


def test_one_kind_can_be_set_alone():
    assert read_limits("api=1000+50 search=5+0.5") == {
        **LIMITS, "api": (1000, 50), "search": (5, 0.5)
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["on", "search", "search=5", "search=5+", "search=0+1", "search=5+0", "search=5+nan",
     "search=x+1", "pages=5+1", "search=5+1,api=5+1", "search=-5+1", "off search=5+1"],
)  # fmt: skip
def test_a_limit_that_cannot_be_used_stops_the_start(monkeypatch, text):
    monkeypatch.setenv("LIMITS", text)
    with pytest.raises(ImproperlyConfigured, match="LIMITS has a value that cannot be used"):
        env("LIMITS", LIMITS, read=read_limits)


def test_programs_are_told_the_limits_that_hold(client, settings):
    told = client.get("/api/").text
    assert "3 requests at once" in told and "429" in told
    settings.LIMITS = {}
    assert "There is none on how often." in client.get("/api/").text
