"""The many spellings of one name. Pure."""

import re
import unicodedata
from dataclasses import dataclass

# Places by the names that reports give them, a line each.
PLACES = """
Kyiv / Kiev / Київ / Киев
Kharkiv / Kharkov / Харків / Харьков
Odesa / Odessa / Одеса / Одесса
Lviv / Lvov / Львів / Львов
Dnipro / Dnepr / Дніпро / Днепр
Chernihiv / Chernigov / Чернігів / Чернигов
Mykolaiv / Nikolaev / Nikolayev / Миколаїв / Николаев
Luhansk / Lugansk / Луганськ / Луганск
Donbas / Donbass / Донбас / Донбасс
Donetsk / Донецьк / Донецк
Kherson / Cherson / Херсон
Zaporizhzhia / Zaporizhia / Zaporizhzhya / Zaporozhye / Zaporozhe / Запоріжжя / Запорожье
Chornobyl / Chernobyl / Чорнобиль / Чернобыль
Crimea / Krym / Крим / Крым
Sevastopol / Севастополь
Mariupol / Маріуполь / Мариуполь
Bakhmut / Artemivsk / Artyomovsk / Бахмут / Артемовск
"""
SHORTEST = 3


def fold(text):
    """Without case and accents, as two spellings are compared: Зеленський and ЗЕЛЕНСЬКИЙ, Erdoğan
    and erdogan."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def tokens(name):
    return tuple(re.findall(r"[\w'’]+", fold(name)))


@dataclass(frozen=True)
class Known:
    """A person by all names: `key` is the person's own, whatever it is."""

    key: object
    names: tuple


class Spellings:
    """Who and what is meant by a word or a phrase."""

    def __init__(self, people):
        self.people = [(person.key, [tokens(name) for name in person.names]) for person in people]
        self.places = {}
        for line in PLACES.strip().splitlines():
            names = line.split(" / ")
            self.places |= {tokens(name): names for name in names}

    def of(self, words):
        """Other spellings of the words, as a set, and the keys of those who are called so. A person
        is called by a whole name, or by the last word of it."""
        wanted = tokens(words)
        if not wanted or (len(wanted) == 1 and len(wanted[0]) < SHORTEST):
            return set(), set()
        spelt, keys = {*self.places.get(wanted, ())}, set()
        for key, names in self.people:
            whole = wanted in names
            if whole or (len(wanted) == 1 and any(n[-1:] == wanted for n in names)):
                keys.add(key)
                spelt |= {" ".join(n) if whole and len(wanted) > 1 else n[-1] for n in names if n}
        return spelt, keys

    def called(self, words):
        """The keys of those who have all of these words in one of their names."""
        wanted = {*tokens(words)}
        return [key for key, names in self.people if any(wanted <= {*name} for name in names)]
