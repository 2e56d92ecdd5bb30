"""Parley as docs/deploy.md has it: in a folder that nothing is written to, by a user who may do
nothing else, with a database whose tables belong to somebody else."""

import http.client
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from django.conf import settings as site

from config.embedded_postgres.server import PORT, PROGRAMS, USER

from .replicated import Primary, until
from .test_run import free_port

NOBODY = 65534
HOST = "parley.example"
KEY = "a key of the operator's own, long enough and with many letters in it"
# Starts a program with a socket in the place where systemd puts it.
AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.argv[2], sys.argv[2:])
"""
TOLD = {"Host": HOST, "X-Forwarded-Proto": "https"}


class Database(Primary):
    def prepare(self, settings):
        """The roles by their file; then the tables of the tests' database as their owner's, which
        is much faster than to migrate once more."""
        self.start()
        told = ["--host", self.socket_folder(), "--port", PORT, "--quiet", "--set=ON_ERROR_STOP=1"]
        asked = [PROGRAMS / "psql", *told, "--username"]
        passwords = {"OWNER_PASSWORD": "one", "WEB_PASSWORD": "other"}
        roles = ["--file", site.BASE_DIR / "deploy/roles.sql", "postgres"]
        subprocess.run([*asked, USER, *roles], check=True, env={**os.environ, **passwords})
        place = ["--host", settings["HOST"], "--port", PORT, "--username", USER, settings["NAME"]]
        dump = [PROGRAMS / "pg_dump", "--no-owner", "--no-privileges", "--no-comments", *place]
        dumped = subprocess.run(dump, check=True, capture_output=True)
        restored = [*asked, "parley_owner", "parley"]
        subprocess.run(restored, check=True, input=dumped.stdout, stdout=subprocess.DEVNULL)
        self.socket_folder().chmod(0o711)

    def address(self, role):
        return f"postgresql:///parley?host={self.socket_folder()}&user={role}"


class Told:
    """A process and what it says."""

    def __init__(self, output):
        self.output = output

    def said(self):
        return self.output.read_text()


class Deployed(Told):
    """What stands in `folder`: `app` is read-only, `tmp` is the one place to write to."""

    def __init__(self, folder, database):
        self.folder, self.database = folder, database
        self.app, self.tmp = folder / "app", folder / "tmp"
        self.port = free_port()
        self.user = {}
        if os.geteuid() == 0:
            self.user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        super().__init__(folder / "web.log")

    def install(self):
        self.app.mkdir()
        files = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(files, cwd=site.BASE_DIR, check=True, capture_output=True).stdout
        for name in listed.decode().split("\0"):
            if name and (site.BASE_DIR / name).exists():
                (self.app / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(site.BASE_DIR / name, self.app / name)
        self.tmp.mkdir(mode=0o700)
        if self.user:
            os.chown(self.tmp, NOBODY, NOBODY)
        # As the image is built: without a database, by who owns the files.
        build = {"SECRET_KEY": "unused", "DATABASE_URL": "postgresql:///unused"}
        self.run(["manage.py", "collectstatic", "--noinput", "--verbosity=0"], build, user={})
        self.close()

    def close(self):
        """Nobody else may write there, and root's rights do not show it."""
        for path in [self.app, *self.app.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)

    def environment(self, **more):
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {
            **kept,
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": "/nonexistent",
            "TMPDIR": str(self.tmp),
            "SITE_URL": f"https://{HOST}",
            "SECRET_KEY": KEY,
            "DATABASE_URL": self.database.address("parley_web"),
            "PROXY_HEADER": "X-Forwarded-Proto",
            "BIND": f"127.0.0.1:{self.port}",
            **more,
        }

    def run(self, command, environment, user=None):
        done = subprocess.run(
            [sys.executable, *command],
            **{"cwd": self.app, "env": environment, "capture_output": True, "text": True},
            **(self.user if user is None else user),
        )
        assert done.returncode == 0, done.stderr
        return done.stderr

    def manage(self, *command, **more):
        return self.run(["manage.py", *command], self.environment(**more))

    def owner(self):
        return {"DATABASE_URL": self.database.address("parley_owner"), "WEB_ROLE": "parley_web"}

    @contextmanager
    def managing(self, *command, **more):
        """A command that goes on while others do."""
        told = Told(self.folder / "command.log")
        with told.output.open("w") as output:
            told.process = subprocess.Popen(
                [sys.executable, "manage.py", *command],
                **{"cwd": self.app, "env": self.environment(**more), "stdout": output},
                **{"stderr": subprocess.STDOUT, **self.user},
            )
        yield told
        told.process.kill()
        told.process.wait()

    def start(self, listener=None):
        """The command of the image and of the unit; with a socket as systemd hands it over."""
        command = [sys.executable, "-m", "config.serving"]
        passed = {}
        if listener:
            number = listener.fileno()
            command = [sys.executable, "-c", AS_SYSTEMD, str(number), *command]
            passed = {"pass_fds": [number]}
        with self.output.open("a") as output:
            self.said_before = len(self.said())
            self.process = subprocess.Popen(
                command,
                **{"cwd": self.app, "env": self.environment(), "stdout": output},
                **{"stderr": subprocess.STDOUT, **passed, **self.user},
            )
        return self

    def until_it_answers(self):
        """Both workers do, and have for a moment: granian can miss a signal to stop before."""
        assert until(lambda: self.started() == 2 and self.answers(), 60), self.said()
        time.sleep(0.5)
        return self

    def started(self):
        """How many workers have, since the last start of all."""
        return self.said()[self.said_before :].count("Started worker")

    def answers(self):
        try:
            return self.get("/robots.txt")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def get(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {**TOLD, **headers})
        response = connection.getresponse()
        told = response.status, response.headers, response.read().decode()
        connection.close()
        return told

    def workers(self):
        """Their numbers; beside them runs what counts the shared things of Python's processes."""
        found = set()
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if "--multiprocessing-fork" in child.cmdline():
                    found.add(child.pid)
        return found

    def reload(self):
        """Returns when all workers are others."""
        before = self.workers()
        self.process.send_signal(signal.SIGHUP)
        done = until(lambda: len(self.workers()) == 2 and not self.workers() & before, 60)
        assert done, self.said()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


class Readers:
    """Proxies that send one request after another and keep a connection where they are let."""

    def __init__(self, port, path, number=6, pause=0.03):
        self.port, self.path, self.pause = port, path, pause
        self.done = threading.Event()
        self.found, self.slowest = Counter(), 0
        self.threads = [threading.Thread(target=self.read) for _ in range(number)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.done.set()
        for thread in self.threads:
            thread.join()

    def read(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        number = 0
        while not self.done.is_set():
            number += 1
            begun = time.monotonic()
            try:
                connection.request("GET", self.path.format(number), headers=TOLD)
                response = connection.getresponse()
                response.read()
                told = response.status
            except (OSError, http.client.HTTPException) as error:
                told = repr(error)
                connection.close()
            self.found[told] += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)
            time.sleep(self.pause)
        connection.close()


def passable(stack):
    """Lets a user who may nothing else pass through to the interpreter, as long as it is needed."""
    for prefix in (sys.prefix, sys.base_prefix, sys.executable):
        path = Path(prefix).absolute()
        for folder in [*path.parents, *path.resolve().parents]:
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)
                stack.callback(folder.chmod, stat.S_IMODE(mode))


def deployed(stack, settings):
    """The Deployed, with the tables of the tests' database; it ends with the `stack`. Its folder is
    not one of pytest's, which are closed to others."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parley-")))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        passable(stack)
    database = Database(folder / "database")
    database.folder.mkdir()
    stack.callback(database.stop)
    database.prepare(settings)
    found = Deployed(folder, database)
    found.install()
    return found


def listening(port):
    """As systemd holds it, whichever process it starts with it."""
    return socket.create_server(("127.0.0.1", port), backlog=1024)
