"""What stands against a headline is found in the index of the cells alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('positions', '0019_group_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='coding',
            name='coding_cell',
        ),
        migrations.AddIndex(
            model_name='coding',
            index=models.Index(models.F('holder'), models.F('precondition'), models.OrderBy(models.F('counts_on'), descending=True), condition=models.Q(('status', 'published')), include=('gate', 'stance', 'authority', 'evidence', 'claimed_by', 'statement', 'id'), name='coding_cell'),
        ),
    ]
