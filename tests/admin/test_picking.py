"""The statements picked from a pasted article: proved, filled in, saved as drafts."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from positions.articles.proving import Pasted
from positions.models import Citation, Distinction, Statement
from tests import make

from .desk import messages, person
from .paste import (
    SHIPS,
    TEXT,
    filled_in,
    page_of,
    row_errors,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("editor", "Editor")


def test_the_picked_ones_become_drafts_that_cite_the_very_words(desk, editor, coast):
    article = coast.article()
    sent = typed(desk.get(page_of(article)), 0, 1, 2, all_venue="Press conference, Granmark")
    response = desk.post(page_of(article), sent, follow=True)

    assert "Saved as drafts: 3." in messages(response)
    ships, nap, kneel = Statement.objects.order_by("pk")
    for statement in (ships, nap, kneel):
        assert (statement.status, statement.entered_by) == ("draft", editor)
        assert statement.venue == "Press conference, Granmark"
        citation = statement.citations.get()
        assert citation.source == coast.source
        assert citation.prefix + citation.exact + citation.suffix in TEXT
        assert citation.prefix and citation.suffix
    assert (ships.text, ships.official, ships.actor) == (SHIPS, coast.brand, coast.norvale)
    assert (ships.role, ships.said_on, ships.date_basis) == (
        "Foreign Minister",
        date(2022, 12, 2),
        "reported",
    )
    assert (nap.said_on, nap.date_basis) == (date(2022, 12, 1), "said")
    assert ships.slug == "2022-12-02-norvale-brand-1"
    assert [nap.slug, kneel.slug] == ["2022-12-01-sarrow-krell-1", "2022-12-01-sarrow-krell-2"]
    assert LogEntry.objects.filter(object_repr=str(ships), user=editor).exists()


def test_what_is_saved_is_marked_and_the_rest_waits(desk, coast):
    article = coast.article()
    response = desk.post(page_of(article), typed(desk.get(page_of(article)), 0, 2), follow=True)
    saved = Statement.objects.order_by("pk").first()
    address = reverse("admin:positions_statement_change", args=[saved.pk])
    assert f'href="{address}" aria-label="1, saved: open the statement">1 ✓</a>' in response.text
    assert [row.proposed and row.proposed.number for row in response.context["rows"]] == [
        2,
        4,
        None,
    ]
    # What was left out once is not picked again.
    assert not any(row.initial.get("take") for row in response.context["rows"])


def test_two_alike_of_one_speaker_and_day_are_saved_together(desk, coast):
    article = coast.article(
        '"We will not sail before spring," Hedda Brand said.\n\n'
        "The port was empty.\n\n"
        '"We will not sail before the spring tide," Brand said.'
    )
    desk.post(page_of(article), filled_in(desk.get(page_of(article))))
    assert [*Statement.objects.order_by("pk").values_list("slug", flat=True)] == [
        "2022-12-02-norvale-brand-1",
        "2022-12-02-norvale-brand-2",
    ]


def test_nothing_picked_is_said(desk, coast):
    article = coast.article()
    response = desk.post(page_of(article), typed(desk.get(page_of(article))))
    assert "Nothing is picked, so nothing was saved." in messages(response)
    assert not Statement.objects.exists()


def test_all_rows_are_told_at_once_and_nothing_is_stored(desk, coast):
    article = coast.article()
    sent = typed(
        desk.get(page_of(article)),
        0,
        1,
        2,
        r0_text="The boats move first.",
        r1_official="",
        r3_text="Never looked at.",
        r3_official="",
    )
    response = desk.post(page_of(article), sent)
    assert set(row_errors(response, 0)) == {"text"}
    assert set(row_errors(response, 1)) == {"attribution"}
    assert row_errors(response, 2) == row_errors(response, 3) == {}
    assert "The boats move first." in response.text
    assert "Never looked at." in response.text
    assert not Statement.objects.exists()
    assert not Citation.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_list_above_leads_to_each_refused_row(desk, coast):
    article = coast.article()
    sent = typed(
        desk.get(page_of(article)),
        0,
        1,
        2,
        all_venue="a" * 201,
        r1_official="",
        r2_text="We crawl.",
        r2_said_on="soon",
        r4_exact="Zebras graze on the quay.",
    )
    page = desk.post(page_of(article), sent).text
    note = page[page.index('class="errornote"') : page.index('class="columns"')]
    links = re.findall(r'<a href="#([\w-]+)">([^<]+)</a>(?: \((.*?)\))?', note)
    assert links == [
        ("all", "The same for all", ""),
        ("row-2", "2 Odo Krell, mixed", "attribution"),
        ("row-3", "3 Odo Krell, quotation", "said on, text"),
        ("row-rows-4", "Words of your own finding", "exact words, actor, attribution"),
    ]
    for address, _, _ in links:
        assert re.search(rf'<section [^>]*id="{address}"[^>]* tabindex="-1"', page)


def test_the_day_of_all_counts_where_a_row_has_none(desk, coast):
    article = coast.article()
    shared = {"all_said_on": "2022-11-30", "all_date_basis": "said", "all_date_precision": "month"}
    desk.post(page_of(article), typed(desk.get(page_of(article)), 0, 1, **shared))
    ships, nap = Statement.objects.order_by("pk")
    assert (str(ships.said_on), ships.date_precision, ships.date_basis) == (
        "2022-11-30",
        "month",
        "said",
    )
    assert str(nap.said_on) == "2022-12-01"


def test_what_a_row_shows_of_its_day_is_what_is_stored(desk, coast):
    article = coast.article()
    page = desk.get(page_of(article))
    ships, nap, _, _, own = [row["date_basis"] for row in page.context["rows"]]
    for box, value, label in ((ships, "", "As above"), (nap, "said", "The day it was said")):
        assert f'<option value="{value}" selected>{label}</option>' in str(box)
    assert own.value() == ""
    given = {"r0_date_basis": "said", "r2_said_on": "2022-11-30"}
    given |= {"r2_date_basis": "", "r2_date_precision": ""}
    desk.post(page_of(article), typed(page, 0, 1, 2, **given, all_date_precision="month"))
    stored = Statement.objects.order_by("pk").values_list("said_on", "date_precision", "date_basis")
    assert [(str(day), *rest) for day, *rest in stored] == [
        ("2022-12-02", "month", "said"),
        ("2022-12-01", "day", "said"),
        ("2022-11-30", "month", "reported"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("said_on", "soon", "Enter a valid date."),
        ("said_on", "2999-01-01", "Said on lies in the future."),
        ("date_precision", "hour", "not one of the available choices"),
        ("venue", "a\x00b", "Null characters are not allowed."),
        ("venue", "a" * 201, "at most 200 characters"),
    ],
)
def test_what_is_wrong_for_all_is_told_above(desk, coast, name, value, reason):
    article = coast.article()
    response = desk.post(
        page_of(article), typed(desk.get(page_of(article)), 0, **{f"all_{name}": value})
    )
    assert reason in str(response.context["occasion"].form.errors[name])
    assert not Statement.objects.exists()


# The proof


def test_a_quotation_that_is_not_verbatim_is_told_with_the_nearest_passage(desk, coast):
    article = coast.article()
    response = desk.post(
        page_of(article),
        typed(desk.get(page_of(article)), 2, r2_text="We do not ask Norvale to crawl."),
    )
    error = row_errors(response, 2)["text"]
    assert "“We do not ask Norvale to crawl.” does not stand in the pasted text" in error
    assert "“We do not ask Norvale to <strong>kneel</strong>”" in error
    response = desk.post(
        page_of(article), typed(desk.get(page_of(article)), 2, r2_exact="Zebras graze on the quay.")
    )
    assert "nor anything like it" in row_errors(response, 2)["exact"]
    assert not Statement.objects.exists()


def test_the_nearest_passage_is_looked_for_three_times(desk, coast, monkeypatch):
    looked, nearest = [], Pasted.nearest
    monkeypatch.setattr(
        Pasted, "nearest", lambda *given: looked.append(given[1]) or nearest(*given)
    )
    article = coast.article()
    wrong = {f"r{row}_exact": f"The ships move {row} times." for row in range(4)}
    mixed = {"r1_text": "Calls it “x”, “y” and “z”.", "r1_exact": "the offer"}
    sent = typed(desk.get(page_of(article)), 0, 1, 2, 3, **wrong | mixed)
    response = desk.post(page_of(article), sent)
    assert looked == ["The ships move 0 times.", "x", "y"]
    assert "The nearest there" in row_errors(response, 0)["exact"]
    for row in (2, 3):
        told = row_errors(response, row)["exact"]
        assert f"“The ships move {row} times.” does not stand in the pasted text" in told
        assert "for the first three such words only" in told


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("The ships move first.", "The ships move first."),
        ("“The  ships move first”", "The ships move first"),
        ("We have said it in every letter.", "We have said it in every letter."),
        ("", SHIPS),
    ],
)
def test_what_is_stored_stands_in_the_text(desk, coast, words, stored):
    article = coast.article()
    sent = typed(desk.get(page_of(article)), 0, r0_text=words)
    desk.post(page_of(article), sent)
    assert Statement.objects.get().text == stored


def test_an_interrupted_quotation_is_proved_piece_by_piece(desk, coast):
    article = coast.article()
    desk.post(page_of(article), typed(desk.get(page_of(article)), 2))
    statement = Statement.objects.get()
    assert statement.text == "We do not ask Norvale to kneel, we ask it to sit down."
    assert statement.citations.get().exact == (
        'We do not ask Norvale to kneel," Krell said, "we ask it to sit down.'
    )
    response = desk.post(
        page_of(article),
        typed(desk.get(page_of(article)), 0, r0_text="We have said it. The ships move first."),
    )
    assert "does not stand in the pasted text" in row_errors(response, 0)["text"]


def test_the_text_of_a_quotation_is_where_its_link_leads(desk, coast):
    article = coast.article()
    response = desk.post(
        page_of(article),
        typed(
            desk.get(page_of(article)),
            0,
            r0_text="The ships move first.",
            r0_exact="a nap, not a peace",
        ),
    )
    assert "stand elsewhere in the article" in row_errors(response, 0)["text"]


def test_quoted_words_of_a_mixed_form_are_proved_too(desk, coast):
    article = coast.article()
    page = desk.get(page_of(article))
    for text, reason in (
        ("Calls it “a nap, not a war”.", "does not stand in the pasted text"),
        ("Calls it a nap.", "Put the quoted words inside “ ”"),
        ("", "Say in a sentence what was said."),
    ):
        response = desk.post(page_of(article), typed(page, 1, r1_text=text))
        assert reason in row_errors(response, 1)["text"]
    desk.post(page_of(article), typed(page, 1, r1_text="Calls it “a nap, not a peace”."))
    assert Statement.objects.get().text == "Calls it “a nap, not a peace”."


def test_words_that_stand_there_twice_are_those_of_the_proposal(desk, coast):
    article = coast.article(
        '"The ships move first," Hedda Brand said.\n\nNothing moved.\n\n'
        '"The ships move first," Odo Krell said.'
    )
    page = desk.get(page_of(article))
    desk.post(page_of(article), typed(page, 1, r1_exact="The ships move first"))
    citation = Citation.objects.get()
    assert citation.statement.official == coast.krell
    assert "Odo Krell said." in citation.suffix


# Rows of the editor's own


def test_a_missed_quote_needs_no_more_than_its_exact_words(desk, coast):
    article = coast.article()
    own = {"r4_exact": "observers aboard its boats", "r4_official": coast.krell.pk}
    desk.post(page_of(article), typed(desk.get(page_of(article)), **own))
    statement = Statement.objects.get()
    assert (statement.text, statement.role) == ("observers aboard its boats", "President")
    assert statement.citations.get().prefix.endswith("would take ")


def test_a_missed_quotation_may_be_its_words_alone(desk, coast):
    article = coast.article()
    page = desk.get(page_of(article))
    own = {"r4_text": "“The talks will not begin”", "r4_official": coast.krell.pk}
    desk.post(page_of(article), typed(page, **own))
    statement = Statement.objects.get()
    assert statement.text == statement.citations.get().exact == "The talks will not begin"

    response = desk.post(page_of(article), typed(page, **own | {"r4_text": "The talks begin"}))
    assert "does not stand" in row_errors(response, 4)["exact"]
    paraphrase = own | {"r4_form": "paraphrase"}
    response = desk.post(page_of(article), typed(page, **paraphrase))
    assert "that this rests on" in row_errors(response, 4)["exact"]


def test_one_more_row_keeps_what_was_typed_and_judges_nothing(desk, coast):
    article = coast.article()
    page = desk.get(page_of(article))
    sent = typed(page, 0, r0_text="The boats.", r4_exact="observers") | {"_more": "1"}
    response = desk.post(page_of(article), sent)
    rows = response.context["rows"].forms
    assert len(rows) == 6
    assert not any(row.errors for row in rows)
    assert "The boats." in response.text and ">\nobservers</textarea>" in response.text
    assert rows[5].initial["language"] == "en"
    assert not Statement.objects.exists()


# What the record knows


def test_another_official_brings_another_role(desk, coast):
    article = coast.article()
    desk.post(page_of(article), typed(desk.get(page_of(article)), 0, r0_official=coast.krell.pk))
    statement = Statement.objects.get()
    assert (statement.actor, statement.role) == (coast.sarrow, "President")


def test_another_day_brings_the_role_of_that_day(desk, coast):
    make.tenure(coast.brand, "norvale", "Envoy", 2, "2010-01-01", "2019-12-31")
    article = coast.article()
    page = desk.get(page_of(article))
    desk.post(page_of(article), typed(page, 0, all_said_on="2019-05-01"))
    assert Statement.objects.get().role == "Envoy"
    desk.post(page_of(article), typed(page, 2, r2_said_on="2019-05-01"))
    assert "No tenure of Odo Krell" in str(
        desk.post(page_of(article), typed(page, 2, r2_said_on="2019-05-01"))
        .context["rows"]
        .forms[2]
        .errors["official"]
    )


def test_words_saved_already_are_not_saved_twice(desk, coast):
    article = coast.article()
    sent = typed(desk.get(page_of(article)), 0)
    desk.post(page_of(article), sent)
    saved = Statement.objects.get()
    Statement.objects.update(said_on="2022-10-02")
    response = desk.post(page_of(article), sent)
    assert "These words are saved already" in row_errors(response, 0)["__all__"]
    assert reverse("admin:positions_statement_change", args=[saved.pk]) in response.text
    assert Statement.objects.count() == 1


def alike(coast):
    return make.statement(
        "We have said it in every letter. The ships move first!", by="hedda-brand", of="norvale",
        role="Foreign Minister", on="2022-12-01", status="draft",
    )  # fmt: skip


def test_what_looks_like_the_record_is_shown_with_the_choices(desk, coast):
    known, article = alike(coast), coast.article()
    sent = typed(desk.get(page_of(article)), 0)
    response = desk.post(page_of(article), sent)
    assert "This looks like what is on record already" in row_errors(response, 0)["__all__"]
    assert f'name="rows-0-ruling" value="source-{known.pk}"' in response.text
    assert Statement.objects.count() == 1

    desk.post(page_of(article), sent | {"rows-0-alike": known.pk, "rows-0-ruling": "another"})
    assert Statement.objects.count() == 2
    assert Distinction.objects.count() == 1


def test_an_article_can_be_another_source_of_what_is_on_record(desk, coast):
    known, article = alike(coast), coast.article()
    sent = typed(desk.get(page_of(article)), 0)
    sent |= {"rows-0-alike": known.pk, "rows-0-ruling": f"source-{known.pk}"}
    desk.post(page_of(article), sent)
    assert Statement.objects.get() == known
    assert known.citations.get(source=coast.source).exact.startswith("We have said it")
    response = desk.post(page_of(article), sent)
    assert "This statement already cites this source." in row_errors(response, 0)["__all__"]


def test_no_source_is_added_to_what_readers_see_by_an_editor_alone(desk, coast):
    known, article = alike(coast), coast.article()
    Statement.objects.update(status="in_review")
    Statement.objects.update(status="published")
    sent = typed(desk.get(page_of(article)), 0)
    sent |= {"rows-0-alike": known.pk, "rows-0-ruling": f"source-{known.pk}"}
    response = desk.post(page_of(article), sent)
    assert "No source can be added to the statement" in row_errors(response, 0)["__all__"]
    assert not known.citations.filter(source=coast.source).exists()


def test_a_restatement_is_linked(desk, coast):
    known, article = alike(coast), coast.article()
    sent = typed(desk.get(page_of(article)), 0)
    sent |= {"rows-0-alike": known.pk, "rows-0-ruling": f"restates-{known.pk}"}
    desk.post(page_of(article), sent)
    assert Statement.objects.latest("pk").restates == known
