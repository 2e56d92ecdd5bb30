"""Each format of a reference, read back by somebody else's reader."""

import json
import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs

import bibtexparser
import mwparserfromhell
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given
from hypothesis import strategies as st

from positions.citing import Reference, bibtex, context_object, csl_json, plain, ris, wikipedia
from positions.citing.reference import escaped, on_one_line
from positions.citing.wikipedia import UNTITLED

NASTY = [
    r"{ unbalanced \{ braces }} \textbf{x} \ %  # $5 & a_b ~ ^ “q” \\",
    "two\nlines\r\nER  - \r\nTY  - BOOK\x00\x1b\x85\u2028end",
    "Без попередніх умов, «ніколи» №1",
    "\u202eevil\u202c שלום \u2066x\u2069 مرحبا",
    "}}, url = {https://evil.example}, x = {",
    "a | b |quote=[[File:x.png]] {{delete}} <ref>''it'' '''b''' ~~~~ __NOTOC__ &amp; == h ==",
    "@comment{x} \"q\" 'q' <b> </textarea></script>",
]
DAY = {"date-parts": [[2026, 11, 23]]}
ADDRESSES = st.sampled_from(
    [
        "https://example.org/a_b?x=1&y=%20#:~:text=%C2%AB,no-,yes",
        "https://example.org/{x}|[y]'z\"<b>\\^`",
        "http://kremlin.ru/новини/1",
        "",
    ]
)
ANY = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=60))


def reference(title="No.", **fields):
    defaults = {"key": "no-1", "site": "Parley", "url": "https://example.org/no/"}
    return Reference(title=title, accessed=date(2026, 11, 23), **{**defaults, **fields})


def nasty(test):
    """The test with any text in each of a reference's texts; it takes the Reference."""
    made = st.builds(
        reference,
        title=ANY,
        site=ANY.filter(on_one_line),
        author=ANY,
        note=ANY,
        quote=ANY,
        original_title=ANY,
        url=ADDRESSES,
        archived_url=ADDRESSES,
        language=st.sampled_from(["", "en", "uk", "zh-Hant", "xx"]),
        issued=st.sampled_from([None, date(2022, 2, 1)]),
        said_on=st.sampled_from([None, date(2022, 1, 31)]),
        descriptive=st.booleans(),
        status=st.sampled_from(["", "paraphrase, unreviewed"]),
        abstract=ANY,
        precision=st.sampled_from(["day", "month", "year"]),
        news=st.booleans(),
    )
    test = given(made)(test)
    for words in NASTY:
        test = example(reference(words, author=words, site=words, note=words, abstract=words))(test)
    return test


def read_bibtex(text):
    """The one entry: its fields by name, as they stand."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert library.blocks == [entry]
    return entry


COMMANDS = {
    r"\lbrace{}": "{",
    r"\rbrace{}": "}",
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}


def from_latex(text):
    command = re.compile(r"\\[a-z]+\{\}|\\([#$%&_])")
    return command.sub(lambda found: found[1] or COMMANDS[found[0]], text)


@nasty
def test_bibtex_is_read_back(made):
    entry = read_bibtex(bibtex(made))
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("online", "no-1")
    assert fields["title"][0] + fields["title"][-1] == "{}"
    assert from_latex(fields["title"][1:-1]) == made.heading
    assert from_latex(fields.get("author", "{}")[1:-1]) == made.author
    assert from_latex(fields["organization"]) == made.site
    assert from_latex(fields.get("note", "")) == made.note
    assert from_latex(fields.get("abstract", "")) == made.abstract
    assert fields.get("url", "") == made.url
    assert fields.get("date", "") == made.issued_iso
    assert fields.get("urldate", "") == ("2026-11-23" if made.url else "")
    assert made.archived_url in from_latex(fields.get("addendum", ""))


def test_latex_prints_what_was_put_in():
    """By another's reading of LaTeX, which takes the circumflex for an accent."""
    words = r"{a} \b ~ # $ % & _ “c” Ні"
    told = bibtexparser.parse_string(
        bibtex(reference(words)), append_middleware=[LatexDecodingMiddleware()]
    )
    assert told.entries[0]["title"] == words


def test_braces_are_balanced_as_bibtex_counts_them():
    told = bibtex(reference(NASTY[0], note="}}}", url="https://example.org/}{"))
    depth = 0
    for char in told:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0


def test_languages_are_named_as_latex_names_them():
    told = read_bibtex(bibtex(reference("Ніколи.", language="uk")))
    assert (told["langid"], told["language"], told["title"]) == (
        "ukrainian",
        "ukrainian",
        "{Ніколи.}",
    )
    told = read_bibtex(bibtex(reference(language="ka")))
    assert told["language"] == "ka" and "langid" not in told


@nasty
def test_ris_is_read_back(made):
    (entry,) = rispy.loads(ris(made))
    assert entry["type_of_reference"] == ("NEWS" if made.news else "ELEC")
    assert (entry["id"], entry["title"], entry["secondary_title"]) == (
        "no-1",
        made.heading,
        made.site,
    )
    assert entry.get("authors", [""]) == [made.author]
    assert entry.get("urls", [""]) == [made.url]
    assert entry.get("language", "") == made.language
    assert entry.get("abstract", "") == made.abstract
    assert entry.get("access_date", "") == ("2026/11/23/" if made.url else "")
    archived = f"Archived: {made.archived_url}" if made.archived_url else ""
    assert entry.get("notes", []) == [note for note in (made.note, archived) if note]
    assert set(entry) <= {
        "type_of_reference", "id", "title", "secondary_title", "authors", "urls", "language",
        "access_date", "notes", "date", "year", "abstract",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("precision", "day"), [("day", "2022-02-01"), ("month", "2022-02"), ("year", "2022")]
)
def test_a_day_is_told_no_more_exactly_than_it_is_known(precision, day):
    made = reference(said_on=date(2022, 2, 1), precision=precision, issued=date(2026, 1, 31))
    parts = [2022, 2, 1][: day.count("-") + 1]
    assert csl_json(made)["event-date"] == {"date-parts": [parts]}
    assert read_bibtex(bibtex(made))["eventdate"] == day


def test_the_day_of_the_words_is_not_the_day_of_issue():
    made = reference(said_on=date(2022, 2, 1), issued=date(2026, 1, 31))
    (entry,) = rispy.loads(ris(made))
    assert (entry["date"], entry["year"]) == ("2026/01/31/", "2026")
    assert csl_json(made)["issued"] == {"date-parts": [[2026, 1, 31]]}
    assert read_bibtex(bibtex(made))["date"] == "2026-01-31"
    assert "|date=31 January 2026 |" in wikipedia(made)
    assert "Parley, 31 January 2026." in plain(made)
    assert parse_qs(context_object(made))["rft.date"] == ["2026-01-31"]


# The variables of the schema's version 1.0.2 that may be set here, and what each takes.
VARIABLES = {
    "id": str,
    "type": str,
    "author": list,
    "title": str,
    "original-title": str,
    "container-title": str,
    "event-date": dict,
    "abstract": str,
    "issued": dict,
    "accessed": dict,
    "URL": str,
    "archive_location": str,
    "language": str,
    "note": str,
}


@nasty
def test_csl_json_is_read_back(made):
    item = json.loads(json.dumps(csl_json(made)))
    assert all(isinstance(value, VARIABLES[name]) for name, value in item.items())
    assert item["type"] in ("webpage", "article-newspaper")
    assert item.get("author", [{"literal": ""}]) == [{"literal": made.author}]
    assert (item["title"], item["container-title"]) == (made.heading, made.site)
    assert (item.get("URL", ""), item.get("archive_location", "")) == (made.url, made.archived_url)
    assert (item.get("note", ""), item.get("language", "")) == (made.note, made.language)
    assert item.get("abstract", "") == made.abstract
    assert ("accessed" in item) is bool(made.url)
    assert item.get("accessed", DAY) == DAY


def test_a_citation_processor_prints_it():
    made = reference("Ніколи.", author="Sergei Lavrov", issued=date(2022, 12, 2), language="uk")
    source = CiteProcJSON([csl_json(made)])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    printed = CitationStylesBibliography(style, source, formatter.plain)
    printed.register(Citation([CitationItem("no-1")]))
    (entry,) = printed.bibliography()
    for words in (
        "Sergei Lavrov",
        "2022",
        "Ніколи",
        "https://example.org/no/",
        "November 23, 2026",
    ):
        assert words in str(entry)


@nasty
def test_wikipedias_template_is_read_back(made):
    code = mwparserfromhell.parse(wikipedia(made))
    (template,) = code.filter_templates()
    assert str(template) == str(code)
    assert template.name.strip() == ("cite news" if made.news else "cite web")
    told = {
        str(one.name).strip(): one.value.strip_code(normalize=True, collapse=False).strip(" ")
        for one in template.params
    }
    assert told["title"] == made.heading
    assert told["newspaper" if made.news else "website"] == made.site
    assert told.get("author", "") == made.author
    assert told.get("quote", "") == made.quote
    assert str(template.get("url").value).strip() == made.url if made.url else "url" not in told
    assert ("access-date" in told) is bool(made.url)
    for name in {"title", "author", "quote"} & told.keys():
        value = str(template.get(name).value).removeprefix(UNTITLED)
        assert not re.search(r"[\[\]{|<]|''|~~|__", value)


def test_an_archived_copy_without_its_day_is_left_to_the_other_formats():
    address = "https://web.archive.org/web/20221203101112/https://example.org/"
    assert f"|archive-url={address} |archive-date=2022-12-03" in wikipedia(
        reference(archived_url=address)
    )
    assert "archive" not in wikipedia(reference(archived_url=address, url=""))
    assert "archive" not in wikipedia(reference(archived_url=address.replace("1203", "1303")))
    short = reference(archived_url="https://archive.example/abc")
    assert "archive" not in wikipedia(short)
    assert "https://archive.example/abc" in plain(short)


@nasty
def test_a_context_object_is_read_back(made):
    told = parse_qs(context_object(made), strict_parsing=True)
    assert told["rft.title"] == [made.heading]
    assert told.get("rft.creator", [""]) == [made.author]
    assert told.get("rft.identifier", [""]) == [made.url]
    description = " ".join(filter(None, [made.abstract, made.note]))
    assert told.get("rft.description", [""]) == [description]
    assert told["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]


@nasty
def test_plain_text_is_one_line_with_everything_in_it(made):
    told = plain(made)
    assert len(told.splitlines()) == 1
    in_quotes = f"“{made.title}”" in told
    assert in_quotes or made.heading in told
    for words in (
        made.author,
        made.title,
        made.status,
        made.site,
        made.note,
        made.url,
        made.archived_url,
    ):
        assert words in told


def test_plain_text_reads_as_people_write_it():
    made = reference("Never", author="Sergei Lavrov", issued=date(2022, 12, 2), note="As of 2023.")
    told = (
        "Parley, 2 December 2022. As of 2023. https://example.org/no/ (accessed 23 November 2026)."
    )
    assert plain(made) == f"Sergei Lavrov. “Never”. {told}"
    checked = replace(made, status="said 2 December 2022, unreviewed")
    assert plain(checked) == f"Sergei Lavrov. “Never” [said 2 December 2022, unreviewed]. {told}"
    ours = replace(made, author="Parley", descriptive=True, status="paraphrase, unreviewed")
    assert plain(ours) == f"Parley. Never [paraphrase, unreviewed]. {told}"


def test_texts_are_kept_but_for_what_no_line_can_hold():
    assert on_one_line(" a\tb\x00c\n\n“Ні” {\\} ") == "a b c “Ні” {\\}"
    assert on_one_line("\u202ea\u202c") == "a"
    assert escaped("https://example.org/%7B{a}|'\u202e") == (
        "https://example.org/%7B%7Ba%7D%7C%27%E2%80%AE"
    )


def test_a_work_without_a_title_is_described_and_nothing_stands_in_quotation_marks():
    made = reference(" ", site="Newsmax", issued=date(2022, 9, 12), news=True)
    told = "[Page of Newsmax, 12 September 2022]"
    assert plain(made).startswith(f"{told}. Newsmax, 12 September 2022. https://")
    assert read_bibtex(bibtex(made))["title"] == f"{{{told}}}"
    assert csl_json(made)["title"] == told
    assert rispy.loads(ris(made))[0]["title"] == told
    described = "&#91;Page of Newsmax, 12 September 2022&#93;"
    assert f"|title=<!-- title not on record -->{described} |newspaper" in wikipedia(made)
    assert plain(reference("", site="Kremlin", url="")).startswith("[Text of Kremlin]. ")
