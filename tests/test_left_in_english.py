"""Pages in Ukrainian and Russian tell nothing in English but what was entered so, and say where."""

import re
from html.parser import HTMLParser

import pytest

from .test_every_page import PAGES

# Elements whose words are no part of the sentences of a page, or are English by nature.
APART = {"script", "style", "code", "kbd", "samp", "textarea"}
VOID = {"meta", "link", "input", "img", "br", "hr", "col", "wbr", "source"}
ATTRIBUTES = {"aria-label", "alt", "title", "placeholder", "data-announce", "content"}
# Names of the site, of formats and of standards, and addresses.
NAMES = re.compile(
    r"Parley|English|CSV|JSON(?: Feed)?|Atom|API|OpenAPI|Excel|BibTeX|RIS|CSL|PNG|SHA-256|ZIP|UTF-8"
    r"|cookie|null|Wikipedia|Wikidata|DuckDB|Python|LibreOffice|Google|README|PDF|HTML|SVG|ETag|CORS|HTTP"
    r"|GET|ISO 8601|UTC|Krippendorff|Popolo|Frictionless(?: Data)?|Data Package|Zotero|oEmbed"
    r"|https?://\S+|testserver/\S*|\S+\.(?:csv|json|zip|md|xml|png|ris|bib)|\bOR\b|\b(?:actor|speaker|official|topic"
    r"|precondition|stance|group|year|before|after|form|kind|language):\S*"
)
WORD = re.compile(r"[A-Za-z]{2,}")
CYRILLIC = re.compile(r"[А-Яа-яЇїІіЄєҐґЁё]")


class Reader(HTMLParser):
    """Collects what is told in a language without being of it."""

    def __init__(self, language):
        super().__init__()
        self.language, self.open, self.left = language, [("", language, False)], []
        self.bare, self.marked = [], []

    def handle_starttag(self, name, attributes):
        given = dict(attributes)
        _, language, is_apart = self.open[-1]
        is_apart = is_apart or name in APART or given.get("name") == "official"
        spoken = given.get("lang", language)
        if name not in VOID:
            self.open.append((name, spoken, is_apart))
        if name != "meta" or given.get("name") == "description":
            for attribute in ATTRIBUTES & given.keys():
                words = given[attribute] or ""
                if spoken == self.language and not CYRILLIC.search(words):
                    self.bare.append((f"{name} {attribute}: {words}", words))

    def handle_endtag(self, name):
        while len(self.open) > 1:
            if self.open.pop()[0] == name:
                return

    def handle_data(self, data):
        name, language, is_apart = self.open[-1]
        if language != self.language:
            self.marked.append(" ".join(data.split()))
        elif name == "title" and any(name == "svg" for name, *_ in self.open):
            if not CYRILLIC.search(data):
                self.left.append(f"title: {data}")
        elif name == "title":
            self.bare.append((f"title: {data}", data))
        elif not is_apart and has_words(data):
            names = " ".join(name for name, *_ in self.open[-3:])
            self.left.append(f"{names}: {' '.join(data.split())}")


def left_in_english(page, language):
    reader = Reader(language)
    reader.feed(page)
    marked = sorted(set(filter(None, reader.marked)), key=len, reverse=True)
    bare = [told for told, words in reader.bare if has_words(without(marked, NAMES.sub("", words)))]
    return list(dict.fromkeys(reader.left + bare))


def without(marked, words):
    """In titles and attributes nothing can be marked: without what the page has elsewhere, also cut
    off."""
    words = " ".join(words.split())
    for one in marked:
        words = words.replace(one, "")
        if "…" in words:
            begun = words[: words.index("…")]
            ends = (begun[at:] for at in range(len(begun)) if one.startswith(begun[at:]))
            words = words.replace(next(ends, "") + "…", "…")
    return words


def has_words(text):
    return bool(WORD.search(NAMES.sub("", text)))


@pytest.mark.parametrize("language", ["uk", "ru"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_where_it_is_in_english(client, seeds, address, language):
    page = client.get(f"/{language}{address}").text
    assert left_in_english(page, language) == []
