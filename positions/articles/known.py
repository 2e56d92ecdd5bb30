"""The officials and actors on record, by every name that a report may give them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from . import cues
from .folding import plain
from .places import KNOWN_AS
from .words import TOKENS


@dataclass(frozen=True)
class Person:
    """An official on record. `actor` is the Party's name, `key` the caller's own."""

    name: str
    actor: str | None = None
    role: str = ""
    other_names: tuple[str, ...] = ()
    key: object = None


@dataclass(frozen=True)
class Party:
    """An actor on record; other names may be capitals, seats of power and the people's name."""

    name: str
    other_names: tuple[str, ...] = ()
    key: object = None


@dataclass
class Known:
    people: list[Person]
    parties: list[Party]
    persons: dict = field(default_factory=lambda: defaultdict(list))
    actors: dict = field(default_factory=dict)
    last_words: dict = field(default_factory=dict)

    def __post_init__(self):
        on_record = {party.name for party in self.parties}
        of_people = dict.fromkeys(
            p.actor for p in self.people if p.actor and p.actor not in on_record
        )
        self.parties = [*self.parties, *map(Party, of_people)]
        for party in self.parties:
            self.add_actor(party)
        for person in self.people:
            self.add_seats(person)
        for person in self.people:
            self.add_person(person)
        self.add_first_words()
        self.add_last_words()
        self.stems = [p.name for p in self.parties if " " not in p.name]

    def add_actor(self, party):
        names = [party.name, *party.other_names]
        for name in names[:]:
            names += KNOWN_AS.get(name.lower().removeprefix("the "), [])
        for name in names:
            if key := key_of(name.removeprefix("the ").removeprefix("The ")):
                self.actors.setdefault(key, party.name)

    def add_first_words(self):
        """ "A Dravik diplomat" is of the Dravik Confederation."""
        firsts = defaultdict(set)
        for party in self.parties:
            words = party.name.removeprefix("the ").split()
            several = len(words) > 1 and words[1][:1].isupper()
            if several and words[0].lower() not in cues.COMMON_FIRSTS:
                firsts[key_of(words[0])].add(party.name)
        for key, names in firsts.items():
            if len(names) == 1 and key not in self.persons:
                self.actors.setdefault(key, *names)

    def add_last_words(self):
        """ "The Pact", with a capital letter, is the Archipelago Pact."""
        lasts = defaultdict(set)
        for party in self.parties:
            words = re.split(r"\s(?:of|for)\s", party.name)[0].split()
            if party.name != words[-1] and words[-1].lower() in cues.BODIES:
                lasts[key_of(words[-1])].add(party.name)
        for key, names in lasts.items():
            if len(names) == 1:
                self.last_words.setdefault(key, *names)

    def add_seats(self, person):
        """ "Kremlin spokesman": the Kremlin is another name of his actor."""
        run = []
        words = person.role.split()
        for number, word in enumerate([*words, "."]):
            if word[:1].isupper() and word.lower() not in cues.ROLES | cues.TITLES:
                run.append(word)
                continue
            first = words[number - len(run) - 1 : number - len(run)]
            key = key_of(" ".join(run))
            is_seat = len(run) > 1 or run and run[0].lower() not in cues.INSTITUTIONS
            leads = cues.SPOKESPEOPLE & {word.lower() for word in words[number:]}
            if is_seat and (leads or first in (["the"], ["of"])) and "to" not in words[:number]:
                self.actors.setdefault(key, person.actor)
            run = []

    def add_person(self, person):
        given = [word for word in key_of(person.name) if word not in cues.TITLES][:1]
        for number, name in enumerate([person.name, *person.other_names]):
            key = key_of(name)
            # Volodymyr Zelenskyy, of Volodymyr Zelensky, also Zelenskyy.
            if number and given and len(key) == 1:
                self.add_key((*given, *key), person)
            while key and key[0] in cues.TITLES and len(key) > 1:
                self.add_key(key, person)
                key = key[1:]
            # The surname, and the first name where it is all that is printed.
            for first in range(len(key)):
                self.add_key(key[first:], person)
            if not number and len(key) > 1:
                self.add_key(key[:1], person)
                # Quispe, of Teodoro Quispe Mamani.
                for word in key[1:-1]:
                    if word not in cues.NAME_PARTICLES:
                        self.add_key((word,), person)

    def add_key(self, key, person):
        if key and key not in self.actors and person not in self.persons[key]:
            self.persons[key].append(person)


def key_of(name):
    words = TOKENS.findall(plain(name))
    return tuple(word.removesuffix("'s") for word in words if word[0].isalnum())
