"""What an office is called: the same one has many names."""

from functools import lru_cache

from . import cues
from .wordlists import any_of

SAME_OFFICE = {
    "premier": "minister",
    "secretary": "minister",
    "defense": "defence",
    "pm": "minister",
    "mediation": "mediator",
    "negotiation": "negotiator",
}
LEADERS = any_of("president prime chancellor consul emir king queen sultan emperor")
DEPUTIES = frozenset({"deputy", "vice", "former"})
NO_OFFICE = any_of(
    "the a an new top senior chief own outgoing acting interim veteran country 's its his her "
    "their this that of for and national same"
)


@lru_cache(maxsize=4096)
def offices_of(role):
    return frozenset(offices(role.lower().split()))


def has_office(role, wanted):
    """Whether all the wanted words name this role; a deputy is no minister."""
    having = offices_of(role)
    return wanted <= having and not (having - wanted) & DEPUTIES


def offices(words):
    """What an office is called, whatever the word for it."""
    found = set()
    for word in words:
        if word in cues.SPOKESPEOPLE:
            word = "spokesman"
        elif word.startswith("chair"):
            word = "chair"
        word = SAME_OFFICE.get(word, word)
        if word not in NO_OFFICE:
            found.add(word)
    if "pm" in words or "premier" in words:
        found.add("prime")
    return found


def titled(people, title):
    """Of several with one surname, those with this title: "Minister Coll", "General Coll"."""
    if len(people) < 2 or not (wanted := offices_of(title)):
        return people
    having = [p for p in people if wanted & offices_of(" ".join((p.role, *p.other_names)))]
    return having or people


@lru_cache(maxsize=4096)
def head_of(role):
    """The office itself: Spokesman, of "Spokesman of the President"."""
    words = role.split()
    at = next((n for n, word in enumerate(words) if n and word in ("of", "for", "to", "at")), None)
    return " ".join(words[:at])
