"""A site that really runs, as a newcomer starts it, with the seeds and a browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these a browser looks for its maker's servers at every start.
QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Site:
    url: str
    admin_password: str
    codes: list
    state: Path
    # The cookies of whoever logs in first; see login.py.
    session: list | None = None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.fail("No Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM.")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": [*sandbox, *QUIET]}


@pytest.fixture(scope="session")
def site():
    """One running site for all browser tests: a Site.

    Its folder is not pytest's, which lets nobody else in, PostgreSQL's user included.
    """
    state = tempfile.mkdtemp(prefix="parley-site-")
    environment = {**os.environ, "STATE_DIR": state}
    if address := os.environ.get("DATABASE_URL"):
        environment["DATABASE_URL"] = fresh_database(address)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "run", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    said = ""
    for line in process.stdout:
        said += line
        if "http://" in line:
            break
    password = re.search(r"with the password (\S+)", said)
    codes = re.search(r"each of them once: ([\d ]+)", said)
    assert password and codes, said
    yield Site(f"http://127.0.0.1:{port}", password[1], codes[1].split(), Path(state))
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    shutil.rmtree(state)


def fresh_database(address):
    """An empty database beside the one that DATABASE_URL names, as such an address."""
    words = conninfo_to_dict(address)
    name = f"{words['dbname']}_site"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return re.sub(r"/[^/?]+(?=\?|$)", f"/{name}", address)


@pytest.fixture
def quiet_page(page):
    """A page on which any console message or failed script ends the test."""
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield page
    assert heard == []
