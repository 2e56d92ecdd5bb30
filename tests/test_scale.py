"""What docs/scale.md says of the tables."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

TEXT = (settings.BASE_DIR / "docs/scale.md").read_text()
ROWS = re.findall(r"^\| (with the key|the same|made of) .*\| (.*) \|$", TEXT, re.MULTILINE)
OF_A_STATEMENT, EVERYWHERE, MADE = ({*re.findall(r"`(\w+)`", names)} for _, names in ROWS)
VERSIONS = "event"
# To a record that may be elsewhere.
BETWEEN_STATEMENTS = {
    ("statement", "restates"),
    ("statement", "duplicate_of"),
    ("response", "responds_to"),
    ("distinction", "other"),
}


def tables():
    """Models by name, without those of versions."""
    ours = apps.get_app_config("positions").get_models()
    found = {model._meta.model_name: model for model in ours}
    return {name: model for name, model in found.items() if not name.endswith(VERSIONS)}


def test_each_table_is_of_one_kind():
    assert {"statement", *OF_A_STATEMENT, *EVERYWHERE, *MADE} == tables().keys()
    assert len(tables()) == sum(map(len, (OF_A_STATEMENT, EVERYWHERE, MADE))) + 1


@pytest.mark.parametrize("name", sorted(OF_A_STATEMENT))
def test_the_key_of_its_statement_is_in_each_row_and_each_version(name):
    model = tables()[name]
    for kind in (model, model.pgh_event_model):
        assert kind._meta.get_field("statement").column == "statement_id"


def test_what_refers_to_a_statement_is_of_one_or_named():
    referring = {
        (name, field.name)
        for name, model in tables().items()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is tables()["statement"]
    }
    assert referring == BETWEEN_STATEMENTS | {(name, "statement") for name in OF_A_STATEMENT}
    for name, field in BETWEEN_STATEMENTS:
        assert f"`{field}`" in TEXT or f"`{name}.{field}`" in TEXT


def test_what_is_unique_of_a_statement_contains_its_key(db):
    divided = [f"positions_{name}" for name in ("statement", *OF_A_STATEMENT)]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname, pg_get_indexdef(indexrelid) FROM pg_index
            JOIN pg_class c ON c.oid = indexrelid
            WHERE indisunique AND NOT indisprimary AND indrelid = ANY(%s::regclass[])""",
            [divided],
        )
        without = {
            name
            for name, definition in cursor
            if "statement_id" not in re.search(r"USING \w+ \((.*)\)", definition)[1]
            and not re.search(r"positions_statement USING \w+ \(id\b", definition)
        }
    assert without == {"positions_statement_slug_key"}
    assert all(f"`{name}`" in TEXT for name in without)
