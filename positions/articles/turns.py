"""Transcripts: paragraphs that begin with who speaks and a colon."""

from dataclasses import dataclass

from .speakers import Cast, Voice
from .subjects import Read
from .wordlists import any_of
from .words import Sentence

LABEL_LENGTH = 9
ASKING = any_of(
    "q question questions moderator journalist reporter host interviewer press correspondent "
    "operator"
)
FEWEST_TURNS = 3


@dataclass
class Turn:
    voice: Voice | None
    start: int
    end: int
    quoted: list


def turns_of(paragraphs, text, cast: Cast):
    """The Turns of a transcript whose speakers can be told; an empty list for any other text, in
    which fewer than half of the paragraphs begin with a speaker."""
    labelled = [label(tokens, text, cast) for tokens in paragraphs]
    named = [found for found in labelled if found]
    if len(named) < FEWEST_TURNS or 2 * len(named) < len(paragraphs):
        return []
    turns, current = [], None
    for tokens, found in zip(paragraphs, labelled, strict=True):
        if found:
            voice, first = found
            begin = tokens[first].start
            current = Turn(voice, tokens[0].start, tokens[-1].end, [(begin, tokens[-1].end)])
            turns.append(current)
        elif current:
            current.quoted.append((tokens[0].start, tokens[-1].end))
            current.end = tokens[-1].end
    return [turn for turn in turns if turn.voice]


def label(tokens, text, cast):
    """Who begins to speak (None for those who ask) and the number of the first word said; None if
    the paragraph begins with no speaker."""
    colon = next((n for n, t in enumerate(tokens[:LABEL_LENGTH]) if t.text == ":"), None)
    if not colon or colon + 1 >= len(tokens):
        return None
    words = [token for token in tokens[:colon] if token.is_word]
    if not words or any(token.quote for token in tokens[:colon]):
        return None
    if words[0].low in ASKING:
        return None, colon + 1
    read = Read(Sentence(tuple(tokens[:colon]), 0), cast.directory.mentions(tokens[:colon]), text)
    loud = all(word.text.isupper() or not word.text.isalpha() for word in words)
    for mention in read.mentions:
        if mention.kind in ("person", "unknown") and (loud or mention.last >= colon - 1):
            voice = cast.of_mention(mention)
            cast.hear(voice)
            return voice, colon + 1
    if not loud or len(words) > 5:
        return None
    name = " ".join(word.text.title() for word in words)
    voice = cast.phrase(read, 0, colon) or Voice("named", name)
    return voice, colon + 1
