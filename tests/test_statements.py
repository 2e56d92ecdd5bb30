"""What the database reckons of a statement: its day, its words, its speaker's authority."""

from datetime import date

import pytest

from positions.models import Statement

from . import make


@pytest.mark.parametrize(
    ("said_on", "precision", "counts_on"),
    [
        ("2022-12-02", "day", date(2022, 12, 2)),
        ("2023-02-01", "month", date(2023, 2, 28)),
        ("2024-02-29", "month", date(2024, 2, 29)),
        ("2024-02-10", "month", date(2024, 2, 29)),
        ("2022-12-31", "month", date(2022, 12, 31)),
        ("2023-06-15", "month", date(2023, 6, 30)),
        ("2024-01-01", "year", date(2024, 12, 31)),
        ("2022-12-31", "year", date(2022, 12, 31)),
    ],
)
def test_an_inexact_day_counts_as_the_last_it_can_be(db, said_on, precision, counts_on):
    told = make.statement("Yes.", on=said_on, date_precision=precision)
    assert (told.counts_on, Statement.objects.get().counts_on) == (counts_on, counts_on)


def test_the_day_that_counts_follows_a_correction(db):
    make.statement("Yes.", on="2023-02-10")
    Statement.objects.update(date_precision="month")
    assert Statement.objects.as_of(date(2023, 2, 27)).count() == 0
    assert Statement.objects.as_of(date(2023, 2, 28)).count() == 1


def authority_of(statement):
    return Statement.objects.for_cards().get(pk=statement.pk).authority


def test_the_highest_of_two_offices_at_once_counts(db):
    minister = make.official("lavrov", role="Minister", authority=2, start="2004-03-09")
    make.tenure(minister, "russia", "Adviser", authority=3, start="2020-01-01")
    make.tenure(minister, "russia", "President", authority=1, start="2030-01-01")
    assert authority_of(make.statement("No.", by="lavrov", on="2022-12-02")) == 2


@pytest.mark.parametrize(
    ("start", "end", "authority"),
    [
        (None, None, 1),
        ("2022-12-02", None, 1),
        (None, "2022-12-02", 1),
        ("2022-12-02", "2022-12-02", 1),
        ("2022-12-03", None, 4),
        (None, "2022-12-01", 4),
    ],
)
def test_an_office_counts_on_its_first_and_last_day_and_where_these_are_not_known(
    db, start, end, authority
):
    make.official("biden", of="us", start=start, end=end)
    assert authority_of(make.statement("No.", by="biden", on="2022-12-02")) == authority


def test_an_inexact_day_asks_for_the_office_of_its_last(db):
    make.official("biden", of="us", start="2022-12-31")
    told = make.statement("No.", by="biden", on="2022-12-01", date_precision="month")
    assert authority_of(told) == 1


def test_an_office_for_another_actor_does_not_count(db):
    make.official("biden", of="us")
    assert authority_of(make.statement("No.", by="biden", of="nato")) == 4


def test_an_institution_counts_as_a_spokesperson_and_nobody_as_anyone(db):
    institution = make.statement("No.", by=None, of="russia", role="Kremlin")
    unnamed = make.statement("No.", by=None, of="us", role="An aide", attribution="unnamed")
    assert (authority_of(institution), authority_of(unnamed)) == (3, 4)


def test_authority_and_kinds_of_source_are_the_same_from_a_coding(db):
    sources = [make.source("reprint"), make.source("official_record")]
    told = make.statement("No.", by="lavrov", sources=sources, authority=2)
    make.coding(told, "withdrawal", "rejects")
    card = Statement.objects.for_cards().get()
    (position,) = make.positions()
    assert (card.authority, card.grade) == (position.authority, position.grade) == (2, "A")


def test_without_a_source_there_is_no_grade(db):
    make.statement("No.", sources=[], status="draft")
    card = Statement.objects.for_cards().get()
    assert card.grade is None
