"""Rules across tables are asked once for all new rows of a statement in SQL."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('positions', '0016_asked_where_broken'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='actor',
            name='actor_slug_given_once',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='coding',
            name='coding_holder_accounted_for',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='official',
            name='official_slug_given_once',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='precondition',
            name='precondition_slug_given_once',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='statement',
            name='statement_slug_given_once',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='topic',
            name='topic_slug_given_once',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actor',
            trigger=pgtrigger.compiler.Trigger(name='actor_slug_given_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT FROM new_rows n JOIN positions_actorevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (true)) THEN\n                    RAISE EXCEPTION 'Another actor had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'actor_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='6e06d2be85cc94bf325f887a6e8296f71cf3feb9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_actor_slug_given_once_6432f', referencing='REFERENCING NEW TABLE AS new_rows ', table='positions_actor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actor',
            trigger=pgtrigger.compiler.Trigger(name='actor_slug_given_once_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.slug <> NEW.slug)', func="\n                IF EXISTS (SELECT FROM (SELECT NEW.id, NEW.slug) n JOIN positions_actorevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (true)) THEN\n                    RAISE EXCEPTION 'Another actor had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'actor_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='47d75119dfb8421ef80371ff4489a810b97af8b8', operation='UPDATE OF "slug"', pgid='pgtrigger_actor_slug_given_once_changed_993c0', table='positions_actor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coding',
            trigger=pgtrigger.compiler.Trigger(name='coding_new_holder_accounted_for', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            UPDATE positions_coding SET holder_id = holder_id WHERE id IN (\n                SELECT c.id FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id\n        WHERE c.holder_id <> s.actor_id AND c.claimed_by_id IS NULL AND s.on_behalf_of = '' AND c.id IN (SELECT id FROM new_rows));\n            RETURN NULL;\n        ", hash='7f1fd6630175c6346ab5bf30318fcfc3180383ca', level='STATEMENT', operation='INSERT', pgid='pgtrigger_coding_new_holder_accounted_for_33e35', referencing='REFERENCING NEW TABLE AS new_rows ', table='positions_coding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coding',
            trigger=pgtrigger.compiler.Trigger(name='coding_holder_accounted_for', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.claimed_by_id IS NULL)', constraint='CONSTRAINT', func="\n            IF EXISTS (SELECT FROM positions_coding c JOIN positions_statement s ON s.id = c.statement_id\n        WHERE c.holder_id <> s.actor_id AND c.claimed_by_id IS NULL AND s.on_behalf_of = '' AND c.id = NEW.id) THEN\n                RAISE EXCEPTION 'Another holder than the statement''s actor needs claimed by, or a joint statement that names whom it is on behalf of.'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'coding_holder_accounted_for';\n            END IF;\n            RETURN NULL;\n        ", hash='eb90812332cdc4b1410f0c868d04cb63e50ce069', operation='UPDATE', pgid='pgtrigger_coding_holder_accounted_for_2c5a9', table='positions_coding', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='official',
            trigger=pgtrigger.compiler.Trigger(name='official_slug_given_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT FROM new_rows n JOIN positions_officialevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (true)) THEN\n                    RAISE EXCEPTION 'Another official had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'official_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='dafa7da7549e04ca79662123b7810c1a36022761', level='STATEMENT', operation='INSERT', pgid='pgtrigger_official_slug_given_once_d7777', referencing='REFERENCING NEW TABLE AS new_rows ', table='positions_official', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='official',
            trigger=pgtrigger.compiler.Trigger(name='official_slug_given_once_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.slug <> NEW.slug)', func="\n                IF EXISTS (SELECT FROM (SELECT NEW.id, NEW.slug) n JOIN positions_officialevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (true)) THEN\n                    RAISE EXCEPTION 'Another official had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'official_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='085b1ac4a52c50620478ac0c9112f56f075478f7', operation='UPDATE OF "slug"', pgid='pgtrigger_official_slug_given_once_changed_2bcf7', table='positions_official', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='precondition',
            trigger=pgtrigger.compiler.Trigger(name='precondition_slug_given_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT FROM new_rows n JOIN positions_preconditionevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (true)) THEN\n                    RAISE EXCEPTION 'Another precondition had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'precondition_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='2baec9cdb83b057663921f32c20618458658d370', level='STATEMENT', operation='INSERT', pgid='pgtrigger_precondition_slug_given_once_6dd76', referencing='REFERENCING NEW TABLE AS new_rows ', table='positions_precondition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='precondition',
            trigger=pgtrigger.compiler.Trigger(name='precondition_slug_given_once_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.slug <> NEW.slug)', func="\n                IF EXISTS (SELECT FROM (SELECT NEW.id, NEW.slug) n JOIN positions_preconditionevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (true)) THEN\n                    RAISE EXCEPTION 'Another precondition had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'precondition_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='217b4f604af7d6acb3493976cbd8a07e83bd9d04', operation='UPDATE OF "slug"', pgid='pgtrigger_precondition_slug_given_once_changed_6eb6b', table='positions_precondition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_slug_given_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT FROM new_rows n JOIN positions_statementevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (e.status = 'published' OR e.withdrawn_on IS NOT NULL)) THEN\n                    RAISE EXCEPTION 'Another statement had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='3e88a33eda8ec3413b68b0b3ea97adc678f35305', level='STATEMENT', operation='INSERT', pgid='pgtrigger_statement_slug_given_once_feaee', referencing='REFERENCING NEW TABLE AS new_rows ', table='positions_statement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_slug_given_once_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.slug <> NEW.slug)', func="\n                IF EXISTS (SELECT FROM (SELECT NEW.id, NEW.slug) n JOIN positions_statementevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (e.status = 'published' OR e.withdrawn_on IS NOT NULL)) THEN\n                    RAISE EXCEPTION 'Another statement had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='226000a3355b4c47b50eae2657a42380e300961b', operation='UPDATE OF "slug"', pgid='pgtrigger_statement_slug_given_once_changed_05e1e', table='positions_statement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='topic_slug_given_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT FROM new_rows n JOIN positions_topicevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (true)) THEN\n                    RAISE EXCEPTION 'Another topic had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'topic_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='c872a9fe1dfff297a99fb1c9b65fe88f4694bc0c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_topic_slug_given_once_78154', referencing='REFERENCING NEW TABLE AS new_rows ', table='positions_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='topic_slug_given_once_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.slug <> NEW.slug)', func="\n                IF EXISTS (SELECT FROM (SELECT NEW.id, NEW.slug) n JOIN positions_topicevent e ON e.slug = n.slug\n                        WHERE e.pgh_obj_id <> n.id AND (true)) THEN\n                    RAISE EXCEPTION 'Another topic had this slug before, and a permanent address is given only once.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'topic_slug_given_once';\n                END IF;\n                RETURN NULL;\n            ", hash='3d3cfd5ff6c035259c0fc9b534258a0480affb26', operation='UPDATE OF "slug"', pgid='pgtrigger_topic_slug_given_once_changed_32f74', table='positions_topic', when='AFTER')),
        ),
    ]
