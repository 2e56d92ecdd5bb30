"""Cues that are no plain verb: according to, X's statement that, X was quoted as saying."""

from dataclasses import dataclass

from . import cues
from .speakers import Voice
from .subjects import COMMAS, REACH, low, named_in, subject_before, with_office
from .wordlists import any_of
from .words import CLOSING_MARKS

OPINIONS = any_of("words view opinion telling phrase judgment judgement estimation account reading")
OPEN_ENDS = frozenset(",?!—–-")
HERS = {"his": "he", "her": "she", "their": "they"}


@dataclass
class Cue:
    """The verb at `at`, whose subject stands from `first` up to `last`. `leads` is True where what
    was said comes after it, `background` where it is told as something past or by the way."""

    at: int
    lemma: str
    voice: Voice
    first: int
    last: int
    leads: bool
    background: bool = False
    coordinate: bool = True
    participle: bool = False
    perfect: bool = False

    @property
    def begin(self):
        return min(self.at, self.first)

    @property
    def end(self):
        return max(self.at + 1, self.last)


def quote_near(read, at):
    return any(token.quote for token in read.tokens[at + 1 : at + 25])


def follows_quote(tokens, first):
    at = first - 1
    at -= at > 0 and tokens[at].low == "as"
    while at > 0 and tokens[at].text in (",", "-", "–", "—", ")", "]") and first - at < 4:
        at -= 1
    return at >= 0 and bool(tokens[at].quote)


def ends_open(tokens, at):
    """Whether the quotation there, or before the comma there, waits for who spoke."""
    if at and not tokens[at].quote:
        return tokens[at].text == "," and bool(tokens[at - 1].quote)
    return tokens[at].text.rstrip(CLOSING_MARKS)[-1:] in OPEN_ENDS


def according(read, cast, at, first):
    """According to X; in the words of X. `first` is where X begins."""
    tokens = read.tokens
    last = first
    while last < len(tokens) and last - first < 30:
        if not read.inside(last) and (tokens[last].quote or not tokens[last].is_word):
            break
        last += 1
    voice = cast.phrase(read, first, last) if first < last else None
    if not voice and first < last and (actor := seat_of(read, last)):
        voice = Voice("institution", None, actor, read.text_of(first, last))
    if not voice:
        return None
    if low(read, last) == "," and voice.attribution != "named":
        name = named_in(read, last + 1, len(tokens))
        ends = name and (low(read, name.last) in (",", "", ".") or tokens[name.last].quote)
        if ends and (named := cast.phrase(read, last + 1, name.last)):
            voice, last = with_office(named, voice.role, voice.actor), name.last
    if voice.name is None and low(read, last + 1) == "as":
        # "the Diwan, as Oumara's court is known"
        mention = read.mention_at(last + 2)
        if mention and mention.kind == "actor" and mention.genitive:
            voice = with_office(Voice(voice.attribution), voice.role, mention.name)
    return Cue(
        at, "accord", voice, first, last, leads=at <= 2 or low(read, at - 1) in ("but", "and")
    )


def in_words_of(read, cast, at):
    """In his view; in the minister's words."""
    first = next((n + 1 for n in range(at - 2, max(at - 10, -1), -1) if low(read, n) == "in"), None)
    if first is None or not read.quotes():
        return None
    mention, whose = read.mention_at(at - 1), read.tokens[at - 1]
    if pronoun := HERS.get(whose.low):
        voice = cast.pronoun(pronoun)
    elif mention and mention.genitive and mention.kind in ("person", "unknown"):
        voice = cast.of_mention(mention)
    elif whose.genitive:
        voice = cast.phrase(read, first, at)
    else:
        return None
    return voice and Cue(at, "accord", voice, first, at, leads=first <= 3)


def seat_of(read, comma):
    """Whose seat a place is by the aside after it: ", the capital of Orsino,"."""
    aside = range(comma + 1, min(comma + 9, len(read.tokens)))
    if low(read, comma) != "," or not any(low(read, at) in ("seat", "capital") for at in aside):
        return None
    found = (read.mention_at(at) for at in aside)
    return next((mention.name for mention in found if mention and mention.kind == "actor"), None)


def noun(read, cast, at):
    """Mr Biden's statement - made on Thursday - that he would ..."""
    mention = read.mention_at(at - 1)
    if not mention or not mention.genitive or mention.kind not in ("person", "unknown", "actor"):
        return None
    if not quote_near(read, at):
        return None
    if low(read, at + 1) != "that":
        if low(read, at + 1) not in COMMAS:
            return None
        ends = range(at + 2, min(at + REACH, len(read.tokens)))
        if not any(low(read, n) in COMMAS and low(read, n + 1) == "that" for n in ends):
            return None
    return Cue(at, "statement", cast.of_mention(mention), mention.first, at, leads=True)


def quoted_as(read, cast, at, lemma):
    for verb in range(at - 2, max(at - 40, -1), -1):
        if low(read, verb) in ("quoted", "cited"):
            end = verb
            if low(read, verb - 1) in cues.BE:
                end = verb - 1
                while end and (
                    low(read, end - 1) in cues.HAVE or low(read, end - 1) in cues.ADVERBS
                ):
                    end -= 1
                subject = subject_before(read, cast, end)
            else:
                voice = cast.phrase(read, verb + 1, at - 1)
                subject = voice and (voice, verb + 1, at - 1)
            if not subject:
                return None
            leads = not follows_quote(read.tokens, subject[1])
            return Cue(at, lemma, subject[0], subject[1], at, leads)
    return None
