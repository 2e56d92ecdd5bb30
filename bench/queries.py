"""The SQL floor: what each page needs to know, asked by hand, of the site's tables and of copies
that answer faster (floor.py).

A page is a list of statements in SQL. What pages count for their filters is counted here too.
"""

from positions.codebook import Gate

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
# What a search finds is counted among the newest; by hand nobody counts all of it.
FOUND = """
WITH found AS MATERIALIZED (
    SELECT id, actor_id, official_id, counts_on, form FROM positions_statement WHERE {where}
    ORDER BY counts_on DESC, id DESC LIMIT 5000)
"""
COUNTED = f"""{FOUND}
SELECT actor_id, official_id, extract(year FROM counts_on), form, count(*)
FROM found GROUP BY GROUPING SETS (
    (), (actor_id), (official_id), (extract(year FROM counts_on)), (form))
"""
CODED = f"""{FOUND}
SELECT k.precondition_id, k.stance, count(DISTINCT k.statement_id)
FROM found f JOIN positions_coding k ON k.statement_id = f.id
GROUP BY GROUPING SETS ((k.precondition_id), (k.stance))
"""
IN_ALL = "SELECT kind, value, n FROM floor.in_all"
OF_ACTOR = """
SELECT kind, value, sum(n) FROM floor.in_month
WHERE actor_id = {actor} AND month BETWEEN '{first}' AND '{last}' GROUP BY 1, 2
"""
# A filter's own choices are counted as if it were not set.
OF_ACTORS = """
SELECT actor_id, sum(n) FROM floor.in_month
WHERE kind = 'all' AND month BETWEEN '{first}' AND '{last}' GROUP BY 1
"""
OF_YEARS = """
SELECT extract(year FROM month), sum(n) FROM floor.in_month
WHERE kind = 'all' AND actor_id = {actor} GROUP BY 1
"""
NUMBER = """
SELECT sum(n) FROM floor.in_month
WHERE kind = 'all' AND actor_id = {actor} AND month BETWEEN '{first}' AND '{last}'
"""
# The latest stance of each actor, precondition and gate: an index is gone down for each.
BY_GATE = f"""
SELECT a.id, p.id, g.gate, l.* FROM positions_actor a CROSS JOIN positions_precondition p
CROSS JOIN (VALUES {", ".join(f"('{gate}')" for gate in Gate.values)}) g (gate)
CROSS JOIN LATERAL (SELECT stance, counts_on, statement_id FROM floor.position f
    WHERE f.holder_id = a.id AND f.precondition_id = p.id AND f.gate = g.gate
    AND f.counts_on <= CURRENT_DATE ORDER BY f.counts_on DESC, f.statement_id DESC LIMIT 1) l
WHERE a.id IN {{holders}}
"""
BY_CELL = """
SELECT a.id, p.id, l.* FROM positions_actor a CROSS JOIN positions_precondition p
CROSS JOIN LATERAL (SELECT gate, stance, counts_on, statement_id FROM floor.position f
    WHERE f.holder_id = a.id AND f.precondition_id = p.id
    AND f.counts_on <= CURRENT_DATE ORDER BY f.counts_on DESC, f.statement_id DESC LIMIT 1) l
WHERE a.id IN {holders}
"""
CELL = """status = 'published' AND id IN (SELECT statement_id FROM floor.position
    WHERE holder_id = {actor} AND precondition_id = {precondition}
    ORDER BY counts_on DESC, statement_id DESC LIMIT 50)"""
TURNS = """
SELECT * FROM (SELECT holder_id, gate, stance, counts_on, statement_id,
        lag(stance) OVER (PARTITION BY holder_id, gate ORDER BY counts_on, statement_id) AS before
    FROM floor.position WHERE holder_id IN (SELECT id FROM positions_actor)
        AND precondition_id = {precondition}) said
WHERE stance IS DISTINCT FROM before
"""
MONTHS = "SELECT actor_id, month, n FROM floor.in_month WHERE kind = 'all' AND actor_id IN {actors}"
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
    after = deep(sample)
    of_three = f"{ALL} AND actor_id IN {three}"
    of_row = "id IN (SELECT statement_id FROM positions_coding WHERE precondition_id = {})"
    asked = {"actor": actor, "first": sample.first, "last": sample.last}
    of_filter = [one.format(**asked) for one in (OF_ACTOR, OF_ACTORS, OF_YEARS)]
    return {
        "home": [BY_GATE.format(holders=three)],
        "compare": [BY_GATE.format(holders=three)],
        "cell": [rows(CELL.format(actor=actor, precondition=precondition), 50)],
        "statements": [rows(ALL), IN_ALL],
        "filtered": [rows(filtered), *of_filter],
        "deep page": [rows(f"{ALL} AND (counts_on, id) < ('{after[0]}', {after[1]})"), IN_ALL],
        "common word": searched(f"{ALL} AND {has(sample.common)}"),
        "rare word": searched(f"{ALL} AND {has(sample.rare)}"),
        "statement": [rows(f"slug = '{sample.statement}'")],
        "actor": [
            BY_GATE.format(holders=f"({actor})"),
            rows(f"{ALL} AND actor_id = {actor}", 10),
        ],
        "precondition": [
            TURNS.format(precondition=precondition),
            rows(f"{ALL} AND {of_row.format(precondition)}", 10),
        ],
        "timeline": [MONTHS.format(actors=three), rows(of_three)],
        "CSV": [COPIED.format(where=filtered.replace(" AND ", " AND s."))],
        "API": [rows(filtered), NUMBER.format(**asked)],
    }


def by_cell(connection):
    """What home and compare would have to ask if a cell had one line."""
    found = connection.execute(
        "SELECT id FROM positions_actor WHERE slug IN ('actor-1', 'actor-2', 'actor-3')"
    )
    return [BY_CELL.format(holders=tuple(pk for (pk,) in found.fetchall()))]


def rows(where, most=PER_PAGE):
    return ROWS.format(where=where, most=most)


def searched(where):
    return [rows(where), COUNTED.format(where=where), CODED.format(where=where)]


def has(word):
    asked = " || ".join(f"to_tsquery('{name}', '{word}')" for name in GRAMMARS)
    return f"search @@ ({asked})"
