"""The coverage page on the seeds: its numbers are the list's, its grades the codebook's."""

from collections import Counter

from django.http import QueryDict

from positions.models import Statement
from positions.questions import StatementSearch

from .test_coverage import linked, main_of


def test_grades_are_those_of_the_codebook_in_python(seeds):
    found = Statement.objects.published()
    by_python = Counter(statement.grade for statement in found.for_cards())
    assert found.per_grade() == by_python
    assert sum(by_python.values()) == found.count() > 400


def test_every_link_leads_to_as_many_of_the_seeds(client, seeds):
    for query in ({}, {"as_of": "2025-05-11"}):
        found = linked(main_of(client, **query))
        assert len(found) > 50
        for address, number in found:
            asked = StatementSearch(QueryDict(address.partition("?")[2]))
            assert asked.statements().count() == number, address
