"""The trail: when and by whom each change was made, and that nobody changes it."""

from datetime import timedelta

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from positions.admin.history import people
from positions.models import Context, Statement, Topic
from positions.models.history import versions_of
from positions.packages.schema import RESOURCES

from . import make
from .admin.desk import World, change_address, changed, opened, rows
from .test_trail import RECORDS, raw_update, sql, trail, values_of


def occasions(record):
    versions, _ = versions_of(type(record), record.pk)
    return [version.occasion for version in versions]


def who(record):
    """Of the newest change."""
    last = occasions(record)[0]
    return people([last])[last.key]


@pytest.fixture
def editor(db):
    return User.objects.create_superuser("edda")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_raw_sql_is_outside_the_desk_and_has_its_time(db):
    record = make.source()
    raw_update(record, "title", "Said")
    assert who(record) == "outside the desk"
    assert timezone.now() - occasions(record)[0].at < timedelta(minutes=5)


def test_a_form_notes_its_user_and_address(desk):
    world = World()
    statement = world.statement()
    desk.post(change_address(statement), changed(statement, venue="Moscow"))
    assert who(statement) == "edda"
    assert occasions(statement)[0].metadata["url"] == change_address(statement)


def test_a_form_that_adds_and_one_that_deletes_note_their_user(desk):
    added = {"name": "Talks", "slug": "talks", "order": 1}
    desk.post(reverse("admin:positions_topic_add"), added)
    topic = Topic.objects.get()
    assert who(topic) == "edda"
    desk.post(reverse("admin:positions_topic_delete", args=[topic.pk]), {"post": "yes"})
    assert not Topic.objects.exists()
    assert [label for label, _ in trail(topic)] == ["insert", "delete"]
    assert who(topic) == "edda"


def test_rows_of_a_form_note_their_user(desk):
    zelensky = make.official("zelensky")
    tenure = zelensky.tenures.get()
    row = {"id": tenure.pk, "actor": tenure.actor_id, "role": "Head of state", "authority": 1}
    names = {"name": "V. Zelensky", "slug": "zelensky", "native_name": "", "other_names": ""}
    sent = {**names, "wikidata_id": "", **opened(zelensky), **rows("tenures", row, known=1)}
    assert desk.post(change_address(zelensky), sent).status_code == 302
    assert who(tenure) == who(zelensky) == "edda"
    assert len({occasion.key for occasion in occasions(zelensky)[:1] + occasions(tenure)[:1]}) == 1


@pytest.mark.parametrize(
    ("action", "given", "status"),
    [("mark_checked", {}, "draft"), ("submit", {}, "draft"), ("publish", {}, "in_review")],
)
def test_bulk_actions_note_their_user(desk, action, given, status):
    world = World()
    both = [world.statement(status=status), world.statement(status=status)]
    selected = {"action": action, "index": "0", "_selected_action": [s.pk for s in both]}
    desk.post(reverse("admin:positions_statement_changelist"), selected)
    for statement in both:
        assert [label for label, _ in trail(statement)] == ["insert", "update"]
        assert who(statement) == "edda"


def test_deleting_the_selected_and_orders_typed_in_the_list_note_their_user(desk):
    kept, gone = make.precondition("withdrawal"), make.precondition("ceasefire")
    address = reverse("admin:positions_precondition_changelist")
    row = {"id": kept.pk, "order": 7}
    listed = {"initial-form-0-order": kept.order, "_save": "Save"}
    desk.post(address, {**rows("form", row, known=1), **listed})
    assert trail(kept)[-1][1]["order"] == 7
    selected = {"action": "delete_selected", "_selected_action": gone.pk, "post": "yes"}
    desk.post(address, selected)
    assert [label for label, _ in trail(gone)] == ["insert", "delete"]
    assert who(kept) == who(gone) == "edda"


def test_who_is_no_more_is_told_by_number(desk, editor):
    topic = Topic.objects.create(slug="talks", name="Talks", order=1)
    address = reverse("admin:positions_topic_change", args=[topic.pk])
    desk.post(address, {"name": "The talks", "slug": "talks", "order": 1, **opened(topic)})
    number = editor.pk
    editor.delete()
    assert who(topic) == f"user no. {number}, deleted since"


def test_a_package_notes_the_operator_and_its_folder(db, package):
    call_command("load_package", package.folder, verbosity=0)
    for model in {resource.model for resource in RESOURCES.values()}:
        for record in model.objects.all()[:1]:
            assert who(record) == f"the operator, load_package {package.folder}", model
            assert trail(record)[0][0] == "insert"
    row = package.rows("statements")[0]
    statement = Statement.objects.get(slug=row["id"])
    before = values_of(statement)
    package.edit("statements", row["id"], venue="Somewhere else")
    call_command("load_package", package.folder, verbosity=0)
    assert trail(statement)[-1] == ("update", before | {"venue": "Somewhere else"})
    assert who(statement) == f"the operator, load_package {package.folder}"


# Nobody changes the trail


@pytest.mark.parametrize("model", RECORDS)
@pytest.mark.parametrize("path", ["save", "update", "delete", "raw update", "raw delete"])
def test_no_version_is_changed_or_deleted(db, model, path):
    RECORDS[model][0]()
    event = model.pgh_event_model
    version = event.objects.first()
    table = event._meta.db_table
    paths = {
        "save": lambda: version.save(),
        "update": lambda: event.objects.update(pgh_label="update"),
        "delete": lambda: event.objects.all().delete(),
        "raw update": lambda: sql(f"UPDATE {table} SET pgh_created_at = now()"),
        "raw delete": lambda: sql(f"DELETE FROM {table}"),
    }
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        paths[path]()


@pytest.mark.parametrize(
    "forge",
    [
        lambda context: context.delete(),
        lambda context: Context.objects.update(metadata={"user": 99}),
        lambda context: Context.objects.update(metadata={}),
        lambda context: sql('UPDATE pghistory_context SET metadata = \'{"url": "/"}\''),
        lambda context: sql("UPDATE pghistory_context SET created_at = now() - interval '1 day'"),
        lambda context: sql("DELETE FROM pghistory_context"),
    ],
)
def test_nobody_changes_who_it_was(desk, forge):
    desk.post(reverse("admin:positions_topic_add"), {"name": "T", "slug": "t", "order": 1})
    context = Context.objects.get()
    told = "Who made a change stays on record"
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        forge(context)


def test_more_can_be_noted_of_the_same_occasion(desk):
    desk.post(reverse("admin:positions_topic_add"), {"name": "T", "slug": "t", "order": 1})
    context = Context.objects.get()
    context.metadata |= {"note": "restored"}
    context.save()
    assert Context.objects.get().metadata["note"] == "restored"


def test_every_trigger_of_the_trail_is_in_the_database(db):
    models = [m for m, _ in pgtrigger.registered() if m._meta.app_label == "positions"]
    assert models
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'O' AND NOT tgisinternal")
        installed = {name for (name,) in cursor.fetchall()}
    for model, trigger in pgtrigger.registered():
        if model._meta.app_label == "positions":
            assert trigger.get_pgid(model) in installed, trigger
