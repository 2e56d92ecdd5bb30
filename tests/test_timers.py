"""The units that make and check backups, as systemd reads them."""

import re
import shutil
import subprocess
import sys

import pytest

from .test_project import ROOT

UNITS = sorted(path.name for path in (ROOT / "deploy").glob("parley-*backup*.*")) + sorted(
    path.name for path in (ROOT / "deploy").glob("parley-restore-check.*")
)
systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")


@pytest.fixture
def units(tmp_path):
    """Where their program is this one, which is here."""
    for name in UNITS:
        text = (ROOT / "deploy" / name).read_text()
        text = text.replace("/opt/parley/.venv/bin/python", sys.executable)
        (tmp_path / name).write_text(text)
    return tmp_path


def analyze(*given):
    told = ["systemd-analyze", *given]
    done = subprocess.run(told, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


@systemd
@pytest.mark.parametrize("name", UNITS)
def test_systemd_reads_them_without_a_word(units, name):
    assert analyze("verify", "--man=no", str(units / name)) == (0, "")


@systemd
@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_services_may_do_little(units, name):
    code, said = analyze("security", "--offline=yes", "--threshold=15", str(units / name))
    assert code == 0, said[-400:]


def test_each_service_runs_a_command_that_there_is():
    assert len(UNITS) == 4
    told = "".join((ROOT / "deploy" / name).read_text() for name in UNITS)
    commands = re.findall(r"manage\.py (\w+)", told)
    assert sorted(commands) == ["backup", "restore"]
    for name in commands:
        assert (ROOT / f"positions/management/commands/{name}.py").exists()
