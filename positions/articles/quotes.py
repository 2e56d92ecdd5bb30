"""Where somebody's words stand in quote marks.

Only the outermost marks count. Single marks are told from apostrophes by what stands around them; a
quotation that is still open at the end of its paragraph goes on where the next one begins with a
mark.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

OPENING = {
    "“": "”",
    "”": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    '"': '"',
    "‘": "’'",
    "‚": "‘’",
    "‹": "›",
    "'": "'",
}
SINGLE = "‘'’"
MARKS = re.compile("[“”„‟«»\"‘’‚‹›']")
BEFORE_OPENING = " \n([{-–—/“„«‘'\""
ELISION = re.compile(r"['‘’](?:(?:\d\ds?|tis|twas|em|til|cause)\b|n['’])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words between the marks. `outer_*` include the marks; `continues` says that the words go
    on from the paragraph before, `closed` that a closing mark ends them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool
    closed: bool


def quoted(text, paragraphs):
    """For each (start, end) of `paragraphs`, a list of its Quoted in order."""
    found, open_mark = [], None
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else len(text)
        spans, open_mark = in_paragraph(text, start, end, following, open_mark)
        found.append(spans)
    return found


def in_paragraph(text, start, end, following, open_mark):
    """The Quoted of one paragraph, and the mark that it leaves open for the next one."""
    marks = [(match.start(), match[0]) for match in MARKS.finditer(text, start, end)]
    singles = Singles(text, marks, start, end)
    spans, position, number = [], start, 0
    goes_on = open_mark is not None and text[start : start + 1] == open_mark
    left_open = None
    while number < len(marks):
        at, mark = marks[number]
        if at < position or not opens(text, at, mark, start):
            number += 1
            continue
        if mark in SINGLE:
            close = singles.closing(at)
            number += 1
        else:
            close, number = double_closing(text, marks, number, end)
        if close is None and (mark in SINGLE and text[following : following + 1] != mark):
            continue
        inner = trimmed(text, at + 1, end if close is None else close)
        position = end if close is None else close + 1
        if inner:
            continues = goes_on and at == start
            spans.append(Quoted(*inner, at, position, continues, close is not None))
        if close is None:
            left_open = mark if text[following : following + 1] == mark else None
            break
    return spans, left_open


def opens(text, at, mark, start):
    if mark not in OPENING or at + 1 >= len(text) or text[at + 1].isspace():
        return False
    freely = at == start or text[at - 1] in BEFORE_OPENING
    if mark in "‘'":
        # 'Tis and '90s are short for something.
        return freely and not ELISION.match(text, at)
    if mark == '"':
        # Not the sign of inches.
        return freely or text[at + 1].isalnum()
    return freely or mark in "„«‚‹" or (mark == "“" and text[at - 1] in ",.:;")


def double_closing(text, marks, number, end):
    """Where the quotation opened by this mark closes (or None), and the number of the next mark."""
    opened, depth = marks[number][1], 0
    closing = OPENING[opened]
    for later in range(number + 1, len(marks)):
        at, mark = marks[later]
        if mark in closing or (
            mark == opened and ends(text, at, end) and not text[at - 1].isspace()
        ):
            if not depth:
                return at, later + 1
            depth -= 1
        elif mark == opened:
            depth += 1
    return None, len(marks)


class Singles:
    """The single marks of a paragraph that may open or close a quotation."""

    def __init__(self, text, marks, start, end):
        self.openings, self.closings = [], []
        for at, mark in marks:
            if mark in "‘'" and opens(text, at, mark, start):
                self.openings.append(at)
            elif mark in "’'" and at > start and not text[at - 1].isspace() and ends(text, at, end):
                self.closings.append((at, may_be_apostrophe(text, at)))

    def closing(self, opened):
        """The first mark before the next opening one that is no apostrophe for sure; if all may be
        one, the first."""
        number = bisect_right(self.openings, opened)
        limit = self.openings[number] if number < len(self.openings) else float("inf")
        first = None
        for number in range(bisect_right(self.closings, (opened, True)), len(self.closings)):
            at, doubtful = self.closings[number]
            if at >= limit:
                break
            if not doubtful:
                return at
            first = at if first is None else first
        return first


def ends(text, at, end):
    return at + 1 >= end or not text[at + 1].isalnum()


def may_be_apostrophe(text, at):
    """A plural's (the ministers' choice) or one for a letter left out (talkin' about)."""
    shortened = text[at - 1] in "sxz" or text[at - 2 : at] == "in"
    return shortened and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()


def trimmed(text, start, end):
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
