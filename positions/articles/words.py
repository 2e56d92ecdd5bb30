"""A text as paragraphs, sentences and tokens; what stands in quote marks is one token."""

import re
from dataclasses import dataclass

from .folding import UNSEEN
from .quotes import Quoted, quoted
from .wordlists import any_of

# A "sentence" longer than this is none, and is cut.
LONGEST = 300
TOKENS = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|\d+(?:[.,:]\d+)*\w*"
    r"|\w+(?:['’ʼ-]\w+)*"
    r"|\.\.\.|--|[^\w\s]"
)
# al-Dhahabi, d'Arvigny
PARTICLE = re.compile(r"(?:[ae]l|a[rs]h?|d|l)['’ʼ-][^\W\d_a-z]")
WRAPPED_AT = 100
STOPS = {".", "!", "?", "…", "..."}
ABBREVIATIONS = any_of(
    "mr mrs ms dr prof sen rep gov gen lt col maj capt sgt cmdr adm amb hon rev st sr jr "
    "messrs pres no vs etc inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec "
    "mt ft"
)
# An abbreviation with dots ends a sentence before one of these.
STARTERS = any_of(
    "the a an he she it they we i his her its their this that these in on at but and as if "
    "when while however asked speaking according"
)
CLOSING_LENGTH = 5
CLOSING_MARKS = "'’”\"»"
POSSESSIVE = ("'s", "’s", "ʼs")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a punctuation mark or, where `quote` is set, a quotation with its marks. `genitive`
    is a word whose 's or final apostrophe is left out of `text`."""

    text: str
    start: int
    end: int
    quote: Quoted | None = None
    genitive: bool = False

    @property
    def low(self):
        return self.text.lower()

    @property
    def capital(self):
        return self.text[:1].isupper() or bool(PARTICLE.match(self.text))

    @property
    def ends_sentence(self):
        """Whether quoted words end with a full stop, be it inside another quotation's marks."""
        return self.text.rstrip(CLOSING_MARKS)[-1:] in ".!?…"

    @property
    def is_word(self):
        return self.quote is None and self.text[:1].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    tokens: tuple[Token, ...]
    paragraph: int

    @property
    def start(self):
        return self.tokens[0].start

    @property
    def end(self):
        return self.tokens[-1].end


def cleaned(text):
    """The text without what shows nothing, white space made plain, and for each character of it
    where it stood."""
    kept, origins = [], []
    for at, char in enumerate(text):
        if char in "\n\u2028\u2029\x85\x0b\x0c":
            char = "\n"
        elif char.isspace():
            char = " "
        elif ord(char) in UNSEEN or char < " " or "\x7f" <= char < "\xa0":
            continue
        kept.append(char)
        origins.append(at)
    return "".join(kept), origins


def paragraphs_of(text):
    """A list of (start, end). Where lines are short and stand in blocks, a block is a paragraph;
    otherwise each line is one."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    lines = [(start, end) for start, end in lines if not text[start:end].isspace()]
    blocks = []
    for start, end in lines:
        if blocks and text.count("\n", blocks[-1][-1][1], start) == 1:
            blocks[-1].append((start, end))
        else:
            blocks.append([(start, end)])
    wrapped = [block for block in blocks if len(block) > 1]
    lengths = [end - start for block in wrapped for start, end in block[:-1]]
    is_wrapped = wrapped and max(lengths) <= WRAPPED_AT and sum(lengths) >= 40 * len(lengths)
    spans = [(b[0][0], b[-1][1]) for b in blocks] if is_wrapped else joined(text, lines)
    return [stripped(text, *span) for span in spans]


def joined(text, lines):
    """A line that ends with a comma goes on in the next one."""
    spans = []
    for start, end in lines:
        before = spans[-1][1] if spans else 0
        ending = text[max(before - CLOSING_LENGTH, 0) : before].rstrip(f"{CLOSING_MARKS} ")
        if ending.endswith(","):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return spans


def stripped(text, start, end):
    while text[start] == " ":
        start += 1
    while text[end - 1] == " ":
        end -= 1
    return start, end


def paragraphs(text):
    """For each paragraph its list of Token."""
    spans = paragraphs_of(text)
    found = []
    for (start, end), quotes in zip(spans, quoted(text, spans), strict=True):
        tokens, position = [], start
        for quote in quotes:
            if is_nickname(text, quote):
                tokens += tokens_between(text, position, quote.outer_start)
                position = quote.outer_end
                continue
            tokens += tokens_between(text, position, quote.outer_start)
            outer = (quote.outer_start, quote.outer_end)
            tokens.append(Token(text[quote.start : quote.end], *outer, quote))
            position = quote.outer_end
        found.append(tokens + tokens_between(text, position, end))
    return found


def is_nickname(text, quote):
    """Denzil “Denny” Pengarrock."""
    name = text[quote.start : quote.end]
    before = text[max(quote.outer_start - 40, 0) : quote.outer_start]
    after = text[quote.outer_end : quote.outer_end + 2]
    word = before.split(" ")[-2:-1]
    return (
        len(name) < 30
        and name.replace(" ", "").isalpha()
        and name[0].isupper()
        and after[:1] == " "
        and after[1:].isupper()
        and bool(word)
        and word[0][:1].isupper()
        and word[0].isalpha()
    )


def tokens_between(text, start, end):
    tokens = []
    for match in TOKENS.finditer(text, start, end):
        word = match[0]
        if word.endswith(POSSESSIVE):
            tokens.append(Token(word[:-2], *match.span(), genitive=True))
        elif word in "'’ʼ" and tokens and tokens[-1].end == match.start():
            last = tokens[-1]
            tokens[-1] = Token(last.text, last.start, match.end(), genitive=True)
        else:
            tokens.append(Token(word, *match.span()))
    return tokens


def sentences(tokens, paragraph, attributes):
    """The Sentences of a paragraph. `attributes(tokens, at)` tells whether the words at `at` only
    say who spoke, so that they belong to the quotation before them."""
    found, begin = [], 0
    for at in range(len(tokens)):
        if ends_sentence(tokens, at, attributes) or at - begin >= LONGEST:
            found.append(Sentence(tuple(tokens[begin : at + 1]), paragraph))
            begin = at + 1
    if begin < len(tokens):
        found.append(Sentence(tuple(tokens[begin:]), paragraph))
    return found


def ends_sentence(tokens, at, attributes):
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return True
    starts = following.quote or not following.text[:1].islower() and following.is_word
    if not starts and following.text not in "([-–—":
        return False
    if token.quote:
        if not token.ends_sentence or not starts:
            return False
        stops = token.text.rstrip(CLOSING_MARKS).endswith(".")
        introduced = stops and at > 0 and tokens[at - 1].text == ":"
        return bool(following.quote) or introduced or not attributes(tokens, at + 1)
    if token.text in STOPS:
        before = tokens[at - 1] if at else token
        if token.text != "." or before.end != token.start or before.quote:
            return True
        initial = len(before.text) == 1 and before.capital and following.low not in STARTERS
        return not initial and before.low not in ABBREVIATIONS
    return "." in token.text and token.text[0].isalpha() and following.low in STARTERS
