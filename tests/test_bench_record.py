"""The record that the bench generates is the same everywhere, and sound."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict

import pytest
from django.conf import settings as site

from bench.generate import write
from positions.models import Statement
from positions.packages import load

from . import package as packages

ELSEWHERE = """
import json, sys
from dataclasses import asdict
import django
django.setup()
from bench.generate import write
print(json.dumps(asdict(write(sys.argv[1], 50))))
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench") / "package"
    return folder, write(folder, 50)


def test_the_same_number_makes_the_same_package(generated, tmp_path):
    folder, sample = generated
    told = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, tmp_path],
        cwd=site.BASE_DIR,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout) == asdict(sample)
    assert packages.contents(tmp_path) == packages.contents(folder)


def test_the_package_passes_the_loader(db, generated):
    folder, _ = generated
    counts = load(folder)
    assert counts["statements"] == {"added": 50}
    assert counts["codings"].keys() == {"added"}
    assert Statement.objects.published().count() == 50


def test_the_pages_speak_of_what_is_there(db, generated):
    folder, sample = generated
    with open(folder / "statements.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[sample.line - 1]["id"] == sample.statement
    having = {
        word: sum(word in row["text"].lower().strip(".").split() for row in rows)
        for word in (sample.common, sample.rare)
    }
    assert having == {sample.common: 4, sample.rare: 3}
    said = [row["said_on"] for row in rows if row["actor"] == sample.actor]
    assert any(sample.first <= day <= sample.last for day in said)


def test_actors_keep_to_their_stances(tmp_path):
    write(tmp_path, 5000)
    with open(tmp_path / "codings.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = Counter((row["holder"], row["precondition"], row["gate"], row["stance"]) for row in rows)
    ((_, most),) = said.most_common(1)
    assert most > 40
    lines = Counter(line[:3] for line in said)
    # Seldom more than one change at a gate.
    assert 1 < sum(lines.values()) / len(lines) < 2.5
