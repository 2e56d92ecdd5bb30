"""PostgreSQL's own programs. Where the database is and its password they are told by their
environment: command lines are read by everybody on a machine."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection
from psycopg.pq import Conninfo

# What a site limits for its requests is not limited here: these read everything.
UNLIMITED = [
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "transaction_timeout",
]
VARIABLES = {
    option.keyword.decode(): option.envvar.decode() if option.envvar else None
    for option in Conninfo.get_defaults()
}
LONGEST_TOLD = 800


class Failed(Exception):
    """Told to operators in a sentence or two."""


def server_words(**others):
    """libpq's words for the site's database, or for another one of its server."""
    given = {**connection.get_connection_params(), **others}
    return {word: str(value) for word, value in given.items() if word in VARIABLES and value}


def address(**others):
    """The same as a DATABASE_URL."""
    return f"postgresql:///?{urlencode(server_words(**others), quote_via=quote)}"


def connect(**others):
    """Apart from Django's connection and its pool; says at once why there is none."""
    try:
        return psycopg.connect(**{"connect_timeout": 10, **server_words(**others)}, autocommit=True)
    except psycopg.OperationalError as error:
        raise Failed(f"The database cannot be reached: {in_one_line(str(error))}") from None


def environment():
    words = server_words()
    # transaction_timeout is newer than PostgreSQL 15, and nobody sets it for a role in passing.
    unlimited = (f"-c {name}=0" for name in UNLIMITED[:3])
    words["options"] = " ".join([words.get("options", ""), *unlimited]).strip()
    told = {VARIABLES[word]: value for word, value in words.items() if VARIABLES[word]}
    return {**os.environ, **told}


def run(program, *arguments):
    """What the program writes. Raises Failed with what it says of a failure."""
    path = Path(connection.client.executable_name).with_name(program)
    try:
        done = subprocess.run(
            [path, *arguments],
            env=environment(),
            umask=0o077,
            capture_output=True,
            text=True,
            errors="replace",
        )
    except FileNotFoundError:
        raise Failed(
            f"{program} is not on this machine: install the client programs of PostgreSQL."
        ) from None
    if done.returncode:
        said = in_one_line(done.stderr or done.stdout) or f"it ended with {done.returncode}"
        raise Failed(f"{program} failed: {said}")
    return done.stdout


def require_version(program):
    """An older program than the server does not know all that may be in it."""
    with connect() as server:
        needed = server.info.server_version // 10_000
    found = int(re.search(r"\(PostgreSQL\) (\d+)", run(program, "--version"))[1])
    if found < needed:
        raise Failed(
            f"{program} is of PostgreSQL {found} and the server of {needed}: install the client "
            f"programs of {needed} or newer."
        )


def in_one_line(text):
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TOLD else f"{line[:LONGEST_TOLD]}…"
