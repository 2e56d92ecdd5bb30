"""Clients that never end what they have begun keep nobody else from being answered."""

import http.client
import socket
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest

MANY = 100
BEGUN = {
    "headers": "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "a form": "POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n\r\na=",
    "a file that is not read": "GET /statements.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
}


def begin(place, text):
    client = socket.socket()
    client.settimeout(10)
    # What is not read is not kept for it either.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.connect(place)
    client.sendall(text.encode())
    return client


def answered(place, path):
    with closing(http.client.HTTPConnection(*place, timeout=10)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, len(response.read())


@pytest.mark.parametrize("begun", BEGUN)
def test_who_is_slow_keeps_nobody_else_waiting(site, begun):
    place = "127.0.0.1", urlsplit(site.url).port
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(begin(place, BEGUN[begun]))
        for number in range(4):
            status, size = answered(place, f"/compare/?nobody-has-asked={begun[0]}{number}")
            assert status == 200 and size > 10_000
