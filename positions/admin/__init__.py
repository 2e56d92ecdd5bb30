"""The editors' desk."""

from . import (
    actors,
    articles,
    checks,
    codings,
    corrections,
    logins,
    preconditions,
    reports,
    sources,
    statements,
    uploads,
)

__all__ = [
    "actors",
    "articles",
    "checks",
    "codings",
    "corrections",
    "logins",
    "preconditions",
    "reports",
    "sources",
    "statements",
    "uploads",
]
