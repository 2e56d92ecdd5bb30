"""What is typed into the search box, read. Pure.

ceasefire truce            both words
"full ceasefire"           these words in this order
ceasefire -partial         not this word, nor -"these words"
truce OR ceasefire         either; words side by side bind more than OR
actor:russia               and speaker: topic: precondition: stance: before: after:
speaker:"Sergei Lavrov"    a value of several words
-actor:us                  not this one
"""

import re
from dataclasses import dataclass

# Each with a value as an example.
OPERATORS = {
    "actor": "russia",
    "speaker": "lavrov",
    "topic": "sanctions",
    "precondition": "full-ceasefire",
    "stance": "rejects",
    "before": "2022-12",
    "after": "2022-12",
}
# Words, phrases and operators of one search; more are refused, not cut off.
MOST_TERMS = 24
# An operator takes the word after it, be it after a space, but neither another operator nor OR.
TERM = re.compile(
    rf"""(?P<excluded>-)?
    (?:(?P<operator>{"|".join(OPERATORS)}):
        (?:\s*(?!\s|-?(?:{"|".join(OPERATORS)}):|(?:or|\|)(?:\s|$)))?)?
    (?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+)|(?(operator)|(?!)))""",
    re.VERBOSE | re.IGNORECASE,
)
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
EITHER = {"or", "|"}


@dataclass(frozen=True)
class Words:
    """A word, or several in their order."""

    text: str
    excluded: bool = False

    def __str__(self):
        return f"{'-' if self.excluded else ''}{in_quotes(self.text)}"


@dataclass(frozen=True)
class Operator:
    """`name` is one of OPERATORS; `value` is empty where nothing is typed behind it."""

    name: str
    value: str
    excluded: bool = False

    def __str__(self):
        return f"{'-' if self.excluded else ''}{self.name}:{in_quotes(self.value)}"


def in_quotes(text):
    """As it is typed: quotes where there are several words."""
    return f'"{text}"' if re.search(r"\s", text) else text


class TooLong(ValueError):
    """A search has more than MOST_TERMS terms."""


def parse(typed):
    """The alternatives of a search: lists of Words and Operators that must all hold. Empty where
    nothing is searched for. Raises TooLong; whatever else is typed can be read."""
    alternatives, count = [[]], 0
    for found in TERM.finditer(typed.translate(QUOTES).replace("\0", " ")):
        excluded, operator = bool(found["excluded"]), (found["operator"] or "").lower()
        text = found["phrase"] or found["word"] or ""
        if found["phrase"] is None and not operator and text.casefold() in EITHER and not excluded:
            alternatives.append([])
            continue
        if not re.search(r"\w", text):
            if not operator:
                continue
            text = ""
        count += 1
        if count > MOST_TERMS:
            raise TooLong
        text = " ".join(text.split())
        term = Operator(operator, text, excluded) if operator else Words(text, excluded)
        alternatives[-1].append(term)
    return [terms for terms in alternatives if terms]
