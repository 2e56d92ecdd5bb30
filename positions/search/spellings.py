"""The many spellings of one name. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .places import COMPOUNDS, PLACES, STATES, lines

# Letters of a word that can be a family name, unless it is a Chinese one.
SHORTEST = 3
INITIALS = re.compile(r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+(?!\w)\.?")
HAN = re.compile(r"[\u4e00-\u9fff]")
# How like a word is to a name that was probably meant: letters of either, and the share in common.
LONG_ENOUGH, VERY_LIKE = 6, 0.85
MUCH_LIKE = 0.75


def fold(text):
    """Without case and accents, as two spellings are compared: Зеленський and ЗЕЛЕНСЬКИЙ, Erdoğan
    and erdogan, Слов’янськ and Слов'янськ."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=10_000)
def tokens(name):
    """Its words, folded; initials are one word (U.S., J.D.), and Putin’s is Putin."""
    together = INITIALS.sub(lambda found: found[0].replace(".", ""), fold(name))
    words = re.findall(r"[\w']+", together)
    return tuple(re.sub(r"(?<=\w)'s$", "", word) for word in words)


def is_acronym(text):
    """US, U.S., NATO: capital letters, four at most."""
    letters = text.replace(".", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= 4


def likeness(one, other):
    """From 0 to 1, 1 for the same words."""
    return SequenceMatcher(None, one, other).ratio()


def joined_otherwise(text):
    """The same words with a hyphen, in one or apart, where they are written so too: cease-fire,
    ceasefire, cease fire; F-16, F16. As a set."""
    found = {re.sub(r"(?<=\w)[-‐‑](?=\w)", "", text)}
    found.add(re.sub(r"\b([^\W\d_]+)(?=\d+\b)", r"\1-", text))
    for first, second in map(str.split, COMPOUNDS):
        parts = re.compile(rf"\b{first}[-‐‑ ]?{second}", re.IGNORECASE)
        if parts.search(text):
            found |= {parts.sub(f"{first}{mark}{second}", text) for mark in ("", "-", " ")}
    return found - {text}


@dataclass(frozen=True)
class Known:
    """A person by all names, the one in use first: `key` is the person's own, whatever it is."""

    key: object
    names: tuple


class Person:
    """What of a Known is compared: its names as tuples of words, and its family names."""

    def __init__(self, known):
        self.key, self.name = known.key, known.names[0]
        self.names = [found for name in known.names if (found := tokens(name))]
        self.is_han = any(HAN.search(name) for name in known.names)
        self.families = {name[0 if self.is_han else -1] for name in self.names}
        if not self.is_han and len(self.names[0]) > 1:
            self.families.discard(self.names[0][0])  # Orbán Viktor: the family name is first.
        turned = {(*name[-1:], *name[:-1]) for name in self.names}
        self.wholes = {*self.names, *turned}

    @property
    def family(self):
        """The family name as it is in use."""
        return self.name.split()[0 if self.is_han else -1]

    def has_family(self, word):
        return word in self.families and (self.is_han or len(word) >= SHORTEST)

    def is_like(self, word):
        """Whether the word was probably meant as this person's family name."""
        return any(
            min(len(word), len(name)) >= LONG_ENOUGH
            and word[0] == name[0]
            and likeness(word, name) >= VERY_LIKE
            for name in self.families
        )

    def is_named_by(self, word):
        """Whether the word is one of the person's names, or much like one."""
        return any(likeness(word, one) >= MUCH_LIKE for name in self.names for one in name)

    def instead_of(self, word):
        """The family name where the word is most like it, else the whole name."""
        likest = max((one for name in self.names for one in name), key=lambda n: likeness(word, n))
        return self.family if likest in self.families else self.name


class Spellings:
    """Who and what is meant by a word or a phrase. `people` are Known, `actors` the names of each,
    its own first. What is also the name of a place is the place's alone: Moscow is not Russia."""

    def __init__(self, people, actors=()):
        self.people = [Person(person) for person in people if tokens(person.names[0])]
        self.others = {}
        for names in [*lines(PLACES), *lines(STATES)]:
            self.add(names)
        places = {bare(name) for names in lines(PLACES) for name in names}
        for own, *names in actors:
            self.add([own, *(name for name in names if bare(name) not in places)])

    def add(self, names):
        keys = {key for name in names if (key := bare(name))}
        known = {*names}.union(*(self.others.get(key, ()) for key in keys))
        for key in {bare(name) for name in known}:
            self.others[key] = known

    def knows(self, words):
        """Whether these words side by side are one name, or one word written as two."""
        wanted = tokens(words)
        return (
            wanted in self.others
            or any(wanted in person.wholes for person in self.people)
            or any(re.fullmatch(rf"{pair}\w*", " ".join(wanted)) for pair in COMPOUNDS)
        )

    def of(self, words):
        """Other spellings of the words, as a set, and the keys of those who are called so. A person
        is called by a whole name, either way round, or by the family name."""
        wanted = tokens(words)
        if not wanted:
            return set(), set()
        spelt, keys = {*self.others.get(wanted, ()), *joined_otherwise(words)}, set()
        for person in self.people:
            family = len(wanted) == 1 and person.has_family(wanted[0])
            if family or wanted in person.wholes:
                keys.add(person.key)
                spelt |= (
                    person.families if len(wanted) == 1 else {" ".join(n) for n in person.names}
                )
        return spelt, keys

    def called(self, words):
        """The keys of those who have all of these words in one of their names."""
        wanted = {*tokens(words)}
        return [p.key for p in self.people if any(wanted <= {*name} for name in p.names)]

    def person(self, key):
        return next(person for person in self.people if person.key == key)

    def like(self, word):
        """The persons whose family name the word is very like."""
        (wanted,) = tokens(word) if len(tokens(word)) == 1 else ("",)
        return [person for person in self.people if wanted and person.is_like(wanted)]


def bare(name):
    """Its words without the article: the Kremlin and Kremlin are one name."""
    words = tokens(name)
    return words[1:] if words[:1] == ("the",) else words
