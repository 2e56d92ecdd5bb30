"""A speaker's name taken out of the words, for a coder who is not to know it. Pure."""

import re
import unicodedata

SPEAKER = "[speaker]"
# The endings that the cases of Russian and Ukrainian put others in the place of.
ENDING = re.compile(r"(?:ии|ыи|ои|іи|а|я|о|и|ь)$")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# What may stand between two names of one person: a space, and an initial or two.
BETWEEN = re.compile(rf"{re.escape(SPEAKER)}(?:[\s-]+(?:\w\.\s*){{0,2}}{re.escape(SPEAKER)})+")


def masked(text, names):
    """The text with SPEAKER for every name that occurs in it.

    `names` are one person's, as on record. Each counts whole in any case of its letters; each word
    of them with a capital, be it the surname or the first name, counts alone. Accents make no
    difference, and Cyrillic names are found in every grammatical case.
    """
    text = unicodedata.normalize("NFC", text)
    names = [without_accents(name) for name in names if name.strip()]
    words = {word for name in names for word in name.split() if not word[0].islower()}
    whole = [r"\s+".join(map(form, name.split())) for name in names if " " in name]
    for forms, flags in ((whole, re.IGNORECASE), ([*map(form, words)], 0)):
        if forms:
            pattern = "|".join(sorted(forms, key=len, reverse=True))
            text = replaced(re.compile(pattern, flags), text)
    return BETWEEN.sub(SPEAKER, text)


def replaced(pattern, text):
    """Found where accents make no difference, replaced in the text as it stands."""
    parts, end = [], 0
    for found in pattern.finditer(without_accents(text)):
        parts += [text[end : found.start()], SPEAKER]
        end = found.end()
    return "".join([*parts, text[end:]])


def without_accents(text):
    """As long as the text in composed letters, so that places in it stay the same."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in composed)


def form(word):
    """The expression for a word of a name; writings without capitals have no spaces around it."""
    if not any(letter.isupper() or letter.islower() for letter in word):
        return re.escape(word)
    declined = CYRILLIC.match(word) and len(word) > 4
    stem = ENDING.sub("", word) if declined else word
    ending = r"\w{0,4}" if declined else ""
    return rf"(?<!\w)(?:{re.escape(stem)}|{re.escape(stem.upper())}){ending}(?!\w)"
