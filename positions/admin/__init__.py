"""The editors' desk."""

from . import (
    accounts,
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
    "accounts",
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
