"""A noun phrase: its head, its words and whose it is."""

from dataclasses import dataclass
from itertools import pairwise

from . import cues
from .wordlists import any_of

ITS = any_of("its his her their country nation republic")


@dataclass(frozen=True)
class Phrase:
    """The tokens from `first` up to `last`; what comes before `end` is the head and its adjectives,
    what comes after it begins with a preposition."""

    sentence: object
    first: int
    end: int
    last: int

    @property
    def tokens(self):
        return self.sentence.tokens

    @property
    def head(self):
        return self.tokens[self.end - 1]

    def text(self):
        span = self.sentence.text_of(self.first, self.last)
        return span.removeprefix("the ").removeprefix("The ")

    def words(self):
        named = self.sentence.inside
        return [
            token.low
            for at, token in enumerate(self.tokens[self.first : self.end], self.first)
            if token.is_word and not token.genitive and not named(at)
        ]

    def definite(self):
        first = self.tokens[self.first]
        if first.low in cues.INDEFINITE or first.low == "senior":
            return False
        return (
            first.low in ("the", "that", "this")
            or first.low in ITS
            or (
                first.genitive
                or self.sentence.inside(self.first)
                or first.capital
                or any(t.genitive for t in self.tokens[self.first : self.end])
            )
        )

    def names_institution(self):
        """ "people close to the palace", as "an official at the ministry"."""
        tail = self.tokens[self.end : self.last]
        return any(
            before.low == "the" and token.low in cues.INSTITUTIONS
            for before, token in pairwise(tail)
        )

    def actor(self, cast=None):
        """Whose: "Orsino's", "Orsinian", "of Orsino", "Rocheval's"."""
        tail = self.last
        if self.end < self.last and self.tokens[self.end].low in (
            "with",
            "on",
            "about",
            "familiar",
            "speaking",
        ):
            tail = self.end
        for mention in self.sentence.mentions:
            if self.first <= mention.first and mention.last <= tail:
                if mention.kind == "actor":
                    return mention.name
                if mention.kind == "person" and (cast or mention.genitive):
                    return (cast.most_recent(mention.people) if cast else mention.people[0]).actor
        return None
