"""All statements as one file, beside COPY of the like by hand."""

import http.client
import time

from .queries import ALL, COPIED
from .reading import CHUNK, PATIENCE


def exported(servers):
    """Megabytes in a second by one reader and by hand, milliseconds to the first byte, and by how
    many megabytes the workers have grown."""
    port, process = servers["site"]
    before = memory(process)
    first, size, seconds = read(port, "/statements.csv")
    began = time.perf_counter()
    by_hand = COPIED.format(where=ALL)
    with servers["connection"].cursor() as cursor, cursor.copy(by_hand) as lines:
        copied = sum(len(line) for line in lines)
    return {
        "mb": size / 1e6,
        "mb_per_s": size / seconds / 1e6,
        "first_ms": first * 1000,
        "grown_mb": (memory(process) - before) / 1e6,
        "copy_mb_per_s": copied / (time.perf_counter() - began) / 1e6,
    }


def read(port, path):
    """Seconds to the first byte of the rows, bytes, seconds to the last."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    began, size, first = time.perf_counter(), 0, None
    try:
        line.request("GET", path)
        answer = line.getresponse()
        answer.readline()
        while chunk := answer.read1(CHUNK):
            first = first or time.perf_counter() - began
            size += len(chunk)
    finally:
        line.close()
    return first or 0, size, time.perf_counter() - began


def memory(process):
    workers = process.children(recursive=True)
    return sum(one.memory_info().rss for one in [process, *workers])
