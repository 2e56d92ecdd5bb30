"""Statements that look like one another: the same speaker, a few days apart, in similar words.

The database finds them; an editor rules whether two are one, a restatement or distinct. pg_trgm
reckons how similar the words are, by the groups of three letters that they share. It knows words
that were clipped, reworded or translated by somebody else, and a paraphrase that keeps some of
them; the same meaning in other words it does not know.
"""

from datetime import date
from typing import NamedTuple

from positions.codebook import Status
from positions.dates import last_day_of
from positions.replicas import reading

from .statements import Statement

DAYS_APART = 3
# Of the 92 pairs of the seeds that are so near in time, three are so alike: one says the same, at
# 0.49; two are about the same thing, at 0.37 and 0.35. With 0.30 there would be three more.
ALIKE = 0.35
# Shorter words are compared as a whole only: "No talks now." stands in many a statement.
FOUND_WITHIN = 20  # characters
LONGEST_COMPARED = 2000  # characters
SHOWN = 5
PAIRS = 100

# In the C locale, the embedded server's, pg_trgm sees no letters but a to z. NFKD takes accents off
# their letters; these letters have none, and are written with plain ones.
LETTERS = "абвгґдеєжзиіклмнопрстуфхцчшщыэюяøłđıßæœ"
PLAIN = "abvggdeejziiklmnoprstufhcqwwyeuaoldisao"
UNSEEN = "ьъ\u00ad\u200b\u200c\u200d\u2060\ufeff" + "".join(map(chr, range(0x300, 0x370)))


def folded(text):
    """SQL: the beginning of a text in small plain letters."""
    start = f"left({text}, {LONGEST_COMPARED})"
    return (
        f"CASE WHEN {start} ~ '[\u00aa-\u1fff]' THEN translate(lower(normalize({start}, NFKD)), "
        f"'{LETTERS}{UNSEEN}', '{PLAIN}') ELSE {start} END"
    )


def likeness(one, other):
    """SQL: how alike two texts are, 0 to 1; the shorter may stand anywhere within the longer."""
    a, b = folded(one), folded(other)
    return (
        f"CASE WHEN least(length({one}), length({other})) < {FOUND_WITHIN} "
        f"THEN similarity({a}, {b}) WHEN length({one}) < length({other}) "
        f"THEN word_similarity({a}, {b}) ELSE word_similarity({b}, {a}) END"
    )


def first_day(statement):
    """SQL: the first of the days on which it can have been said; `counts_on` is the last."""
    return f"date_trunc({statement}.date_precision, {statement}.said_on::timestamp)::date"


SAME_OFFICIAL = "s.official_id = t.official_id"
SAME_ACTOR = "s.actor_id = t.actor_id AND s.official_id IS NULL AND t.official_id IS NULL"
# `span` is the greatest number of days that the date of `s` can be vague by.
NEAR = f"""s.counts_on BETWEEN {first_day("t")} - {DAYS_APART}
        AND t.counts_on + {DAYS_APART} + {{span}}
    AND {first_day("s")} <= t.counts_on + {DAYS_APART}"""
DEGREE = f"""greatest({likeness("t.text", "s.text")},
    {likeness("t.original_text", "s.original_text")})"""
# Every restatement with itself and with all that it goes back to.
CHAIN = """chain(id, origin) AS (
    (SELECT id, id FROM positions_statement WHERE restates_id IS NOT NULL
        UNION SELECT restates_id, restates_id FROM positions_statement
        WHERE restates_id IS NOT NULL)
    UNION SELECT chain.id, p.restates_id FROM chain
        JOIN positions_statement p ON p.id = chain.origin AND p.restates_id IS NOT NULL
)"""
RULED = """(s.id = t.restates_id
    OR EXISTS (SELECT FROM chain a JOIN chain b USING (origin)
        WHERE a.id IN (t.id, t.restates_id) AND b.id = s.id)
    OR EXISTS (SELECT FROM positions_distinction d
        WHERE d.statement_id = least(t.id, s.id) AND d.other_id = greatest(t.id, s.id)))"""
LIKE_THIS = f"""
WITH RECURSIVE {CHAIN}, t(id, actor_id, official_id, restates_id, said_on, date_precision,
    counts_on, text, original_text) AS (VALUES (%s::bigint, %s::bigint, %s::bigint, %s::bigint,
    %s::date, %s::text, %s::date, %s::text, %s::text))
SELECT id FROM (
    SELECT s.id, {DEGREE} AS degree FROM t JOIN positions_statement s
    ON {{same}} AND {NEAR.format(span=366)} AND s.id IS DISTINCT FROM t.id
    WHERE s.id <> ALL(%s) AND {RULED} IS NOT TRUE
) near
WHERE degree >= {ALIKE} ORDER BY degree DESC, id LIMIT {SHOWN}
"""
# Of a pair `t` has the vaguer date, so that `s` is looked for within a few days.
PAIRED = f"""
SELECT t.id, t.restates_id, s.id AS other_id, greatest(t.counts_on, s.counts_on) AS day,
    {DEGREE} AS degree
FROM positions_statement t JOIN positions_statement s
ON {{same}} AND {NEAR.format(span=f"(t.counts_on - {first_day('t')})")}
    AND (t.counts_on - {first_day("t")}, t.id) > (s.counts_on - {first_day("s")}, s.id)
WHERE '{Status.WITHDRAWN}' NOT IN (t.status, s.status)
"""
ALL_PAIRS = f"""
WITH RECURSIVE {CHAIN}, near AS MATERIALIZED (SELECT * FROM (
    {PAIRED.format(same=SAME_OFFICIAL)} UNION ALL {PAIRED.format(same=SAME_ACTOR)}
) pair WHERE degree >= {ALIKE})
SELECT t.id, s.id FROM near t CROSS JOIN LATERAL (SELECT t.other_id AS id) s
WHERE {RULED} IS NOT TRUE
ORDER BY t.day DESC, t.degree DESC, t.id, s.id LIMIT %s
"""
NEW_PAIRED = f"""
SELECT t.id, t.restates_id, t.slug, s.id AS other_id, s.slug AS other_slug, {DEGREE} AS degree
FROM positions_statement t JOIN positions_statement s
ON {{same}} AND {NEAR.format(span=366)} AND s.id < t.id
WHERE t.id = ANY(%s) AND s.status <> '{Status.WITHDRAWN}'
"""
NEW_PAIRS = f"""
WITH RECURSIVE {CHAIN}, near AS MATERIALIZED (SELECT * FROM (
    {NEW_PAIRED.format(same=SAME_OFFICIAL)} UNION ALL {NEW_PAIRED.format(same=SAME_ACTOR)}
) pair WHERE degree >= {ALIKE})
SELECT t.slug, t.other_slug FROM near t CROSS JOIN LATERAL (SELECT t.other_id AS id) s
WHERE {RULED} IS NOT TRUE
ORDER BY t.degree DESC, t.id, s.id LIMIT %s
"""
SAID_AGAIN = f"""
WITH RECURSIVE {CHAIN}
SELECT DISTINCT b.id FROM chain a JOIN chain b USING (origin) WHERE a.id = %s
"""


class Words(NamedTuple):
    """What is being entered. `official` and `actor` are primary keys, so are `pk` and `restates`,
    where there is a record already; an official speaks for himself, whoever the actor is."""

    text: str
    original_text: str
    official: int | None
    actor: int | None
    said_on: date
    date_precision: str
    pk: int | None = None
    restates: int | None = None


def like(words, *, settled=()):
    """At most SHOWN statements on record that look like these Words and are not ruled to be others
    or restatements, the most alike first. `settled` are primary keys to leave out."""
    if not (words.official or words.actor):
        return []
    same = SAME_OFFICIAL if words.official else SAME_ACTOR
    counts_on = last_day_of(words.said_on, words.date_precision)
    speaker = words.pk, words.actor, words.official, words.restates
    dated = words.said_on, words.date_precision, counts_on
    texts = words.text, words.original_text
    found = rows(LIKE_THIS.format(same=same), *speaker, *dated, *texts, list(settled))
    statements = for_comparison({pk for (pk,) in found})
    return [statements[pk] for (pk,) in found]


def alike_pairs(limit=PAIRS):
    """Pairs of statements that look alike and have no ruling, as (earlier, later); the newest
    first."""
    found = rows(ALL_PAIRS, limit)
    statements = for_comparison({pk for pair in found for pk in pair})
    pairs = [[statements[pk] for pk in pair] for pair in found]
    return [tuple(sorted(pair, key=lambda s: (s.counts_on, s.pk))) for pair in pairs]


def alike_to_new(pks, limit):
    """Pairs of slugs: of statements with these primary keys, each with one entered before it that
    it looks like and that nobody has ruled on; the most alike first."""
    return rows(NEW_PAIRS, pks, pks, limit)


def said_again(pk):
    """Primary keys of all that says the same as a statement, itself included, as far as it is on
    record that it restates another or is restated."""
    return {found for (found,) in rows(SAID_AGAIN, pk)}


def rows(select, *parameters):
    with reading().cursor() as cursor:
        cursor.execute(select, parameters)
        return cursor.fetchall()


def for_comparison(pks):
    """The statements by primary key, with all that a comparison of two shows."""
    speaker = "actor", "official", "restates__actor", "restates__official"
    found = Statement.objects.defer("search", "restates__search").select_related(*speaker)
    return found.prefetch_related("citations__source").in_bulk(pks)
