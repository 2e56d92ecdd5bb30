"""Many clients at once on one event loop: readers, a flood, and those who are slow on purpose.

Each says by a header whose request it is, as a proxy would.
"""

import asyncio
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from random import Random

HOST = "parley.example"
PATIENCE = 30
# A client that is slow on purpose sends or takes a little each so many seconds.
SLOWLY = 1
SLOW = ("headers", "body", "reading")


@dataclass
class Found:
    """Seconds of each answer, and how many there were of each kind: a status or what went wrong."""

    seconds: list = field(default_factory=list)
    kinds: Counter = field(default_factory=Counter)

    def told(self):
        return {"seconds": self.seconds, "kinds": dict(self.kinds)}


class Crowd:
    def __init__(self, port, pages, seed):
        self.port, self.pages, self.random = port, pages, Random(seed)
        self.visits, self.days, self.words = count(1), count(1), count(1)
        self.readers, self.flood = Found(), Found()
        self.slow = {kind: Found() for kind in SLOW}

    async def come(self, seconds, *, readers, flood, slow):
        """All of them at once, for some seconds."""
        self.until = time.perf_counter() + seconds
        together = [self.read() for _ in range(readers)] + [self.ask_on() for _ in range(flood)]
        together += [self.dawdle(SLOW[n % len(SLOW)], n) for n in range(slow)]
        await asyncio.gather(*together)

    def is_over(self):
        return time.perf_counter() >= self.until

    async def read(self):
        """One visit after the other, each of another reader from another address: every page once
        in any order, and in every other visit those with a query as of a day of its own."""
        line = Line(self.port)
        while not self.is_over():
            number = next(self.visits)
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            for path in self.random.sample(self.pages, len(self.pages)):
                if number % 2 and "?" in path:
                    day = next(self.days)
                    path += f"&as_of={2021 + day // 336 % 4}-{day // 28 % 12 + 1}-{day % 28 + 1}"
                await line.ask(path, address, self.readers)
                if self.is_over():
                    break
        line.close()

    async def ask_on(self):
        """A search after the other, each for another word, all from one address."""
        line = Line(self.port)
        while not self.is_over():
            await line.ask(f"/statements/?q=word{next(self.words)}", "172.31.0.1", self.flood)
        line.close()

    async def dawdle(self, kind, number):
        """Comes again when it is sent away."""
        address = f"192.168.{number >> 8}.{number & 255}"
        while not self.is_over():
            try:
                self.slow[kind].kinds[await self.slowly(kind, address)] += 1
            except OSError as error:
                self.slow[kind].kinds[type(error).__name__] += 1
            await asyncio.sleep(SLOWLY)

    async def slowly(self, kind, address):
        loop = asyncio.get_running_loop()
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.setblocking(False)
            await loop.sock_connect(line, ("127.0.0.1", self.port))
            if kind == "body":
                token = "a" * 32
                cookie = {
                    "Cookie": f"__Host-csrftoken={token}",
                    "Content-Length": "100000",
                }
                told = head("POST", self.pages[0], address, **cookie, **FORM)
            else:
                told = head("GET", "/statements.csv", address)
            await loop.sock_sendall(line, told[:-2] if kind == "headers" else told)
            answer = b""
            while not self.is_over():
                if kind != "reading":
                    await loop.sock_sendall(line, b"X-Slow: y\r\n" if kind == "headers" else b"a")
                try:
                    some = line.recv(1024)
                    if not some or kind != "reading":
                        return status_of(answer + some)
                    answer = answer or some[:50]
                    if status_of(answer) != "200":
                        return status_of(answer)
                except BlockingIOError:
                    pass
                await asyncio.sleep(SLOWLY)
        return f"{status_of(answer)}, to the end" if answer else "to the end"


FORM = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}/"}


def head(method, path, address, **headers):
    told = {
        "Host": HOST, "X-Forwarded-Proto": "https", "X-Real-IP": address,
        "Accept-Encoding": "br", **headers,
    }  # fmt: skip
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def status_of(answer):
    return answer[9:12].decode() or "closed"


class Line:
    """A connection that is kept as long as the server does, and made anew after a failure."""

    def __init__(self, port):
        self.port, self.reader, self.writer = port, None, None

    async def ask(self, path, address, found):
        began = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                kind = await self.answer(head("GET", path, address))
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            kind = type(error).__name__
            self.close()
        found.seconds.append(time.perf_counter() - began)
        found.kinds[kind] += 1

    async def answer(self, told):
        if not self.writer:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(told)
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        headers = dict(line.split(b": ", 1) for line in lines if line)
        if headers.get(b"transfer-encoding") == b"chunked":
            while size := int(await self.reader.readline(), 16):
                await self.reader.readexactly(size + 2)
            await self.reader.readexactly(2)
        else:
            await self.reader.readexactly(int(headers[b"content-length"]))
        if headers.get(b"connection") == b"close":
            self.close()
        return first[9:12].decode()

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None
