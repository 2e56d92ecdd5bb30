"""The evidence grade in the database is the codebook's in Python."""

from itertools import chain, combinations, product

import pytest

from positions.codebook import Attribution, Form, SourceKind, evidence_grade
from positions.models import Statement

from . import make

KINDS = list(chain.from_iterable(combinations(SourceKind.values, n) for n in (1, 2, 4)))


@pytest.mark.parametrize(("attribution", "form"), list(product(Attribution.values, Form.values)))
def test_grades_agree_for_every_kind_of_statement(db, attribution, form):
    named = {"by": "zelensky"} if attribution == "named" else {"by": None, "of": "ukraine"}
    sources = {kind: make.source(kind) for kind in SourceKind.values}
    expected = {}
    for kinds in [(), *KINDS]:
        told = make.statement(
            "Words.",
            **named,
            attribution=attribution,
            role="Office",
            form=form,
            sources=[sources[kind] for kind in kinds],
            status="published" if kinds else "draft",
        )
        expected[told.slug] = evidence_grade(attribution, form, list(kinds))
        make.coding(told, "call", "accepts")
        make.coding(told, "call", "rejects", holder="us", claimed_by="ukraine")
    assert {s.slug: s.grade for s in Statement.objects.all()} == expected
    positions = make.positions()
    published = {slug: grade for slug, grade in expected.items() if grade}
    assert {p.statement: p.grade for p in positions if not p.claimed_by} == published
    assert {p.grade for p in positions if p.claimed_by} == {"D"}
