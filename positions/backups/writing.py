"""Making a backup: a dump, and what it must hold, of the same moment."""

import json
import os
from datetime import UTC, datetime

from django.db import DatabaseError

from .contents import contents, one_moment
from .folder import DAYS, STAMP, Backup, alone, digest_of, named_folder, sync_folder, tidy, write
from .programs import Failed, connect, in_one_line, require_version, run

# Others may change tables for that long before a backup gives up, in milliseconds.
PATIENCE = 60_000


def back_up(days=DAYS):
    """The new Backup, how many are kept and how many went. Raises Failed, with no trace left.

    Readers and editors go on meanwhile. The dump gets its name last: whatever has such a name was
    written to its end, is on the disk and was read back.
    """
    folder = named_folder()
    try:
        with alone(folder):
            return take(folder, datetime.now(UTC), days)
    except (OSError, DatabaseError) as error:
        raise Failed(f"No backup was made in {folder}: {in_one_line(str(error))}") from None


def take(folder, now, days):
    require_version("pg_dump")
    backup = Backup(folder / f"parley-{now:{STAMP}}.dump")
    if backup.path.exists():
        raise Failed(f"{backup.path} is there already.")
    unfinished = folder / ".unfinished.dump"
    try:
        with one_moment() as snapshot:
            held = contents(folder)
            run(
                "pg_dump",
                "--format=custom",
                "--compress=6",
                "--no-password",
                f"--lock-wait-timeout={PATIENCE}",
                f"--snapshot={snapshot}",
                f"--file={unfinished}",
            )
        # The whole of it: its list of contents can be read where the rest is gone.
        run("pg_restore", "--file=/dev/null", unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        digest = digest_of(unfinished)
        with connect() as server:
            version = server.info.parameter_status("server_version")
        told = {"made_at": now.isoformat(timespec="seconds"), "server": version, "sha256": digest}
        told |= {"size": unfinished.stat().st_size, **held}
        write(backup.beside(".json"), json.dumps(told, indent=1))
        write(backup.beside(".dump.sha256"), f"{digest}  {backup.path.name}\n")
        unfinished.rename(backup.path)
        sync_folder(folder)
    except BaseException:
        backup.remove()
        raise
    finally:
        unfinished.unlink(missing_ok=True)
    return backup, *tidy(folder, now, days)
