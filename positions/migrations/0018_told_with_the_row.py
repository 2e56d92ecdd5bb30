"""What the database keeps of evidence can be told with a new row, and is seen to."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('positions', '0017_new_rows_at_once'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='coding',
            name='coding_as_its_statement',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='statement',
            name='statement_first_publication_is_kept',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='statement',
            name='evidence_kept',
        ),
        migrations.AlterField(
            model_name='coding',
            name='statement',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='codings', to='positions.statement'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coding',
            trigger=pgtrigger.compiler.Trigger(name='coding_as_its_statement', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            SELECT s.status, s.counts_on, s.authority, s.evidence\n                INTO NEW.status, NEW.counts_on, NEW.authority, NEW.evidence\n                FROM positions_statement s WHERE s.id = NEW.statement_id;\n            RETURN NEW;\n        ', hash='6a0dfa95cc2418f399d4da95dee9da1b6a1c1e7d', operation='UPDATE', pgid='pgtrigger_coding_as_its_statement_57d7e', table='positions_coding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coding',
            trigger=pgtrigger.compiler.Trigger(name='coding_new_as_its_statement', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.counts_on IS NULL)', func='\n            SELECT s.status, s.counts_on, s.authority, s.evidence\n                INTO NEW.status, NEW.counts_on, NEW.authority, NEW.evidence\n                FROM positions_statement s WHERE s.id = NEW.statement_id;\n            RETURN NEW;\n        ', hash='40c0e696bbad5fbb7d76337fe3e8559d69818458', operation='INSERT', pgid='pgtrigger_coding_new_as_its_statement_bec59', table='positions_coding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='evidence_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            NEW.authority := CASE WHEN NEW.attribution = 'institution' THEN 3\n    ELSE coalesce((\n        SELECT min(t.authority) FROM positions_tenure t\n        WHERE t.official_id = NEW.official_id AND t.actor_id = NEW.actor_id\n            AND (t.start_date IS NULL OR t.start_date <= (CASE NEW.date_precision WHEN 'year' THEN date_trunc('year', NEW.said_on::timestamp) + interval '1 year - 1 day' WHEN 'month' THEN date_trunc('month', NEW.said_on::timestamp) + interval '1 month - 1 day' ELSE NEW.said_on::timestamp END)::date)\n            AND (t.end_date IS NULL OR t.end_date >= (CASE NEW.date_precision WHEN 'year' THEN date_trunc('year', NEW.said_on::timestamp) + interval '1 year - 1 day' WHEN 'month' THEN date_trunc('month', NEW.said_on::timestamp) + interval '1 month - 1 day' ELSE NEW.said_on::timestamp END)::date)), 4) END;\n            NEW.evidence := (\n    SELECT CASE\n        WHEN count(*) = 0 THEN ''\n        WHEN NEW.attribution = 'unnamed' THEN 'D'\n        WHEN bool_or(o.kind = 'official_record') THEN 'A'\n        WHEN bool_or(o.kind <> 'reprint') AND (NEW.attribution = 'named' OR NEW.form = 'document')\n            THEN 'B'\n        ELSE 'C' END\n    FROM positions_citation n JOIN positions_source o ON o.id = n.source_id\n    WHERE n.statement_id = NEW.id);\n            RETURN NEW;\n        ", hash='b84874cca041ab1cb7fc7d35377fbc336b93743b', operation='UPDATE', pgid='pgtrigger_evidence_kept_5fc1e', table='positions_statement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='evidence_of_new', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.authority IS NULL OR NEW.evidence IS NULL)', func="\n            NEW.authority := CASE WHEN NEW.attribution = 'institution' THEN 3\n    ELSE coalesce((\n        SELECT min(t.authority) FROM positions_tenure t\n        WHERE t.official_id = NEW.official_id AND t.actor_id = NEW.actor_id\n            AND (t.start_date IS NULL OR t.start_date <= (CASE NEW.date_precision WHEN 'year' THEN date_trunc('year', NEW.said_on::timestamp) + interval '1 year - 1 day' WHEN 'month' THEN date_trunc('month', NEW.said_on::timestamp) + interval '1 month - 1 day' ELSE NEW.said_on::timestamp END)::date)\n            AND (t.end_date IS NULL OR t.end_date >= (CASE NEW.date_precision WHEN 'year' THEN date_trunc('year', NEW.said_on::timestamp) + interval '1 year - 1 day' WHEN 'month' THEN date_trunc('month', NEW.said_on::timestamp) + interval '1 month - 1 day' ELSE NEW.said_on::timestamp END)::date)), 4) END;\n            NEW.evidence := (\n    SELECT CASE\n        WHEN count(*) = 0 THEN ''\n        WHEN NEW.attribution = 'unnamed' THEN 'D'\n        WHEN bool_or(o.kind = 'official_record') THEN 'A'\n        WHEN bool_or(o.kind <> 'reprint') AND (NEW.attribution = 'named' OR NEW.form = 'document')\n            THEN 'B'\n        ELSE 'C' END\n    FROM positions_citation n JOIN positions_source o ON o.id = n.source_id\n    WHERE n.statement_id = NEW.id);\n            RETURN NEW;\n        ", hash='eabc1e43de87ba2cb576c15e607229edcaa5cdee', operation='INSERT', pgid='pgtrigger_evidence_of_new_0e0b0', table='positions_statement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='evidence_told', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            UPDATE positions_statement SET authority = authority WHERE id IN (\n                SELECT r.id FROM new_rows r\n                WHERE r.authority <> CASE WHEN r.attribution = 'institution' THEN 3\n    ELSE coalesce((\n        SELECT min(t.authority) FROM positions_tenure t\n        WHERE t.official_id = r.official_id AND t.actor_id = r.actor_id\n            AND (t.start_date IS NULL OR t.start_date <= r.counts_on)\n            AND (t.end_date IS NULL OR t.end_date >= r.counts_on)), 4) END\n                    OR r.evidence <> (\n    SELECT CASE\n        WHEN count(*) = 0 THEN ''\n        WHEN r.attribution = 'unnamed' THEN 'D'\n        WHEN bool_or(o.kind = 'official_record') THEN 'A'\n        WHEN bool_or(o.kind <> 'reprint') AND (r.attribution = 'named' OR r.form = 'document')\n            THEN 'B'\n        ELSE 'C' END\n    FROM positions_citation n JOIN positions_source o ON o.id = n.source_id\n    WHERE n.statement_id = r.id));\n            RETURN NULL;\n        ", hash='9403971fb847cbf896066b3e603eabee03ed0130', level='STATEMENT', operation='INSERT', pgid='pgtrigger_evidence_told_12f4b', referencing='REFERENCING NEW TABLE AS new_rows ', table='positions_statement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_first_publication', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.published_at IS DISTINCT FROM CASE WHEN NEW.status = 'published' THEN now() END)", func="NEW.published_at = CASE WHEN NEW.status = 'published' THEN now() END; RETURN NEW;", hash='84e4d30fd693c7efee9a8a6bedee00a6280e6c0c', operation='INSERT', pgid='pgtrigger_statement_first_publication_3433a', table='positions_statement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_first_publication_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.published_at IS DISTINCT FROM coalesce(OLD.published_at, CASE WHEN NEW.status = 'published' THEN now() END))", func="NEW.published_at = coalesce(OLD.published_at, CASE WHEN NEW.status = 'published' THEN now() END); RETURN NEW;", hash='c87eaa76daf5758aca2e6f7999c3afd3e1199efa', operation='UPDATE', pgid='pgtrigger_statement_first_publication_is_kept_82425', table='positions_statement', when='BEFORE')),
        ),
    ]
