"""One work that is cited, whatever the format."""

import re
from dataclasses import dataclass, fields
from datetime import date

from positions.dates import in_words

# White space of every kind and control characters; and what would turn the direction of all that
# follows in a line (embeddings, overrides, isolates).
GAP = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What a web address holds only as %XX, although browsers take it as it stands.
UNSAFE = re.compile(r"""[\s\x00-\x1f\x7f-\x9f"'<>\\^`{|}\[\]\u202a-\u202e\u2066-\u2069]""")


def on_one_line(text):
    # Nearly all is so already; of white space and controls only a plain space is printable.
    if text.isprintable() and "  " not in text:
        return text.strip()
    return GAP.sub(" ", TURNING.sub("", text)).strip()


def escaped(address):
    """A web address that stands in any of the formats as it is."""
    return UNSAFE.sub(lambda one: "".join(f"%{byte:02X}" for byte in one[0].encode()), address)


@dataclass(frozen=True)
class Reference:
    """Every text is kept on one line. `title` is empty where none is on record, and `descriptive`
    where it is in our words; `status` follows it in brackets. What was said on `said_on` is known
    to `precision` (day, month or year); `news` tells a paper or agency from any other page;
    `language` is a code such as uk; `quote` has the very words and is empty where there are none.
    What has no address was not accessed.

    Names are given whole: which part of one is the family name is on no record.
    """

    key: str
    title: str
    site: str
    url: str
    accessed: date | None
    author: str = ""
    issued: date | None = None
    said_on: date | None = None
    precision: str = "day"
    archived_url: str = ""
    language: str = ""
    original_title: str = ""
    original_language: str = ""
    descriptive: bool = False
    status: str = ""
    abstract: str = ""
    note: str = ""
    quote: str = ""
    news: bool = False

    def __post_init__(self):
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, str):
                tidy = escaped if one.name in ("url", "archived_url") else on_one_line
                object.__setattr__(self, one.name, tidy(value))
        if not self.url:
            object.__setattr__(self, "accessed", None)

    @property
    def heading(self):
        """What stands in a title's place: the title with its status, or what it is a page of."""
        if self.title:
            return self.title + self.in_brackets
        parts = [f"{'Page' if self.url else 'Text'} of {self.site}"]
        if self.issued:
            parts.append(in_words(self.issued))
        return f"[{', '.join(parts)}]{self.in_brackets}"

    @property
    def in_brackets(self):
        return f" [{self.status}]" if self.status else ""

    @property
    def issued_iso(self):
        return self.issued.isoformat() if self.issued else ""

    @property
    def said_parts(self):
        """[2022, 12, 2], or fewer where less is known; empty without a day."""
        if not self.said_on:
            return []
        parts = [self.said_on.year, self.said_on.month, self.said_on.day]
        return parts[: {"year": 1, "month": 2, "day": 3}[self.precision]]
