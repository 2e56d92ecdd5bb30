"""Trying the site out: from a fresh checkout to a page with one command."""

import fcntl
import hashlib
import http.client
import multiprocessing
import os
import signal
import socket
import threading
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from granian import Granian
from granian.log import LogLevels

from config import serving
from positions.models import Statement

from .new_login import how_to_log_in

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Prepares the database and serves the site on this machine, to try it out."
    # They would start the database before the port is known to be free; migrate makes them.
    requires_system_checks = []
    interrupted = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        if settings.PRODUCTION:
            raise CommandError("SITE_URL is set, and run only tries the site out: docs/deploy.md.")
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self.interrupt)
        try:
            require_free(port)
            settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
            with open(settings.STATE_DIR / "run.lock", "a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self.prepare()
            if not self.interrupted:
                self.serve(port)
        except KeyboardInterrupt:
            pass
        self.say("Stopped.")

    def interrupt(self, *args):
        # An exception alone can get lost: Python drops those that arise in a weakref's callback.
        self.interrupted = True
        raise KeyboardInterrupt

    def prepare(self):
        self.say("Preparing the database and the static files.")
        call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
        self.load_seeds()
        collect_static()
        admins = get_user_model().objects.filter(is_superuser=True)
        if admins.exists():
            self.say(f"Editors log in as {admins.first()}; `make password` gives a new start.")
        else:
            for line in how_to_log_in(get_user_model().objects.create_superuser("admin")):
                self.say(line)

    def load_seeds(self):
        """Once: what editors have changed since is theirs, and stays."""
        if number := Statement.objects.count():
            self.say(f"Nothing to change: {number} statements are on record, the seeds stay out.")
        else:
            call_command("load_package", settings.BASE_DIR / "seeds", stdout=self.stdout)

    def serve(self, port):
        # Workers are forked: connections and the threads that mind them do not survive that.
        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()
        server = Granian(
            serving.APPLICATION,
            **serving.OPTIONS,
            address=HOST,
            port=port,
            workers=2,
            workers_kill_timeout=2,
            log_level=LogLevels.error,
        )

        @server.on_startup
        def start():
            # A closed terminal stops the site; granian would start its workers anew.
            signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
            threading.Thread(target=self.announce, args=[port], daemon=True).start()

        server.serve(target_loader=load_application, wrap_loader=False)

    def announce(self, port):
        while True:
            time.sleep(0.1)
            try:
                connection = http.client.HTTPConnection(HOST, port, timeout=5)
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                return self.say(f"Parley is at http://{HOST}:{port}/ until you press Ctrl-C.")
            except OSError:
                continue

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def require_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            raise CommandError(
                f"Port {port} is not free. Choose another one: make run PORT=8001"
            ) from None


def collect_static():
    """collectstatic compresses all files every time, so it only runs when one of them changed."""
    files = [
        (name, os.stat(storage.path(name)).st_size, os.stat(storage.path(name)).st_mtime_ns)
        for finder in get_finders()
        for name, storage in finder.list([])
    ]
    digest = hashlib.sha256(repr(sorted(files)).encode()).hexdigest()
    collected = settings.STATE_DIR / "static.sha256"
    if not (collected.exists() and collected.read_text() == digest):
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(digest)


def load_application():
    """What a worker runs first: its parent answers Ctrl-C for it, and it does not outlive it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGHUP])
    threading.Thread(target=leave_with_parent, daemon=True).start()
    return serving.load_application()


def leave_with_parent():
    multiprocessing.parent_process().join()
    os._exit(0)
