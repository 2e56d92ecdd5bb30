"""The SQL floor: what each page needs to know, asked by hand of the tables as they are.

A page is a list of statements in SQL. What pages count for their filters is counted here too.
"""

from .pages import PER_PAGE, deep

ROWS = """
SELECT s.slug, s.said_on, s.date_precision, s.role, s.attribution, s.form, s.text, s.language,
    s.original_text, s.original_language, a.slug, a.short_name, o.slug, o.name,
    ARRAY(SELECT k.stance || ' ' || k.gate || ' ' || h.short_name || ' ' || p.proposition
        FROM positions_coding k JOIN positions_precondition p ON p.id = k.precondition_id
        JOIN positions_actor h ON h.id = k.holder_id WHERE k.statement_id = s.id),
    ARRAY(SELECT x.publisher || ' ' || x.title || ' ' || x.kind || ' ' || x.url
        FROM positions_citation c JOIN positions_source x ON x.id = c.source_id
        WHERE c.statement_id = s.id)
FROM (SELECT * FROM positions_statement WHERE {where}
    ORDER BY counts_on DESC, id DESC LIMIT {most}) s
JOIN positions_actor a ON a.id = s.actor_id LEFT JOIN positions_official o ON o.id = s.official_id
ORDER BY s.counts_on DESC, s.id DESC
"""
COUNTED = """
SELECT actor_id, official_id, extract(year FROM counts_on), form, count(*)
FROM positions_statement WHERE {where}
GROUP BY GROUPING SETS ((), (actor_id), (official_id), (extract(year FROM counts_on)), (form))
"""
CODED = """
SELECT precondition_id, stance, count(DISTINCT statement_id) FROM positions_coding
WHERE statement_id IN (SELECT id FROM positions_statement WHERE {where})
GROUP BY GROUPING SETS ((precondition_id), (stance))
"""
# The latest stance by actor, precondition and gate, since when it holds and how often it was said.
STANDING = """
SELECT DISTINCT ON (k.holder_id, k.precondition_id, k.gate)
    k.holder_id, k.precondition_id, k.gate, k.stance, s.counts_on, s.slug, s.role, s.official_id,
    min(s.counts_on) OVER unit, count(*) OVER unit
FROM positions_coding k JOIN positions_statement s ON s.id = k.statement_id
WHERE k.holder_id IN {holders} AND k.claimed_by_id IS NULL AND s.status = 'published'
WINDOW unit AS (PARTITION BY k.holder_id, k.precondition_id, k.gate, k.stance)
ORDER BY k.holder_id, k.precondition_id, k.gate, s.counts_on DESC, s.id DESC
"""
CELL = """status = 'published' AND id IN (SELECT k.statement_id FROM positions_coding k
    WHERE k.holder_id = {actor} AND k.precondition_id = {precondition})"""
TURNS = """
SELECT * FROM (SELECT k.holder_id, k.gate, k.stance, s.counts_on, s.slug,
        lag(k.stance) OVER (PARTITION BY k.holder_id, k.gate ORDER BY s.counts_on, s.id) AS before
    FROM positions_coding k JOIN positions_statement s ON s.id = k.statement_id
    WHERE k.precondition_id = {precondition} AND k.claimed_by_id IS NULL
        AND s.status = 'published') said
WHERE stance IS DISTINCT FROM before
"""
MONTHS = """
SELECT actor_id, date_trunc('month', counts_on), count(*) FROM positions_statement
WHERE {where} GROUP BY 1, 2
"""
COPIED = """
COPY (SELECT s.slug, s.said_on, a.slug, o.slug, s.role, s.form, s.text, s.language, s.original_text,
    ARRAY(SELECT k.stance || ' ' || k.gate || ' ' || p.slug
        FROM positions_coding k JOIN positions_precondition p ON p.id = k.precondition_id
        WHERE k.statement_id = s.id),
    ARRAY(SELECT x.url FROM positions_citation c JOIN positions_source x ON x.id = c.source_id
        WHERE c.statement_id = s.id)
FROM positions_statement s JOIN positions_actor a ON a.id = s.actor_id
LEFT JOIN positions_official o ON o.id = s.official_id WHERE s.{where}
ORDER BY s.counts_on DESC, s.id DESC) TO STDOUT (FORMAT csv, HEADER)
"""
ALL = "status = 'published'"
GRAMMARS = ("plain_english", "plain_russian", "plain_simple")


def queries(sample, connection):
    """The statements in SQL by the name of the page; `connection` tells keys of rows."""

    def key(table, slug):
        found = connection.execute(f"SELECT id FROM positions_{table} WHERE slug = %s", [slug])
        return found.fetchone()[0]

    actor = key("actor", sample.actor)
    precondition = key("precondition", sample.precondition)
    three = tuple(key("actor", f"actor-{n}") for n in (1, 2, 3))
    days = f"counts_on >= '{sample.first}' AND counts_on <= '{sample.last}'"
    filtered = f"status = 'published' AND actor_id = {actor} AND {days}"
    after = connection.execute(
        f"SELECT counts_on, id FROM positions_statement WHERE {ALL} "
        f"ORDER BY counts_on DESC, id DESC LIMIT 1 OFFSET {(deep(sample) - 1) * PER_PAGE - 1}"
    ).fetchone()
    of_three = f"{ALL} AND actor_id IN {three}"
    of_row = "id IN (SELECT statement_id FROM positions_coding WHERE precondition_id = {})"
    return {
        "home": [STANDING.format(holders=three)],
        "compare": [STANDING.format(holders=three)],
        "cell": [rows(CELL.format(actor=actor, precondition=precondition), 50)],
        "statements": listed(ALL),
        "filtered": listed(filtered),
        "deep page": [
            rows(f"{ALL} AND (counts_on, id) < ('{after[0]}', {after[1]})"),
            *listed(ALL)[1:],
        ],
        "common word": listed(f"{ALL} AND {has(sample.common)}"),
        "rare word": listed(f"{ALL} AND {has(sample.rare)}"),
        "statement": [rows(f"slug = '{sample.statement}'")],
        "actor": [
            STANDING.format(holders=f"({actor})"),
            rows(f"{ALL} AND actor_id = {actor}", 10),
        ],
        "precondition": [
            TURNS.format(precondition=precondition),
            rows(f"{ALL} AND {of_row.format(precondition)}", 10),
        ],
        "timeline": [MONTHS.format(where=of_three), rows(of_three)],
        "CSV": [COPIED.format(where=filtered.replace(" AND ", " AND s."))],
        "API": [rows(filtered), f"SELECT count(*) FROM positions_statement WHERE {filtered}"],
    }


def rows(where, most=PER_PAGE):
    return ROWS.format(where=where, most=most)


def listed(where):
    return [rows(where), COUNTED.format(where=where), CODED.format(where=where)]


def has(word):
    asked = " || ".join(f"to_tsquery('{name}', '{word}')" for name in GRAMMARS)
    return f"search @@ ({asked})"
