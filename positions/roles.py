"""What the site may do in the database, where it connects as a role that owns none of the tables.

It reads and writes rows. It can neither alter nor truncate a table nor turn off a trigger, and the
trail is not its to write: triggers alone do, with the rights of the owner and whatever the site
says of them. Who gets hold of the site can change no version, invent none and leave none out.
"""

from django.db import transaction
from psycopg import sql

ROWS = "SELECT, INSERT, UPDATE, DELETE"

# The tables of versions, and of who made them and how.
TRAIL = """
    SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND (a.attname = 'pgh_created_at' OR c.relname = 'pghistory_context')
"""
# What writes versions, and what guards those that are written; with the tables that it does so of.
WRITERS = f"""
    SELECT t.tgfoid::regprocedure::text, t.tgrelid
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND (t.tgrelid IN ({TRAIL}) OR p.prosrc LIKE '%"pgh\\_created\\_at"%')
"""
# The tables of which versions are written, and their columns but for the keys: by its key a row is
# known for the same before and after.
BUT_KEYS = f"""
    SELECT c.oid::regclass::text, string_agg(quote_ident(a.attname), ', ')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.oid IN (SELECT tgrelid FROM ({WRITERS}) writers) AND c.oid NOT IN ({TRAIL})
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary
            AND a.attnum = ANY(i.indkey))
    GROUP BY c.oid
"""
AS_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# pgtrigger passes over the triggers that a session names in this setting, where it may.
NONE_OF_THEM = "SET pgtrigger.ignore = '{}'"
MAY_SET = "SELECT has_parameter_privilege('pgtrigger.ignore', 'SET')"
CAN_BE_PASSED_OVER = (
    "Who gets hold of the site could keep its changes out of the trail. As a superuser of the "
    "database, GRANT SET ON PARAMETER pgtrigger.ignore to the owner of the tables; then run this "
    "again."
)


def grant_rows(cursor, role):
    """Run by the owner of the tables, who is another one than `role`, after each migration: one
    that replaces a trigger's function takes its settings from it. Returns what is left open, or
    nothing."""
    role, ((may_set,),) = sql.Identifier(role), found(cursor, MAY_SET)
    with transaction.atomic():
        for rights, things in ((ROWS, "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
            cursor.execute(
                sql.SQL("GRANT {} ON ALL {} IN SCHEMA public TO {}").format(
                    sql.SQL(rights), sql.SQL(things), role
                )
            )
        for (table,) in found(cursor, f"SELECT DISTINCT oid::regclass::text FROM ({TRAIL}) trail"):
            cursor.execute(
                sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(sql.SQL(table), role)
            )
        for (function,) in found(
            cursor, f"SELECT DISTINCT function FROM ({WRITERS}) writers (function)"
        ):
            cursor.execute(
                f"ALTER FUNCTION {function} {AS_OWNER} {NONE_OF_THEM if may_set else ''}"
            )
            # Or they could be called from a table of the site's own. Triggers that are there go on.
            cursor.execute(
                sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC, {}").format(
                    sql.SQL(function), role
                )
            )
        for table, columns in found(cursor, BUT_KEYS):
            cursor.execute(sql.SQL("REVOKE UPDATE ON {} FROM {}").format(sql.SQL(table), role))
            cursor.execute(
                sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(
                    sql.SQL(columns), sql.SQL(table), role
                )
            )
    return "" if may_set else CAN_BE_PASSED_OVER


def found(cursor, query):
    cursor.execute(query)
    return cursor.fetchall()
