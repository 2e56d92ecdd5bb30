"""Readers' queries go to replicas: a real primary, two real hot standbys and the real site."""

import threading
from collections import defaultdict
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from positions import replicas
from positions.models import Topic

from .replicated import Editor, Primary, Site, Standby, until
from .test_every_page import PAGES, STATEMENT

# The tests' database is made, of which the primary takes a copy.
pytestmark = pytest.mark.django_db

PAGE = "/preconditions/"
NAMED = "SELECT name FROM positions_topic WHERE slug = 'talks'"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, small_package):
    """Primary, two standbys and the site; none of them outlives the tests. Their folder is not one
    of pytest's: another run of it would close that to the user whom PostgreSQL runs as."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(TemporaryDirectory(prefix="parley-")))
        primary = Primary(folder / "primary")
        standbys = [Standby(folder / name, primary) for name in ("one", "two")]
        for server in (primary, *standbys):
            server.folder.mkdir()
        ends.callback(primary.stop)
        primary.start()
        primary.create("parley")
        with django_db_blocker.unblock():
            connection.ensure_connection()
            primary.take_over(connection.settings_dict)
            connection.close()
        login = Site(folder, primary.address("desk"), []).prepare(small_package.folder)
        for standby in standbys:
            ends.callback(standby.stop)
            standby.start()
        site = Site(folder, primary.address("desk"), [one.address("readers") for one in standbys])
        site.password, site.codes = login
        site.start()
        ends.callback(site.stop)
        yield primary, standbys, site


@pytest.fixture
def caught_up(world):
    """The world, where both standbys have all and are in use."""
    primary, standbys, site = world
    for standby in standbys:
        standby.resume()
    site.get(PAGE)
    assert until(lambda: site.in_use(1) and site.in_use(2)), site.said()
    named = primary.ask(NAMED)
    assert until(lambda: all(standby.ask(NAMED) == named for standby in standbys))
    return world


def rename(primary, name):
    primary.ask(f"UPDATE positions_topic SET name = '{name}' WHERE slug = 'talks' RETURNING name")


FILES = [
    *("/statements.csv", "/statements.json?q=talks", "/changes.csv", "/compare.json"),
    *("/statements.atom", "/changes.atom", "/data/parley.zip", "/data/parley.zip.sha256"),
    *("/api/v1/statements", "/api/v1/changes", "/sitemap.xml", "/sitemap-statements.xml"),
    *(f"/statements/{STATEMENT}{ending}" for ending in (".bib", "/card.png", "/history.csv")),
]
# When the site last asked the primary for anything but how far its log is.
LAST_ASKED = """SELECT max(query_start) FROM pg_stat_activity
    WHERE application_name = 'desk' AND query NOT LIKE '%flush_lsn%'"""


def test_readers_ask_the_primary_for_nothing(caught_up):
    primary, standbys, site = caught_up
    before = primary.ask(LAST_ASKED)
    for address in [*PAGES, *FILES]:
        assert site.get(address)[0] in (200, 404), address
    assert site.get("/healthz")[1] == b"ok\n"
    assert primary.ask(LAST_ASKED) == before
    assert all(standby.users("readers") > 1 for standby in standbys)


def test_an_editor_reads_what_it_wrote_and_readers_do_within_the_lag(caught_up):
    primary, standbys, site = caught_up
    topic = primary.ask("SELECT id FROM positions_topic WHERE slug = 'talks'")
    editor = Editor(site)
    before = site.get(PAGE)
    for standby in standbys:
        standby.pause()
    address = f"/admin/positions/topic/{topic}/change/"
    assert "was changed successfully" in editor.fill_in(address, name="Entered just now")
    assert "Entered just now" in editor.get(PAGE)
    assert site.get(PAGE) == before
    assert until(lambda: not site.in_use(1) and not site.in_use(2), 5), site.said()
    status, text, tag = site.get(PAGE)
    assert (status, b"Entered just now" in text) == (200, True)
    assert site.get(PAGE, **{"If-None-Match": before[2]})[:2] == (200, text)
    for standby in standbys:
        standby.resume()
    assert until(lambda: site.in_use(1) and site.in_use(2), 5), site.said()
    assert site.get(PAGE) == (200, text, tag)


def test_what_is_kept_under_a_version_is_what_a_server_at_that_version_told(caught_up):
    """One replica has a change and the other does not, and one cache keeps pages of both."""
    primary, standbys, site = caught_up
    standbys[0].pause()
    told = defaultdict(set)
    names = ["Told first", "Told then", "Told last"]
    for name in names:
        rename(primary, name)
        assert until(lambda name=name: standbys[1].ask(NAMED) == name)
        for _ in range(12):
            _, text, tag = site.get(PAGE)
            told[tag].add(text)
        assert until(lambda: not site.in_use(1), 5)
        for _ in range(4):
            assert name in site.get(PAGE)[1].decode()
        standbys[0].resume()
        assert until(lambda name=name: standbys[0].ask(NAMED) == name)
        assert until(lambda: site.in_use(1))
        for _ in range(8):
            assert name in site.get(PAGE)[1].decode()
        standbys[0].pause()
    assert [len(texts) for texts in told.values()] == [1] * len(told)
    assert len(told) == 1 + len(names)


def test_a_standby_that_is_killed_fails_no_reader_and_comes_back(caught_up):
    _, standbys, site = caught_up
    answers, enough = [], threading.Event()

    def read(year):
        """One day after the other, so that nearly nothing of it is kept already."""
        for day in cycle(range(365)):
            if enough.is_set():
                return
            as_of = date(year, 1, 1) + timedelta(day)
            answers.append(site.get(f"{PAGE}?as_of={as_of}")[0])

    readers = [threading.Thread(target=read, args=[year]) for year in range(2022, 2026)]
    for reader in readers:
        reader.start()
    try:
        for killed in ([0], [0, 1]):
            for number in killed:
                standbys[number].kill()
            assert until(lambda killed=killed: not any(site.in_use(n + 1) for n in killed), 5)
            for number in killed:
                standbys[number].start()
            assert until(lambda killed=killed: all(site.in_use(n + 1) for n in killed))
            assert until(
                lambda killed=killed: all(standbys[n].users("readers") > 1 for n in killed)
            )
    finally:
        enough.set()
        for reader in readers:
            reader.join()
    assert {*answers} == {200} and len(answers) > 20


def test_readers_are_told_what_there_is_without_the_primary(caught_up):
    primary, standbys, site = caught_up
    primary.kill()
    try:
        for day in range(10, 20):
            assert site.get(f"{PAGE}?as_of=2024-01-{day}")[0] == 200
    finally:
        primary.start()
    assert until(lambda: primary.ask(NAMED))


class Chosen:
    """A Watch that has one good replica, and remembers what was doubted."""

    doubted = ()

    def __init__(self, names, lag):
        type(self).doubted = []

    def choose(self):
        return "replica1"

    def doubt(self, name):
        self.doubted.append(name)


@pytest.fixture
def answered(settings, monkeypatch):
    """By what a request was answered: a function of the request and of what each database says."""
    settings.REPLICAS = {"replica1": {}}
    monkeypatch.setattr(replicas, "Watch", Chosen)

    def answered(request, **statuses):
        asked = []

        def get_response(request):
            asked.append(replicas.read_from())
            return HttpResponse(status=statuses.get(asked[-1], 200))

        response = replicas.by_request(get_response)(request)
        return response.status_code, asked

    yield answered
    replicas.forget()


def asking(method="get", address="/", **cookies):
    request = getattr(RequestFactory(), method)(address)
    request.COOKIES = cookies
    return request


@pytest.mark.parametrize("method", ["get", "head"])
def test_who_only_reads_is_answered_by_a_replica(answered, method):
    assert answered(asking(method)) == (200, ["replica1"])
    assert answered(asking(method, csrftoken="x")) == (200, ["replica1"])


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_who_writes_is_answered_by_the_primary(answered, method):
    assert answered(asking(method)) == (200, ["default"])


def test_who_is_logged_in_is_answered_by_the_primary(answered):
    assert answered(asking(sessionid="x")) == (200, ["default"])


def test_a_session_may_begin_at_the_desk_so_the_primary_answers(answered):
    for address in ("/admin/login/", "/admin/second-factor/passkeys/login/"):
        assert answered(asking(address=address)) == (200, ["default"])


def test_what_fails_on_a_replica_is_asked_of_the_primary(answered):
    assert answered(asking(), replica1=500) == (200, ["replica1", "default"])
    assert Chosen.doubted == ["replica1"]
    assert answered(asking(), replica1=500, default=500) == (500, ["replica1", "default"])


def test_what_is_too_slow_or_not_there_is_not_asked_twice(answered):
    for status in (404, 410, 503):
        assert answered(asking(), replica1=status) == (status, ["replica1"])


def test_where_a_request_reads_holds_until_its_last_byte(answered):
    answered(asking())
    assert replicas.read_from() == "replica1"
    HttpResponse().close()
    assert replicas.read_from() == "default"


def test_a_request_that_only_reads_cannot_write(answered):
    router = replicas.Router()
    assert router.db_for_write(Topic) == "default"
    answered(asking())
    assert router.db_for_read(Topic) == "replica1"
    with pytest.raises(RuntimeError, match="Topic would be written"):
        router.db_for_write(Topic)


def test_only_the_primary_is_migrated():
    router = replicas.Router()
    assert router.allow_migrate("default", "positions")
    assert not router.allow_migrate("replica1", "positions")


def test_without_replicas_there_is_no_middleware(settings):
    settings.REPLICAS = {}
    with pytest.raises(MiddlewareNotUsed):
        replicas.by_request(lambda request: HttpResponse())


@pytest.fixture
def follow(monkeypatch):
    """Lets a Watch follow a replica that gave these answers while `due` was due; returns whether
    it is in use after each."""

    def follow(*given, due=100):
        watch, used = replicas.Watch(["replica1"], 2), []

        def answers(name, question):
            for answer, failure in given:
                yield 0, answer, failure
                used.append(watch.good_until["replica1"] > 0)

        monkeypatch.setattr(replicas, "answers", answers)
        watch.due = due
        watch.primary_was_asked.set()
        watch.follow("replica1")
        return used

    return follow


def test_a_replica_is_used_while_it_answers_and_keeps_up(follow):
    good, behind, ahead = (100, None), (99, None), (200, None)
    gone, no_standby = (None, "server closed the connection"), (None, None)
    assert follow(good, behind, ahead, gone, good, no_standby) == [
        *(True, False, True, False, True, False)
    ]


def test_the_answer_of_a_server_that_hangs_does_not_hold_for_long(monkeypatch):
    watch = replicas.Watch(["replica1"], 2)
    monkeypatch.setattr(watch, "begin", lambda: None)
    now = 1000.0
    monkeypatch.setattr(replicas, "monotonic", lambda: now)
    watch.good_until["replica1"] = now + replicas.HOLDS
    assert watch.choose() == "replica1"
    now += replicas.HOLDS
    assert watch.choose() == "default"


def test_how_far_a_replica_must_be(monkeypatch):
    """As far as the primary was at most two seconds ago; while it cannot be asked, as far as it
    was last known to be."""
    watch, due = replicas.Watch([], 2), []

    def answers(name, question):
        for moment, written in enumerate([10, 20, 30, 40, None, None, 40], 100):
            yield moment, written, None
            due.append(watch.due)

    monkeypatch.setattr(replicas, "answers", answers)
    watch.follow_primary()
    assert due == [10, 10, 10, 20, 20, 20, 40]
