"""Asking addresses with care. Only servers of this test, on 127.0.0.1, are ever reached."""

import asyncio
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

import pytest

from positions import links
from positions.links import ask, is_public
from positions.outcomes import LinkOutcome


class Page(BaseHTTPRequestHandler):
    """Answers by its path; `asked` collects what came."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        kind, _, rest = self.path[1:].partition("/")
        if kind == "slow":
            time.sleep(3)
        if kind == "drip":
            for _ in range(40):
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: "[:1])
                self.wfile.flush()
                time.sleep(0.1)
            return
        if kind == "rubbish":
            self.wfile.write(b"\x00\xff rubbish\r\n\r\n")
            return
        if kind == "endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(100_000):
                self.wfile.write(b"x" * 10_000)
            return
        status = int(kind) if kind.isdecimal() else 200
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", unquote(rest) if "%2F" in rest else f"/{rest}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args):
        """A client that leaves in the middle is what some of these tests are about."""


@contextmanager
def serving():
    server = Server(("127.0.0.1", 0), Page)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server():
    with serving() as server:
        yield server


def asked(server, path, *, host="site.test", reachable=("127.0.0.1",), names=None, seconds=2):
    """The Answer of a path of the server under a host name that leads to it."""
    port = server.server_port
    known = {host: ["127.0.0.1"], **(names or {})}

    async def look_up(name, port):
        if name not in known:
            raise OSError("Name or service not known")
        return known[name]

    return asyncio.run(
        ask(
            f"http://{host}:{port}/{path}",
            may_reach=lambda ip: ip in reachable,
            ports={"http": port},
            look_up=look_up,
            seconds=seconds,
        )
    )


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("", LinkOutcome.ANSWERS, 200),
        ("301/there", LinkOutcome.ANSWERS, 200),
        ("404", LinkOutcome.DEAD, 404),
        ("410", LinkOutcome.DEAD, 410),
        ("302/404", LinkOutcome.DEAD, 404),
        ("403", LinkOutcome.UNREACHABLE, 403),
        ("500", LinkOutcome.UNREACHABLE, 500),
        ("endless", LinkOutcome.ANSWERS, 200),
        ("rubbish", LinkOutcome.UNREACHABLE, None),
    ],
)
def test_an_answer_is_told_by_its_status(server, path, outcome, status):
    answer = asked(server, path)
    assert (answer.outcome, answer.status) == (outcome, status)


def test_the_host_is_named_although_its_number_is_called(server):
    asked(server, "")
    assert server.asked == [("/", f"site.test:{server.server_port}")]


@pytest.mark.parametrize("path", ["slow", "drip"])
def test_nobody_is_waited_for_longer_than_the_limit(server, path):
    start = time.monotonic()
    answer = asked(server, path, seconds=0.5)
    assert answer.outcome == LinkOutcome.UNREACHABLE
    assert "0.5 seconds" in answer.detail
    assert time.monotonic() - start < 2.5


def test_redirects_end(server):
    answer = asked(server, "302/" * 20)
    assert answer.outcome == LinkOutcome.UNREACHABLE
    assert len(server.asked) == links.REDIRECTS + 1


@pytest.mark.parametrize(
    "target",
    [
        "http://inside.test:PORT/secret",
        "http://127.0.0.2:PORT/secret",
        "http://[::1]:PORT/secret",
        "http://0x7f000002:PORT/secret",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://site.test/secret",
        "gopher://site.test:PORT/secret",
        "http://user@site.test:PORT/secret",
        "http://site.test:22/secret",
        "http://site.test:70000/secret",
        "//inside.test:PORT/secret",
    ],
)
def test_a_redirect_does_not_lead_inside(server, target):
    """The first answer is public, what it points to is not."""
    names = {name: ["127.0.0.2"] for name in ("inside.test", "127.0.0.2", "0x7f000002")}
    names |= {"::1": ["::1"], "169.254.169.254": ["169.254.169.254"]}
    target = target.replace("PORT", str(server.server_port))
    answer = asked(server, f"302/{quote(target, safe='')}", names=names)
    assert answer.outcome == LinkOutcome.NOT_ASKED
    assert len(server.asked) == 1


def test_one_private_number_among_public_ones_is_enough_to_refuse(server):
    answer = asked(server, "", names={"site.test": ["127.0.0.1", "10.0.0.1"]})
    assert answer.outcome == LinkOutcome.NOT_ASKED
    assert "site.test leads to an address that is not public" in answer.detail
    assert server.asked == []


def test_a_name_is_looked_up_once(server):
    """A name that leads elsewhere the second time gains nothing: the number judged is called."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])

    async def look_up(name, port):
        return next(answers)

    answer = asyncio.run(
        ask(
            f"http://site.test:{server.server_port}/",
            may_reach=lambda ip: ip == "127.0.0.1",
            ports={"http": server.server_port},
            look_up=look_up,
        )
    )
    assert answer.outcome == LinkOutcome.ANSWERS
    assert next(answers) == ["127.0.0.2"]


def test_without_leave_nothing_on_this_machine_is_reached(server):
    answer = asyncio.run(
        ask(f"http://localhost:{server.server_port}/", ports={"http": server.server_port})
    )
    assert answer.outcome == LinkOutcome.NOT_ASKED
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "rubbish",
        "http://",
        "http://[",
        "http://a..b/",
        "http://\0/",
        "http://x/" + "a" * 90_000,
    ],
)
def test_rubbish_is_no_error(address):
    assert asyncio.run(ask(address, seconds=1)).outcome != LinkOutcome.ANSWERS


def test_a_name_nobody_knows(server):
    answer = asked(server, "", host="site.test", names={"site.test": []})
    assert answer.outcome == LinkOutcome.NOT_ASKED
    target = quote(f"http://gone.test:{server.server_port}/", safe="")
    answer = asked(server, f"302/{target}")
    assert answer.outcome == LinkOutcome.UNREACHABLE
    assert "Name or service not known" in answer.detail


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
    ],
)
def test_what_is_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_what_is_public(ip):
    assert is_public(ip)
