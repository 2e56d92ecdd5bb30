"""How much networks may still ask is counted in a table that is not logged."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('positions', '0020_public_addresses'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('full_at', models.DateTimeField()),
                ('passed', models.BooleanField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        # New, so that there is nothing to write anew. Room in each page for the versions of its rows.
        migrations.RunSQL(
            [
                'ALTER TABLE positions_bucket SET UNLOGGED',
                'ALTER TABLE positions_bucket SET (fillfactor = 50)',
            ],
            migrations.RunSQL.noop,
        ),
    ]
