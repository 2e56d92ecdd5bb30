"""Which cues of a sentence make a statement, and what each of them says."""

from dataclasses import dataclass
from datetime import date

from . import cues, verbs
from .clauses import AUDIENCE, Cue
from .days import day_said
from .quotes import Quoted
from .sharing import others, shares
from .speakers import Voice
from .subjects import DAY_WORDS, WHEN, low
from .when import PAUSES, day_tokens
from .wordlists import any_of
from .words import CLOSING_MARKS, Token

ANSWERS = any_of("respond reply answer protest complain object")
FEWEST_CONTENT = 3
FAR = date(2000, 1, 1)


@dataclass
class Part:
    """One statement in a sentence. `content` is the (first, last) of the tokens that tell it,
    `clause` of those that are its own; `beside` names somebody else who speaks among these."""

    voice: Voice
    cue: str
    form: str
    quotes: list[Quoted]
    content: tuple[int, int]
    day_tokens: list[Token]
    clause: tuple[int, int] = (0, 0)
    beside: str | None = None


def parts_of(read, found):
    """The Parts of a sentence in order."""
    heard, found = found, without_nested(read, found)
    quotes = {number: [] for number in range(len(found))}
    for at in read.quotes():
        owner = owner_of(read, found, at)
        if owner is not None and not names_something(read, at, found[owner]):
            quotes[owner].append(at)
    if not (groups := same_voices(found)):
        return []
    own = [[at for n in group for at in quotes[n]] for group in groups]
    clauses = shares(read, [([found[n] for n in g], q) for g, q in zip(groups, own, strict=True)])
    parts = []
    for group, mine, clause in zip(groups, own, clauses, strict=True):
        part = part_of(read, found, group, mine)
        if part:
            part.clause, part.beside = clause, others(part.voice, heard, clause)
            parts.append(part)
    return parts


def without_nested(read, found):
    """Without cues inside what another one says."""
    kept: list[Cue] = []
    if not read.quotes():
        found = [cue for cue in found if not verbs.needs_quotes(cue.lemma)]
    for cue in found:
        if cue.participle:
            if kept and kept[-1].voice.is_same(cue.voice) or not kept:
                kept.append(cue)
            continue
        if (
            kept
            and not cue.leads
            and not any(token.quote for token in read.tokens[kept[0].begin : cue.begin])
        ):
            # "Orsino says it is ready, but nobody believes it, Oosterling said."
            if (
                kept[-1].leads
                and kept[-1].lemma != "accord"
                and read.tokens[cue.begin - 1].text in (",", "—", "–", "-")
            ):
                kept = []
        elif kept and is_aside(read, kept[-1], cue):
            kept.pop()
        elif kept and kept[-1].leads and not goes_beside(read, cue, kept[-1]):
            continue
        kept.append(cue)
    return kept


def is_aside(read, before, cue):
    """Whether the cue before only tells more about who speaks: "the League, which has offered to
    help, called for", "according to a website, Castagnoux said"."""
    if before.lemma == "accord" and (before.leads or before.last == cue.first - 1):
        named = cue.voice.attribution == "named" and before.voice.attribution != "named"
        return cue.leads and named and low(read, cue.first - 1) == ","
    same = before.first == cue.first and before.at < cue.first + (cue.at - cue.first)
    relative = any(low(read, at) in ("who", "which") for at in range(before.first, before.at))
    return same and relative and not any(t.quote for t in read.tokens[before.at : cue.at])


def goes_beside(read, cue, before):
    """Whether the cue is another clause of the same rank: ", while the ambassador said"."""
    if not cue.coordinate:
        return False
    previous = low(read, cue.first - 1)
    if read.tokens[cue.first - 1].quote or previous in (";", "while", "whereas", "although"):
        return True
    if previous in ("and", "but", "yet", "though"):
        earlier = read.tokens[cue.first - 2]
        return bool(earlier.quote) or earlier.text == "," or cue.voice.is_same(before.voice)
    return not cue.leads or any(t.quote for t in read.tokens[before.end : cue.first])


def owner_of(read, found, at):
    before = [n for n, cue in enumerate(found) if cue.end <= at]
    after = [n for n, cue in enumerate(found) if cue.begin > at]
    if after and not found[after[0]].leads:
        near = found[after[0]].begin - at <= 2
        if near or not before or not found[before[-1]].leads:
            return after[0]
    if before:
        return before[-1]
    return None


def names_something(read, at, cue):
    """A title, a nickname, somebody's irony: no words of the speaker."""
    for back in range(1, 4):
        word = low(read, at - back)
        if not read.tokens[at - back].is_word if at - back >= 0 else True:
            return False
        if word in cues.NAMING and at - back != cue.at:
            if word in ("call", "calls") and back > 1:
                return False
            calls = word in ("call", "calls", "called")
            return not (calls and low(read, at - back - 1) in ("he", "she", "they", "it"))
        if word == "so" and low(read, at - back + 1) == "-":
            return True
    return False


def same_voices(found):
    groups = []
    for number, cue in enumerate(found):
        if groups and found[groups[-1][-1]].voice.is_same(cue.voice):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def part_of(read, found, group, quotes):
    mine = [found[number] for number in group]
    main = next((cue for cue in mine if not cue.participle), mine[0])
    first = found[group[0] - 1].end if group[0] else 0
    last = found[group[-1] + 1].begin if group[-1] + 1 < len(found) else len(read.tokens)
    content = (main.end, last) if main.leads else (first, main.begin)
    tokens = day_tokens(read, mine, main, first, last)
    if not quotes:
        if all(verbs.needs_quotes(cue.lemma) for cue in mine) or not main.voice.surely:
            return None
        if main.background and not (main.perfect and day_in(tokens)):
            return None
        if words_in(read, content) < FEWEST_CONTENT or asks(read) or tells_nothing(read, main):
            return None
    return Part(
        main.voice,
        read.text_of(main.at, main.at + 1),
        form_of(read, mine, main, quotes, first, last),
        [read.tokens[at].quote for at in quotes],
        content,
        tokens,
    )


def tells_nothing(read, cue):
    """ "Has said little", "responded in a speech to the house"."""
    after = low(read, cue.at + 1)
    how = cue.lemma in ANSWERS and after in cues.PREPOSITIONS and not read.quotes()
    that = any(token.low == "that" for token in read.tokens[cue.at :])
    return cue.leads and (after in ("little", "nothing", "much", "more") or how and not that)


def words_in(read, content):
    words = [t.low for t in read.tokens[slice(*content)] if t.is_word or t.quote]
    return sum(word not in WHEN | DAY_WORDS | AUDIENCE for word in words)


def asks(read):
    return read.tokens[-1].text == "?"


def day_in(tokens):
    return any(token.low in DAY_WORDS or token.text.isdigit() for token in tokens)


def form_of(read, mine, main, quotes, first, last):
    """Quotation where the words in marks stand for themselves, mixed where they are part of the
    reporter's sentence."""
    if not quotes:
        return "paraphrase"
    tokens = read.tokens
    for cue in mine:
        if cue.participle and not verbs.needs_quotes(cue.lemma):
            rest = range(cue.end, last)
            outside = sum(tokens[at].is_word for at in rest)
            if outside > 3:
                return "mixed"
    at = quotes[0]
    before = [t for t in tokens[first:at] if t.is_word and t.low not in ("and", "but")]
    if not main.leads:
        if (not before or tokens[at - 1].text in (":", ";")) and stands_alone(tokens, at):
            return "quotation"
        return "mixed"
    introduced = at and (
        tokens[at - 1].text in (":", ",")
        or at == main.end
        or main.end < at
        and not any(t.low in PAUSES | {"that"} for t in tokens[main.end : at])
        and day_said(tokens[main.end : at], FAR) is not None
    )
    is_long = len(tokens[at].text.split()) >= FEWEST_CONTENT or tokens[at].ends_sentence
    is_clause = tokens[at].text[:1].isupper() and is_long
    return "quotation" if introduced and is_clause else "mixed"


def stands_alone(tokens, at):
    text = tokens[at].text.rstrip(CLOSING_MARKS) or " "
    following = tokens[at + 1].text if at + 1 < len(tokens) else "."
    return text[-1] in ",.!?…-–—;" or following in (",", ".", "(", "-", "–", "—")


def quotes_for_standing_alone(read, fewest):
    """The spans of a sentence that is nothing but words in quote marks."""
    words = [token for token in read.tokens if token.is_word]
    quotes = [token.quote for token in read.tokens if token.quote]
    if len(words) > 1 or not quotes or words and words[0].low not in ("but", "and"):
        return []
    spans = [(quote.start, quote.end) for quote in quotes]
    enough = sum(len(token.text.split()) for token in read.tokens if token.quote) >= fewest
    return spans if enough or quotes[0].continues else []
