"""Rules that span tables, as deferred constraint triggers: checked at the end of the transaction,
whatever path the change took. Each refuses with SQLSTATE check_violation, its own name as the
constraint and a message for people."""

import pgtrigger

EITHER = pgtrigger.Insert | pgtrigger.Update


def refuse_if(name, found, message, *, operation=EITHER):
    """A deferred trigger that refuses the change when the SQL condition `found` holds."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        func=f"""
            IF {found} THEN
                RAISE EXCEPTION '{message}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NULL;
        """,
    )


def published_statement_has_source(name, statement, *, operation=EITHER):
    return refuse_if(
        name,
        f"""EXISTS (SELECT FROM positions_statement s WHERE s.id = {statement}
            AND s.status = 'published'
            AND NOT EXISTS (SELECT FROM positions_citation c WHERE c.statement_id = s.id))""",
        "A published statement needs a source.",
        operation=operation,
    )


def holder_is_own_signed_or_claimed(name, which):
    """The holder is the statement's actor, or signed it, or the position is a claim about it
    (codebook, "Holder is not speaker")."""
    return refuse_if(
        name,
        f"""EXISTS (SELECT FROM positions_coding c JOIN positions_statement s
            ON s.id = c.statement_id WHERE {which} AND c.holder_id <> s.actor_id
            AND c.claimed_by_id IS NULL AND s.on_behalf_of = '')""",
        "Another holder than the statement''s actor needs claimed by, or a joint statement "
        "that names whom it is on behalf of.",
    )


def waived_demand_is_on_record(name):
    """What is waived was required or demanded by the same holder before, or in the same words."""
    return refuse_if(
        name,
        """EXISTS (SELECT FROM positions_coding c JOIN positions_statement s
            ON s.id = c.statement_id WHERE c.id = NEW.id AND c.stance = 'waives'
            AND c.claimed_by_id IS NULL AND NOT EXISTS (
                SELECT FROM positions_coding e JOIN positions_statement t ON t.id = e.statement_id
                WHERE e.holder_id = c.holder_id AND e.precondition_id = c.precondition_id
                AND e.stance IN ('requires', 'demands') AND e.claimed_by_id IS NULL
                AND t.counts_on <= s.counts_on AND e.statement_id <> c.statement_id))""",
        "Nothing to waive: the holder''s earlier requires or demands is not on record.",
    )
