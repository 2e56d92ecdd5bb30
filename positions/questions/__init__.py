"""The only readers of query strings: what a page is asked, cleaned and with errors in words.

Each page builds one of these forms from `request.GET`; the same cleaned values make the query, the
title and the chips, so that words and results cannot disagree.
"""

from .comparison import Comparison, first_actors
from .fields import AsOf, today
from .statements import StatementSearch

__all__ = ["AsOf", "Comparison", "StatementSearch", "first_actors", "today"]
