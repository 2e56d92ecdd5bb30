"""What the site may do in the database, where it connects as a role that owns none of the tables.

It reads and writes rows. It can neither alter nor truncate a table nor turn off a trigger, and it
can only add to the trail: who gets hold of the site cannot change what was recorded there.
"""

import pghistory.models
from django.apps import apps
from django.db import transaction
from psycopg import sql

ROWS = "SELECT, INSERT, UPDATE, DELETE"


def grant_rows(cursor, role):
    """Run by the owner of the tables, who is another one than `role`."""
    role = sql.Identifier(role)
    trail = {
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event)
    }
    with transaction.atomic():
        for rights, things in ((ROWS, "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
            cursor.execute(
                sql.SQL("GRANT {} ON ALL {} IN SCHEMA public TO {}").format(
                    sql.SQL(rights), sql.SQL(things), role
                )
            )
        tables = sql.SQL(", ").join(sql.Identifier(table) for table in sorted(trail))
        cursor.execute(sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(tables, role))
