"""Search without accents: grammars that fold them, and the words of statements by these."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import UnaccentExtension
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

import positions.models.search

GRAMMARS = ("english", "russian", "simple")
MAKE = [
    statement
    for grammar in GRAMMARS
    for statement in (
        f"CREATE TEXT SEARCH CONFIGURATION plain_{grammar} (COPY = {grammar})",
        f"ALTER TEXT SEARCH CONFIGURATION plain_{grammar} ALTER MAPPING"
        f" FOR word, hword, hword_part WITH unaccent, {grammar}{'_stem' * (grammar != 'simple')}",
    )
]
UNMAKE = [f"DROP TEXT SEARCH CONFIGURATION plain_{grammar}" for grammar in GRAMMARS]


class Migration(migrations.Migration):
    dependencies = [("positions", "0006_trail_and_groups")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(MAKE, UNMAKE),
        migrations.RemoveIndex("statement", "statement_search"),
        migrations.RemoveField("statement", "search"),
        migrations.AddField(
            "statement",
            "search",
            models.GeneratedField(
                db_persist=True,
                expression=positions.models.search.Lexemes(
                    "text", "language", "original_text", "original_language", prefix="plain_"
                ),
                output_field=SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            "statement", GinIndex(fields=["search"], name="statement_search")
        ),
    ]
