"""So many answers are made at once, and no reader who takes one in slowly keeps others waiting.

The web server takes an answer in one piece at once and sends it by itself. Of one that is made part
by part it asks the next when the reader has taken the last, and so long the thread, and with it a
connection to the database, is no other's.
"""

from collections import deque
from itertools import chain
from threading import BoundedSemaphore, Event, Lock

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from positions import senders

MOST_BYTES = 1_000_000
# How many answers a process makes at once, for readers, as files and for the desk, and how many
# long ones it sends: together fewer than it has connections (POOL in the settings), so that none
# waits for one in vain.
MADE_AT_ONCE, FILES_AT_ONCE, AT_THE_DESK, AT_ONCE = 4, 2, 2, 2
FILES = (".csv", ".json", ".zip")
# So many addresses of what is long are known.
MOST_KNOWN = 1000
# Seconds that somebody waits for the others, and after which to ask again.
PATIENCE, WAIT = 20, 10
LONG_FILES = "As many long files are being read as can be sent at once. Ask again after 10 seconds."


class Turns:
    """So many at once. Of those who wait each network has its turn after the others, and of one
    network whoever came first: who asks for much waits for themselves."""

    def __init__(self, most):
        self.free, self.lock = most, Lock()
        # By network, the next one first.
        self.waiting = {}

    def take(self, patience, network=""):
        """Whether one's turn comes within so many seconds."""
        with self.lock:
            if self.free:
                self.free -= 1
                return True
            called = Event()
            self.waiting.setdefault(network, deque()).append(called)
        if called.wait(patience):
            return True
        with self.lock:
            if not called.is_set():
                self.waiting[network].remove(called)
                self.waiting = {name: line for name, line in self.waiting.items() if line}
            return called.is_set()

    def give_back(self):
        with self.lock:
            if not self.waiting:
                self.free += 1
                return
            network = next(iter(self.waiting))
            line = self.waiting.pop(network)
            line.popleft().set()
            if line:
                self.waiting[network] = line


def in_turn(get_response):
    """Middleware: who reads waits until others have been answered, the desk only for its own. What
    comes in parts and is not long is put together; of what is long only a few are sent at once."""
    places, readers = BoundedSemaphore(AT_ONCE), Turns(MADE_AT_ONCE)
    files, desk = Turns(FILES_AT_ONCE), Turns(AT_THE_DESK)
    desk_path, long = reverse("admin:index"), set()

    def answer(request):
        # What is sent may come slowly, and an import tells how far it is in an answer to a form.
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        if request.path_info.startswith("/static/"):
            return make(request)
        if request.get_full_path() in long and are_taken(places):
            return busy(LONG_FILES, "text/plain; charset=utf-8")
        is_file = request.path_info.endswith(FILES)
        turns = desk if request.path_info.startswith(desk_path) else files if is_file else readers
        if not turns.take(PATIENCE, network_of(request)):
            return busy(render_to_string("500.html"), "text/html; charset=utf-8")
        try:
            return make(request)
        finally:
            turns.give_back()

    def make(request):
        response = get_response(request)
        if not response.streaming:
            return response
        parts = iter(response.streaming_content)
        begun, ended = beginning(parts)
        if ended:
            return put_together(response, begun)
        if len(long) >= MOST_KNOWN:
            long.clear()
        long.add(request.get_full_path())
        if not places.acquire(blocking=False):
            return closing_with(response, busy(LONG_FILES, "text/plain; charset=utf-8"))
        response.streaming_content = chain(begun, parts)
        response._resource_closers.append(places.release)
        return response

    return answer


def network_of(request):
    """Of whoever asks; one for all where a proxy does not say who they are."""
    address = senders.address_of(request)
    is_known = settings.CLIENT_ADDRESS_HEADER or senders.is_global(address)
    return senders.network(address) if is_known else ""


def are_taken(places):
    if free := places.acquire(blocking=False):
        places.release()
    return not free


def beginning(parts):
    """The first parts of an answer, and whether they are all."""
    begun, size = [], 0
    for part in parts:
        begun.append(part)
        size += len(part)
        if size > MOST_BYTES:
            return begun, False
    return begun, True


def put_together(response, parts):
    content = b"".join(parts)
    whole = HttpResponse(content, status=response.status_code, headers=response.headers)
    whole.setdefault("Content-Length", str(len(content)))
    whole.cookies = response.cookies
    return closing_with(response, whole)


def closing_with(response, other):
    """The other response, which closes what this one would have: to close it would end the
    request."""
    other._resource_closers += response._resource_closers
    return other


def busy(told, content_type):
    headers = {"Retry-After": str(WAIT), "Cache-Control": "no-store"}
    return HttpResponse(told, content_type, status=503, headers=headers)
