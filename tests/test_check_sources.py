"""The command that asks the addresses of sources; what it asks here is a stand-in for the web."""

import asyncio
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from positions.links import Answer
from positions.management.commands.check_sources import Command
from positions.models import Source, SourceCheck
from positions.outcomes import LinkOutcome
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def web(monkeypatch):
    """What addresses answer, all others well; `asked` lists them in order."""

    class Web(dict):
        asked = []

    web = Web()
    web.asked = []

    async def ask(address):
        web.asked.append(address)
        return web.get(address, Answer(LinkOutcome.ANSWERS, 200))

    monkeypatch.setattr(Command, "ask", staticmethod(ask))
    return web


def run(capsys, **options):
    call_command("check_sources", pause=0, **options)
    return capsys.readouterr().out


def test_what_is_dead_is_told_and_kept(web, capsys):
    make.source(slug="alive", url="https://a.example/1", archived_url="https://archive.example/1")
    dead = make.source(slug="dead", url="https://a.example/2")
    make.source(slug="none", url="")
    web["https://a.example/2"] = Answer(LinkOutcome.DEAD, 404)
    told = run(capsys)
    assert "Addresses asked: 3 (answers 2, dead 1, not reached 0, not asked 0)." in told
    assert "https://a.example/2: Dead (404)" in told
    assert "Sources without an archived copy: 1." in told
    (check,) = SourceCheck.objects.failed()
    assert (check.source, check.http_status, check.archived) == (dead, 404, False)


def test_a_page_and_its_archived_copy_are_two(web, capsys):
    source = make.source(url="https://a.example/1", archived_url="https://archive.example/1")
    web["https://archive.example/1"] = Answer(LinkOutcome.UNREACHABLE, 503, "Turned away.")
    run(capsys)
    found = source.checks.order_by("archived").values_list("archived", "outcome", "detail")
    assert [*found] == [(False, "answers", ""), (True, "unreachable", "Turned away.")]


def test_what_was_asked_lately_is_left_out(web, capsys):
    for number in range(3):
        make.source(slug=f"s-{number}", url=f"https://a.example/{number}")
    run(capsys)
    SourceCheck.objects.filter(source__slug="s-1").update(
        checked_at=timezone.now() - timedelta(days=31)
    )
    web.asked.clear()
    run(capsys)
    assert web.asked == ["https://a.example/1"]
    assert SourceCheck.objects.count() == 3


def test_the_longest_unasked_come_first(web, capsys):
    for number in range(4):
        make.source(slug=f"s-{number}", url=f"https://{number}.example/")
    run(capsys, limit=2)
    run(capsys, limit=2)
    assert web.asked == [f"https://{number}.example/" for number in range(4)]
    SourceCheck.objects.filter(source__slug="s-2").update(
        checked_at=timezone.now() - timedelta(days=90)
    )
    web.asked.clear()
    run(capsys, days=0, limit=1)
    assert web.asked == ["https://2.example/"]


def test_an_address_that_was_changed_is_asked_again(web, capsys):
    source = make.source(url="https://a.example/old")
    web["https://a.example/old"] = Answer(LinkOutcome.DEAD, 404)
    run(capsys)
    Source.objects.update(url="https://a.example/new")
    assert not SourceCheck.objects.failed()
    run(capsys)
    assert source.checks.get().address == "https://a.example/new"
    Source.objects.update(url="")
    run(capsys)
    assert not source.checks.exists()


def test_one_host_is_asked_one_at_a_time(capsys, monkeypatch):
    now, most = {}, {}

    async def ask(address):
        host = address.split("/")[2]
        now[host] = now.get(host, 0) + 1
        most[host] = max(most.get(host, 0), now[host])
        most["all"] = max(most.get("all", 0), sum(now.values()))
        await asyncio.sleep(0.01)
        now[host] -= 1
        return Answer(LinkOutcome.ANSWERS, 200)

    monkeypatch.setattr(Command, "ask", staticmethod(ask))
    for number in range(9):
        make.source(slug=f"s-{number}", url=f"https://{number % 3}.example/{number}")
    run(capsys)
    assert most.pop("all") == 3
    assert {*most.values()} == {1}


HOSTILE = [
    *("http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/"),
    *("http://0177.0.0.1/", "http://0/", "http://localhost/", "http://10.0.0.1/", "http://[::1]/"),
    *("http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/", "http://[::]/"),
    *("http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://user@127.0.0.1/", "http://["),
    *("http://127.0.0.1:22/", "http://[fe80::1%25lo]/", "http://a@b@127.0.0.1/", "http://0.0.0.0/"),
    *("http://127.0.0.1\\@example.org/", "http://127.0.0.1:99999/", "http://\uff11\uff12\uff17.1/"),
    *("file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "//127.0.0.1/"),
    *("http://", "http:///x", "http://" + "a." * 200, "http://xn--a/", "no address"),
]  # fmt: skip


def test_whatever_stands_as_an_address_nothing_of_this_network_is_called(capsys, monkeypatch):
    """Past the rules of the record, by the command as it is."""
    called = []

    def note(*args, **kwargs):
        called.append(args)
        raise OSError("Nothing is called in tests.")

    monkeypatch.setattr("positions.links.httpx.AsyncClient.send", note)
    source = make.source(url="")
    asked = [(source.pk, False, address) for address in HOSTILE]
    monkeypatch.setattr("positions.management.commands.check_sources.due", lambda *_: asked)
    told = run(capsys)
    assert f"Addresses asked: {len(HOSTILE)} (answers 0, dead 0, " in told
    assert called == []
