"""The lines that the page of the data set offers, as readers run them."""

import html
import re
import shutil
import subprocess
import sys
import urllib.request

import duckdb
import pytest
from playwright.sync_api import expect

# Statements by actor, the first of them.
FIRST = {"Russia": 144, "Ukraine": 107}


@pytest.fixture
def lines(site):
    """The lines on the page, by the id of their block."""
    with urllib.request.urlopen(f"{site.url}/data/") as answer:
        page = answer.read().decode()
    return {name: html.unescape(text) for name, text in re.findall(BLOCK, page, re.S)}


BLOCK = r'<pre id="(\w+)">(.*?)</pre>'


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)}: not on this machine")


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def fetched(site, tmp_path):
    """A folder in which the package is unpacked."""
    urllib.request.urlretrieve(f"{site.url}/data/parley.zip", tmp_path / "parley.zip")
    shutil.unpack_archive(tmp_path / "parley.zip", tmp_path)
    return tmp_path


@needs("curl", "unzip")
def test_a_command_line_fetches_it(lines, tmp_path):
    run(tmp_path, "sh", "-e", "-c", lines["fetch"])
    assert (tmp_path / "parley" / "statements.csv").stat().st_size > 100_000


def test_pandas_reads_it(lines, tmp_path):
    told = run(tmp_path, sys.executable, "-W", "error", "-c", lines["python"])
    counted = dict(re.findall(r"^(\w+) +(\d+)$", told, re.M))
    assert FIRST.items() <= {name: int(number) for name, number in counted.items()}.items()


def test_duckdb_reads_it(lines, fetched, monkeypatch):
    monkeypatch.chdir(fetched)
    counted = duckdb.connect().sql(lines["duckdb"]).fetchall()
    assert counted[: len(FIRST)] == [*FIRST.items()]
    assert sum(number for _, number in counted) == 448


@needs("Rscript")
def test_r_reads_it(lines, tmp_path):
    told = run(tmp_path, "Rscript", "-e", lines["r"])
    assert all(str(number) in told for number in FIRST.values())


@needs("soffice")
def test_libreoffice_reads_it(lines, fetched):
    run(fetched, "sh", "-e", "-c", lines["spreadsheet"])
    assert (fetched / "statements.xlsx").stat().st_size > 10_000


def test_lines_are_copied_and_it_is_said_so(site, browser, lines):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site.url}/data/")
    button = page.locator("button[data-copy=duckdb]")
    expect(button).to_have_accessible_name("Copy")
    expect(button).to_have_accessible_description("DuckDB, where it is unpacked")
    button.click()
    expect(page.locator("#announcement")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == lines["duckdb"]
    context.close()


def test_without_scripts_lines_stand_there_without_a_button(site, browser, lines):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/data/")
    expect(page.locator("button[data-copy]:visible")).to_have_count(0)
    expect(page.locator("pre#python")).to_have_text(lines["python"], use_inner_text=True)
    context.close()
