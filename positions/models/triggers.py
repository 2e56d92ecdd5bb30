"""Rules that span tables, as deferred constraint triggers: checked at the end of the transaction,
whatever path the change took. Each refuses with SQLSTATE check_violation, its own name as the
constraint and a message for people."""

from dataclasses import dataclass

import pgtrigger

EITHER = pgtrigger.Insert | pgtrigger.Update


@dataclass(frozen=True)
class Rule:
    """`offenders` is SQL from FROM on: the rows at fault, a statement as `s`, a coding as `c`."""

    message: str
    offenders: str


PUBLISHED_HAS_SOURCE = Rule(
    "A published statement needs a source.",
    """FROM positions_statement s WHERE s.status = 'published'
        AND NOT EXISTS (SELECT FROM positions_citation n WHERE n.statement_id = s.id)""",
)
# Codebook, "Holder is not speaker".
HOLDER_ACCOUNTED_FOR = Rule(
    "Another holder than the statement's actor needs claimed by, or a joint statement that names "
    "whom it is on behalf of.",
    """FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id
        WHERE c.holder_id <> s.actor_id AND c.claimed_by_id IS NULL AND s.on_behalf_of = ''""",
)
# What is waived was required or demanded by the same holder before, or on the same day.
WAIVED_IS_ON_RECORD = Rule(
    "Nothing to waive: the holder's earlier requires or demands is not on record.",
    """FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id
        WHERE c.stance = 'waives' AND c.claimed_by_id IS NULL AND NOT EXISTS (
            SELECT FROM positions_coding e JOIN positions_statement t ON t.id = e.statement_id
            WHERE e.holder_id = c.holder_id AND e.precondition_id = c.precondition_id
            AND e.stance IN ('requires', 'demands') AND e.claimed_by_id IS NULL
            AND t.counts_on <= s.counts_on AND e.statement_id <> c.statement_id)""",
)


def refuse(rule, name, which, *, operation=EITHER):
    """A deferred trigger that refuses the change when an offender is among `which`, a condition
    on NEW or OLD."""
    message = rule.message.replace("'", "''")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        func=f"""
            IF EXISTS (SELECT {rule.offenders} AND {which}) THEN
                RAISE EXCEPTION '{message}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NULL;
        """,
    )
