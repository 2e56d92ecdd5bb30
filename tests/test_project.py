"""What holds for the project's files."""

import re
from pathlib import Path

from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
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
