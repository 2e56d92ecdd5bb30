"""No query of the web takes for ever, and who asked too much or met another is told."""

import re
import subprocess
import sys
from html import unescape
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.db import connection, transaction

from positions import overload
from positions.admin import importing
from positions.admin.refusals import AT_ONCE
from positions.exports import copied
from positions.models import Statement
from positions.models.search import bounded_in_time
from positions.overload import let_queries_take
from positions.packages import dumping, keeping
from positions.views import home, reports
from tests import make
from tests.admin import imports
from tests.admin.desk import World, change_address, changed, told

SHOWN = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
    print(*cursor.fetchone())
"""
SERVING = "from config.wsgi import application" + SHOWN
MANAGING = "import django; django.setup()" + SHOWN


def run(code):
    where = connection.settings_dict
    place = f"postgresql:///{where['NAME']}?host={where['HOST']}&port={where['PORT']}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site.BASE_DIR,
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "STATE_DIR": str(site.STATE_DIR),
            "DATABASE_URL": f"{place}&user={where['USER']}",
            "QUERY_SECONDS": "0.5",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_what_serves_the_web_limits_each_query_and_commands_do_not(db):
    connection.ensure_connection()
    assert run(SERVING) == ["500ms", "2s"]
    assert run(MANAGING) == ["0", "0"]


@pytest.mark.parametrize(
    ("pooler", "own", "expected"),
    [
        (False, {}, {"options": "-c statement_timeout=5000 -c lock_timeout=2000"}),
        # The last is what PostgreSQL goes by.
        (
            *(False, {"options": "-c statement_timeout=9s"}),
            {"options": "-c statement_timeout=5000 -c lock_timeout=2000 -c statement_timeout=9s"},
        ),
        (True, {}, {}),
    ],
)
def test_every_database_gets_the_limits_before_its_own(
    monkeypatch, settings, pooler, own, expected
):
    places = {name: {"OPTIONS": {**own}} for name in ("default", "replica1")}
    monkeypatch.setattr(overload, "connections", SimpleNamespace(settings=places))
    settings.TRANSACTION_POOLING, settings.QUERY_SECONDS = pooler, 5
    overload.limit_queries()
    assert [place["OPTIONS"] for place in places.values()] == [expected] * 2


def fail(condition):
    """As the database itself ends what it was asked, within a transaction that is undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{condition}'; END $$")


def sleep(*args, **kwargs):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
        cursor.execute("SELECT pg_sleep(2)")


def test_a_page_that_takes_too_long_says_so(client, db, monkeypatch):
    monkeypatch.setattr(home, "render", sleep)
    for address, words in (("/", "This takes too long"), ("/uk/", "Це триває надто довго")):
        response = client.get(address)
        assert response.status_code == 503
        assert response["Retry-After"] == "5"
        assert words in response.text and "<form method=" not in response.text
        assert "ETag" not in response and response["Cache-Control"] == "private, no-cache"


def test_a_program_is_told_in_json(client, db, monkeypatch):
    monkeypatch.setattr("positions.api.endpoints.StatementSearch", sleep)
    response = client.get("/api/v1/statements")
    assert response.status_code == 503
    assert response.json()["detail"].startswith("This takes longer than anybody may ask.")


def test_any_other_failure_of_the_database_is_none_of_these(client, db, monkeypatch):
    monkeypatch.setattr(home, "render", lambda *args, **kwargs: fail("disk_full"))
    client.raise_request_exception = False
    assert client.get("/").status_code == 500


@pytest.mark.parametrize("condition", ["lock_not_available", "query_canceled", "disk_full"])
def test_what_was_sent_is_kept_to_be_sent_again(client, db, monkeypatch, condition):
    make.statement("No.", slug="said")
    text = 'First "line"\n<b>second</b>'
    sent = {"text": text, "contact": "reader@example.org"}
    with monkeypatch.context() as patch:
        patch.setattr(reports, "address_of", lambda request: fail(condition))
        response = client.post("/statements/said/report/", sent)
    assert response.status_code == 503
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.text)
    kept = {name: unescape(value) for name, value in hidden}
    assert len(kept.pop("csrfmiddlewaretoken")) == 64
    assert kept == sent
    assert client.post("/statements/said/report/", kept).status_code == 302


def test_a_password_is_not_sent_back(client, db, monkeypatch):
    asked = "django.contrib.auth.backends.ModelBackend.authenticate"
    monkeypatch.setattr(asked, lambda *args, **kwargs: fail("query_canceled"))
    response = client.post("/admin/login/", {"login": "ann", "password": "secret words"})
    assert response.status_code == 503
    assert "secret words" not in response.text and "Send again" not in response.text


@pytest.mark.django_db(transaction=True)
def test_an_editor_who_waits_for_another_is_told_and_keeps_what_was_typed(admin_client):
    statement = World().statement("Talks must begin.")
    where = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 100")
    with psycopg.connect(
        host=where["HOST"], port=where["PORT"], user=where["USER"], dbname=where["NAME"]
    ) as other:
        other.execute("SELECT 1 FROM positions_statement FOR UPDATE")
        page = told(admin_client.post(change_address(statement), changed(statement, text="Soon.")))
    assert AT_ONCE in page and "Soon." in page
    assert Statement.objects.get().text == "Talks must begin."
    connection.close()


def limit():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        return cursor.fetchone()[0]


def test_a_search_leaves_the_limit_as_it_was(db):
    let_queries_take(3000)
    with bounded_in_time(200):
        assert limit() == "200ms"
    assert limit() == "3s"


def test_imports_and_files_of_everything_take_longer(client, db, monkeypatch):
    """They say so before their first long query, in the transaction of this."""
    found = {}

    def noting(place, name):
        done = getattr(place, name)

        def note(*args, **kwargs):
            found[name] = limit()
            return done(*args, **kwargs)

        monkeypatch.setattr(place, name, note)

    monkeypatch.setattr(keeping, "last", None)
    noting(importing.Import, "run")
    noting(dumping, "write_file")
    make.statement("No.", slug="said")
    editor = User.objects.create(username="editor", is_staff=True, is_superuser=True)
    client.force_login(editor)
    imports.read(imports.send(client, imports.statements()))
    b"".join(client.get("/data/parley.zip"))
    assert b"".join(copied.lines(Statement.objects.all(), str)) and limit() == "30min"
    assert found == {"run": "10min", "write_file": "10min"}
