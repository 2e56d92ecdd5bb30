"""Whether migrations keep readers or editors out of a table: `python -m tests.lint_migrations`.

Squawk reads what each asks of the database. Those up to BASELINE are left out: they were made
before any site had data, where nothing can wait; every later one meets tables that are in use.
"""

import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command

BASELINE = "0019_group_days"
# What keeps nobody waiting here: `migrate` itself sets the time-outs and runs in transactions;
# Django drops the default that a new column needed for a moment; the rest is a matter of taste.
TASTE = [
    *("require-lock-timeout", "require-statement-timeout", "ban-drop-default"),
    *("prefer-robust-stmts", "prefer-text-field", "prefer-bigint-over-int", "prefer-identity"),
    *("prefer-bigint-over-smallint", "ban-char-field", "require-table-schema"),
]
# (migration, rule): why it holds up nobody all the same.
EXCEPTIONS = {}


def later(folder):
    names = (path.stem for path in Path(folder).glob("[0-9]*.py"))
    return sorted(name for name in names if name > BASELINE)


def findings(name, sql):
    """Squawk's, a line each."""
    allowed = [rule for migration, rule in EXCEPTIONS if migration == name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.sql"
        path.write_text(sql)
        told = ["--reporter=gcc", "--pg-version=15.0", f"--exclude={','.join([*TASTE, *allowed])}"]
        squawk = Path(sys.executable).parent / "squawk"
        done = subprocess.run([squawk, *told, path], cwd=folder, capture_output=True, text=True)
    if done.returncode and not done.stdout:
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines() if done.returncode else []


def asked(name):
    """What a migration asks of the database, in SQL."""
    said = StringIO()
    call_command("sqlmigrate", "positions", name, stdout=said, no_color=True)
    return said.getvalue()


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from positions import migrations

    found = [line for name in later(*migrations.__path__) for line in findings(name, asked(name))]
    print("\n".join(found) or "No migration keeps anybody out of a table.")  # noqa: T201
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
