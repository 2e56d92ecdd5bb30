"""What is no part of a report's sentences: headlines, notes, and who is said to have spoken."""

from . import verbs
from .days import MONTH

DATELINE = 16
DASHES = ("-", "–", "—", "--")


def is_headline(tokens, number, found):
    """A first line without a full stop, above the text."""
    if number > 1 or number + 1 >= len(found):
        return False
    last = tokens[-1]
    return not (last.quote and last.text[-1] in ".!?…") and last.text not in (
        ".",
        "!",
        "?",
        "…",
        ":",
        '"',
        ")",
    )


def without_dateline(tokens):
    """Without "MONTERRA, April 2 (Agency) -" at the beginning of a report."""
    for at, token in enumerate(tokens[:DATELINE]):
        if token.quote:
            break
        if at and token.text in DASHES and len(tokens) > at + 1 and is_dateline(tokens[:at]):
            return tokens[at + 1 :]
    return tokens


def is_dateline(tokens):
    """Loud, or nothing but a place, a day and the agency's name."""
    dated = any(token.low in MONTH or token.text == "(" for token in tokens)
    named = all(token.capital or not token.text.isalpha() for token in tokens)
    return tokens[0].text.isupper() or dated and named


def is_note(tokens):
    """What the editors of the article say about it: a correction, who reported it."""
    first = tokens[0].low if tokens[0].text != "(" or len(tokens) < 2 else tokens[1].low
    words = {token.low for token in tokens[:8]}
    return (
        first in ("correction", "clarification", "editing", "reporting", "corrects")
        or "amended" in words
        and "article" in words
        or "earlier" in words
        and "version" in words
    )


def attributes(tokens, at):
    """Whether the tokens from `at` on do no more than say who spoke."""
    for number in range(at, min(at + 14, len(tokens))):
        token = tokens[number]
        if token.quote or token.text in ";:":
            return False
        if number > at and verbs.lemma_of(token.low) and not token.genitive:
            following = tokens[number + 1] if number + 1 < len(tokens) else None
            if following is None or following.text in (".", ",", "?", "!"):
                return True
            if following.low == "reporters" or token.low in ("told", "asked"):
                return not any(t.low == "that" for t in tokens[number : number + 12])
            return following.low in ("on", "in", "at", "to", "during", "late", "after", "yesterday")
    return False
