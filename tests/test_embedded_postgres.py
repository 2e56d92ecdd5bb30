"""The server that comes with the site: its language, its last user, its ends by force."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import psutil
import psycopg
import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured

from config.embedded_postgres.base import use_server

USE_UNTIL_INPUT_ENDS = """
import sys
from config.embedded_postgres.server import Server
print(Server(sys.argv[1]).use(database="parley")["HOST"], flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Made by the first test that starts a server here; each stops the server it started."""
    return tmp_path_factory.mktemp("state")


def begin(folder):
    return subprocess.Popen(
        [sys.executable, "-c", USE_UNTIL_INPUT_ENDS, folder],
        cwd=site.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def end(process):
    process.communicate(timeout=30)


@contextmanager
def connection(process, database="parley"):
    host = process.stdout.readline().strip()
    with psycopg.connect(host=host, user="postgres", dbname=database, autocommit=True) as opened:
        yield opened


def kill(process):
    process.kill()
    end(process)


def postmaster(folder):
    file = folder / "postgres" / "postmaster.pid"
    return int(file.read_text().splitlines()[0]) if file.exists() else None


def runs(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_knows_letters_beyond_ascii_in_every_database(folder):
    process = begin(folder)
    with connection(process) as parley:
        parley.execute("CREATE DATABASE another")
        host = parley.info.host
    for name in ("parley", "another"):
        with psycopg.connect(host=host, user="postgres", dbname=name) as opened:
            row = opened.execute(
                "SELECT lower('МИР'), upper('łódź'), "
                "to_tsvector('russian', 'О МИРЕ') @@ to_tsquery('russian', 'мир')"
            ).fetchone()
        assert row == ("мир", "ŁÓDŹ", True)
    end(process)


def test_it_finds_what_a_disk_spoils(folder):
    process = begin(folder)
    with connection(process) as parley:
        assert parley.execute("SHOW data_checksums").fetchone() == ("on",)
    end(process)


def test_keeps_what_was_committed_when_everything_is_killed(folder):
    process = begin(folder)
    with connection(process) as parley:
        parley.execute("CREATE TABLE word AS SELECT 'kept' AS text")
    os.kill(postmaster(folder), signal.SIGKILL)
    kill(process)

    again = begin(folder)
    with connection(again) as parley:
        assert parley.execute("SELECT text FROM word").fetchone() == ("kept",)
    end(again)


def test_waits_for_what_a_server_that_was_killed_alone_left(folder):
    """Its processes serve on until they look up; a second server must not write beside them."""
    process = begin(folder)
    with connection(process) as parley:
        parley.execute("CREATE TABLE late (n int)")
        busy = parley.execute("SELECT pg_backend_pid()").fetchone()[0]
        at_work = threading.Thread(target=count_for_long, args=[parley], daemon=True)
        at_work.start()
        with psycopg.connect(host=parley.info.host, user="postgres", autocommit=True) as watching:
            while watching.execute(IS_BUSY, [busy]).fetchone() != ("active",):
                time.sleep(0.02)
        os.kill(postmaster(folder), signal.SIGKILL)
        kill(process)
        assert runs(busy)

        again = begin(folder)
        with connection(again) as parley:
            assert not runs(busy)
            assert parley.execute("SELECT count(*) FROM late").fetchone() == (0,)
        end(again)
        at_work.join(10)


IS_BUSY = "SELECT state FROM pg_stat_activity WHERE pid = %s AND query LIKE 'INSERT%%'"


def count_for_long(parley):
    with suppress(psycopg.OperationalError):
        parley.execute("INSERT INTO late SELECT count(*) FROM generate_series(1, 200000000)")


def test_starts_although_the_number_of_a_killed_server_names_another_process(folder):
    process = begin(folder)
    with connection(process):
        left = psutil.Process(postmaster(folder)).children()
        os.kill(postmaster(folder), signal.SIGKILL)
    kill(process)
    # They end by themselves; until then the folder is in use.
    assert not psutil.wait_procs(left, timeout=20)[1]
    file = folder / "postgres" / "postmaster.pid"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))

    again = begin(folder)
    with connection(again) as parley:
        assert parley.execute("SELECT 1").fetchone() == (1,)
    end(again)


def test_the_last_to_leave_stops_it(folder):
    first, second = begin(folder), begin(folder)
    with connection(first), connection(second) as parley:
        server = postmaster(folder)
        end(first)
        assert parley.execute("SELECT 1").fetchone() == (1,)
    end(second)
    assert postmaster(folder) is None
    assert not runs(server)


def test_a_killed_user_does_not_keep_it_running(folder):
    killed = begin(folder)
    with connection(killed):
        server = postmaster(folder)
    kill(killed)
    assert runs(server)

    joined = begin(folder)
    with connection(joined):
        assert postmaster(folder) == server
    end(joined)
    assert not runs(server)


def test_works_in_a_folder_too_deep_for_a_socket(tmp_path):
    folder = tmp_path / "it's a checkout" / ("deep" * 30)
    process = begin(folder)
    with connection(process) as parley:
        sockets = parley.info.host
        assert not sockets.startswith(str(folder))
        assert os.stat(sockets).st_mode & 0o077 == 0
    end(process)
    assert not os.path.exists(sockets)


def test_refuses_to_be_the_database_of_a_production_site(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        use_server({})
