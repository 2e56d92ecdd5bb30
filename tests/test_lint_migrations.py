"""Migrations that would lock tables in use do not pass `make lint`."""

import pytest

from .lint_migrations import EXCEPTIONS, findings, later


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ("ALTER TABLE positions_actor ADD COLUMN tried integer NOT NULL", "not-nullable|required"),
        ("CREATE INDEX tried ON positions_actor (name)", "require-concurrent-index-creation"),
        ("DROP INDEX tried", "require-concurrent-index-deletion"),
        ("ALTER TABLE positions_actor ALTER COLUMN id TYPE text", "changing-column-type"),
        (
            "ALTER TABLE positions_actor ALTER COLUMN name SET NOT NULL",
            "adding-not-nullable-field",
        ),
        (
            "ALTER TABLE positions_actor ADD CONSTRAINT tried CHECK (name <> '')",
            "constraint-missing-not-valid",
        ),
        (
            "ALTER TABLE positions_actor ADD CONSTRAINT tried UNIQUE (name)",
            "disallowed-unique-constraint",
        ),
        ("ALTER TABLE positions_actor RENAME COLUMN name TO title", "renaming-column"),
        ("ALTER TABLE positions_actor DROP COLUMN name", "ban-drop-column"),
    ],
)
def test_what_locks_a_table_is_found(asked, rule):
    found = "\n".join(findings("9999_tried", f"BEGIN;\n{asked};\nCOMMIT;"))
    assert any(name in found for name in rule.split("|")), found


@pytest.mark.parametrize(
    "asked",
    [
        "BEGIN;\nALTER TABLE positions_actor ADD COLUMN tried integer;\nCOMMIT;",
        "BEGIN;\nALTER TABLE positions_actor ADD COLUMN tried integer DEFAULT 0 NOT NULL;\n"
        "ALTER TABLE positions_actor ALTER COLUMN tried DROP DEFAULT;\nCOMMIT;",
        "BEGIN;\nCREATE TABLE tried (id bigint PRIMARY KEY, name varchar(9) NOT NULL);\n"
        "CREATE INDEX one ON tried (name);\nCOMMIT;",
        "CREATE INDEX CONCURRENTLY tried ON positions_actor (name);",
    ],
)
def test_what_keeps_nobody_waiting_passes(asked):
    assert findings("9999_tried", asked) == []


def test_later_ones_are_read(tmp_path):
    for name in ("0019_group_days", "0020_next", "0021_after"):
        (tmp_path / f"{name}.py").touch()
    (tmp_path / "__init__.py").touch()
    assert later(tmp_path) == ["0020_next", "0021_after"]


def test_exceptions_say_why():
    assert all(len(why) > 20 for why in EXCEPTIONS.values())
