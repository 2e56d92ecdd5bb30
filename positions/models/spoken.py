"""Published codings as the pure comparison reads them."""

from positions.codes import NO_SIDE
from positions.languages import is_english, page_tag
from positions.position import Position
from positions.replicas import planned


def named(column):
    """The words in a column in the language of the page, as languages.called() tells them."""
    return column if is_english() else f"coalesce(nullif({column}_{page_tag()}, ''), {column})"


# In the order that Position.from_row() takes them.
POSITIONS = f"""
SELECT c.id, s.slug, p.slug, h.slug, x.slug, {{claimant}}, c.stance, c.gate, c.red_line, c.note,
    c.counts_on, s.date_precision, o.slug, {{official}}, s.role, {{actor}}, a.slug, s.on_behalf_of,
    c.authority, c.evidence, s.reviewed_on
FROM positions_coding c
JOIN positions_statement s ON s.id = c.statement_id
JOIN positions_precondition p ON p.id = c.precondition_id
JOIN positions_actor h ON h.id = c.holder_id
JOIN positions_actor a ON a.id = s.actor_id
LEFT JOIN positions_actor x ON x.id = c.claimed_by_id
LEFT JOIN positions_official o ON o.id = s.official_id
WHERE c.id = ANY(%s::bigint[]) AND c.status = 'published' AND c.stance <> '{NO_SIDE}'
"""


def positions_of(codings):
    """{primary key: position.Position} of those of these codings (keys) that are published."""
    names = {"claimant": "x.short_name", "official": "o.name", "actor": "a.name"}
    select = POSITIONS.format(**{name: named(column) for name, column in names.items()})
    with planned() as cursor:
        cursor.execute(select, [[*codings]])
        return {pk: Position.from_row(row) for pk, *row in cursor.fetchall()}
