"""The domain, by its names."""

from .actors import Actor, Authority, Official, Tenure
from .articles import Article
from .buckets import Bucket
from .checks import SourceCheck
from .citations import Citation, Correction, Response
from .codings import Coding
from .dataversion import DataVersion
from .distinctions import Distinction
from .groupdays import GroupDay
from .history import Context
from .lines import LineDay
from .preconditions import Precondition, SearchNote, Topic
from .reports import Report
from .sources import Source
from .statements import Statement
from .uploads import Upload

__all__ = [
    "Actor",
    "Article",
    "Authority",
    "Bucket",
    "Citation",
    "Coding",
    "Context",
    "Correction",
    "DataVersion",
    "Distinction",
    "GroupDay",
    "LineDay",
    "Official",
    "Precondition",
    "Response",
    "Report",
    "SearchNote",
    "Source",
    "SourceCheck",
    "Statement",
    "Tenure",
    "Topic",
    "Upload",
]
