"""Many proofs against one article: where words stand in it, and what is kept of them."""

import re
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from .folding import fold
from .quotes import quoted
from .verbatim import CLOSING, find, find_across, search, selector
from .words import cleaned, paragraphs_of

WORD = re.compile(r"\w+")
MARKS = " \"'“”„‟«»‘’‚‛‹›"
# Of a quotation that is not verbatim, so many words are looked for.
LONGEST_SOUGHT = 400


class Pasted:
    """The text of an article, folded once. Spans are (start, end) in it."""

    def __init__(self, text):
        self.text = text

    @cached_property
    def folded(self):
        return fold(self.text)

    @cached_property
    def quotes(self):
        """All spans between quote marks."""
        clean, origins = cleaned(self.text)
        found = [one for spans in quoted(clean, paragraphs_of(clean)) for one in spans]
        return [(origins[one.start], origins[one.end - 1] + 1) for one in found]

    @cached_property
    def words(self):
        """The span of each word, and the words themselves to compare."""
        spans = [match.span() for match in WORD.finditer(self.text)]
        return spans, [self.text[start:end].casefold() for start, end in spans]

    def find(self, words):
        """Every span where the words stand verbatim (see verbatim.find)."""
        wanted = fold(words).text.strip()
        return search(self.folded, wanted) or search(self.folded, wanted.rstrip(CLOSING))

    def place(self, words, near=None):
        """The span of the words, the nearest one to a position if they stand there more than once;
        None if they do not."""
        found = self.find(words)
        return min(found, key=lambda span: abs(span[0] - (near or 0)), default=None)

    def selector(self, span):
        return selector(self.text, *span)

    def inside(self, span):
        """The spans between quote marks that lie within a span."""
        return [(s, e) for s, e in self.quotes if span[0] <= s and e <= span[1]]

    def words_of(self, span):
        """What is said in a span: the words between its quote marks, or else all of them."""
        quotes = self.inside(span)
        return joined(self.text, quotes) if quotes else one_line(self.text[slice(*span)])

    def spoken(self, words, span):
        """The words as they stand in the text where they meet the span, or within it between the
        quote marks, if a reporting clause interrupts them; "" if they are not verbatim. Line
        breaks are spaces, and a full stop at their end is kept where the text has none."""
        for found in self.find(words):
            if found[0] < span[1] and span[0] < found[1]:
                return with_end(self.text[slice(*found)], words)
        quotes = self.inside(span)
        if pieces := find_across(words, self.text, quotes):
            return with_end(" ".join(self.text[slice(*piece)] for piece in pieces), words)
        told = joined(self.text, quotes)
        found = find(words, told)
        return with_end(told[slice(*found[0])], words) if found else ""

    def nearest(self, words):
        """The span around the longest run of words that both have, as many words as are sought;
        None if not even two stand there together."""
        wanted = [word.casefold() for word in WORD.findall(words)][:LONGEST_SOUGHT]
        there, read = self.words
        run = SequenceMatcher(None, wanted, read, autojunk=False).find_longest_match()
        if run.size < 2:
            return None
        first = max(run.b - run.a, 0)
        return there[first][0], there[min(first + len(wanted), len(there)) - 1][1]


def one_line(words):
    return " ".join(words.split())


def with_end(found, given):
    """The words found on one line, with the full stop of the given ones if they have none."""
    found, last = one_line(found), given.rstrip(MARKS)[-1:]
    return f"{found.rstrip(',;: ')}." if last == "." and found[-1] not in ".!?…" else found


def joined(text, spans):
    """Words that a reporting clause interrupts as one: what ends with the comma of the clause ends
    with a full stop if a sentence begins after it, or nothing follows."""
    pieces = []
    for (start, end), (following, _) in pairwise([*spans, (len(text), len(text))]):
        piece = text[start:end]
        last = following == len(text)
        if piece.endswith(",") and (last or text[end:following].rstrip(MARKS).endswith(".")):
            piece = f"{piece[:-1]}."
        pieces.append(piece)
    return one_line(" ".join(pieces))


def told(text, span, quotes):
    """The words of a span as a sentence on one line, those between quote marks inside “ ”."""
    start, end = span
    pieces, position = [], start
    for first, last in quotes:
        pieces += [text[position:first].rstrip(MARKS[1:]), "“", text[first:last], "”"]
        position = last + 1 if text[last : last + 1] in MARKS[1:] else last
    pieces.append(text[position:end])
    words = one_line("".join(pieces))
    stop = "." if words.rstrip(f"{MARKS})")[-1:].isalnum() else ""
    return f"{words[:1].upper()}{words[1:]}{stop}"
