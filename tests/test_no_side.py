"""What a third coder settled as taking no side is no coding to readers: no page, file, count or
cell tells it from one that never existed."""

import pgtrigger
import pytest
from django.db import transaction

from positions.models import Coding
from positions.models.coders import FIRST
from positions.timeline import UNCODED

pytestmark = pytest.mark.usefixtures("seeds")

STAYS = "positions.Coding:coding_coded_twice_is_not_deleted"
PAGES = [
    "/",
    "/compare/",
    "/compare.csv",
    "/brief/",
    "/actors/",
    "/preconditions/",
    "/statements/",
    "/statements.csv",
    "/statements.csv?shape=codings",
    "/changes/?show=first",
    "/timeline/",
    "/coverage/",
    "/method/",
    "/data/parley.zip.sha256",
]


def unspoken():
    """Codings of the seeds in which the second coder saw no side taken."""
    related = ["statement__official", "statement__actor", "precondition__topic", "holder"]
    return Coding.objects.filter(second_stance="none").select_related(*related)


def about(coding):
    """Addresses that speak of the coding, its statement, its speaker or its precondition."""
    slug, topic = coding.precondition.slug, coding.precondition.topic.slug
    day = coding.statement.counts_on.isoformat()
    holder, actor = coding.holder.slug, coding.statement.actor.slug
    two = f"actors={holder}&actors={'us' if holder == 'ukraine' else 'ukraine'}"
    yield f"/statements/{coding.statement.slug}/"
    yield f"/statements/?precondition={slug}"
    yield f"/statements/?topic={topic}&stance={coding.stance}&actor={actor}"
    yield f"/statements/?group={coding.group}&actor={actor}"
    yield f"/statements/?group={UNCODED}&actor={actor}"
    yield f"/compare/{holder}/{slug}/"
    yield f"/compare/{holder}/{slug}/?as_of={day}&grades=D&authority=4"
    yield f"/compare/?{two}&as_of={day}&topic={topic}&show=all"
    yield f"/compare.csv?{two}&as_of={day}&show=all"
    yield f"/preconditions/{slug}/"
    yield f"/actors/{holder}/?as_of={day}"
    yield f"/timeline/?actors={actor}&precondition={slug}"
    yield f"/timeline/?actors={actor}&topic={topic}"
    yield f"/changes/?precondition={slug}&show=first"
    if coding.statement.official:
        yield f"/officials/{coding.statement.official.slug}/?as_of={day}"


def read(client, addresses):
    answers = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: answer.getvalue() for address, answer in answers.items()}


def test_readers_see_nothing_of_it(client):
    codings, told = list(unspoken()), unspoken()[::9]
    addresses = {*PAGES, *(page for coding in told for page in about(coding))}
    on_record = read(client, addresses)
    with transaction.atomic():
        with pgtrigger.ignore(STAYS):
            unspoken().delete()
        never_there = read(client, addresses)
        transaction.set_rollback(True)
    for coding in codings:
        for name, value in zip(FIRST, (coding.stance, coding.gate, coding.note), strict=True):
            setattr(coding, name, value)
        coding.stance, coding.gate, coding.note = "none", "none", "It speaks of something else."
        coding.settled_on = "2026-01-02"
        coding.save()
    settled = read(client, addresses)

    assert len(codings) == 16
    assert [page for page in addresses if settled[page] != never_there[page]] == []
    changed = {page for page in addresses if settled[page] != on_record[page]}
    own = [page for coding in told for page in about(coding)]
    assert changed >= {page for page in own if page.startswith(("/statements/2", "/preconditions"))}
    assert {"/compare.csv", "/preconditions/", "/method/", "/data/parley.zip.sha256"} <= changed
