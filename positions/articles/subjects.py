"""Whose name stands before a verb, whatever stands between: asides, days, offices."""

from dataclasses import dataclass, field

from . import cues, verbs
from .days import MONTH, WEEKDAY
from .speakers import Voice
from .wordlists import any_of
from .words import Sentence

REACH = 60
WHEN = any_of("on late early earlier last this week month year morning evening night")
DAY_WORDS = frozenset(WEEKDAY) | frozenset(MONTH) | {"yesterday", "today", "tonight"}
COMMAS = {",", "-", "–", "—", "--", "(", ")"}


@dataclass
class Read:
    """A sentence with the names in it."""

    sentence: Sentence
    mentions: list
    text: str
    places: dict = field(default_factory=dict)

    def __post_init__(self):
        for mention in self.mentions:
            for at in range(mention.first, mention.last):
                self.places[at] = mention

    @property
    def tokens(self):
        return self.sentence.tokens

    def mention_at(self, at):
        return self.places.get(at)

    def inside(self, at):
        return at in self.places

    def text_of(self, first, last):
        return " ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())

    def quotes(self):
        return [at for at, token in enumerate(self.tokens) if token.quote]


def low(read, at):
    return read.tokens[at].low if 0 <= at < len(read.tokens) else ""


def subject_before(read, cast, end):
    """The Voice whose name ends at `end`, with the commas of asides left out, and its first and
    last token; None if there is none."""
    tokens = read.tokens
    last = end
    for _ in range(5):
        if not last:
            return None
        if low(read, last - 1) not in COMMAS:
            break
        opening = opening_comma(tokens, last - 1)
        if opening is None:
            return None
        inner = opening + 1
        mention = named_in(read, inner, last - 1)
        if mention and is_all(read, mention.last, last - 1):
            # "Its ambassador to the Isles, Léonce Quatremer, said"
            voice = cast.phrase(read, inner, mention.last)
            first = phrase_start(read, opening)
            office = cast.phrase(read, first, opening) if first < opening else None
            if voice and office and office.attribution != "named":
                role = voice.role or office.role
                voice = with_office(voice, role, office.actor)
            elif voice and not voice.role and first < opening:
                voice = with_office(voice, read.text_of(first, opening), None)
            return (voice, first, last) if voice else None
        last = opening
    first = phrase_start(read, last)
    helping = low(read, first - 1) in cues.HAVE | cues.BE | cues.MODALS
    if helping and low(read, first - 2) in ("who", "which"):
        first -= 1
    if low(read, first - 1) in ("who", "which") and first > 1:
        # "officials who have met both said"; ", who said"
        last = first - 1
        last -= low(read, last - 1) == ","
        first = phrase_start(read, last)
        if not cast.phrase(read, first, last):
            # "It was held by police from Orsino, who said"
            first = next(
                (
                    at + 1
                    for at in range(first, last - 1)
                    if low(read, at) in cues.PREPOSITIONS and cast.phrase(read, at + 1, last)
                ),
                first,
            )
        before = read.mention_at(first - 2)
        if low(read, first - 1) == "," and before and before.last == first - 1:
            # "Anatol Prusk, the chief of the navy, who said"
            voice = not before.genitive and cast.phrase(read, before.first, before.last)
            if voice and voice.name:
                return with_office(voice, read.text_of(first, last), None), before.first, end
        mention = read.mention_at(last - 1)
        named = mention and mention.kind in ("person", "unknown") and not mention.genitive
        if named and not cast.phrase(read, first, last):
            while first < mention.first and not titles_only(read, first, mention.first):
                first += 1
    if first >= last or not plausible(read, first, last):
        return None
    voice = cast.phrase(read, first, last)
    if voice and low(read, last) == "," and not voice.actor and voice.name and not voice.person:
        voice = with_body(read, voice, last, end)
    return (voice, first, end) if voice else None


def is_all(read, at, closing):
    """Whether nothing much comes after a name but "of the Mountain Council"."""
    if low(read, at) != "of":
        return at >= closing - 3
    following = read.mention_at(at + 1 + (low(read, at + 1) == "the"))
    return bool(following) and following.last == closing


def named_in(read, first, last):
    """The name of a person with which an aside begins, after titles and other capital words."""
    for at in range(first, last):
        mention = read.mention_at(at)
        if mention:
            is_person = mention.kind in ("person", "unknown") and not mention.genitive
            return mention if is_person else None
        if not read.tokens[at].capital and read.tokens[at].text != ".":
            return None
    return None


def titles_only(read, first, last):
    return all(t.low in cues.TITLES or t.text == "." for t in read.tokens[first:last])


def plausible(read, first, last):
    """Not "the demands", "their reports": what looks like a verb may be a noun."""
    token = read.tokens[last - 1]
    if token.low in cues.PREPOSITIONS and not read.inside(last - 1):
        return False
    return token.is_word and (not token.genitive) and token.low not in ("the", "a", "its", "his")


def with_office(voice, role, actor):
    role = role.removeprefix("the ").removeprefix("The ")
    actor = voice.actor or (actor if not voice.person else None)
    return Voice(voice.attribution, voice.name, actor, role[:120], voice.person)


def with_body(read, voice, first, last):
    """ ", who chairs the Deckhands' Union,": the body that somebody not on record speaks for."""
    for mention in read.mentions:
        if first <= mention.first < last and mention.kind in ("body", "actor"):
            return with_office(
                voice,
                voice.role or read.text_of(first + 1, mention.last).removeprefix("who "),
                mention.name,
            )
    return voice


def main_subject(read, cast, before=None):
    """The Voice that the sentence begins with, if it begins with one."""
    tokens = read.tokens
    limit = len(tokens) if before is None else before
    start = 0
    while start < limit and not tokens[start].quote:
        for mention in read.mentions:
            if start <= mention.first < min(start + 8, limit):
                between = tokens[start : mention.first]
                words = [t.low for t in between if t.text != "."]
                if any(not word[0].isalnum() or word in cues.PREPOSITIONS for word in words):
                    break
                if mention.genitive or mention.kind == "body":
                    continue
                last = mention.last
                if mention.kind == "actor" and (name := person_after(read, last, limit)):
                    return cast.phrase(read, start, name.last)
                if mention.kind == "actor" and last < limit and low(read, last) in cues.ROLES:
                    break
                voice = cast.phrase(read, start, last)
                if voice and voice.name and not voice.actor and low(read, last) == ",":
                    voice = with_body(read, voice, last, opening_end(tokens, last))
                return voice
        if low(read, start) in cues.INDEFINITE:
            for end in range(start + 2, min(start + 6, limit)):
                if low(read, end - 1) in cues.PLURAL_ROLES | cues.ANONYMOUS:
                    return cast.phrase(read, start, end)
        pronoun = low(read, start)
        if pronoun in ("he", "she"):
            return cast.pronoun(pronoun)
        asked = low(read, start).endswith(("ed", "ing"))
        for end in range(start + 1, start if asked else min(start + 10, limit)):
            if tokens[end].low in cues.BE | cues.HAVE | cues.MODALS - {"to"}:
                if subject := subject_before(read, cast, end):
                    return subject[0]
                break
        comma = next((n for n in range(start, limit) if tokens[n].text == ","), None)
        if comma is None or start:
            return None
        start = comma + 1
    return None


def person_after(read, first, limit):
    """Gleb Yashchin, of "Belovian presidential spokesman Gleb Yashchin"."""
    for at in range(first, min(first + 6, limit)):
        mention = read.mention_at(at)
        if mention:
            is_person = mention.kind in ("person", "unknown") and not mention.genitive
            return mention if is_person and low(read, at - 1) in cues.ROLES | cues.TITLES else None
        if not read.tokens[at].is_word or is_verb(read, at):
            return None
    return None


def opening_end(tokens, comma):
    """Where the aside ends that begins at this comma."""
    ends = (n for n in range(comma + 1, len(tokens)) if tokens[n].text == "," or tokens[n].quote)
    return next(ends, len(tokens))


def opening_comma(tokens, closing):
    marks = {")": {"("}}.get(tokens[closing].text)
    if not marks:
        dashes = COMMAS - {",", "(", ")"}
        marks = {","} if tokens[closing].text == "," else dashes
    for at in range(closing - 1, max(closing - REACH, -1), -1):
        if tokens[at].text in marks:
            return at
        if tokens[at].quote or tokens[at].text in (";", ":"):
            return None
    return None


def phrase_start(read, last):
    """Where the noun phrase begins that ends before `last`."""
    tokens, at = read.tokens, last
    while at > max(last - 24, 0):
        previous = tokens[at - 1]
        inside = read.inside(at - 1)
        if not inside and (
            previous.quote
            or not previous.is_word
            and not (previous.text == "." and low(read, at - 2) in cues.TITLES)
            or previous.low in cues.BREAKS
            or previous.low in cues.BE | cues.HAVE
            or previous.low in cues.MODALS
            and not (previous.low == "to" and leads_to_noun(tokens, at))
            or is_verb(read, at - 1)
            or at < last
            and is_when(tokens, at - 1)
        ):
            break
        if not inside and previous.low in cues.PRONOUNS:
            return at - 1 if at == last else at
        at -= 1
    return at


def leads_to_noun(tokens, at):
    """ "ambassador to the Isles", but not "to leave"."""
    token = tokens[at] if at < len(tokens) else None
    return token is not None and (
        token.capital or token.genitive or token.low in ("the", "a", "an", "its")
    )


def is_verb(read, at):
    form = verbs.lemma_of(low(read, at)) and verbs.form_of(low(read, at))
    return form in ("past", "present") and low(read, at - 1) not in ("the", "its", "a", "his")


def is_when(tokens, at):
    """Part of a day between subject and verb: "Biden on Friday said"."""
    word = tokens[at].low
    if word in DAY_WORDS:
        return True
    return (word in WHEN or word.isdigit()) and any(
        token.low in DAY_WORDS | WHEN
        for token in tokens[max(at - 2, 0) : at + 3]
        if token.low != word
    )
