"""Asks a server for one page over and over, by several readers at once that keep their lines."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

# Seconds until a page counts as not answered at all.
PATIENCE = 600
CHUNK = 1 << 16


@dataclass(frozen=True)
class Loaded:
    """`seconds` are those of each request, `refused` how many of them got no page, `size` the bytes
    of one answer."""

    elapsed: float
    seconds: list[float]
    refused: int
    size: int


def load(port, path, readers, seconds):
    """Each reader asks at least once, and begins no request after `seconds`."""
    started = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        lines = [pool.submit(read_on, port, path, started + seconds) for _ in range(readers)]
        found = [line.result() for line in lines]
    elapsed = time.perf_counter() - started
    times = [taken for answers in found for taken, _, _ in answers]
    refused = sum(status != 200 for answers in found for _, status, _ in answers)
    return Loaded(elapsed, times, refused, found[0][0][2])


def read_on(port, path, until):
    """For each request its seconds, the status and the bytes of the answer."""
    answers = []
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        while not answers or time.perf_counter() < until:
            asked = time.perf_counter()
            line.request("GET", path)
            answer = line.getresponse()
            size = 0
            while chunk := answer.read(CHUNK):
                size += len(chunk)
            answers.append((time.perf_counter() - asked, answer.status, size))
    finally:
        line.close()
    return answers
