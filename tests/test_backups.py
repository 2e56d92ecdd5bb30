"""Backups of a real server, restored for real: what is damaged is refused, and says so."""

import json
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.embedded_postgres.server import PROGRAMS
from positions.backups import Backup, Damaged, last_backup
from positions.backups.folder import alone, digest_of
from positions.backups.programs import Failed, run
from positions.backups.restoring import differences, look_through
from positions.packages import load

from . import make
from .package import SEEDS
from .replicated import taken_from_the_tests, used

# The tests' database is made, of which the server takes a copy.
pytestmark = pytest.mark.django_db

# Said by pg_dump's users on the machine, and heard by it alone.
PASSWORD = "open-sesame"
CHANGED_MEANWHILE = "UPDATE positions_topic SET name = 'Meanwhile' WHERE slug = 'territory'"


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    """With the seeds."""
    with taken_from_the_tests(django_db_blocker) as primary:
        with used(primary):
            load(SEEDS)
            make.statement("Nothing on record rests on this.", status="draft")
        yield primary


@pytest.fixture(scope="module")
def made(server, tmp_path_factory):
    """A backup, during which somebody changed something: its folder, what was said, and what
    pg_dump was told by its command line and its environment."""
    folder = tmp_path_factory.mktemp("backups")
    told = folder / "told"
    changed = f'psql -h {server.socket_folder()} -U postgres -c "{CHANGED_MEANWHILE}" parley'
    real = f'env > {told}.env; echo "$@" > {told}; {changed} >&2; exec {PROGRAMS}/pg_dump "$@"'
    with used(server, PASSWORD=PASSWORD), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.BACKUP_DIR", folder)
        with standing_in(patch, folder / "programs", pg_dump=real):
            said = command("backup")
    return folder, said, told.read_text(), Path(f"{told}.env").read_text()


@pytest.fixture
def folder(server, tmp_path, settings):
    settings.BACKUP_DIR = tmp_path / "backups"
    with used(server):
        yield settings.BACKUP_DIR


@contextmanager
def standing_in(patch, folder, **scripts):
    """Programs in the place of PostgreSQL's."""
    folder.mkdir()
    for name, script in scripts.items():
        body = f'#!/bin/sh\n[ "$1" = --version ] && exec {PROGRAMS}/{name} "$@"\n{script}\n'
        (folder / name).write_text(body)
        (folder / name).chmod(0o755)
    with patch.context() as inner:
        inner.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        yield


def command(*given):
    said = StringIO()
    call_command(*given, stdout=said)
    return said.getvalue()


def refused(*given):
    with pytest.raises(CommandError) as refusal:
        command(*given)
    return str(refusal.value)


@pytest.fixture
def copy(made, folder):
    """Of that backup, to be spoilt."""
    folder.mkdir()
    for path in made[0].glob("parley-*"):
        shutil.copy(path, folder)
    return last_backup()


def databases(server):
    return server.ask("SELECT array_agg(datname::text ORDER BY 1) FROM pg_database")


def rewrite(backup, **given):
    told = {**backup.manifest(), "size": backup.size, "sha256": digest_of(backup.path), **given}
    backup.beside(".json").write_text(json.dumps(told))


def test_a_backup_says_what_it_holds_and_is_for_its_owner_alone(made):
    folder, said, *_ = made
    (dump,) = folder.glob("*.dump")
    assert re.fullmatch(
        rf"{dump}: {dump.stat().st_size} bytes, \d+ tables with \d+ rows; 1 backups are kept, "
        r"0 removed\.\n",
        said,
    )
    files = sorted(folder.glob("parley-*"))
    assert [path.name.removeprefix(dump.stem) for path in files] == [
        ".dump",
        ".dump.sha256",
        ".json",
    ]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    subprocess.run(["sha256sum", "-c", files[1].name], cwd=folder, check=True, capture_output=True)
    assert not [*folder.glob(".unfinished*"), *folder.glob(".package*")]
    assert Backup(dump).manifest()["tables"]["positions_statement"][0] == 449


def test_its_password_is_on_no_command_line(made):
    *_, told, known = made
    assert PASSWORD not in told
    assert f"PGPASSWORD={PASSWORD}" in known


def test_it_is_of_one_moment_and_comes_back_whole(server, made, copy):
    """What was changed between the counting and the dump is not in it."""
    assert server.ask("SELECT name FROM positions_topic WHERE slug = 'territory'") == "Meanwhile"
    before = databases(server)
    said = command("restore", "--check")
    assert re.search(r"into the database parley_check_\w+, which is dropped again", said)
    assert re.search(r"is good: \d+ tables with \d+ rows, \d+ constraints, indexes, triggers", said)
    assert "the data package too; 8 pages show." in said
    assert databases(server) == before
    assert copy.passed is True and copy.verdict["told"] in said


def test_it_is_restored_into_a_new_database_and_nothing_is_overwritten(server, made, copy):
    said = command("restore", str(copy.path), "--into", "parley_again")
    assert "Let its DATABASE_URL name the database parley_again instead of parley" in said
    with server.connect("parley_again") as again:
        assert again.execute("SELECT count(*) FROM positions_statement").fetchone() == (449,)
        same = "SELECT datcollate, datlocale FROM pg_database WHERE datname = current_database()"
        with server.connect("parley") as before:
            assert again.execute(same).fetchone() == before.execute(same).fetchone()
    for name in ("parley_again", "parley"):
        told = refused("restore", str(copy.path), "--into", name)
        assert told == f"The database {name} is not empty: nothing is overwritten."
    with server.connect() as admin:
        admin.execute("DROP DATABASE parley_again")


def test_a_truncated_one_is_refused(copy):
    with copy.path.open("r+b") as file:
        file.truncate(copy.size - 2000)
    assert re.search(r"has \d+ bytes, and had \d+ when made", refused("restore", "--check"))
    assert copy.passed is False and "bytes" in copy.verdict["told"]


def test_a_truncated_one_is_refused_even_where_nobody_noted_its_size(server, copy):
    """Its list of contents can still be read."""
    with copy.path.open("r+b") as file:
        file.truncate(copy.size - 2000)
    run("pg_restore", "--list", copy.path)
    rewrite(copy)
    before = databases(server)
    told = refused("restore", "--into", "parley_half")
    assert "cannot be restored. pg_restore failed: " in told
    assert databases(server) == before


def test_a_flipped_byte_is_refused(copy):
    with copy.path.open("r+b") as file:
        file.seek(copy.size // 2)
        (byte,) = file.read(1)
        file.seek(copy.size // 2)
        file.write(bytes([byte ^ 1]))
    told = refused("restore", "--check")
    assert "is not the file that was made: its SHA-256 is " in told
    assert (copy.passed, copy.verdict["told"]) == (False, told)


def test_without_its_manifest_it_is_refused(copy):
    copy.beside(".json").unlink()
    assert ".json is missing: it says what the backup must hold." in refused("restore", "--check")
    copy.beside(".json").write_text("{")
    assert ".json cannot be read: " in refused("restore", "--check")


LAST = "(SELECT max(id) FROM positions_statement)"
SPOILT = {
    f"DELETE FROM positions_citation WHERE statement_id = {LAST}": "positions_citation has ",
    f"DELETE FROM positions_statement WHERE id = {LAST}": (
        "positions_statement has 448 rows, not 449."
    ),
    "UPDATE positions_topic SET name = name || '!' WHERE slug = 'territory'": (
        "The rows of positions_topic are as many, but not the same."
    ),
    "ALTER TABLE positions_topic DISABLE TRIGGER USER": "The trigger positions_topic.",
}


def test_one_that_is_less_than_it_was_is_refused(server, copy):
    """With a checksum of its own, as by somebody who knows how backups are made."""
    connection.close()
    with server.connect() as admin:
        admin.execute("CREATE DATABASE less TEMPLATE parley")
    with server.connect("less") as less:
        less.execute("SET session_replication_role = replica")
        for spoil in SPOILT:
            assert less.execute(spoil).rowcount
    run("pg_dump", "--format=custom", f"--file={copy.path}", "less")
    with server.connect() as admin:
        admin.execute("DROP DATABASE less")
    rewrite(copy)
    told = refused("restore", "--check")
    for words in SPOILT.values():
        assert words in told
    assert re.search(r"And \d+ more\.$", told)
    assert copy.passed is False


def test_each_difference_is_told():
    held = {
        "data_version": "a",
        "package": "a",
        "tables": {"actor": [2, "a"], "topic": [1, "a"]},
        "objects": {"index actor_name": "true", "trigger actor.kept": "O"},
    }
    found = {
        "data_version": "b",
        "package": "b",
        "tables": {"topic": [1, "b"]},
        "objects": {"index actor_name": "false"},
        "pages": {"/": 200, "/compare/": 500},
    }
    assert [*differences(held, held | {"pages": {"/": 200}})] == []
    assert [*differences(held, found)] == [
        "The table actor is missing.",
        "The rows of topic are as many, but not the same.",
        "The index actor_name is another, or not in force.",
        "The trigger actor.kept is missing.",
        "The data version is another.",
        "The data package is another.",
        "The page /compare/ answers 500.",
    ]
    older = found | {"package": None, "pages": {}}
    assert "The data package is another." not in [*differences(held, older)]


def test_an_index_that_lost_a_row_is_found(server, folder):
    """As a library for sorting does that was exchanged under an index."""
    with server.connect() as admin:
        admin.execute("CREATE DATABASE sorted TEMPLATE template0")
    with server.connect("sorted") as there:
        function = "CREATE OR REPLACE FUNCTION sorted_as(int) RETURNS int IMMUTABLE LANGUAGE sql"
        there.execute(f"{function} AS 'SELECT $1'")
        there.execute("CREATE TABLE word AS SELECT generate_series(1, 1000) AS n")
        there.execute("CREATE INDEX words_in_order ON word (sorted_as(n))")
        look_through("sorted")
        there.execute(f"{function} AS 'SELECT -$1'")
    with pytest.raises(Damaged, match="words_in_order"):
        look_through("sorted")
    with server.connect() as admin:
        admin.execute("DROP DATABASE sorted")


# What goes wrong while one is made


def nothing_left(folder):
    return [path.name for path in folder.glob("*") if path.name != ".lock"] == []


def test_a_full_disk_is_told_and_leaves_nothing(folder):
    folder.mkdir()
    (folder / ".unfinished.dump").symlink_to("/dev/full")
    told = refused("backup")
    assert "pg_dump failed: " in told and "No space left on device" in told
    assert nothing_left(folder)


def test_a_folder_that_cannot_be_written_is_told(folder):
    folder.parent.joinpath("backups").write_text("A file.")
    assert f"No backup was made in {folder}: " in refused("backup")


def test_a_missing_program_is_told(folder, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    told = "pg_dump is not on this machine: install the client programs of PostgreSQL."
    assert refused("backup") == told


def test_a_program_older_than_the_server_is_told(folder, monkeypatch, tmp_path):
    programs = tmp_path / "older"
    programs.mkdir()
    (programs / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.18 (Debian)'\n")
    (programs / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    assert "pg_dump is of PostgreSQL 15 and the server of 18: install" in refused("backup")


def test_a_database_that_is_away_is_told(folder, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", str(folder))
    for given in (["backup"], ["restore", "--check"]):
        if given[0] == "restore":
            folder.mkdir(exist_ok=True)
            backup = Backup(folder / "parley-20261123T030000Z.dump")
            backup.path.write_text("-")
            rewrite_new(backup)
        assert "The database cannot be reached: " in refused(*given)
    assert backup.passed is None, "that says nothing about the backup"


def rewrite_new(backup):
    told = {"size": backup.size, "sha256": digest_of(backup.path), "locale": ["UTF8", "c", "C"]}
    backup.beside(".json").write_text(json.dumps(told))


def test_one_that_ends_half_way_leaves_nothing_and_removes_nothing(folder, monkeypatch, tmp_path):
    script = f'{PROGRAMS}/pg_dump "$@"; kill -9 $$'
    with standing_in(monkeypatch, tmp_path / "programs", pg_dump=script):
        assert "pg_dump failed: it ended with -9" in refused("backup")
    assert nothing_left(folder)


def test_one_that_cannot_be_read_back_is_none(folder, monkeypatch, tmp_path):
    """Although pg_dump found nothing wrong."""
    script = f'{PROGRAMS}/pg_dump "$@" && truncate -s -2000 {folder}/.unfinished.dump'
    with standing_in(monkeypatch, tmp_path / "programs", pg_dump=script):
        assert "pg_restore failed: " in refused("backup")
    assert nothing_left(folder)


def test_one_at_a_time(folder):
    with alone(folder):
        assert f"Another backup into {folder} is running." == refused("backup")
    assert "1 backups are kept" in command("backup")


def test_who_may_not_make_databases_is_told(server, copy, monkeypatch):
    with server.connect() as admin:
        admin.execute("CREATE ROLE reader LOGIN")
    monkeypatch.setitem(connection.settings_dict, "USER", "reader")
    told = refused("restore", "--check")
    assert "cannot be made: permission denied to create database" in told
    with server.connect() as admin:
        admin.execute("ALTER ROLE reader CREATEDB")
        admin.execute("CREATE DATABASE theirs OWNER reader")
    with pytest.raises(Failed, match="reader may not bring it: permission denied"):
        look_through("theirs")
    with server.connect() as admin:
        admin.execute("DROP DATABASE theirs")
        admin.execute("DROP ROLE reader")
    assert copy.passed is None


def test_the_trial_brings_its_programs(monkeypatch):
    """As the tests' own server is the trial's."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert "(PostgreSQL) 18" in run("pg_dump", "--version")
