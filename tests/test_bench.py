"""The bench runs; how fast anything is, no test asserts."""

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest
from django.conf import settings as site
from django.db import connection

from bench import floor
from bench.generate import write
from bench.load import failures
from bench.measure import summary
from bench.pages import pages
from bench.queries import queries
from bench.report import table, written_into
from bench.sample import Sample
from positions.packages import load

RUN = {
    "statements": 50,
    "load": {"seconds": 1.5, "cpu": 1.2, "floor_seconds": 0.7, "floor_cpu": 0.6},
    "export": dict.fromkeys(("mb", "mb_per_s", "first_ms", "grown_mb", "copy_mb_per_s"), 2.0),
    "painted": {
        "home": {"mark": 99.6, "first_ms": 310, "largest_ms": 420, "blocked_ms": 0, "shifted": 0},
        "compare": None,
    },
    "postgresql": "18.6",
    "by_cell_ms": 0.4,
    "pages": {
        "home": {
            "queries": 3,
            "cold_ms": None,
            "site": {
                **dict.fromkeys(("rps", "p50_ms", "p99_ms", "alone_ms"), 12.34),
                "app_ms": 2.0,
                "db_ms": 1.0,
                "bytes": 12345,
                "refused": 0,
            },
            "warm": {"rps": 2000.0, "p50_ms": 2.5, "app_ms": 0.5, "db_ms": 0.1},
            "framework": {"app_ms": 1.0, "db_ms": 0.5},
            "sql": {"db_ms": 0.5},
            "peer": None,
            "ratios": {
                **{"framework": 2.0, "sql": 2.0, "static": 0.9},
                **{"peer": None, "warm_peer": None},
            },
        }
    },
}
ABOUT = {
    **{"day": "2026-01-02", "cores": 2, "load": [0.5], "rounds": 3, "seconds": 2},
    **{"python": "3.13", "django": "6.1", "granian": "2.8", "datasette": None},
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench") / "package"
    return folder, write(folder, 50)


# Which of a page's statements in SQL lists its statements.
LISTS = {
    **dict.fromkeys(("statements", "filtered", "deep page", "common word", "rare word"), 0),
    **dict.fromkeys(("timeline", "actor", "precondition"), 1),
}


def test_the_floors_tell_what_the_pages_do(db, generated, client):
    folder, sample = generated
    load(folder)
    with connection.cursor() as cursor:
        floor.build(cursor)
    by_hand = queries(sample, connection.connection)
    listed = {page.name: page.path for page in pages(sample)}
    assert by_hand.keys() == listed.keys()
    for name, number in LISTS.items():
        told = connection.connection.execute(by_hand[name][number]).fetchall()
        page = client.get(listed[name]).text
        shown = re.findall(r'class="when" href="/statements/([\w-]+)/"', page)
        assert shown and (name, shown) == (name, [row[0] for row in told])


CHOICES = {
    "all": "''",
    "official": "s.official_id::text",
    "form": "s.form",
    "precondition": "k.precondition_id::text",
    "stance": "k.stance",
}
COUNTED = """
    SELECT '{kind}', {value}, count(DISTINCT s.id)
    FROM positions_statement s LEFT JOIN positions_coding k ON k.statement_id = s.id
    WHERE s.actor_id = (SELECT id FROM positions_actor WHERE slug = 'actor-1')
        AND s.counts_on BETWEEN '{first}' AND '{last}' AND {value} IS NOT NULL GROUP BY 2
"""
STANDING = """
    SELECT DISTINCT ON (k.holder_id, k.precondition_id, k.gate)
        k.holder_id, k.precondition_id, k.gate, k.stance, s.counts_on, s.id
    FROM positions_coding k JOIN positions_statement s ON s.id = k.statement_id
    JOIN positions_actor a ON a.id = k.holder_id
    WHERE a.slug IN ('actor-1', 'actor-2', 'actor-3') AND k.claimed_by_id IS NULL
    ORDER BY 1, 2, 3, s.counts_on DESC, s.id DESC
"""


def test_the_floors_find_by_their_tables_what_stands_in_the_sites(db, generated):
    folder, sample = generated
    load(folder)
    with connection.cursor() as cursor:
        floor.build(cursor)
    by_hand = queries(sample, connection.connection)

    def answer(question):
        return connection.connection.execute(question).fetchall()

    assert sorted(answer(by_hand["compare"][0])) == sorted(answer(STANDING))
    span = {"first": sample.first, "last": sample.last}
    counted = [
        row
        for kind, value in CHOICES.items()
        for row in answer(COUNTED.format(kind=kind, value=value, **span))
    ]
    told = [row for row in answer(by_hand["filtered"][1]) if row[1] is not None]
    assert sorted(told) == sorted(counted)
    (number,) = (n for kind, _, n in counted if kind == "all")
    assert answer(by_hand["API"][1]) == [(number,)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder of databases, which the first who measures fills."""
    return tmp_path_factory.mktemp("bench-of") / "bench"


def test_it_measures_every_page(tmp_path, prepared):
    document, found = tmp_path / "performance.md", tmp_path / "bench.json"
    document.write_text("# Performance\n")
    subprocess.run(
        [
            *(sys.executable, "-m", "bench", "50", "--rounds", "1", "--seconds", "0.01"),
            *("--readers", "2", "--cold", "home", "--folder", prepared),
            *("--json", found, "--document", document),
        ],
        cwd=site.BASE_DIR,
        # As make calls it; Lighthouse has a test of its own.
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "", "LIGHTHOUSE": ""},
        capture_output=True,
        check=True,
    )
    (run,) = json.loads(found.read_text())["runs"]
    listed = {page.name: page for page in pages(Sample(50, "one", "two", "three", 1))}
    assert run["pages"].keys() == listed.keys()
    for name, page in run["pages"].items():
        assert page["queries"] > 0
        assert page["site"]["requests"] > page["site"]["refused"] == 0
        assert page["site"]["bytes"] > 100
        assert page["framework"]["bytes"] >= page["site"]["bytes"]
        assert page["sql"]["p50_ms"] > 0
        assert page["warm"]["bytes"] == page["site"]["bytes"]
        assert page["static"]["requests"] > page["static"]["refused"] == 0
        assert (page["peer"] is not None) == bool(find_spec("datasette") and listed[name].peer)
        assert f"| {name} |" in document.read_text()
    assert run["pages"]["home"]["cold_ms"] > 0
    assert run["load"]["cpu"] > run["load"]["floor_cpu"]
    assert run["load"]["floor_seconds"] > 0
    assert run["export"]["mb"] > 0.01 and run["export"]["copy_mb_per_s"] > 0
    assert not (prepared / "50/postgres/postmaster.pid").exists()


def test_many_at_once_are_answered_and_an_editor_saves(tmp_path, prepared):
    """What comes of it, not how fast: no failure, each save stored, a flood refused."""
    asked = {
        **{"statements": 50, "seconds": 6, "alone": 2, "readers": 6, "slow": 9, "flood": 2},
        **{
            "limits": "search=8+0.5",
            "bound": 60,
            "folder": prepared,
            "json": tmp_path / "load.json",
        },
    }
    options = [str(word) for name, value in asked.items() for word in (f"--{name}", value)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", *options],
        cwd=site.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "load.json").read_text())
    found = told["found"]
    assert found["readers"]["kinds"].keys() == {"200"} and found["readers"]["kinds"]["200"] > 6
    assert found["saves"]["kinds"].keys() == {"saved"} and found["lost"] == 0
    assert 8 <= found["flood"]["kinds"]["200"] <= 8 + 0.5 * 6 + 1 < found["flood"]["kinds"]["429"]
    assert found["slow body"]["kinds"] == found["slow headers"]["kinds"] == {"to the end": 3}
    assert "| saves, one alone |" in done.stdout


GOOD = {
    "readers": {"kinds": {"200": 9}, "p99": 1.0},
    "saves": {"kinds": {"saved": 2}},
    "flood": {"kinds": {"200": 3, "429": 5}},
    "lost": 0,
}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, []),
        ({"readers": {"kinds": {"200": 9, "500": 1}, "p99": 1.0}}, ["1 readers: 500"]),
        ({"readers": {"kinds": {"200": 9}, "p99": 6}}, ["p99 of readers is 6 s, more than 5."]),
        ({"readers": {"kinds": {}}}, ["No reader was answered."]),
        ({"saves": {"kinds": {"saved": 2, "503 of the form": 1}}}, ["1 saves: 503 of the form"]),
        ({"lost": 1}, ["1 saves were acknowledged and are not stored."]),
        ({"saves": {"kinds": {}}}, ["0 saves were acknowledged and are not stored."]),
        ({"flood": {"kinds": {"200": 4, "429": 5}}}, ["4 of the flood passed, 3 may."]),
        ({"flood": {"kinds": {"200": 3}}}, ["3 of the flood passed, 3 may."]),
        ({"flood": {"kinds": {"200": 3, "503": 1}}}, []),
        ({"flood": {"kinds": {"429": 3, "500": 1}}}, ["1 of the flood: 500"]),
    ],
)
def test_what_must_not_be_is_told(found, said):
    assert failures({**GOOD, **found}, 3, 5) == said


def test_ratios_are_of_cpu_by_request():
    def turn(app, db):
        return {"app_ms": app, "db_ms": db}

    told = summary(
        {
            "site": [turn(9, 3), turn(8, 2), turn(100, 90)],
            "warm": [{**turn(0.9, 0.1), "rps": 800}],
            "static": [{"rps": 1000}],
            "framework": [turn(3, 1)],
            "sql": [{"db_ms": 1.5}],
            "peer": [turn(6, 0)],
        }
    )
    assert told["site"] == turn(9, 3)
    own = {"framework": 3.0, "sql": 2.0, "static": 0.8}
    assert told["ratios"] == {**own, "peer": 0.5, "warm_peer": 6.0}


def test_what_was_refused_is_told():
    page = RUN["pages"]["home"]
    page = {**page, "site": {**page["site"], "refused": 0.25}}
    told = "\n".join(table({"pages": {"home": page}}))
    assert "| home, 25% refused | 12.3 |" in told


def test_a_run_takes_the_place_of_the_last_one_of_its_size():
    once = written_into("# Performance\n", RUN, ABOUT)
    assert "### 50 statements" in once
    assert (
        "| home | 12.3 | 12.3 | 12.3 | 12.3 | - | 2.0 + 1.0 | 2,000 | 0.90 | 2.5 | 0.50 + 0.10 | "
        "3 | 12,345 | 1.5 | 2.0 |" in once
    )
    assert "CPU: 2.0 times plain COPY" in once
    assert "which is 1.0 of COPY" in once
    assert "- Compare in a browser: Lighthouse failed." in once
    assert "Home in a browser, by Lighthouse on a desktop: 100 of 100; the first paint" in once
    assert written_into(once, RUN, ABOUT) == once
    both = written_into(once, {**RUN, "statements": 2000}, ABOUT)
    assert both.index("### 50 statements") < both.index("### 2,000 statements")
    later = written_into(both, RUN, {**ABOUT, "day": "2026-03-04"})
    assert later.count("2026-01-02") == later.count("2026-03-04") == 1
