"""What is on record begins its trail, and the two groups of the desk get their rights."""

from django.contrib.auth.management import create_permissions
from django.db import connection, migrations

EDITOR = {
    "add": ["article", "official", "searchnote", "source", "tenure", "upload"],
    "change": ["article", "official", "searchnote", "source", "tenure", "upload"],
    "delete": ["article"],
    "view": ["actor", "correction", "precondition", "report", "sourcecheck", "topic"],
}
# What belongs to a statement.
STATEMENT = ["statement", "citation", "coding", "response", "distinction"]
REVIEWER = {
    "add": ["actor", "correction", "precondition", "topic"],
    "change": ["actor", "correction", "precondition", "report", "topic"],
    "delete": ["official", "searchnote", "source", "tenure"],
    "publish": ["statement"],
    "settle": ["coding"],
}


def begin_trail(apps, schema_editor):
    """A first version of each record, labelled as an insertion, at the time of the migration."""
    for event in apps.get_app_config("positions").get_models():
        fields = {field.name: field for field in event._meta.local_fields}
        if "pgh_obj" not in fields:
            continue
        record = fields["pgh_obj"].related_model
        kept = [f.column for name, f in fields.items() if not name.startswith("pgh_")]
        columns = ", ".join(f'"{column}"' for column in kept)
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{event._meta.db_table}" ({columns}, pgh_obj_id, pgh_label, '
                f"pgh_created_at) SELECT {columns}, id, 'insert', now() "
                f'FROM "{record._meta.db_table}" ORDER BY id'
            )


def make_groups(apps, schema_editor):
    # Django makes the rights only after all migrations, unless asked.
    app = apps.get_app_config("positions")
    app.models_module = getattr(app, "models_module", None) or True
    create_permissions(app, apps=apps, verbosity=0)
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    own = {verb: [*EDITOR.get(verb, []), *STATEMENT] for verb in ("add", "change", "delete")}
    both = {**EDITOR, **own}
    both["view"] = [*EDITOR["view"], *EDITOR["add"], *STATEMENT]
    for name, rights in (("Editor", [both]), ("Reviewer", [both, REVIEWER])):
        wanted = {f"{verb}_{m}" for given in rights for verb, ms in given.items() for m in ms}
        group, _ = Group.objects.get_or_create(name=name)
        found = Permission.objects.filter(
            content_type__app_label="positions", codename__in=wanted
        )
        assert {*found.values_list("codename", flat=True)} == wanted
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("positions", "0005_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(begin_trail, migrations.RunPython.noop),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
