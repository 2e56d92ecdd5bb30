"""No part of a search takes longer than it may, and what could not be told in time says so. The
seconds are PostgreSQL's own: what is asked sleeps, the limit is set low."""

from functools import partial

import pytest
from django.db import connection
from django.db.models import Func, Q, TextField, Value
from django.db.models.lookups import Exact

from positions.models.search import bounded_in_time
from positions.search.asked import Search
from positions.views import statements
from tests import make

PLACES = ("positions.views.statements", "positions.views.feeds", "positions.api.endpoints")
TOO_SLOW = "This search takes too long. Add a filter or a rarer word."


@pytest.fixture
def hurried(db, monkeypatch):
    make.statement("Words.", by="lavrov", on="2022-12-02")
    for place in PLACES:
        monkeypatch.setattr(f"{place}.bounded_in_time", partial(bounded_in_time, patience=300))
    monkeypatch.setattr("positions.views.files.PATIENCE", 300)


@pytest.mark.parametrize(
    "address",
    [
        "/statements/?q=words",
        "/statements/?q=words&order=best",
        "/statements/?q=words&after=2022-12-02.1",
        "/statements.csv?q=words",
        "/statements.json?q=words",
        "/statements.atom?q=words",
        "/statements.feed.json?q=words",
        "/api/v1/statements?q=words",
    ],
)
def test_what_is_searched_too_long_is_refused_with_a_message(client, hurried, monkeypatch, address):
    asleep = Exact(
        Func(Value(1), template="pg_sleep(%(expressions)s)::text", output_field=TextField()),
        Value("x"),
    )
    monkeypatch.setattr(Search, "condition", lambda self, **coded: Q(asleep))
    response = client.get(address)
    assert response.status_code == 400
    assert TOO_SLOW in response.text


def sleep(*_):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")


@pytest.mark.parametrize(
    ("part", "query"),
    [("instead", "lavrow"), ("would_give", "zzz"), ("with_fewer_words", "zzz yyy")],
)
def test_what_is_told_beside_a_list_does_not_keep_it_back(
    client, hurried, monkeypatch, part, query
):
    monkeypatch.setattr(statements, part, sleep)
    response = client.get("/statements/", {"q": query, "actor": "russia"})
    assert response.status_code == 200
    assert "No statement on record fits all of this." in response.text
    assert TOO_SLOW not in response.text
    assert "no-store" in response["Cache-Control"], "the next reader may be told in full"
    assert client.get("/statements/", {"q": "words"}).status_code == 200


def test_words_are_looked_up_by_better_statistics_than_other_columns(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute WHERE attname = 'search' "
            "AND attrelid = 'positions_statement'::regclass"
        )
        assert cursor.fetchone() == (1000,)
