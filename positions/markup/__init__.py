"""Markup of what pages repeat tens and hundreds of times: the cells of a comparison, the cards of
statements. Made by functions, as a template costs ten times as much.

All of it comes from `format_html` and from the sentences of messages.py, which escape what they are
given; docs/decisions/0025-rendering.md tells why. No queries.
"""

from .cells import blank, cell
from .digest import later, tied
from .marks import labels, lines, point
from .page import Page
from .parts import badge, stance
from .ribbons import ribbon, turn
from .rows import row
from .said import said, words_of
from .statements import card, coins

__all__ = [
    "Page",
    "badge",
    "blank",
    "card",
    "cell",
    "coins",
    "labels",
    "later",
    "lines",
    "point",
    "ribbon",
    "row",
    "said",
    "stance",
    "tied",
    "turn",
    "words_of",
]
