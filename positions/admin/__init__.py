"""The editors' desk."""

from . import actors, corrections, preconditions, sources, statements

__all__ = ["actors", "corrections", "preconditions", "sources", "statements"]
