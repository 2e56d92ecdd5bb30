"""Nothing that an editor was told is saved is lost, however the site and its database are killed.

Editors enter and change statements by the desk's own forms, over HTTP, while a real site and a real
PostgreSQL are killed with -9 again and again; then everything on record is held against what the
editors were told.
"""

import http.client
import os
import random
import re
import secrets
import sys
import threading
import time
from collections import Counter, defaultdict
from http.cookies import SimpleCookie
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

import lxml.html
import psutil
import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User

from positions.models import Citation, Coding, Statement
from positions.models.history import tracked_fields

from .admin.desk import ADD, World, entry
from .replicated import Site, kill, taken_from_the_tests, until, used
from .test_trail import RECORDS

# The tests' database is made, of which the server takes a copy.
pytestmark = pytest.mark.django_db

EDITORS = 4
# What is killed, in a random order.
KILLED = {"worker": 1, "backend": 1, "server": 2, "postmaster": 1, "site": 1}
SESSION = settings.SESSION_COOKIE_NAME


class Killed(Site):
    def processes(self):
        return psutil.Process(self.process.pid).children(recursive=True)


def session_of(user):
    """The key of a session as the login leaves it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    record_authentication(SimpleNamespace(session=session), user, "mfa")
    session.create()
    return session.session_key


class Editor(threading.Thread):
    """Enters one statement after the other and changes each once, and notes what it was told."""

    def __init__(self, site, world, user):
        super().__init__(name=user.username, daemon=True)
        self.site, self.world, self.user = site, world, user
        self.cookies = {SESSION: session_of(user)}
        self.enough = threading.Event()
        # The texts and venues that were sent; of those that were acknowledged, by which record.
        self.sent, self.entered, self.changed = set(), {}, {}
        self.refused, self.unanswered = [], 0

    def run(self):
        while not self.enough.is_set():
            try:
                self.enter_one()
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                time.sleep(0.05)

    def enter_one(self):
        text = f"Entry {' '.join(secrets.token_hex(4) for _ in range(12))}."
        rows = [
            {"precondition": one.pk, "holder": self.world.russia.pk, "stance": "demands"}
            for one in (self.world.talks, self.world.ceasefire)
        ]
        filled = {"text": text, "said_on": f"2022-{random.randint(1, 12)}-{random.randint(1, 28)}"}
        pk = self.fill_in(ADD, entry(self.world, codings=rows, **filled), text)
        if not pk:
            return
        self.entered[text] = pk
        venue = secrets.token_hex(8)
        if self.fill_in(f"/admin/positions/statement/{pk}/change/", {"venue": venue}, venue):
            self.changed[venue] = pk

    def fill_in(self, path, fields, told):
        """The number of the record that is acknowledged; None where nothing is."""
        status, _, page = self.ask("GET", path)
        if status != 200:
            return self.wait()
        form = lxml.html.fromstring(page).get_element_by_id("statement_form")
        self.sent.add(told)
        status, address, page = self.ask(
            "POST", path, urlencode({**dict(form.form_values()), **fields, "_continue": "1"})
        )
        if status == 302:
            return int(re.fullmatch(r"/admin/positions/statement/(\d+)/change/", address)[1])
        if status < 500:
            self.refused.append((status, re.findall(r'errornote">([^<]*)', page.decode())))
        return self.wait()

    def wait(self):
        self.unanswered += 1
        time.sleep(0.05)

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        try:
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            }
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            page = response.read()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return response.status, urlsplit(response.headers["Location"] or "").path, page


class Killer:
    def __init__(self, server, site, seed):
        self.server, self.site, self.random = server, site, random.Random(seed)

    def order(self):
        kinds = [kind for kind, times in KILLED.items() for _ in range(times)]
        return self.random.sample(kinds, len(kinds))

    def kill(self, kind):
        getattr(self, f"kill_{kind}")()

    def kill_worker(self):
        """The server of the site starts another one."""
        self.random.choice(self.site.processes()).kill()

    def kill_site(self):
        kill([psutil.Process(self.site.process.pid)])
        self.site.process.wait()
        self.site.start()

    def kill_backend(self):
        """PostgreSQL itself then ends all the others, and recovers."""
        serving = [
            p for p in self.server.postmaster().children() if "parley" in " ".join(p.cmdline())
        ]
        if serving:
            self.random.choice(serving).kill()

    def kill_server(self):
        self.server.kill()
        self.server.start()

    def kill_postmaster(self):
        """Alone: those who serve the site go on for a moment."""
        self.server.postmaster().kill()
        assert until(lambda: not self.server.postmaster())
        self.server.start()


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    with taken_from_the_tests(django_db_blocker) as primary:
        yield primary


def test_what_was_acknowledged_is_there_whole_and_traced(server, tmp_path, monkeypatch):
    seed = int(os.environ.get("KILL_SEED") or secrets.randbits(32))
    sys.stdout.write(f"KILL_SEED={seed}\n")
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    site = Killed(tmp_path, server.address("site"), workers=2)
    site.environment["SECRET_KEY"] = settings.SECRET_KEY
    with used(server):
        world = World()
        users = [User.objects.create_superuser(f"editor{n}") for n in range(EDITORS)]
        editors = [Editor(site, world, user) for user in users]
    site.start()
    try:
        storm(editors, Killer(server, site, seed))
    finally:
        kill([psutil.Process(site.process.pid)])
        site.process.wait()
    assert [refusal for editor in editors for refusal in editor.refused] == []
    with used(server):
        held_against(editors)


def storm(editors, killer):
    """Between one kill and the next somebody is told once more that something is saved."""

    def told():
        return sum(len(editor.entered) + len(editor.changed) for editor in editors)

    for editor in editors:
        editor.start()
    try:
        for kind in killer.order():
            before = told()
            assert until(lambda before=before: told() > before, 30), (
                kind,
                killer.site.said()[-2000:],
            )
            time.sleep(killer.random.uniform(0, 0.5))
            killer.kill(kind)
            sys.stdout.write(f"After {before} acknowledgements killed: {kind}\n")
        before = told()
        assert until(lambda: told() > before + EDITORS, 30), killer.site.said()[-2000:]
    finally:
        for editor in editors:
            editor.enough.set()
        for editor in editors:
            editor.join(40)
    for editor in editors:
        told = f"{len(editor.entered)} entered, {len(editor.changed)} changed"
        sys.stdout.write(f"{editor.name}: {told}, {editor.unanswered} times not answered\n")
    assert sum(editor.unanswered for editor in editors) > 0, "they were interrupted"


def held_against(editors):
    on_record = {s.text: s for s in Statement.objects.filter(text__startswith="Entry ")}
    citations = Counter(Citation.objects.values_list("statement", flat=True))
    codings = Counter(Coding.objects.values_list("statement", flat=True))
    logged = {*LogEntry.objects.values_list("object_id", flat=True)}
    versions = defaultdict(list)
    events = Statement.pgh_event_model.objects.order_by("pgh_id").select_related("pgh_context")
    for event in events:
        versions[event.pgh_obj_id].append(event)

    sent = set().union(*(editor.sent for editor in editors))
    for text, statement in on_record.items():
        assert text in sent
        assert statement.venue in {"", *sent}
        whole = citations[statement.pk], codings[statement.pk], str(statement.pk) in logged
        assert whole == (1, 2, True), f"{text} is half-written"

    for editor in editors:
        for text, pk in editor.entered.items():
            assert text in on_record, "it was acknowledged"
            assert on_record[text].pk == pk
            first = versions[pk][0]
            assert (first.pgh_label, first.text) == ("insert", text)
            assert first.pgh_context.metadata["user"] == editor.user.pk
        for venue, pk in editor.changed.items():
            traced = [event for event in versions[pk] if event.venue == venue]
            assert [event.pgh_label for event in traced] == ["update"], "it was acknowledged"
            assert traced[0].pgh_context.metadata["user"] == editor.user.pk
            assert Statement.objects.get(pk=pk).venue == venue

    for model in RECORDS:
        assert rows_of(model) == newest_versions_of(model)


def rows_of(model):
    names = [field.attname for field in tracked_fields(model)]
    return {pk: values for pk, *values in model._base_manager.values_list("pk", *names)}


def newest_versions_of(model):
    names = [field.attname for field in tracked_fields(model)]
    events = model.pgh_event_model.objects.order_by("pgh_id")
    newest = {}
    for pk, label, *values in events.values_list("pgh_obj_id", "pgh_label", *names):
        newest[pk] = values
        if label == "delete":
            del newest[pk]
    return newest
