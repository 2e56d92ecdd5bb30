"""What holds for the project's files."""

import re
import sysconfig
from importlib.metadata import distributions
from pathlib import Path

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = sysconfig.get_path("purelib")
CODE = ["bench", "config", "positions"]


def modules():
    found = [path for name in CODE for path in ROOT.glob(f"{name}/**/*.py")]
    return [path for path in found if "migrations" not in path.parts]


def test_no_module_passes_300_lines():
    lengths = {path.name: len(path.read_text().splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_every_template_is_used():
    templates = {
        path.relative_to(ROOT / "templates").as_posix()
        for path in ROOT.glob("templates/**/*.html")
        if "admin" not in path.parts
    }
    used = {f"{name}.html" for name in ("400", "403", "403_csrf", "404", "500")}
    for path in [*modules(), *ROOT.glob("templates/**/*.html")]:
        used |= set(re.findall(r'"([\w/]+\.html)', path.read_text()))
    assert templates - used == set()


def test_migrations_match_the_models(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def locked(name):
    """Each requirement of a lock file, with its hashes."""
    lines = (ROOT / "requirements" / name).read_text().replace("\\\n", " ").splitlines()
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#"):
            told, *hashes = line.split("--hash=")
            yield Requirement(told), [one.strip() for one in hashes]


@pytest.mark.parametrize("file", sorted(path.name for path in ROOT.glob("requirements/*.txt")))
def test_every_requirement_is_one_version_with_hashes(file):
    """So that nothing else can be installed under its name: the installers refuse it."""
    found = [*locked(file)]
    assert found
    for requirement, hashes in found:
        assert re.fullmatch(r"==[\w.!+]+", str(requirement.specifier)), requirement
        assert hashes and all(re.fullmatch("sha256:[0-9a-f]{64}", one) for one in hashes)
        assert not requirement.url


PLACES = ("Makefile", "Dockerfile", "docs/deploy.md")


def test_every_command_that_installs_requires_hashes():
    told = "\n".join((ROOT / name).read_text() for name in PLACES)
    lines = [line for line in told.splitlines() if "pip install" in line]
    assert len(lines) >= 4
    assert [line for line in lines if "--require-hashes" not in line] == []


def test_what_is_installed_is_what_is_locked():
    """The tests would tell nothing of other versions."""
    wanted = {
        canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
        for requirement, _ in locked("test.txt")
        if not requirement.marker or requirement.marker.evaluate()
    }
    found = {canonicalize_name(one.name): one.version for one in distributions(path=[PACKAGES])}
    assert found == wanted
