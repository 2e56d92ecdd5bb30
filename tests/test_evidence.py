"""The evidence grade in the database is the codebook's in Python."""

from itertools import chain, combinations, product

import pytest

from positions.codebook import Attribution, Form, SourceKind, evidence_grade
from positions.models import Coding, Statement
from positions.models.evidence import grade

from . import make

KINDS = list(chain.from_iterable(combinations(SourceKind.values, n) for n in (1, 2, 4)))


@pytest.mark.parametrize(("attribution", "form"), list(product(Attribution.values, Form.values)))
def test_grades_agree_for_every_kind_of_statement(db, attribution, form):
    named = {"by": "zelensky"} if attribution == "named" else {"by": None, "of": "ukraine"}
    sources = {kind: make.source(kind) for kind in SourceKind.values}
    expected, claims = {}, {}
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
        claims[told.slug] = evidence_grade(attribution, form, list(kinds), is_claim=True)
        make.coding(told, "call", "accepts")
        make.coding(told, "call", "rejects", holder="us", claimed_by="ukraine")
    stored = Statement.objects.annotate(g=grade())
    assert dict(stored.values_list("slug", "g")) == expected
    coded = Coding.objects.annotate(g=grade("statement__", "claimed_by")).values_list(
        "statement__slug", "g"
    )
    assert dict(coded.filter(claimed_by__isnull=True)) == expected
    assert dict(coded.filter(claimed_by__isnull=False)) == claims
