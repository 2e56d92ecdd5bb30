"""Rules that span tables, as deferred constraint triggers: checked at the end of the transaction,
whatever path the change took. Each refuses with SQLSTATE check_violation, its own name as the
constraint and a message for people."""

from dataclasses import dataclass

import pgtrigger
from django.db import models

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
# What is waived was required or demanded by the same holder before, or on the same day; what
# readers see waived, they see required or demanded.
WAIVED_IS_ON_RECORD = Rule(
    "Nothing to waive: the holder's earlier requires or demands is not on record, or readers do "
    "not see it.",
    """FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id
        WHERE c.stance = 'waives' AND c.claimed_by_id IS NULL AND NOT EXISTS (
            SELECT FROM positions_coding e JOIN positions_statement t ON t.id = e.statement_id
            WHERE e.holder_id = c.holder_id AND e.precondition_id = c.precondition_id
            AND e.stance IN ('requires', 'demands') AND e.claimed_by_id IS NULL
            AND t.counts_on <= s.counts_on AND e.statement_id <> c.statement_id
            AND (t.status = 'published' OR s.status <> 'published'))""",
)

# A restatement: the same official, or the same actor where no official is named.
RESTATES_OWN_WORDS = Rule(
    "A restatement is by the same speaker, and not earlier than what it restates.",
    """FROM positions_statement s JOIN positions_statement t ON t.id = s.restates_id
        WHERE (s.official_id IS DISTINCT FROM t.official_id
            OR s.official_id IS NULL AND s.actor_id <> t.actor_id
            OR s.counts_on < t.counts_on)""",
)
RESTATES_IN_A_LINE = Rule(
    "Statements cannot restate each other in a circle.",
    """FROM positions_statement s WHERE s.restates_id IS NOT NULL AND EXISTS (
            WITH RECURSIVE said(id) AS (SELECT s.restates_id
                UNION SELECT t.restates_id FROM said JOIN positions_statement t ON t.id = said.id)
            SELECT FROM said WHERE said.id = s.id)""",
)

DUPLICATE_OF_SEEN = Rule(
    "A duplicate leads to a statement that readers have seen.",
    """FROM positions_statement s JOIN positions_statement t ON t.id = s.duplicate_of_id
        WHERE t.status <> 'published' AND t.withdrawn_on IS NULL""",
)
DUPLICATES_IN_A_LINE = Rule(
    "Statements cannot be duplicates of each other in a circle.",
    """FROM positions_statement s WHERE s.duplicate_of_id IS NOT NULL AND EXISTS (
            WITH RECURSIVE line(id) AS (SELECT s.duplicate_of_id
                UNION SELECT t.duplicate_of_id FROM line
                    JOIN positions_statement t ON t.id = line.id)
            SELECT FROM line WHERE line.id = s.id)""",
)


def refuse(rule, name, which, *, operation=EITHER, only_if=None):
    """A deferred trigger that refuses the change when an offender is among `which`, a condition
    on NEW or OLD. `only_if` is one on the row itself without which it makes no offender; all other
    rows cost nothing."""
    message = rule.message.replace("'", "''")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition(f"({only_if})") if only_if else None,
        func=f"""
            IF EXISTS (SELECT {rule.offenders} AND {which}) THEN
                RAISE EXCEPTION '{message}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NULL;
        """,
    )


def refuse_new(rule, name):
    """A trigger that looks for offenders among all codings that are entered at once. They are
    touched, so that the rule's trigger for changes asks again at the end of the transaction."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=f"""
            UPDATE positions_coding SET holder_id = holder_id WHERE id IN (
                SELECT c.id {rule.offenders} AND c.id IN (SELECT id FROM new_rows));
            RETURN NULL;
        """,
    )


def refuse_row(message, name, which, *, operation):
    """A trigger that refuses the change of a row at once when `which`, a condition on NEW and OLD,
    holds; it keeps both as `message` and `which`."""
    quoted = message.replace("'", "''")
    trigger = pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=pgtrigger.Condition(f"({which})"),
        func=f"""
            RAISE EXCEPTION '{quoted}'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
        """,
    )
    trigger.message, trigger.which = message, which
    return trigger


def given_once(model):
    return f"Another {model} had this slug before, and a permanent address is given only once."


def slug_given_once(model, public="true"):
    """Triggers that refuse a slug under which readers could find another record; `public` is a
    condition on a version `e`. They come after the row, which first waits for whoever is about to
    give the slug up."""
    name = f"{model}_slug_given_once"

    def refuse_given(of, rows, **given):
        return pgtrigger.Trigger(
            name=of,
            when=pgtrigger.After,
            func=f"""
                IF EXISTS (SELECT FROM {rows} JOIN positions_{model}event e ON e.slug = n.slug
                        WHERE e.pgh_obj_id <> n.id AND ({public})) THEN
                    RAISE EXCEPTION '{given_once(model)}'
                        USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
                END IF;
                RETURN NULL;
            """,
            **given,
        )

    return [
        refuse_given(
            name,
            "new_rows n",
            level=pgtrigger.Statement,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
        ),
        refuse_given(
            f"{name}_changed",
            "(SELECT NEW.id, NEW.slug) n",
            operation=pgtrigger.UpdateOf("slug"),
            condition=pgtrigger.Condition("(OLD.slug <> NEW.slug)"),
        ),
    ]


def slugs_of(model):
    """The index of a model's versions by slug, for its beginning too."""
    return models.Index(
        fields=["slug"], name=f"{model}_event_slug", opclasses=["varchar_pattern_ops"]
    )


OF_A_STATEMENT = [
    *slug_given_once("statement", "e.status = 'published' OR e.withdrawn_on IS NOT NULL"),
    refuse(
        PUBLISHED_HAS_SOURCE,
        "statement_published_has_source",
        "s.id = NEW.id",
        # The database keeps the grade, which is empty while there is no source.
        only_if="NEW.status = 'published' AND NEW.evidence = ''",
    ),
    # Codings that are new, as those of a new statement are, have such a trigger of their own.
    refuse(
        HOLDER_ACCOUNTED_FOR,
        "statement_holder_accounted_for",
        "c.statement_id = NEW.id",
        operation=pgtrigger.Update,
        only_if="(OLD.actor_id, OLD.on_behalf_of) IS DISTINCT FROM "
        "(NEW.actor_id, NEW.on_behalf_of)",
    ),
    refuse(
        WAIVED_IS_ON_RECORD,
        "statement_waived_stays_on_record",
        "(c.holder_id, c.precondition_id) IN (SELECT k.holder_id, k.precondition_id "
        "FROM positions_coding k WHERE k.statement_id = NEW.id)",
        operation=pgtrigger.Update,
        only_if="(OLD.counts_on, OLD.status) IS DISTINCT FROM (NEW.counts_on, NEW.status)",
    ),
    refuse(
        RESTATES_OWN_WORDS,
        "statement_restates_own_words",
        "s.id = NEW.id",
        only_if="NEW.restates_id IS NOT NULL",
    ),
    refuse(
        RESTATES_OWN_WORDS,
        "statement_restated_own_words",
        "s.restates_id = NEW.id",
        operation=pgtrigger.Update,
        only_if="(OLD.official_id, OLD.actor_id, OLD.counts_on) IS DISTINCT FROM "
        "(NEW.official_id, NEW.actor_id, NEW.counts_on)",
    ),
    refuse(
        RESTATES_IN_A_LINE,
        "statement_restates_in_a_line",
        "s.id = NEW.id",
        only_if="NEW.restates_id IS NOT NULL",
    ),
    refuse(
        DUPLICATE_OF_SEEN,
        "statement_duplicate_of_seen",
        "s.id = NEW.id",
        only_if="NEW.duplicate_of_id IS NOT NULL",
    ),
    refuse(
        DUPLICATE_OF_SEEN,
        "statement_duplicated_is_seen",
        "s.duplicate_of_id = NEW.id",
        operation=pgtrigger.Update,
        only_if="(OLD.status, OLD.withdrawn_on) IS DISTINCT FROM (NEW.status, NEW.withdrawn_on)",
    ),
    refuse(
        DUPLICATES_IN_A_LINE,
        "statement_duplicates_in_a_line",
        "s.id = NEW.id",
        only_if="NEW.duplicate_of_id IS NOT NULL",
    ),
]

OF_A_CODING = [
    refuse_new(HOLDER_ACCOUNTED_FOR, "coding_new_holder_accounted_for"),
    refuse(
        HOLDER_ACCOUNTED_FOR,
        "coding_holder_accounted_for",
        "c.id = NEW.id",
        operation=pgtrigger.Update,
        only_if="NEW.claimed_by_id IS NULL",
    ),
    refuse(
        WAIVED_IS_ON_RECORD,
        "coding_waived_is_on_record",
        "c.id = NEW.id",
        only_if="NEW.stance = 'waives'",
    ),
    refuse(
        WAIVED_IS_ON_RECORD,
        "coding_waived_stays_on_record",
        "c.holder_id = OLD.holder_id AND c.precondition_id = OLD.precondition_id",
        operation=pgtrigger.Update | pgtrigger.Delete,
    ),
]
