"""Which words of a sentence say that somebody spoke: its cues, each with its subject."""

from . import cues, verbs
from .phrasings import (
    OPINIONS,
    Cue,
    according,
    ends_open,
    follows_quote,
    in_words_of,
    noun,
    quote_near,
    quoted_as,
)
from .subjects import (
    COMMAS,
    DAY_WORDS,
    REACH,
    WHEN,
    is_when,
    low,
    main_subject,
    subject_before,
    with_body,
    with_office,
)
from .wordlists import any_of

COORDINATE = any_of("and but while whereas although though yet")
BACKGROUND = any_of("when after before since because as if whether unless until once that")
AFTER_NAME = any_of(
    "who whose in on at to after during late early of from when as and but while before for "
    "via by with told said"
)
# Before a noun: "in remarks", "the claims".
NO_SUBJECT = cues.PREPOSITIONS | any_of(
    "whom whose the a an its his her their this these those some any no"
)
AUDIENCE = any_of("reporters journalists lawmakers parliament")
NEVER_PERFECT = any_of("say insist warn tell announce deny reject argue call describe write")


def find_cues(read, cast):
    found, at, tokens = [], 0, read.tokens
    cast.speaking = None
    while at < len(tokens):
        cue = cue_at(read, cast, at, found[-1] if found else None)
        if cue:
            found.append(cue)
            cast.speaking = cue.voice
            at = cue.end
        else:
            at += 1
    cast.speaking = None
    return found


def cue_at(read, cast, at, before):
    token = read.tokens[at]
    if not token.is_word or read.inside(at):
        return None
    word = token.low
    if word == "according" and low(read, at + 1) == "to":
        return according(read, cast, at, at + 2)
    if word == "words" and low(read, at - 2) == "in" and low(read, at + 1) == "of":
        return according(read, cast, at, at + 2)
    if word in OPINIONS and (cue := in_words_of(read, cast, at)):
        return cue
    lemma = verbs.lemma_of(word)
    if not lemma and word.endswith("ed") and not token.genitive:
        return of_manner(read, cast, at)
    if word in cues.NOUNS and at and (not lemma or low(read, at + 1) in ("that", *COMMAS)):
        cue = noun(read, cast, at)
        if cue or not lemma:
            return cue
    if not lemma or token.genitive:
        return None
    particle = verbs.PARTICLES.get(lemma)
    alone = particle and not any(
        following.split() == [low(read, n) for n in range(at + 1, at + 2 + following.count(" "))]
        for following in particle
    )
    if alone and not (lemma == "call" and quote_near(read, at)):
        return None
    if lemma == "go" and [low(read, at + 1), low(read, at + 2)] == ["on", "to"]:
        return None
    form = verbs.form_of(word)
    if form == "ing":
        return participle(read, cast, at, lemma, before)
    return finite(read, cast, at, lemma, form, before)


def finite(read, cast, at, lemma, form, before):
    tokens = read.tokens
    follows = at and low(read, at - 1) in COMMAS and lemma in verbs.INVERTED
    may_invert = follows or at and tokens[at - 1].quote
    if may_invert and form != "base" and (cue := inverted(read, cast, at, lemma)):
        return cue
    end, perfect, history = before_leading_to(read, at), False, False
    led = end < at
    while end and (previous := low(read, end - 1)) and not read.inside(end - 1):
        if previous in cues.HAVE:
            perfect, history = True, history or previous in ("had", "'d")
        elif previous in cues.HISTORY:
            history = True
        elif previous not in cues.ADVERBS and not is_when(tokens, end - 1):
            break
        end -= 1
    if not end or low(read, end - 1) in NO_SUBJECT and not read.inside(end - 1):
        return None
    if history and (form != "past" or not perfect) and low(read, at - 1) not in cues.HISTORY:
        history = False
    history = history or perfect and low(read, at + 1) in cues.HISTORY
    if low(read, end - 1) == "who" and lemma in ("speak", "ask"):
        return None
    subject = subject_before(read, cast, end)
    if not subject and low(read, end - 1) in ("and", "but", "then") and form != "base":
        # "She flew to the island and said that"
        voice = before.voice if before else main_subject(read, cast, end - 1)
        subject = voice and voice.surely and (voice, end, end)
    if not subject:
        return None
    voice, first, last = subject
    before_subject = low(read, first - 1)
    if before_subject == "whom" or before_subject == "whose" and not voice.name:
        return None
    subject, named = low(read, last - 1), read.mention_at(last - 1)
    plural = subject in ("they", "we") or any(
        token.low in cues.PLURAL_ROLES for token in read.tokens[first:last]
    )
    plural = plural or named and named.kind == "actor" and subject.endswith("s")
    if form == "base" and not plural and not led and low(read, end - 1) != "who":
        return None
    doubtful = not read.quotes() or low(read, first - 1) == "what" or lemma in verbs.OF_THINGS
    if not voice.surely and doubtful:
        return None
    leads = content_follows(read, first, at)
    return Cue(
        at,
        lemma,
        voice,
        first,
        last,
        leads,
        background=history or perfect and lemma not in NEVER_PERFECT or by_the_way(read, first),
        coordinate=is_coordinate(read, first),
        perfect=perfect,
    )


def before_leading_to(read, at):
    """Where "went on to" begins before the verb, or "would only"."""
    for words in verbs.LEADING_TO:
        if at >= len(words) and all(
            low(read, at - len(words) + n) == word for n, word in enumerate(words)
        ):
            return at - len(words)
    would = at - 1 - (low(read, at - 1) == "only")
    if low(read, would) in ("would", "could") and "only" in (low(read, at - 1), low(read, at + 1)):
        return would
    return at


def of_manner(read, cast, at):
    """ "...," fumed the minister; "...," the minister fumed."""
    tokens = read.tokens
    if at and (tokens[at - 1].quote or follows_quote(tokens, at)):
        cue = ends_open(tokens, at - 1) and inverted(read, cast, at, verbs.MANNER)
        return cue or None
    quote = next((n for n in range(at - 2, max(at - 14, -1), -1) if tokens[n].quote), None)
    if quote is None or not ends_open(tokens, quote):
        return None
    after = low(read, at + 1)
    if after and tokens[at + 1].is_word and after not in AFTER_NAME:
        return None
    subject = subject_before(read, cast, at)
    if subject and subject[0].surely and follows_quote(tokens, subject[1]):
        return Cue(at, verbs.MANNER, *subject, leads=False)
    return None


def by_the_way(read, first):
    """In a clause of when, if or that: not what the sentence tells."""
    before = low(read, first - 1)
    if before in cues.ADVERBS:
        before = low(read, first - 2)
    return before in BACKGROUND


def is_coordinate(read, first):
    if not first:
        return True
    before = read.tokens[first - 1]
    if before.quote or before.low in (";", ":"):
        return True
    if before.low in COORDINATE:
        return True
    return before.low in COMMAS


def content_follows(read, first, at):
    """Whether the verb goes on to what was said, or ends what was said before it."""
    tokens = read.tokens
    if follows_quote(tokens, first):
        return False
    comma_before = first and tokens[first - 1].text in (",", "-", "–", "—")
    following = low(read, at + 1 + (low(read, at + 1) == "it"))
    if following in ("", ".", "?", "!") or comma_before and low(read, at + 1) in COMMAS:
        return False
    for token in tokens[at + 1 : at + REACH]:
        if token.quote or token.low in ("that", ":"):
            return True
    rest = [t.low for t in tokens[at + 1 :] if t.is_word]
    while rest and (rest[0] in WHEN or rest[0] in DAY_WORDS or rest[0] in AUDIENCE):
        rest = rest[1:]
    if not rest or comma_before and rest[0].endswith("ing"):
        return False
    # ", the minister said in a statement on Monday." has nothing more to tell.
    return not (
        comma_before and rest[0] in ("in", "at", "to", "during", "by", "via", "after", "from")
    )


def inverted(read, cast, at, lemma):
    """ "...," said the minister, who ..."""
    tokens = read.tokens
    first = at + 1
    if not first < len(tokens):
        return None
    last = first
    while last < len(tokens) and last - first < 24:
        token = tokens[last]
        if not read.inside(last) and (
            token.quote
            or not token.is_word
            or token.low in cues.BREAKS
            or token.low in ("on", "told")
            or is_when(tokens, last)
            and token.low not in ("last", "this")
        ):
            break
        if not read.inside(last) and token.low in cues.PRONOUNS:
            last += 1
            break
        last += 1
    if low(read, first) in ("that", "it", "in", "at", "to", "on") or first == last:
        return None
    mention = next(
        (
            m
            for m in read.mentions
            if first <= m.first < last and m.kind in ("person", "unknown") and not m.genitive
        ),
        None,
    )
    between = [t.low for t in tokens[first : mention.first]] if mention else []
    if mention and not any(word in cues.PREPOSITIONS for word in between):
        last = mention.last
    following = tokens[last] if last < len(tokens) else None
    if (
        following
        and following.is_word
        and following.low not in AFTER_NAME
        and not is_when(tokens, last)
    ):
        return None
    voice = cast.phrase(read, first, last)
    if voice is None or not voice.surely and not follows_quote(tokens, at):
        return None
    if low(read, last) == "," and voice.attribution == "named" and not voice.actor:
        stop = next((n for n in range(last + 1, len(tokens)) if tokens[n].quote), len(tokens))
        voice = with_body(read, voice, last, stop)
    if low(read, last) == "," and voice.attribution != "named":
        mention = read.mention_at(last + 1)
        if mention and mention.kind in ("person", "unknown"):
            named = cast.phrase(read, last + 1, mention.last)
            if named:
                voice, last = with_office(named, voice.role, voice.actor), mention.last
    return Cue(at, lemma, voice, first, last, leads=False)


def participle(read, cast, at, lemma, before):
    """ ", adding that ...", "was quoted by the agency as saying"."""
    if low(read, at - 1) == "as" and (cue := quoted_as(read, cast, at, lemma)):
        return cue
    if low(read, at - 1) not in COMMAS and not (at and read.tokens[at - 1].quote):
        return None
    if before:
        same = Cue(at, lemma, before.voice, at, at + 1, leads=True, participle=True)
        same.background = before.background
        return same
    voice = main_subject(read, cast, at)
    return voice and Cue(at, lemma, voice, at, at + 1, leads=True, participle=True)
