"""How the site stands now, for its desk and for Prometheus: a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, Q

from positions.backups import Backup, last_backup, last_check
from positions.codebook import Status
from positions.durability import what_is_off
from positions.models import Report, SourceCheck, Statement
from positions.models.dataversion import data_version
from positions.operation.health import OK, standing
from positions.outcomes import ReportStatus
from positions.release import code_version
from positions.replicas import watch

SERVER = """SELECT current_setting('server_version'), pg_database_size(current_database()),
    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
    current_setting('max_connections')::int,
    (SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()),
    (SELECT pgh_created_at FROM positions_statementevent ORDER BY pgh_id DESC LIMIT 1)"""


@dataclass(frozen=True)
class State:
    """`size` in bytes; `changed` is when a statement last did, `damaged` how many pages of the
    database were found to be, None where it keeps no checksums; `parts` says of what the site
    stands on "ok" or what is wrong; `backup` is the newest Backup and `check` the one that was
    restored last, None where this process knows of none."""

    code: str
    data: str
    changed: datetime | None
    server: str
    size: int
    connections: int
    most_connections: int
    damaged: int | None
    parts: dict
    replicas: list
    waiting: list
    backup: Backup | None
    check: Backup | None

    def numbers(self):
        """By name, words on what it is and the number."""
        return {
            "database_bytes": ("Size of the database.", self.size),
            "database_connections": ("Connections to it.", self.connections),
            "database_connections_most": ("As many as it takes.", self.most_connections),
            "database_damaged_pages": ("Pages whose checksum was wrong.", self.damaged or 0),
            "ready": ("Whether all that it stands on is.", set(self.parts.values()) == {OK}),
            "last_change_timestamp_seconds": (
                "When a statement was last changed.",
                self.changed.timestamp() if self.changed else 0,
            ),
            "last_backup_timestamp_seconds": (
                "When the newest backup that this process knows of was made.",
                self.backup.made_at.timestamp() if self.backup else 0,
            ),
            **{f"waiting_{name}": (words, number) for name, words, number in self.waiting},
        }


def state():
    """Raises a database Error where it cannot be asked."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(SERVER)
        server, size, connected, most, damaged, changed = cursor.fetchone()
    return State(
        code=code_version()[:12],
        data=data_version()[:8],
        changed=changed,
        server=server,
        size=size,
        connections=connected,
        most_connections=most,
        damaged=damaged,
        parts={**standing(), "durability": ", ".join(what_is_off()) or OK},
        replicas=watch().states() if settings.REPLICAS else [],
        waiting=list(queues()),
        backup=last_backup(),
        check=last_check(),
    )


def queues():
    """What waits for editors: name, words, number."""
    found = Statement.objects.aggregate(
        drafts=Count("pk", filter=Q(status=Status.DRAFT)),
        review=Count("pk", filter=Q(status=Status.IN_REVIEW)),
        unchecked=Count("pk", filter=Q(status=Status.PUBLISHED, reviewed_on=None)),
    )
    yield "drafts", "Statements in draft", found["drafts"]
    yield "review", "Statements in review", found["review"]
    yield "unchecked", "Published statements that no editor has checked", found["unchecked"]
    open_reports = Report.objects.filter(status=ReportStatus.OPEN).count()
    yield "reports", "Open reports of readers", open_reports
    yield "sources", "Sources without a good answer", SourceCheck.objects.failed().count()
