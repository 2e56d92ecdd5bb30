"""Whole articles in the manner of agencies, newspapers, digests and transcripts; states and people
are invented. What is expected was written down before the program read them."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from positions.articles.measuring import Figures, article, articles, measure
from positions.articles.verbatim import find

TEXTS = Path(__file__).parent / "texts"


def total(found):
    return sum((measure(one) for one in found), Figures())


@pytest.fixture(scope="module")
def figures():
    return total(articles(TEXTS))


def test_quoted_speech_is_found_with_its_speaker(figures):
    assert figures.quoted.expected >= 130
    assert figures.quoted.recall >= 0.95, figures.missed
    assert figures.quoted.precision >= 0.95, figures.unasked
    assert figures.words[0] / figures.words[1] >= 0.97


def test_paraphrases_are_found_with_their_speaker(figures):
    assert figures.paraphrased.expected >= 60
    assert figures.paraphrased.recall >= 0.95, figures.missed
    assert figures.paraphrased.precision >= 0.93, figures.unasked


@pytest.mark.parametrize(("what", "floor"), [("day", 0.95), ("form", 0.97), ("about", 0.97)])
def test_the_rest_is_right(figures, what, floor):
    assert figures.share(what) >= floor, figures.wrong


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.json")), ids=lambda path: path.stem)
def test_no_article_is_read_badly(path):
    figures = measure(article(path))
    assert figures.quoted.recall >= 0.85, figures.missed


def test_what_is_proposed_as_quoted_is_verbatim():
    for one in articles(TEXTS):
        for proposal in one.proposals():
            for start, end in proposal.quoted:
                assert (start, end) in find(one.text[start:end], one.text)


@pytest.fixture
def folder(tmp_path):
    """One article with a statement that is found, one that is not, and one nobody asked for."""
    (tmp_path / "one.txt").write_text("“We go,” Ada Lund said. Ada Lund said that she was old.")
    statement = {
        "speaker": "Ada Lund",
        "actor": None,
        "attribution": "named",
        "kind": "mixed",
        "quoted_spans": ["We go,"],
        "said_on": "2031-03-13",
        "about_other_actor": None,
    }
    known = {"date": "2031-03-14", "known_officials": [], "statements": []}
    known["statements"] = [statement, {**statement, "speaker": "Bo Lund"}]
    (tmp_path / "one.json").write_text(json.dumps(known))
    return tmp_path


def test_misses_count_against_the_figures(folder):
    figures = total(articles(folder))
    assert (figures.quoted.recall, figures.quoted.precision) == (0.5, 1)
    assert (figures.paraphrased.expected, figures.paraphrased.precision) == (0, 0)
    assert (figures.share("day"), figures.share("form"), figures.share("about")) == (0, 0, 1)
    assert [len(figures.missed), len(figures.unasked)] == [1, 1]


def test_the_command_prints_what_a_match_is_and_the_figures(folder):
    out = StringIO()
    call_command("measure_proposals", folder, misses=True, stdout=out)
    told = out.getvalue()
    assert "speaker is the same" in told
    assert "quoted speech: recall 0.50 (1 of 2), precision 1.00 (1 of 1)" in told
    assert "missed: Bo Lund, mixed: We go," in told
    assert "not asked for: Ada Lund, paraphrase: Ada Lund said that she was old." in told


@pytest.mark.parametrize("wrong", ["{", "[]", '{"date": "x"}', "{}"])
def test_files_that_cannot_be_read_are_named(folder, wrong):
    (folder / "one.json").write_text(wrong)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("measure_proposals", folder, stdout=StringIO())


def test_a_folder_without_articles_is_refused(tmp_path):
    with pytest.raises(CommandError, match="holds no"):
        call_command("measure_proposals", tmp_path, stdout=StringIO())
