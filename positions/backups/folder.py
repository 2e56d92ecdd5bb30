"""The folder of backups: what lies in it, and for how long.

A backup is parley-YYYYMMDDTHHMMSSZ.dump and, beside it under the same name: .dump.sha256 for
`sha256sum -c`, .json (its manifest: what the database held), and .check.json once it was checked.
"""

import fcntl
import hashlib
import json
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from .programs import Failed

NAMED = re.compile(r"parley-(\d{8}T\d{6}Z)\.dump")
STAMP = "%Y%m%dT%H%M%SZ"
# Kept: all of these many days, then the first of each week, then the first of each month.
DAYS, WEEKS, MONTHS = 14, 8, 12
# However old they are.
NEWEST = 3


@dataclass(frozen=True)
class Backup:
    path: Path

    @property
    def made_at(self):
        return datetime.strptime(NAMED.fullmatch(self.path.name)[1], STAMP).replace(tzinfo=UTC)

    @property
    def size(self):
        """Bytes."""
        return self.path.stat().st_size

    @property
    def checked_at(self):
        """When it was last restored to be checked; None if never."""
        return datetime.fromisoformat(self.verdict["at"]) if self.verdict else None

    @property
    def passed(self):
        """Whether that went well; None if it was never checked."""
        return self.verdict.get("passed")

    @property
    def verdict(self):
        """`at`, `passed` and what was `told` of the last check; empty if there was none."""
        try:
            return json.loads(self.beside(".check.json").read_text())
        except (OSError, ValueError):
            return {}

    def beside(self, ending):
        return self.path.with_name(self.path.name.removesuffix(".dump") + ending)

    @property
    def parts(self):
        """All its files, the dump last: what has none is no backup."""
        endings = (".check.json", ".json", ".dump.sha256", ".dump")
        return [self.beside(ending) for ending in endings]

    def manifest(self):
        path = self.beside(".json")
        try:
            return json.loads(path.read_text())
        except FileNotFoundError:
            raise Failed(f"{path} is missing: it says what the backup must hold.") from None
        except (OSError, ValueError) as error:
            raise Failed(f"{path} cannot be read: {error}") from None

    def note(self, passed, told):
        at = datetime.now(UTC).isoformat(timespec="seconds")
        write(self.beside(".check.json"), json.dumps({"at": at, "passed": passed, "told": told}))

    def remove(self):
        """The dump first: nobody takes what is left for a backup."""
        for part in reversed(self.parts):
            part.unlink(missing_ok=True)


def named_folder():
    if not settings.BACKUP_DIR:
        raise Failed("BACKUP_DIR must name the folder of the backups, in the environment.")
    return Path(settings.BACKUP_DIR)


def backups(folder):
    """The newest first."""
    found = (path for path in folder.glob("parley-*.dump") if NAMED.fullmatch(path.name))
    return [Backup(path) for path in sorted(found, reverse=True)]


def last_backup():
    """The newest Backup; None where there is none or nobody said where they lie."""
    return next(iter(backups(named_folder())), None) if settings.BACKUP_DIR else None


def last_check():
    """The Backup that was checked last, whatever came of it."""
    known = backups(named_folder()) if settings.BACKUP_DIR else []
    return max((b for b in known if b.checked_at), key=lambda b: b.checked_at, default=None)


@contextmanager
def alone(folder):
    """One at a time writes here."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / ".lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(f"Another backup into {folder} is running.") from None
        yield


def tidy(folder, now, days=DAYS):
    """Removes what is not kept any more; returns how many are left and how many went."""
    known = backups(folder)
    # The last that is known to be good stays, whatever came after it.
    good = next((backup for backup in known if backup.passed), None)
    moments = kept([backup.made_at for backup in known], now, days)
    removed = [b for b in known if b.made_at not in moments and b != good]
    for backup in removed:
        backup.remove()
    return len(known) - len(removed), len(removed)


def kept(moments, now, days=DAYS):
    """Of these moments, those whose backups are kept."""
    keep = {*sorted(moments)[-NEWEST:]} | {m for m in moments if now - m < timedelta(days)}
    for lasts, period in (
        (timedelta(weeks=WEEKS), lambda moment: moment.isocalendar()[:2]),
        (timedelta(days=31 * MONTHS), lambda moment: (moment.year, moment.month)),
    ):
        first = {}
        for moment in sorted(moments):
            first.setdefault(period(moment), moment)
        keep |= {moment for moment in first.values() if now - moment < lasts}
    return keep


def write(path, text):
    """A small file: whole and on the disk, or not there."""
    aside = path.with_name(f".{path.name}")
    with open(os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(path)
    sync_folder(path.parent)


def sync_folder(folder):
    """Names are on the disk, too, once this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
