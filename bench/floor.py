"""Tables for the SQL floor alone, in a schema of their own: what nobody writes by hand without."""

POSITION = """
DROP SCHEMA IF EXISTS floor CASCADE;
CREATE SCHEMA floor;
CREATE TABLE floor.position AS
    SELECT k.holder_id, k.precondition_id, k.gate, k.stance, s.counts_on, k.statement_id
    FROM positions_coding k JOIN positions_statement s ON s.id = k.statement_id
    WHERE k.claimed_by_id IS NULL AND k.stance <> 'none' AND s.status = 'published';
CREATE INDEX ON floor.position
    (holder_id, precondition_id, gate, counts_on DESC, statement_id DESC) INCLUDE (stance);
CREATE INDEX ON floor.position
    (holder_id, precondition_id, counts_on DESC, statement_id DESC) INCLUDE (gate, stance);
"""
# How many statements there are by actor and month: all, and of each choice of a filter.
COUNTS = """
CREATE TABLE floor.in_month AS
    SELECT s.actor_id, date_trunc('month', s.counts_on)::date AS month, f.kind, f.value,
        count(DISTINCT s.id) AS n
    FROM positions_statement s CROSS JOIN LATERAL (
        VALUES ('all', ''), ('official', s.official_id::text), ('form', s.form)
        UNION SELECT 'precondition', k.precondition_id::text FROM positions_coding k
            WHERE k.statement_id = s.id
        UNION SELECT 'stance', k.stance FROM positions_coding k WHERE k.statement_id = s.id
    ) f (kind, value)
    WHERE s.status = 'published' GROUP BY 1, 2, 3, 4;
CREATE INDEX ON floor.in_month (actor_id, month) INCLUDE (kind, value, n);
CREATE INDEX ON floor.in_month (actor_id, month) INCLUDE (n) WHERE kind = 'all';
CREATE TABLE floor.in_all AS
    SELECT kind, value, sum(n) AS n FROM floor.in_month WHERE kind <> 'all' GROUP BY 1, 2
    UNION ALL SELECT 'actor', actor_id::text, sum(n) FROM floor.in_month WHERE kind = 'all'
        GROUP BY 2
    UNION ALL SELECT 'year', extract(year FROM month)::text, sum(n) FROM floor.in_month
        WHERE kind = 'all' GROUP BY 2;
ANALYZE floor.position, floor.in_month, floor.in_all;
"""


def build(cursor):
    for one in (POSITION + COUNTS).split(";\n")[:-1]:
        cursor.execute(one)
