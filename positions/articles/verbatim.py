"""The proof that a quotation is verbatim, and how it is found again in its source.

`selector` follows the W3C Web Annotation model (TextQuoteSelector), `text_fragment` the WICG's "URL
Fragment Text Directives".
"""

from dataclasses import dataclass
from urllib.parse import quote

from .folding import fold

CONTEXT = 32
CONTEXT_LIMIT = 200
# Longer words are named in a link by how they begin and end.
WHOLE_LIMIT = 200
ENDS = 5
# What a reporting clause may have put at the end of the words in place of their full stop.
CLOSING = " .,;:'"
# From Thai on, scripts without spaces between words are frequent.
FIRST_UNSPACED = 0x0E00


@dataclass(frozen=True, slots=True)
class Selector:
    """A TextQuoteSelector: all three as they stand in the text, prefix and suffix up to 200
    characters long."""

    exact: str
    prefix: str
    suffix: str


def find(quotation, text):
    """Every (start, end) in `text` where the quotation stands word for word, in order; an empty
    list is the proof that it does not. Typography is folded (see folding.py), and the mark at the
    quotation's end may differ."""
    whole, wanted = fold(text), fold(quotation).text.strip()
    return search(whole, wanted) or search(whole, wanted.rstrip(CLOSING))


def search(whole, wanted):
    found, start = [], 0
    while wanted and (start := whole.text.find(wanted, start)) >= 0:
        end = start + len(wanted)
        if cuts_a_word(whole.text, start) or cuts_a_word(whole.text, end):
            start += 1
            while start < len(whole.text) and cuts_a_word(whole.text, start):
                start += 1
            continue
        found.append(whole.span(start, end))
        start = end
    return found


def cuts_a_word(text, at):
    """Whether two letters or digits meet there, of a script that puts spaces between words."""
    around = text[at - 1 : at + 1] if 0 < at < len(text) else ""
    return bool(around) and around.isalnum() and all(ord(char) < FIRST_UNSPACED for char in around)


def find_across(quotation, text, spans):
    """Where a quotation stands in `text` that a reporting clause interrupts ("...", she said,
    "..."): the (start, end) of each piece in order, or an empty list. The words must go on without
    a gap through `spans`, the quoted spans of one statement in order."""
    spoken = " ".join(text[start:end] for start, end in spans)
    found = find(quotation, spoken)
    if not found:
        return []
    first, last = found[0]
    pieces, passed = [], 0
    for start, end in spans:
        begins, ends = max(first - passed, 0), min(last - passed, end - start)
        if begins < ends:
            pieces.append((start + begins, start + ends))
        passed += end - start + 1
    return pieces


def selector(text, start, end):
    """The Selector of a span, its context lengthened until no other place in the text has it (or
    until it is as long as it may be). Raises ValueError for a span that is empty or outside."""
    if not 0 <= start < end <= len(text):
        raise ValueError((start, end))
    exact = text[start:end]
    length = CONTEXT
    while True:
        prefix, suffix = before(text, start, length), after(text, end, length)
        words = prefix + exact + suffix
        first = text.find(words)
        if length >= CONTEXT_LIMIT or text.find(words, first + 1) < 0:
            return Selector(exact, prefix, suffix)
        length = min(length * 2, CONTEXT_LIMIT)


def before(text, start, length):
    """Up to `length` characters that end at `start`, from where a word begins."""
    cut = max(start - length, 0)
    if cut and not text[cut - 1].isspace():
        word = next((at for at in range(cut, start) if text[at].isspace()), cut)
        cut = word + 1 if word + 1 < start else cut
    return text[cut:start]


def after(text, end, length):
    """Up to `length` characters from `end` on, to where a word ends."""
    cut = min(end + length, len(text))
    if cut < len(text) and not text[cut].isspace():
        word = next((at for at in range(cut, end, -1) if text[at - 1].isspace()), cut)
        cut = word if word - 1 > end else cut
    return text[end:cut]


def text_fragment(url, exact, prefix="", suffix=""):
    """The address that scrolls to the exact words and marks them; a fragment that it already has
    stays. The address as it is where there are no words, and "" where there is no address."""
    directive = text_directive(exact, prefix, suffix)
    if not url or not directive:
        return url or ""
    address, _, fragment = url.partition("#")
    return f"{address}#{fragment.partition(':~:')[0]}:~:text={directive}"


def text_directive(exact, prefix, suffix):
    """[prefix-,]start[,end][,-suffix]: each part lies within one line, for none but the span from
    start to end may run over paragraphs."""
    lines = [words for line in exact.splitlines() if (words := line.split())]
    if not lines:
        return ""
    whole = " ".join(lines[0])
    if len(lines) == 1 and len(whole) <= WHOLE_LIMIT or len(lines[0]) <= 1 == len(lines):
        parts = [whole]
    else:
        first = lines[0][:ENDS] if len(lines) > 1 else beginning(lines[0])
        parts = [" ".join(first), " ".join(lines[-1][-ENDS:])]
    parts = [encode(part) for part in parts]
    if led_by := prefix.strip().splitlines()[-1:]:
        parts.insert(0, f"{encode(' '.join(led_by[0].split()))}-")
    if followed_by := suffix.strip().splitlines()[:1]:
        parts.append(f"-{encode(' '.join(followed_by[0].split()))}")
    return ",".join(parts)


def beginning(words):
    """The first words, never so many that the last ones have none left."""
    return words[: max(1, min(ENDS, len(words) - ENDS))]


def encode(words):
    """Percent-encoded, with the three marks that the directive itself uses."""
    return quote(words, safe="!'()*", errors="replace").replace("-", "%2D")
