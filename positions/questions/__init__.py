"""The only readers of query strings: what a page is asked, cleaned and with errors in words.

Each page builds one of these forms from `request.GET`; the same cleaned values make the query, the
title and the chips, so that words and results cannot disagree.
"""

from .changes import Changes
from .comparison import Brief, Comparison, Evidence, first_actors, first_of
from .corrections import Corrections
from .fields import AsOf, today
from .files import FileOptions
from .oembed import OEmbed
from .paging import Paging
from .reports import ErrorReport
from .statements import StatementSearch
from .timeline import Timeline

__all__ = [
    "AsOf",
    "Brief",
    "Changes",
    "Comparison",
    "Corrections",
    "ErrorReport",
    "Evidence",
    "FileOptions",
    "Paging",
    "OEmbed",
    "StatementSearch",
    "Timeline",
    "first_actors",
    "first_of",
    "today",
]
