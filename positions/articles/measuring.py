"""How well the proposals meet what people found in the same articles.

A folder holds NAME.txt beside NAME.json: `date`, `known_officials` (name, actor, role, aliases),
optionally `known_actors` (name, aliases) and `statements` (speaker, actor, attribution, kind,
quoted_spans, said_on, about_other_actor).
"""

import json
from dataclasses import dataclass, field
from datetime import date

from .folding import fold, plain
from .names import Party, Person
from .proposals import propose

HOW = """\
A proposal meets an expected statement when the speaker is the same (for no name: no name, the same
actor and the same attribution) and, with words in quote marks, at least one expected span and one
proposed span hold the same words or one holds the other; each meets one at most. Paraphrases have
no span in the expected files: they meet by speaker in the order of the text, all statements of the
article in line. Recall is the share of expected statements met, precision the share of proposals
that meet one. Day, form and whose position are shares of the statements met; words is the share of
the expected quoted words in the proposals that met them."""


@dataclass
class Article:
    name: str
    text: str
    published_on: date
    people: list[Person]
    parties: list[Party]
    expected: list[dict]

    def proposals(self):
        return propose(self.text, self.people, self.parties, self.published_on)


@dataclass
class Count:
    expected: int = 0
    proposed: int = 0
    met: int = 0

    def __add__(self, other):
        return Count(*(a + b for a, b in zip(self.row, other.row, strict=True)))

    @property
    def row(self):
        return self.expected, self.proposed, self.met

    @property
    def recall(self):
        return self.met / self.expected if self.expected else 1.0

    @property
    def precision(self):
        return self.met / self.proposed if self.proposed else 1.0

    def __str__(self):
        return (
            f"recall {self.recall:.2f} ({self.met} of {self.expected}), "
            f"precision {self.precision:.2f} ({self.met} of {self.proposed})"
        )


@dataclass
class Figures:
    """Of one article or, added up, of several. `missed` and `unasked` tell what did not meet."""

    quoted: Count = field(default_factory=Count)
    paraphrased: Count = field(default_factory=Count)
    right: dict = field(default_factory=lambda: dict.fromkeys(("day", "form", "about"), 0))
    words: list = field(default_factory=lambda: [0, 0])
    missed: list = field(default_factory=list)
    unasked: list = field(default_factory=list)
    wrong: list = field(default_factory=list)

    def __add__(self, other):
        return Figures(
            self.quoted + other.quoted,
            self.paraphrased + other.paraphrased,
            {name: count + other.right[name] for name, count in self.right.items()},
            [a + b for a, b in zip(self.words, other.words, strict=True)],
            self.missed + other.missed,
            self.unasked + other.unasked,
            self.wrong + other.wrong,
        )

    @property
    def met(self):
        return self.quoted.met + self.paraphrased.met

    def share(self, name):
        return self.right[name] / self.met if self.met else 1.0

    def lines(self):
        share = {name: f"{self.share(name):.2f}" for name in self.right}
        words = self.words[0] / self.words[1] if self.words[1] else 1.0
        return [
            f"quoted speech: {self.quoted}",
            f"paraphrases:   {self.paraphrased}",
            f"right day {share['day']}, right form {share['form']}, right position holder "
            f"{share['about']}, quoted words {words:.2f}",
        ]


def articles(folder):
    """Every Article of a folder (a Path), by name. Raises OSError or ValueError."""
    return [
        article(path) for path in sorted(folder.glob("*.json")) if path.with_suffix(".txt").exists()
    ]


def article(path):
    known = json.loads(path.read_text(encoding="utf-8"))
    people = [
        Person(p["name"], p["actor"], p["role"], tuple(p["aliases"]))
        for p in known["known_officials"]
    ]
    parties = [Party(p["name"], tuple(p["aliases"])) for p in known.get("known_actors", [])]
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    day = date.fromisoformat(known["date"])
    return Article(path.stem, text, day, people, parties, known["statements"])


def measure(article):
    """The Figures of an article."""
    expected, proposals = article.expected, article.proposals()
    met = meet_quoted(article.text, expected, proposals) | meet_in_order(
        article.text, expected, proposals
    )
    figures = Figures()
    for number, statement in enumerate(expected):
        count = figures.quoted if statement["quoted_spans"] else figures.paraphrased
        count.expected += 1
        if number not in met:
            figures.missed.append((article.name, told(statement)))
            continue
        proposal = proposals[met[number]]
        count.met += 1
        wrong = compare(article.text, statement, proposal, figures)
        if wrong:
            figures.wrong.append((article.name, told(statement), wrong))
    for number, proposal in enumerate(proposals):
        count = figures.quoted if proposal.quoted else figures.paraphrased
        count.proposed += 1
        if number not in met.values():
            figures.unasked.append((article.name, shown(article.text, proposal)))
    return figures


def compare(text, statement, proposal, figures):
    day = proposal.said_on.isoformat()
    length = {"day": 10, "month": 7, "year": 4}[proposal.precision]
    right = {
        "day": statement["said_on"] == day[:length],
        "form": statement["kind"] == proposal.form,
        "about": statement["about_other_actor"] == proposal.about,
    }
    for name, is_right in right.items():
        figures.right[name] += is_right
    for span in statement["quoted_spans"]:
        figures.words[1] += len(span.split())
        if any(holds(mine, span) for mine in spans_of(text, proposal)):
            figures.words[0] += len(span.split())
    said = {"day": day[:length], "form": proposal.form, "about": proposal.about}
    return {name: said[name] for name, is_right in right.items() if not is_right}


def meet_quoted(text, expected, proposals):
    """{number of the expected statement: number of the proposal} with words in quote marks."""
    met = {}
    for number, statement in enumerate(expected):
        best, most = None, 0
        for candidate, proposal in enumerate(proposals):
            if candidate in met.values() or not same_speaker(statement, proposal):
                continue
            mine = spans_of(text, proposal)
            shared = sum(
                any(holds(a, b) or holds(b, a) for a in mine) for b in statement["quoted_spans"]
            )
            if shared > most:
                best, most = candidate, shared
        if best is not None:
            met[number] = best
    return met


def meet_in_order(text, expected, proposals):
    """The same of paraphrases: the longest sequence of all statements common to both."""
    rows, columns = len(expected), len(proposals)
    longest = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            longest[row][column] = (
                longest[row + 1][column + 1] + 1
                if alike(expected[row], proposals[column])
                else max(longest[row + 1][column], longest[row][column + 1])
            )
    met, row, column = {}, 0, 0
    while row < rows and column < columns:
        if alike(expected[row], proposals[column]):
            if not expected[row]["quoted_spans"]:
                met[row] = column
            row, column = row + 1, column + 1
        elif longest[row + 1][column] >= longest[row][column + 1]:
            row += 1
        else:
            column += 1
    return met


def alike(statement, proposal):
    return same_speaker(statement, proposal) and bool(statement["quoted_spans"]) == bool(
        proposal.quoted
    )


def same_speaker(statement, proposal):
    if statement["speaker"]:
        return plain(statement["speaker"]) == plain(proposal.speaker or "")
    return (
        proposal.speaker is None
        and statement["attribution"] == proposal.attribution
        and plain(statement["actor"] or "") == plain(proposal.actor or "")
    )


def spans_of(text, proposal):
    return [text[start:end] for start, end in proposal.quoted]


def holds(longer, shorter):
    words = fold(shorter).text.strip(" .,")
    return bool(words) and words in fold(longer).text


def told(statement):
    who = statement["speaker"] or f"{statement['attribution']} of {statement['actor']}"
    return f"{who}, {statement['kind']}: {' / '.join(statement['quoted_spans'])[:80]}"


def shown(text, proposal):
    who = proposal.speaker or f"{proposal.attribution} of {proposal.actor}"
    words = " / ".join(spans_of(text, proposal)) or text[slice(*proposal.span)]
    return f"{who}, {proposal.form}: {' '.join(words.split())[:80]}"
