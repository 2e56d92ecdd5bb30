"""The domain, by its names."""

from .actors import Actor, Authority, Official, Tenure
from .citations import Citation, Correction, Response
from .codings import Coding
from .preconditions import Precondition, SearchNote, Topic
from .sources import Source
from .statements import Statement

__all__ = [
    "Actor",
    "Authority",
    "Citation",
    "Coding",
    "Correction",
    "Official",
    "Precondition",
    "Response",
    "SearchNote",
    "Source",
    "Statement",
    "Tenure",
    "Topic",
]
