"""Plain packages are stored by the database at once, and end as the rows one by one would."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from positions.models import Coding, Statement
from positions.packages import bulk, dump, load
from positions.packages.tables import paths

from . import make
from .package import SEEDS, contents, empty_database
from .test_group_days import counted, kept

# What is another each time: moments, and who is told by a context.
PASSING = {"pgh_created_at", "pgh_context"}


@pytest.fixture
def one_by_one(monkeypatch):
    """From now on, or until it is called again, no package is plain."""
    true = bulk.stored

    def switch(on=True):
        monkeypatch.setattr(bulk, "stored", (lambda *given: None) if on else true)

    return switch


def trail():
    """What the versions of all records say, by model, in their order; numbers of rows, which differ
    from one load to the next, as their places among all of them."""
    told = {}
    for model in apps.get_app_config("positions").get_models():
        if not hasattr(model, "pgh_tracked_model"):
            continue
        fields = [f for f in model._meta.concrete_fields if f.name not in PASSING]
        rows = [*model.objects.order_by("pgh_id").values(*(field.attname for field in fields))]
        first = {
            field.attname: min(filter(None, (row[field.attname] for row in rows)), default=0)
            for field in fields
            if field.primary_key or field.is_relation or field.name == "id"
        }
        told[model.__name__] = [
            {
                name: value - first[name] if name in first and value else value
                for name, value in row.items()
            }
            for row in rows
        ]
    return told


def is_plain(monkeypatch, folder):
    found = []
    true = bulk.stored

    def told(*given):
        found.append(true(*given))
        return found[-1]

    monkeypatch.setattr(bulk, "stored", told)
    counts = load(folder)
    monkeypatch.setattr(bulk, "stored", true)
    return found[0] is not None, counts


def emptied():
    empty_database()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE positions_responseevent")


def test_the_same_is_stored_either_way(everything, tmp_path, one_by_one, monkeypatch):
    dump(tmp_path / "first")
    emptied()
    plain, at_once = is_plain(monkeypatch, tmp_path / "first")
    assert plain
    dump(tmp_path / "second")
    versions = trail()
    again = is_plain(monkeypatch, tmp_path / "first")
    assert again == (True, {n: Counter(same=c.total()) if c else c for n, c in at_once.items()})
    assert trail() == versions
    emptied()
    one_by_one()
    assert load(tmp_path / "first") == at_once
    dump(tmp_path / "third")
    assert trail() == versions
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "third")


def test_the_seeds_are_plain(db, monkeypatch):
    assert is_plain(monkeypatch, SEEDS)[0]
    assert is_plain(monkeypatch, SEEDS)[0]


@pytest.mark.parametrize(
    ("name", "start", "cells"),
    [
        ("statements", "2022-12-02-us-kirby-1", {"venue": "Elsewhere"}),
        ("statements", "2022-12-02-us-kirby-1", {"actor": "nobody"}),
        ("codings", "2022-12-02-us-price-1", {"red_line": "1"}),
        ("second_codings", "2022-12-02-us-kirby-1", {"note": "Other words."}),
        ("second_codings", "2022-12-02-us-kirby-1", {"of_gate": "sign"}),
        ("topics", "", {"name": " Spaces "}),
    ],
)
def test_what_changes_or_is_wrong_is_not_plain(package, db, name, start, cells):
    load(package.folder)
    package.edit(name, start, **cells)
    assert bulk.stored(paths(package.folder), lambda done, total: None) is None


def test_what_is_linked_anew_is_not_plain(package, db):
    load(package.folder)
    package.add("sources", slug="second", publisher="Agency", kind="reprint", language="en")
    package.edit("statements", "2022-12-02-us-kirby-1", sources="reuters-2022-12-02;second")
    versions = trail()
    assert bulk.stored(paths(package.folder), lambda done, total: None) is None
    assert trail() == versions


def test_what_is_kept_of_days_is_counted_of_what_is_loaded(db):
    told = make.statement("Out.", by="putin", on="2022-12-02")
    make.coding(told, "withdrawal", "demands")
    call_command("load_package", SEEDS)
    assert Statement.objects.count() > 400
    assert kept() == counted()
    Coding.objects.filter(statement=told).delete()
    assert kept() == counted()


def test_statements_are_written_once(db):
    """But for those that refer to others, as these must be there."""
    updated = "SELECT pg_stat_get_xact_tuples_updated('positions_statement'::regclass)"
    with connection.cursor() as cursor:
        cursor.execute(updated)
        (before,) = cursor.fetchone()
        load(SEEDS)
        cursor.execute(updated)
        (after,) = cursor.fetchone()
    referring = Statement.objects.aggregate(restates=Count("restates"), same=Count("duplicate_of"))
    assert after - before == sum(referring.values())
    assert not Statement.objects.filter(evidence="").exists()


@pytest.mark.parametrize("text", ["A\tB", "A\\N", "\\.", "A\nB", "A\r\nB", "“A”, “B”", '"A"'])
def test_texts_are_stored_as_they_are(package, db, monkeypatch, text):
    package.edit("statements", "2022-12-02-us-kirby-1", text=text)
    assert is_plain(monkeypatch, package.folder)[0]
    assert Statement.objects.get(slug="2022-12-02-us-kirby-1").text == text
