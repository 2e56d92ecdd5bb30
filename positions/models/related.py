"""What stands beside a statement: what it says again or answers, and the rest of its day."""

from datetime import date

from positions.replicas import reading

from .counts import MOST, Number
from .statements import Statement

SHOWN = "o.status = 'published' AND o.counts_on <= %(day)s"
RELATED = f"""
SELECT 'said_before', o.id, 1 FROM positions_statement s
JOIN positions_statement o ON o.id = s.restates_id WHERE s.id = %(pk)s AND {SHOWN}
UNION ALL
(SELECT 'said_again', o.id, count(*) OVER () FROM positions_statement o
WHERE o.restates_id = %(pk)s AND {SHOWN} ORDER BY o.counts_on, o.id LIMIT %(shown)s)
UNION ALL
(SELECT 'responds_to', o.id, 1 FROM positions_response r
JOIN positions_statement o ON o.id = r.responds_to_id
WHERE r.statement_id = %(pk)s AND {SHOWN} ORDER BY o.counts_on DESC, o.id DESC)
UNION ALL
(SELECT 'responses', o.id, 1 FROM positions_response r
JOIN positions_statement o ON o.id = r.statement_id
WHERE r.responds_to_id = %(pk)s AND {SHOWN} ORDER BY o.counts_on DESC, o.id DESC)
UNION ALL
(SELECT 'same_day', id, count(*) OVER () FROM (
    SELECT o.id FROM positions_statement o
    WHERE o.counts_on = %(counts_on)s AND o.date_precision = %(precision)s AND o.id <> %(pk)s
        AND {SHOWN}
    ORDER BY o.id DESC LIMIT {MOST + 1}) o
ORDER BY id DESC LIMIT %(shown)s)
"""


def related(statement, day=None, *, shown):
    """By kind of relation, the published statements up to a day, as for_cards() brings them, and
    how many there are; of what was said again and of the day no more than so many are `shown`."""
    asked = {
        "pk": statement.pk,
        "counts_on": statement.counts_on,
        "precision": statement.date_precision,
        "day": day or date.max,
        "shown": shown,
    }
    with reading().cursor() as cursor:
        cursor.execute(RELATED, asked)
        rows = cursor.fetchall()
    cards = Statement.objects.published().for_cards().in_bulk([pk for _, pk, _ in rows])
    told = {kind: [] for kind in ("said_before", "said_again", "responds_to", "responses")}
    told |= {"same_day": [], "said_again_count": 0, "same_day_count": Number(0)}
    for kind, pk, number in rows:
        if pk in cards:
            told[kind].append(cards[pk])
        if kind in ("said_again", "same_day"):
            told[f"{kind}_count"] = Number(number)
    return told
