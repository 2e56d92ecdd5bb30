"""Sentences in which several speak: which words of them are whose."""

from itertools import pairwise

from .subjects import low
from .wordlists import any_of

LINKS = any_of("and but while whereas although though yet") | {";"}
BETWEEN = LINKS | {","}


def shares(read, groups):
    """For each (cues, quotes) of one voice the first and last token of its own clause; the whole
    sentence where its clauses cannot be told apart."""
    between = [cut_between(read, before, after) for before, after in pairwise(groups)]
    found = []
    for first, last in pairwise([0, *between, len(read.tokens)]):
        if first is None or last is None:
            found.append((0, len(read.tokens)))
            continue
        while last < len(read.tokens) and low(read, last - 1) in BETWEEN:
            last -= 1
        found.append((first, last))
    return found


def cut_between(read, before, after):
    """Where the second clause begins: "X said this, while | Y insisted that"."""
    (cues, quotes), (following, later) = before, after
    at = following[0].begin
    ends = [cue.end for cue in cues] + [quote + 1 for quote in quotes]
    apart = following[0].leads and low(read, at - 1) in LINKS
    return at if apart and max(ends) < at and all(quote > at for quote in later) else None


def others(voice, cues, clause):
    """The name of somebody else who speaks in a clause; None where nobody does."""
    first, last = clause
    for cue in cues:
        other = cue.voice
        name = other.name or (other.actor if other.actor != voice.actor else None)
        if first <= cue.begin < last and name and name != voice.name:
            return name
    return None
