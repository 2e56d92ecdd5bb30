"""Rules across tables are asked of statements that can break them."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('positions', '0015_changed_words'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='statement',
            name='statement_waived_stays_on_record',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='statement',
            name='statement_published_has_source',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='statement',
            name='statement_holder_accounted_for',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_published_has_source', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.status = 'published' AND NEW.evidence = '')", constraint='CONSTRAINT', func="\n            IF EXISTS (SELECT FROM positions_statement s WHERE s.status = 'published'\n        AND NOT EXISTS (SELECT FROM positions_citation n WHERE n.statement_id = s.id) AND s.id = NEW.id) THEN\n                RAISE EXCEPTION 'A published statement needs a source.'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_published_has_source';\n            END IF;\n            RETURN NULL;\n        ", hash='337311a9a9a1872d6ead540c6cc02b9223baba86', operation='INSERT OR UPDATE', pgid='pgtrigger_statement_published_has_source_84928', table='positions_statement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_holder_accounted_for', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.actor_id, OLD.on_behalf_of) IS DISTINCT FROM (NEW.actor_id, NEW.on_behalf_of))', constraint='CONSTRAINT', func="\n            IF EXISTS (SELECT FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id\n        WHERE c.holder_id <> s.actor_id AND c.claimed_by_id IS NULL AND s.on_behalf_of = '' AND c.statement_id = NEW.id) THEN\n                RAISE EXCEPTION 'Another holder than the statement''s actor needs claimed by, or a joint statement that names whom it is on behalf of.'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_holder_accounted_for';\n            END IF;\n            RETURN NULL;\n        ", hash='807b8ecb7993507b0807e213a89d415b4bda2daa', operation='UPDATE', pgid='pgtrigger_statement_holder_accounted_for_64979', table='positions_statement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_waived_stays_on_record', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.counts_on, OLD.status) IS DISTINCT FROM (NEW.counts_on, NEW.status))', constraint='CONSTRAINT', func="\n            IF EXISTS (SELECT FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id\n        WHERE c.stance = 'waives' AND c.claimed_by_id IS NULL AND NOT EXISTS (\n            SELECT FROM positions_coding e JOIN positions_statement t ON t.id = e.statement_id\n            WHERE e.holder_id = c.holder_id AND e.precondition_id = c.precondition_id\n            AND e.stance IN ('requires', 'demands') AND e.claimed_by_id IS NULL\n            AND t.counts_on <= s.counts_on AND e.statement_id <> c.statement_id\n            AND (t.status = 'published' OR s.status <> 'published')) AND (c.holder_id, c.precondition_id) IN (SELECT k.holder_id, k.precondition_id FROM positions_coding k WHERE k.statement_id = NEW.id)) THEN\n                RAISE EXCEPTION 'Nothing to waive: the holder''s earlier requires or demands is not on record, or readers do not see it.'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_waived_stays_on_record';\n            END IF;\n            RETURN NULL;\n        ", hash='451b423932e2f8639bab795df8fc8444bbf02ee7', operation='UPDATE', pgid='pgtrigger_statement_waived_stays_on_record_44a2c', table='positions_statement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
