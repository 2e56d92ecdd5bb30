"""The processes of a run: the site as `manage.py run` serves it, and beside it what it is held
against, each served by granian in the same way."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from config import serving
from config.embedded_postgres.server import PORT, USER, Server

ROOT = Path(__file__).resolve().parent.parent
UP = "Parley is at"
# What the operator of this machine may have set for a site of their own.
FOREIGN = ("SITE_URL", "DATABASE_URL", "DEBUG", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
PATIENCE = 120
THREADS = str(serving.OPTIONS["blocking_threads"])


def environment(folder, **more):
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**inherited, "STATE_DIR": str(folder), **more}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def site(port):
    return ["manage.py", "run", "--port", str(port)]


def granian(application, interface, port):
    """As `manage.py run` has it."""
    return [
        *("-m", "granian", application, "--interface", interface, "--port", str(port)),
        *("--workers", "2", "--log-level", "error"),
        *(["--blocking-threads", THREADS] if interface == "wsgi" else ["--factory"]),
    ]


@contextmanager
def serving(command, port, log, env, *, says=""):
    """A server from where its port is open, and it `says` so where it does, until it has ended;
    yields its process."""
    with open(log, "w") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(process, port, log, says)
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(process, port, log, says):
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            if says in log.read_text():
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"A server did not start: {' '.join(process.args)}\n{log.read_text()}")


class Database:
    """The embedded server that the site has started in a folder. It runs as long as this process,
    which then stops it: workers of the site that end late would leave it running."""

    def __init__(self, folder):
        self.server = Server(folder)
        self.server.use("parley")
        self.process = self.server.postmaster()
        self.address = {
            "PGHOST": str(self.server.socket_folder()),
            "PGPORT": PORT,
            "PGUSER": USER,
            "PGDATABASE": "parley",
        }

    def connect(self):
        names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGDATABASE": "dbname"}
        found = {names[name]: value for name, value in self.address.items()}
        return psycopg.connect(**found, autocommit=True, prepare_threshold=0)


def spent(process):
    """Seconds of CPU of a process and all below it, ended ones that were waited for among them."""
    total = 0.0
    for one in [process, *process.children(recursive=True)]:
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
        # What ended is told where systems keep count of it.
        total += getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
    return total
