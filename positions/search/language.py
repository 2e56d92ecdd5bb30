"""What is typed into the search box, read. Pure.

ceasefire truce            both words
"full ceasefire"           these words in this order
ceasefire -partial         not this word, nor -"these words"
truce OR ceasefire         either; what stands side by side is joined before OR
(truce OR ceasefire) us    brackets are joined first
actor:russia               and the other OPERATORS
speaker:"Sergei Lavrov"    a value of several words
-actor:us                  not this one
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# Each with a value as an example.
OPERATORS = {
    "actor": "russia",
    "speaker": "lavrov",
    "official": "lavrov",
    "topic": "sanctions",
    "precondition": "full-ceasefire",
    "stance": "rejects",
    "group": "refuses",
    "year": "2022",
    "before": "2022-12",
    "after": "2022-12",
    "form": "quotation",
    "kind": "reprint",
    "language": "ru",
}
# Words, phrases and operators of one search, those in brackets counted as often as they are joined
# with others; more are refused, not cut off.
MOST_TERMS = 24
# An operator takes the word after it, be it after a space, but neither another operator nor OR. A
# word may hold brackets, as in 5(1). What looks like an operator has a value without a space.
TERM = re.compile(
    rf"""(?P<opens>-?\()|(?P<closes>\))|
    (?P<excluded>-)?
    (?:(?P<operator>{"|".join(OPERATORS)}):
        (?:\s*(?!\s|[()]|-?\(|-?(?:{"|".join(OPERATORS)}):|(?:or|\|)(?:[\s()]|$)))?
    |(?P<unknown>[^\W\d_]+):(?=["\w]))?
    (?:"(?P<phrase>[^"]*)(?:"|$)
    |(?P<word>[^\s"()]+(?:\([^\s"()]*\)[^\s"()]*)*)
    |(?(operator)|(?!)))""",
    re.VERBOSE | re.IGNORECASE,
)
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
EITHER = {"or", "|"}
TOO_LONG = _("That is too much for one search: take fewer words.")
UNPAIRED = _(
    "Brackets come in pairs: one “(” or “)” has no partner. In quotes they are plain characters."
)
NOT_BEFORE_BRACKETS = _(
    "“-” cannot stand before brackets: put it before each word, such as -truce -ceasefire."
)


@dataclass(frozen=True)
class Words:
    """A word, or several in their order."""

    text: str
    excluded: bool = False

    def __str__(self):
        return f"{'-' if self.excluded else ''}{in_quotes(self.text)}"


@dataclass(frozen=True)
class Operator:
    """`name` is one of OPERATORS or merely looks so; `value` is empty where nothing is typed behind
    it."""

    name: str
    value: str
    excluded: bool = False

    def __str__(self):
        return f"{'-' if self.excluded else ''}{self.name}:{in_quotes(self.value)}"


def in_quotes(text):
    """As it is typed: quotes where it would be read as anything but one word."""
    plain = not re.search(r"[\s():]", text) and text.casefold() not in EITHER
    return text if plain and not text.startswith("-") else f'"{text}"'


def written(alternatives):
    """A search as it can be typed."""
    return " OR ".join(" ".join(map(str, terms)) for terms in alternatives)


class Unreadable(ValueError):
    """What is typed cannot be read; says why in a sentence for readers."""


class Group:
    """What stands between two brackets, or all of a search, as its alternatives."""

    def __init__(self):
        self.before, self.joined = [], [[]]

    def join(self, alternatives):
        self.joined = [[*terms, *more] for terms in self.joined for more in alternatives]
        if sum(map(len, self.joined)) > MOST_TERMS:
            raise Unreadable(TOO_LONG)

    def begin_another(self):
        self.before, self.joined = self.alternatives, [[]]

    @property
    def alternatives(self):
        return self.before + [terms for terms in self.joined if terms]


def parse(typed):
    """The alternatives of a search: lists of Words and Operators that must all hold. Empty where
    nothing is searched for. Raises Unreadable."""
    groups = [Group()]
    for found in TERM.finditer(typed.translate(QUOTES).replace("\0", " ")):
        if found["opens"]:
            if found["opens"].startswith("-"):
                raise Unreadable(NOT_BEFORE_BRACKETS)
            groups.append(Group())
        elif found["closes"]:
            if len(groups) == 1:
                raise Unreadable(UNPAIRED)
            if within := groups.pop().alternatives:
                groups[-1].join(within)
        elif either(found):
            groups[-1].begin_another()
        elif term := term_of(found):
            groups[-1].join([[term]])
    if len(groups) > 1:
        raise Unreadable(UNPAIRED)
    alternatives = groups[0].alternatives
    if sum(map(len, alternatives)) > MOST_TERMS:
        raise Unreadable(TOO_LONG)
    return alternatives


def either(found):
    word = found["word"] or ""
    plain = not (found["operator"] or found["unknown"] or found["excluded"])
    return plain and word.casefold() in EITHER


def term_of(found):
    """None where nothing but marks is typed."""
    excluded, operator = bool(found["excluded"]), (found["operator"] or "").lower()
    text = " ".join((found["phrase"] or found["word"] or "").split())
    if not re.search(r"\w", text):
        text = ""
    if found["unknown"]:
        return Operator(found["unknown"], text, excluded)
    if operator:
        return Operator(operator, text, excluded)
    return Words(text, excluded) if text else None
