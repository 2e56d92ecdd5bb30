from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """btree_gist lets an exclusion constraint compare plain columns beside a range of days."""

    operations = [BtreeGistExtension()]
