"""Backups of the whole database, and the proof that one can be restored.

writing.py makes one with PostgreSQL's own pg_dump, contents.py says what a database holds at one
moment, restoring.py fills a new database from a backup and holds what it then says of itself
against what was said when the backup was made. folder.py knows what lies where, and for how long.
"""

from .folder import Backup, last_backup, last_check
from .programs import Failed
from .restoring import Damaged, check, restore
from .writing import back_up

__all__ = [
    "Backup",
    "Damaged",
    "Failed",
    "back_up",
    "check",
    "last_backup",
    "last_check",
    "restore",
]
