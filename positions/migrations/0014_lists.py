"""Indexes in which lists are counted and cut, and statistics by which searches are planned."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

# How often each word stands in the record: by the usual 100 a rare word is taken for one that a page
# of the newest will find soon, and the whole list is walked for it.
STATISTICS = "ALTER TABLE positions_statement ALTER COLUMN search SET STATISTICS {}"
ANALYSE = "ANALYZE positions_statement (search)"


class Migration(migrations.Migration):

    dependencies = [
        ('positions', '0013_whole_statements'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='statement',
            name='statement_day',
        ),
        migrations.RemoveIndex(
            model_name='statement',
            name='statement_actor',
        ),
        migrations.RemoveIndex(
            model_name='statement',
            name='statement_official',
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(models.OrderBy(models.F('counts_on'), descending=True), models.OrderBy(models.F('id'), descending=True), include=('status',), name='statement_day'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(models.F('actor'), models.OrderBy(models.F('counts_on'), descending=True), models.OrderBy(models.F('id'), descending=True), include=('status',), name='statement_actor'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(models.F('official'), models.OrderBy(models.F('counts_on'), descending=True), models.OrderBy(models.F('id'), descending=True), include=('status',), name='statement_official'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf(models.F('original_language'), models.Value('')), models.F('language')), models.OrderBy(models.F('counts_on'), descending=True), models.OrderBy(models.F('id'), descending=True), include=('status',), name='statement_language'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(django.db.models.functions.text.Upper('role'), condition=models.Q(('official', None)), name='statement_institution'),
        ),
        migrations.RunSQL(
            [STATISTICS.format(1000), ANALYSE], STATISTICS.format(-1)
        ),
    ]
