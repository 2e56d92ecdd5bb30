"""The bench runs; how fast anything is, no test asserts."""

import json
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest
from django.conf import settings as site
from django.db import connection

from bench.generate import write
from bench.measure import summary
from bench.pages import pages
from bench.queries import queries
from bench.report import table, written_into
from bench.sample import Sample
from positions.packages import load

RUN = {
    "statements": 50,
    "load_seconds": 1.5,
    "postgresql": "18.6",
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
            "framework": {"app_ms": 1.0, "db_ms": 0.5},
            "sql": {"db_ms": 0.5},
            "peer": None,
            "ratios": {"framework": 2.0, "sql": 2.0, "peer": None},
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
    by_hand = queries(sample, connection.connection)
    listed = {page.name: page.path for page in pages(sample)}
    assert by_hand.keys() == listed.keys()
    for name, number in LISTS.items():
        told = connection.connection.execute(by_hand[name][number]).fetchall()
        page = client.get(listed[name]).text
        shown = re.findall(r'class="when" href="/statements/([\w-]+)/"', page)
        assert shown and (name, shown) == (name, [row[0] for row in told])


def test_it_measures_every_page(tmp_path):
    document, found = tmp_path / "performance.md", tmp_path / "bench.json"
    document.write_text("# Performance\n")
    subprocess.run(
        [
            *(sys.executable, "-m", "bench", "50", "--rounds", "1", "--seconds", "0.05"),
            *("--cold", "home", "--folder", tmp_path / "bench"),
            *("--json", found, "--document", document),
        ],
        cwd=site.BASE_DIR,
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
        assert (page["peer"] is not None) == bool(find_spec("datasette") and listed[name].peer)
        assert f"| {name} |" in document.read_text()
    assert run["pages"]["home"]["cold_ms"] > 0
    assert not (tmp_path / "bench/50/postgres/postmaster.pid").exists()


def test_ratios_are_of_cpu_by_request():
    def turn(app, db):
        return {"app_ms": app, "db_ms": db}

    told = summary(
        {
            "site": [turn(9, 3), turn(8, 2), turn(100, 90)],
            "framework": [turn(3, 1)],
            "sql": [{"db_ms": 1.5}],
            "peer": [turn(6, 0)],
        }
    )
    assert told["site"] == turn(9, 3)
    assert told["ratios"] == {"framework": 3.0, "sql": 2.0, "peer": 0.5}


def test_what_was_refused_is_told():
    page = RUN["pages"]["home"]
    page = {**page, "site": {**page["site"], "refused": 0.25}}
    told = "\n".join(table({"pages": {"home": page}}))
    assert "| home, 25% refused | 12.3 |" in told


def test_a_run_takes_the_place_of_the_last_one_of_its_size():
    once = written_into("# Performance\n", RUN, ABOUT)
    assert "### 50 statements" in once
    assert "| home | 12.3 | 12.3 | 12.3 | 12.3 | - | 2.0 + 1.0 | 3 | 12,345 | 1.5 | 2.0 |" in once
    assert written_into(once, RUN, ABOUT) == once
    both = written_into(once, {**RUN, "statements": 2000}, ABOUT)
    assert both.index("### 50 statements") < both.index("### 2,000 statements")
    later = written_into(both, RUN, {**ABOUT, "day": "2026-03-04"})
    assert later.count("2026-01-02") == later.count("2026-03-04") == 1
