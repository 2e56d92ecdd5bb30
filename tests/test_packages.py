"""The data package, in and out: what comes back is what went in."""

import io
import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.models import Actor, Citation, Coding, Response, Source, Statement
from positions.models.rules import PLAIN
from positions.packages import dump, load

from . import make
from .package import contents, empty_database


def test_everything_comes_back_byte_for_byte(everything, tmp_path):
    dump(tmp_path / "first")
    empty_database()
    load(tmp_path / "first")
    dump(tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")
    assert all(count > 1 for count in map(len, read(tmp_path / "first").values()))


def read(folder):
    return {name: text.splitlines() for name, text in contents(folder).items()}


WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30
).filter(lambda words: words == words.strip())
NAMES = WORDS.filter(re.compile(PLAIN.replace("$", r"\Z")).match)


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=WORDS, venue=NAMES, exact=WORDS, names=st.lists(NAMES, unique=True))
def test_any_words_come_back(tmp_path_factory, text, venue, exact, names):
    names = [name.replace(";", ",") for name in names]
    actor = Actor(slug="us", name="US", short_name="US", classification="state")
    actor.other_names = list(dict.fromkeys(names))
    actor.save()
    make.statement(text, by="biden", venue=venue)
    Citation.objects.update(exact=f" {exact}\t")
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    dump(first)
    empty_database()
    load(first)
    dump(second)
    empty_database()
    assert contents(second) == contents(first)


def test_rows_are_entered_in_the_order_of_the_files(package, db):
    load(package.folder)
    for name, model, field in (("actors", Actor, "slug"), ("statements", Statement, "slug")):
        entered = model.objects.order_by("pk").values_list(field, flat=True)
        assert list(entered) == [next(iter(row.values())) for row in package.rows(name)]


def test_queries_are_planned_for_the_rows_that_were_loaded(package, db):
    load(package.folder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'positions_statement'")
        assert cursor.fetchone() == (13,)


def places(model):
    """Where the database keeps each row: elsewhere once it is written again."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, ctid::text FROM {model._meta.db_table}")
        return dict(cursor.fetchall())


def test_only_what_differs_is_written(package, db):
    load(package.folder)
    models = (Actor, Source, Statement, Coding, Citation, Response)
    before = {model: places(model) for model in models}
    package.edit("statements", "2022-12-02-us-kirby-1", venue="Elsewhere")
    package.edit("codings", "2022-12-02-us-price-1", red_line="1")
    package.edit("second_codings", "2022-12-02-us-kirby-1", note="")
    package.add("topics", slug="new", name="New", order="9")
    counts = load(package.folder)
    found = {name: (count["added"], count["changed"]) for name, count in counts.items()}
    assert {name: numbers for name, numbers in found.items() if any(numbers)} == {
        "topics": (1, 0),
        "statements": (0, 1),
        "codings": (0, 1),
        "second_codings": (0, 1),
    }
    rewritten = {
        model.__name__: len(places(model).items() - before[model].items()) for model in models
    }
    assert rewritten == {
        **{"Actor": 0, "Source": 0, "Statement": 1, "Coding": 2, "Citation": 0, "Response": 0}
    }


def test_what_the_package_does_not_speak_of_stays(package, db):
    load(package.folder)
    kirby = Statement.objects.get(slug="2022-12-02-us-kirby-1")
    other = make.statement("More.", by="biden")
    Citation.objects.create(statement=kirby, source=make.source(), exact="not at a point")
    coding = make.coding(kirby, "withdrawal", "demands")
    reviewer = User.objects.create_user("reviewer")
    Statement.objects.update(reviewed_on=date(2023, 1, 1), reviewed_by=reviewer)
    package.keep("codings", lambda row: row["statement"] != kirby.slug)
    package.keep("second_codings", lambda row: row["statement"] != kirby.slug)
    rows = package.rows("statements")
    package.write("statements", rows, [name for name in rows[0] if name != "reviewed_on"])
    counts = load(package.folder)
    assert all(count.total() == count["same"] for count in counts.values())
    kirby.refresh_from_db()
    assert (kirby.citations.count(), kirby.codings.count()) == (2, 2)
    assert kirby.reviewed_by == reviewer
    assert {other, coding.statement} <= set(Statement.objects.all())


def test_a_new_source_and_answer_count_as_a_change_of_the_statement(package, db):
    load(package.folder)
    package.add("sources", slug="second", publisher="Agency", kind="reprint", language="en")
    package.edit(
        "statements",
        "2022-12-02-us-kirby-1",
        sources="reuters-2022-12-02;second",
        responds_to="2022-12-02-us-price-1",
    )
    package.add("citations", statement="2022-12-02-us-kirby-1", source="second", exact="not now")
    counts = load(package.folder)
    assert counts["statements"]["changed"] == counts["citations"]["added"] == 1
    assert Citation.objects.get(exact="not now").source.slug == "second"


def test_the_first_columns_of_the_seeds_are_enough(package, db, tmp_path):
    """Columns that may be empty or have a default can be left out, and so can whole files."""
    later = {
        "sources": ["accessed_on"],
        "statements": [
            *("outside_tenure", "translation", "restates", "withdrawn_on", "withdrawn_because"),
            "reviewed_on",
        ],
        "second_codings": ["of_gate"],
    }
    load(package.folder)
    dump(tmp_path / "whole")
    for name, columns in later.items():
        rows = package.rows(name)
        package.write(name, rows, [column for column in rows[0] if column not in columns])
    left_out = ("citations", "settlements", "distinctions", "search_notes", "corrections")
    package.describe(
        lambda described: described.update(
            resources=[r for r in described["resources"] if r["name"] not in left_out]
        )
    )
    empty_database()
    load(package.folder)
    dump(tmp_path / "less")
    assert contents(tmp_path / "less") == contents(tmp_path / "whole")


def test_queries_do_not_grow_with_the_rows(package, db, tmp_path):
    def queries(action):
        with CaptureQueriesContext(connection) as asked:
            action()
        return len(asked)

    few = [queries(lambda: load(package.folder)), queries(lambda: dump(tmp_path / "dumped"))]
    empty_database()
    for n in range(60):
        package.add("actors", "us", slug=f"a{n}", name=f"A{n}", short_name=f"A{n}")
        package.add("statements", "2022-12-02-us-kirby-1", id=f"more-{n}", responds_to="")
        package.add("codings", "2022-12-02-us-price-1", statement=f"more-{n}")
    many = [queries(lambda: load(package.folder)), queries(lambda: dump(tmp_path / "dumped"))]
    assert many == few


def run(*arguments):
    """What a command says on standard output."""
    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_the_commands_say_what_they_did(package, db, tmp_path):
    assert "statements: 13 added, 0 changed, 0 as before\n" in run("load_package", package.folder)
    again = run("load_package", package.folder)
    assert again.startswith("Nothing to change: 26 actors, 5 officials, ")
    assert again.endswith(f" are already as in {package.folder}.\n")
    assert "statements: 13\n" in run("dump_package", tmp_path / "new" / "folder")
    with pytest.raises(CommandError, match="File exists"):
        run("dump_package", package.folder / "actors.csv")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_whoever_looks_on_sees_how_much_is_done(package, db):
    quiet, seen = io.StringIO(), Terminal()
    call_command("load_package", package.folder, stdout=io.StringIO(), stderr=quiet)
    assert quiet.getvalue() == ""
    call_command("load_package", package.folder, stdout=io.StringIO(), stderr=seen)
    steps = [int(part) for part in re.findall(r"(\d+)%", seen.getvalue())]
    assert len(steps) > 2 and steps == sorted(steps) and steps[-1] == 100
    assert seen.getvalue().endswith("100%\n")
    package.edit("statements", "2022-12-02-us-kirby-1", venue="Elsewhere")
    seen = Terminal()
    call_command("load_package", package.folder, stdout=io.StringIO(), stderr=seen)
    assert seen.getvalue().endswith("100%\n")


def test_a_refused_package_is_told_line_by_line(package, db):
    first = package.edit("statements", "2022-12-02-us-kirby-1", said_on="yesterday")
    second = package.edit("codings", "2022-12-02-us-price-1", stance="likes")
    said = io.StringIO()
    with pytest.raises(CommandError, match=f"2 problems in {package.folder}; nothing is stored"):
        call_command("load_package", package.folder, stderr=said)
    assert said.getvalue().splitlines() == [
        f"statements.csv, line {first}, said_on: “yesterday” is not a day as YYYY-MM-DD",
        f"codings.csv, line {second}, stance: “likes” is not one of: requires, demands, accepts, "
        "accepts_if, open, rejects, rejects_as_condition, waives, noncommittal, none",
    ]
    assert not Actor.objects.exists()


def test_a_review_is_taken_back_whole_when_a_package_has_none(package, db, admin_user):
    load(package.folder)
    Statement.objects.update(reviewed_on="2026-01-01", reviewed_by=admin_user)
    load(package.folder)
    assert not Statement.objects.exclude(reviewed_on=None, reviewed_by=None).exists()
