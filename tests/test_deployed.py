"""The steps of docs/deploy.md with a real database, and that readers notice no restart."""

import os
import re
import signal
import time
import uuid
from contextlib import ExitStack
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection

from config.embedded_postgres.server import PROGRAMS, USER
from config.serving import OPTIONS
from positions.roles import CAN_BE_PASSED_OVER

from .deployed import HOST, KEY, Readers, deployed, listening
from .replicated import until

# The tests' database is made, of which the site takes a copy.
pytestmark = pytest.mark.django_db

SLOW = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("positions", "{}")]
    operations = [migrations.RunSQL("ALTER TABLE positions_statement ADD COLUMN tried integer")]
"""
WRITER = """
SELECT tgname FROM pg_trigger
WHERE tgrelid = 'positions_topic'::regclass AND tgname LIKE 'pgtrigger_insert_insert%'
"""
# As pgtrigger.ignore() does.
PASS_OVER = """
SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, false) FROM pg_trigger;
"""


@pytest.fixture(scope="module")
def installed(django_db_setup, django_db_blocker):
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            connection.ensure_connection()
            found = deployed(stack, connection.settings_dict)
            connection.close()
        found.manage("migrate", "--verbosity=0", **found.owner())
        found.manage("load_package", "seeds", **found.owner())
        yield found


@pytest.fixture(scope="module")
def web(installed):
    yield installed.start().until_it_answers()
    if installed.process.poll() is None:
        installed.stop()


@pytest.fixture
def stopped(installed, web):
    if web.process.poll() is None:
        web.stop()
    return installed


def ask(web, query, role="parley_web"):
    with psycopg.connect(web.database.address(role), autocommit=True) as database:
        found = database.execute(query)
        return found.fetchall() if found.description else found.rowcount


def test_it_answers_with_the_headers_of_production(web):
    status, headers, page = web.get("/compare/?as_of=2022-12-02")
    assert status == 200 and "Kremlin" in page
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert web.get("/healthz")[0] == 200


def test_nothing_is_written_but_into_the_one_folder(web):
    begun = web.app.stat().st_ctime
    written = [path for path in web.app.rglob("*") if path.stat().st_mtime > begun]
    assert written == []
    if os.geteuid() == 0:
        assert all(user == 65534 for user in owners(web.process.pid))


def owners(pid):
    with open(f"/proc/{pid}/status") as status:
        line = next(line for line in status if line.startswith("Uid:"))
    return [int(word) for word in line.split()[1:]]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM positions_statementevent",
        "UPDATE positions_statementevent SET text = 'other'",
        f"{PASS_OVER} UPDATE positions_statementevent SET text = 'other'",
        "INSERT INTO positions_topicevent (pgh_created_at, pgh_label, pgh_obj_id) "
        "VALUES (now(), 'update', 1)",
        "INSERT INTO pghistory_context (id, metadata, created_at, updated_at) "
        "VALUES (gen_random_uuid(), '{}', now(), now())",
        "SET pghistory.context_id = '9de71e0c-3f2c-4a6e-a6ee-9ba3ee5ec671'; "
        "SET pghistory.context_metadata = '{}'; SELECT _pgh_attach_context()",
        "UPDATE pghistory_context SET metadata = '{}'",
        "UPDATE positions_topic SET id = -5, name = 'x'",
        # A table of the site's own, whose rows the owner's function would take for topics.
        "CREATE TEMP TABLE mine (LIKE positions_topic); CREATE TRIGGER forge AFTER INSERT ON mine "
        "REFERENCING NEW TABLE AS new_values EXECUTE FUNCTION {writer}()",
        "DELETE FROM pghistory_context",
        "TRUNCATE positions_statement CASCADE",
        "TRUNCATE positions_statementevent",
        "ALTER TABLE positions_statement DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE positions_statement CASCADE",
        "CREATE TABLE mine ()",
    ],
)
def test_the_site_cannot_touch_the_trail(installed, query):
    ((writer,),) = ask(installed, WRITER)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(installed, query.replace("{writer}", writer))


# Each is followed by a change of a topic.
SESSIONS = {
    "as it comes": "",
    "triggers passed over": PASS_OVER,
    "other tables in front": "CREATE TEMP TABLE positions_topicevent "
    "(LIKE public.positions_topicevent); CREATE TEMP TABLE positions_topic AS SELECT 1 AS x;",
}


@pytest.mark.parametrize("begun", SESSIONS.values(), ids=SESSIONS.keys())
def test_what_the_site_changes_is_on_the_trail(installed, begun):
    who = f"SET pghistory.context_id = '{uuid.uuid4()}';"
    who += """ SET pghistory.context_metadata = '{"user": 7}';"""
    counted = "SELECT count(*) FROM public.positions_topicevent"
    before = ask(installed, counted)[0][0]
    first = "(SELECT min(id) FROM public.positions_topic)"
    changed = f"UPDATE public.positions_topic SET name = name || '.' WHERE id = {first}"
    ask(installed, f"{begun} {who} {changed}")
    assert ask(installed, counted)[0][0] == before + 1
    last = "SELECT c.metadata FROM positions_topicevent e JOIN pghistory_context c"
    last = f"{last} ON c.id = e.pgh_context_id ORDER BY e.pgh_id DESC LIMIT 1"
    assert ask(installed, last) == [({"user": 7},)]


def test_what_is_sent_to_the_site_is_on_the_trail_with_its_occasion(web):
    slug = ask(web, "SELECT slug FROM positions_statement WHERE status = 'published' LIMIT 1")[0][0]
    path = f"/statements/{slug}/report/"
    _, headers, form = web.get(path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    sent = urlencode({"csrfmiddlewaretoken": token, "text": "The day is another one."})
    told = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": headers["Set-Cookie"].partition(";")[0],
        "Referer": f"https://{HOST}{path}",
    }
    assert web.get(path, "POST", sent, **told)[0] == 302
    of = "SELECT c.metadata ->> 'url' FROM positions_reportevent e"
    assert ask(web, f"{of} JOIN pghistory_context c ON c.id = e.pgh_context_id") == [(path,)]


def test_what_the_database_lets_a_session_pass_over_is_told(installed):
    right = "SET ON PARAMETER pgtrigger.ignore"
    ask(installed, f"REVOKE {right} FROM parley_owner", role=USER)
    try:
        told = installed.manage("migrate", **installed.owner())
    finally:
        ask(installed, f"GRANT {right} TO parley_owner", role=USER)
    assert told.strip() == CAN_BE_PASSED_OVER
    assert installed.manage("migrate", **installed.owner()) == ""


def test_what_is_restored_is_as_safe(installed):
    """The steps of docs/backups.md for the worst day."""
    programs = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    kept = {**installed.owner(), "BACKUP_DIR": str(installed.tmp / "backups"), "PATH": programs}
    ask(installed, "ALTER ROLE parley_owner CREATEDB", role=USER)
    installed.manage("backup", **kept)
    installed.manage("restore", "--into", "again", **kept)
    again = installed.database.address("parley_owner").replace("/parley?", "/again?")
    installed.manage("migrate", **{**kept, "DATABASE_URL": again})
    web = installed.database.address("parley_web").replace("/parley?", "/again?")
    with psycopg.connect(web, autocommit=True) as database:
        before = database.execute("SELECT count(*) FROM positions_topicevent").fetchone()[0]
        database.execute(f"{PASS_OVER} UPDATE positions_topic SET name = name || '.'")
        after = database.execute("SELECT count(*) FROM positions_topicevent").fetchone()[0]
        assert (
            after == before + database.execute("SELECT count(*) FROM positions_topic").fetchone()[0]
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.execute("DELETE FROM positions_topicevent")


def test_threads_outnumber_the_connections_of_a_process(settings):
    assert settings.POOL["max_size"] < OPTIONS["blocking_threads"]


def test_a_reload_under_load_fails_no_request(web):
    with Readers(web.port, "/robots.txt?{}") as readers:
        for _ in range(3):
            web.reload()
    assert readers.found.keys() == {200}, readers.found
    assert readers.found[200] > 100


def test_a_killed_worker_takes_no_more_than_its_requests(web):
    before, started = web.workers(), web.started()
    with Readers(web.port, "/robots.txt?{}") as readers:
        os.kill(min(before), signal.SIGKILL)
        assert until(lambda: web.started() > started)
        assert len(web.workers() - before) == 1
    assert readers.found.total() - readers.found[200] <= len(readers.threads), readers.found
    assert readers.found[200] > 10


def test_code_that_does_not_start_replaces_nothing(web):
    before = web.workers()
    module = web.app / "config/urls.py"
    kept = module.read_text()
    module.chmod(0o644)
    try:
        module.write_text("raise RuntimeError('half a release')\n")
        web.process.send_signal(signal.SIGHUP)
        assert until(lambda: "it is served as it was" in web.said()), web.said()
    finally:
        module.write_text(kept)
        module.chmod(0o444)
    assert web.workers() == before
    assert web.get("/robots.txt")[0] == 200


def test_a_migration_does_not_keep_readers_waiting_for_longer_than_a_second(web):
    """It comes behind somebody who reads for long, and the readers behind it."""
    migrations = web.app / "positions/migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9999_slow.py").write_text(SLOW.format(last))
    tried = "SELECT 1 FROM pg_attribute WHERE attrelid = 'positions_statement'::regclass"
    tried += " AND attname = 'tried'"
    owner = web.owner()
    with psycopg.connect(web.database.address("parley_web")) as long_reader, ExitStack() as stack:
        long_reader.execute("SELECT count(*) FROM positions_statement")
        readers = stack.enter_context(Readers(web.port, "/statements/?q=talks{}", number=2))
        told = stack.enter_context(web.managing("migrate", **owner))
        assert until(lambda: "trying again" in told.said())
        begun = time.monotonic()
        assert until(lambda: told.said().count("trying again") > 1)
        long_reader.rollback()
        assert told.process.wait(timeout=20) == 0
        assert time.monotonic() - begun < 10
    assert ask(web, tried) == [(1,)]
    assert readers.found.keys() == {200}, readers.found
    assert readers.slowest < 3


def test_sigterm_ends_it(web):
    begun = time.monotonic()
    assert web.stop() == 0
    assert time.monotonic() - begun < 10


def test_a_restart_with_the_socket_held_by_systemd_fails_no_request(stopped):
    with listening(stopped.port) as listener:
        stopped.start(listener).until_it_answers()
        with Readers(stopped.port, "/robots.txt?{}") as readers:
            assert stopped.stop() == 0
            stopped.start(listener).until_it_answers()
        assert stopped.stop() == 0
    assert readers.found.keys() == {200}, (readers.found, stopped.said())


def test_the_key_is_told_to_nobody(installed):
    assert KEY not in installed.said()
