"""Words that no language has, some of them frequent and most of them rare, as words are."""

from itertools import accumulate

KNOWN = 20_000
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
CYRILLIC = str.maketrans("bdfgklmnprstvzaeiou", "бдфгклмнпрствзаеиоу")
# Coprime to the number of all words of three syllables, so that no word comes twice.
STEP = 7919


def word(number):
    number = number * STEP % len(SYLLABLES) ** 3
    parts = []
    for _ in range(3):
        number, place = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[place])
    return "".join(parts)


WORDS = [word(number) for number in range(1, KNOWN + 1)]
# Zipf's law: the second word comes half as often as the first, the third a third as often.
WEIGHTS = [*accumulate(1 / rank for rank in range(1, KNOWN + 1))]


def sentence(random, shortest, longest):
    """A list of words."""
    return random.choices(WORDS, cum_weights=WEIGHTS, k=random.randint(shortest, longest))


def printed(words):
    return " ".join(words).capitalize() + "."


def in_cyrillic(words):
    return printed(words).translate(CYRILLIC)
