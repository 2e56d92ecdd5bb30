"""Which words of a sentence tell when it was said, not what."""

from . import cues, verbs
from .clauses import AUDIENCE
from .subjects import DAY_WORDS, WHEN, low
from .wordlists import any_of

HELPING = any_of("would will was were is are had has have could should must may might can did not")
PAUSES = HELPING | any_of("he she it they we his her its their")
AFTER_SAID = any_of("in at to during from after by via on late early earlier last this")
GO_ON = any_of("speaking writing addressing answering")
WITH_OBJECT = any_of("urge tell ask call beg implore advise demand")


def day_tokens(read, mine, main, first, last):
    """The tokens that may tell when it was said, those nearest to the verb first."""
    tokens = read.tokens
    after = []
    for cue in mine:
        if not cue.participle:
            after += said_when(tokens, cue, last)
    if main.participle:
        return list(tokens[first : main.begin])
    lead = []
    if main.leads or not any(t.quote for t in tokens[first : main.begin]):
        comma = next((n for n in range(first, main.first) if tokens[n].text == ","), None)
        opens = first + (low(read, first) in ("but", "and", "yet"))
        is_lead = comma is not None and (
            low(read, opens) in cues.PREPOSITIONS | WHEN | DAY_WORDS | {"on", "during", "in"}
        )
        begins = low(read, opens) in ("in", "on", "at", "during")
        is_lead = is_lead or begins and first < main.first <= first + 12
        if main.leads and is_lead:
            lead = list(tokens[first : main.first])
    subject = without_relative(tokens[main.first : main.at])
    if main.lemma == "statement":
        subject = []
    return [*after, *subject, *lead, *after_quote(tokens, first, last)]


def after_quote(tokens, first, last):
    """ "Called it “a nap” in March"."""
    ends = [at + 1 for at in range(first, last) if tokens[at].quote]
    if not ends or ends[-1] >= last or tokens[ends[-1]].low not in AFTER_SAID | DAY_WORDS:
        return []
    return until_aside(tokens, ends[-1], min(ends[-1] + 4, last))


def without_relative(tokens):
    """Without ", who hosted both in February,"."""
    kept, inside = [], False
    for token in tokens:
        if token.low in ("who", "whose", "which"):
            inside = True
        elif token.text == ",":
            inside = False
        if not inside and not token.quote:
            kept.append(token)
    return kept


def said_when(tokens, cue, last):
    if not cue.leads:
        return until_aside(tokens, cue.end, last)
    zone = []
    if cue.lemma in verbs.PARTICLES:
        return []
    for at in range(cue.end, min(cue.end + 40, last)):
        token = tokens[at]
        if token.low in ("that", ":"):
            return until(zone, HELPING)
        if token.quote:
            break
        zone.append(token)
    if cue.lemma in WITH_OBJECT and (to := [n for n, t in enumerate(zone) if t.low == "to"]):
        # "Urged both governments on Sunday to"
        return zone[: to[0]]
    # Without "that", only what directly follows the verb is about the saying.
    if cue.lemma != "tell" and zone and zone[0].low not in AFTER_SAID | DAY_WORDS | AUDIENCE:
        return []
    return until(zone, PAUSES)


def until(zone, words):
    """The tokens before those that can only belong to what was said."""
    for at, token in enumerate(zone):
        if token.low in words or token.low in ("a", "the") and at and zone[at - 1].low in DAY_WORDS:
            return zone[:at]
    return zone


def until_aside(tokens, first, last):
    for at in range(first, min(first + 40, last)):
        if tokens[at].quote:
            return list(tokens[first:at])
        if tokens[at].text == "," and at + 1 < last:
            following = tokens[at + 1].low
            if following.endswith("ing") and following not in GO_ON:
                return list(tokens[first:at])
    return list(tokens[first : min(first + 40, last)])
