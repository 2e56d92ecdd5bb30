"""A page goes on after the last row of the one before, whatever has become of the record."""

from itertools import islice

import pytest

from positions.models import Statement
from tests import make

from .walking import pages, rows


def said(number):
    """Statements of some days, several on each."""
    return [
        make.statement(f"Point {n}.", by="biden", on=f"2022-12-{10 + n // 3}", slug=f"point-{n}")
        for n in range(number)
    ]


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_what_is_published_in_between_repeats_and_hides_nothing(client, db, order):
    there = {one.slug for one in said(9)}
    days = iter(["2022-12-31", "2022-12-10", "2022-12-11", "2022-12-12", "2022-12-01"])

    def publish():
        for day in islice(days, 1):
            make.statement("News.", by="biden", on=day)

    found = [
        row["id"] for row in rows(client, f"statements?limit=2&order={order}", between=publish)
    ]
    assert len(found) == len(set(found))
    assert there <= {*found}


def test_a_page_goes_on_after_a_statement_that_is_gone(client, db):
    said(6)
    first, *_ = pages(client, "statements?limit=2")
    last = first["rows"][-1]["id"]
    Statement.objects.filter(slug=last).update(
        status="withdrawn", withdrawn_on="2022-12-20", withdrawn_because="Entered in error."
    )
    following = client.get(first["next"]).json()
    assert [row["id"] for row in following["rows"]] == ["point-3", "point-2"]
