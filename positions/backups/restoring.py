"""Filling a new database from a backup, and what then speaks against it."""

import json
import os
import secrets
import subprocess
import sys

import psycopg
from django.conf import settings
from psycopg import sql

from .folder import digest_of
from .programs import Failed, address, connect, in_one_line, run

JOBS = f"--jobs={min(4, os.cpu_count() or 1)}"
PROVIDERS = {"c": "libc", "i": "icu", "b": "builtin"}
MOST_TOLD = 8
PROCESS = "import django; django.setup(); from positions.backups import restored; restored.tell()"
EMPTY = """
SELECT NOT EXISTS (
    SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND nspname NOT LIKE 'pg\\_%'
    AND nspname <> 'information_schema'
)
"""
TO_BE_CHECKED = (
    "amcheck is needed to check a restored database, and {user} may not bring it: {error} "
    "Check with a DATABASE_URL of a superuser, or of another server."
)


class Damaged(Failed):
    """The backup is not what it must be."""


def check(backup, say):
    """Restores it into a database of its own, which is gone afterwards; tells by `say` which, and
    returns what was found. Raises Damaged; both are noted beside the backup."""
    try:
        manifest = intact(backup)
        name = f"parley_check_{secrets.token_hex(4)}"
        with connect(dbname="postgres") as server:
            create(server, name, manifest)
            say(f"Restoring {backup.path.name} into the database {name}, which is dropped again.")
            try:
                fill(backup, name)
                look_through(name)
                told = compare(manifest, ask(name))
            finally:
                drop(server, name)
    except Damaged as reason:
        backup.note(False, str(reason))
        raise
    backup.note(True, told)
    return told


def restore(backup, name):
    """Fills the database `name` with it, which must be new or empty, and returns what was found in
    it. Where something is not as it was, that is told, and what there is stays to be used."""
    manifest = intact(backup)
    with connect(dbname="postgres") as server:
        is_new = not exists(server, name)
        if is_new:
            create(server, name, manifest)
        elif not is_empty(name):
            raise Failed(f"The database {name} is not empty: nothing is overwritten.")
        try:
            fill(backup, name)
        except BaseException:
            if is_new:
                drop(server, name)
            raise
    try:
        return compare(manifest, ask(name))
    except Damaged as error:
        raise Damaged(f"{error} The database {name} holds what could be restored.") from None


def exists(server, name):
    return bool(server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount)


def is_empty(name):
    with connect(dbname=name) as there:
        return there.execute(EMPTY).fetchone()[0]


def intact(backup):
    """Its manifest, if the file is, byte for byte, the one that was made."""
    manifest = backup.manifest()
    try:
        size, digest = backup.size, digest_of(backup.path)
    except OSError as error:
        raise Failed(f"{backup.path} cannot be read: {error.strerror}.") from None
    if size != manifest["size"]:
        raise Damaged(f"{backup.path} has {size} bytes, and had {manifest['size']} when made.")
    if digest != manifest["sha256"]:
        raise Damaged(
            f"{backup.path} is not the file that was made: its SHA-256 is {digest}, and was "
            f"{manifest['sha256']}."
        )
    return manifest


def create(server, name, manifest):
    encoding, provider, collate, ctype, locale = manifest["locale"]
    told = {
        "ENCODING": encoding,
        "LOCALE_PROVIDER": PROVIDERS[provider],
        "LC_COLLATE": collate,
        "LC_CTYPE": ctype,
    }
    if locale:
        told["ICU_LOCALE" if provider == "i" else "BUILTIN_LOCALE"] = locale
    words = (sql.SQL(f"{word} {{}}").format(value) for word, value in told.items())
    made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 {}")
    try:
        server.execute(made.format(sql.Identifier(name), sql.SQL(" ").join(words)))
    except psycopg.Error as error:
        raise Failed(f"The database {name} cannot be made: {in_one_line(str(error))}") from None


def drop(server, name):
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def fill(backup, name):
    """Whoever restores owns what is restored: the roles of the original may not be there."""
    told = ["--exit-on-error", "--no-owner", "--no-acl", "--no-password", JOBS, f"--dbname={name}"]
    try:
        run("pg_restore", *told, backup.path)
    except Failed as error:
        raise Damaged(f"{backup.path} cannot be restored. {error}") from None


def look_through(name):
    """Every table and every index, page by page."""
    with connect(dbname=name) as there:
        try:
            there.execute("CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA pg_catalog")
        except psycopg.Error as error:
            user = there.info.user
            told = TO_BE_CHECKED.format(user=user, error=f"{in_one_line(str(error))}.")
            raise Failed(told) from None
    try:
        run("pg_amcheck", "--heapallindexed", "--parent-check", "--no-password", JOBS, name)
    except Failed as error:
        raise Damaged(f"What was restored is damaged. {error}") from None


def ask(name):
    """What a database holds, from a process that knows no other one."""
    unset = {"REPLICA_URLS": "", "CACHE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-c", PROCESS],
        cwd=settings.BASE_DIR,
        env={**os.environ, **unset, "DATABASE_URL": address(dbname=name)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Damaged(f"The site does not run on what was restored: {done.stderr.strip()[-800:]}")
    return json.loads(done.stdout)


def compare(manifest, found):
    """In words, what was found to be as it must. Raises Damaged with what is not."""
    wrong = [*differences(manifest, found)]
    if wrong:
        more = f" And {len(wrong) - MOST_TOLD} more." if len(wrong) > MOST_TOLD else ""
        told = f"{' '.join(wrong[:MOST_TOLD])}{more}"
        raise Damaged(f"What was restored is not what was backed up: {told}")
    rows = sum(number for number, _ in manifest["tables"].values())
    told = f"{len(manifest['tables'])} tables with {rows} rows, {len(manifest['objects'])} "
    told += "constraints, indexes, triggers and functions are as they were"
    if not found["package"]:
        return (
            f"{told}; the pages are not, as other migrations than this code's were applied to it."
        )
    return f"{told}, the data package too; {len(found['pages'])} pages show."


def differences(manifest, found):
    there = found["tables"]
    for table, (number, digest) in manifest["tables"].items():
        if table not in there:
            yield f"The table {table} is missing."
        elif there[table][0] != number:
            yield f"{table} has {there[table][0]} rows, not {number}."
        elif there[table][1] != digest:
            yield f"The rows of {table} are as many, but not the same."
    for name, state in manifest["objects"].items():
        if name not in found["objects"]:
            yield f"The {name} is missing."
        elif found["objects"][name] != state:
            yield f"The {name} is another, or not in force."
    if found["data_version"] != manifest["data_version"]:
        yield "The data version is another."
    if found["package"] not in (None, manifest["package"]):
        yield "The data package is another."
    for path, status in found["pages"].items():
        if status != 200:
            yield f"The page {path} answers {status}."
