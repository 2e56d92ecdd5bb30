"""The API of a running site, asked as programs do: by chance, and by the lines of its page."""

import html
import json
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

SCHEMATHESIS = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
CONFIGURED = Path(__file__).with_name("schemathesis.toml")


def test_every_answer_is_as_the_openapi_document_says(site, tmp_path):
    """Each parameter at and beyond its bounds, and by chance, the same each time: no failure of
    the site, no answer that is not described, nothing accepted that is not allowed."""
    command = [
        *(*SCHEMATHESIS, "--no-color", "--config-file", CONFIGURED),
        *("run", f"{site.url}/api/v1/openapi.json", "--checks", "all"),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "20"),
        *("--generation-deterministic", "--workers", "2", "--no-shrink", "--warnings", "off"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    tested = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert int(tested[1]) == int(tested[2]) > 500


@pytest.fixture
def lines(site):
    """The lines on the page, by the id of their block."""
    with urllib.request.urlopen(f"{site.url}/api/") as answer:
        page = answer.read().decode()
    found = re.findall(r'<pre id="(\w+)">(.*?)</pre>', page, re.S)
    return {name: html.unescape(text) for name, text in found}


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


by_curl = pytest.mark.skipif(not shutil.which("curl"), reason="curl: not on this machine")


@by_curl
def test_a_command_line_asks_for_statements(lines, tmp_path):
    told = json.loads(run(tmp_path, "sh", "-e", "-c", lines["ask"]))
    assert len(told["rows"]) == 5
    for row in told["rows"]:
        assert row["actor"] == "ukraine" and row["said_on"] >= "2024"
        assert "requires" in {coding["stance"] for coding in row["codings"]}


@by_curl
def test_a_command_line_compares(lines, tmp_path):
    told = json.loads(run(tmp_path, "sh", "-e", "-c", lines["compare"]))
    assert told["as_of"] == "2022-12-02"
    assert {row["actor"] for row in told["rows"]} == {"russia", "ukraine"}


@by_curl
def test_a_command_line_asks_again(lines, tmp_path):
    run(tmp_path, "sh", "-e", "-c", lines["again"])
    told = json.loads((tmp_path / "actors.json").read_text())
    assert told["count"] == len(told["rows"]) > 20
    first, again = lines["again"].splitlines()
    (tmp_path / "actors.json").unlink()
    run(tmp_path, "sh", "-e", "-c", again)
    assert not (tmp_path / "actors.json").exists() or not (tmp_path / "actors.json").read_text()


def test_python_reads_every_page(lines, site, tmp_path):
    printed = run(tmp_path, sys.executable, "-W", "error", "-c", lines["python"]).splitlines()
    with urllib.request.urlopen(f"{site.url}/statements.json?topic=territory") as answer:
        expected = json.load(answer)["rows"]
    assert len(printed) == len(expected) > 50
    assert printed[0].startswith(f"{expected[0]['said_on']} {expected[0]['actor_name']} ")
