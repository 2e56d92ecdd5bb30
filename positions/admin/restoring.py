"""Back to an older version, which is a new version itself."""

from django.core.exceptions import ValidationError

from positions.codebook import Status
from positions.models.history import model_of, reference_of, tracked_fields

# What is decided step by step elsewhere on the desk: a version's words come back, its steps do not.
DECIDED = {
    "statement": [
        "status",
        "entered_by_id",
        "published_by_id",
        "reworded_by_id",
        "withdrawn_on",
        "withdrawn_because",
        "duplicate_of_id",
        "reviewed_on",
        "reviewed_by_id",
    ],
    "coding": [
        "coder_id",
        "second_coder_id",
        "second_stance",
        "second_gate",
        "second_note",
        "first_stance",
        "first_gate",
        "first_note",
        "settled_on",
        "settled_by_id",
    ],
    "report": ["received_at", "status", "answer", "closed_by_id", "closed_on"],
}
# What was deleted comes back as a draft; who entered it stays on record.
AS_DRAFT = {
    "status": Status.DRAFT,
    "published_by_id": None,
    "reworded_by_id": None,
    "withdrawn_on": None,
    "withdrawn_because": "",
    "duplicate_of_id": None,
    "reviewed_on": None,
    "reviewed_by_id": None,
}
SETTLED = "A third coder settled this coding: the older version is not put in its place."
ELSEWHERE = "This belongs to another record now."
FIRST = "Restore the record itself first."


def values_to_restore(version, now):
    """What the row would have; `now` is what it has, empty if it is no more."""
    if now:
        return version.values | {name: now[name] for name in DECIDED.get(version.kind, ())}
    return version.values | (AS_DRAFT if version.kind == "statement" else {})


def may_restore(desk, request, record, version, *, gone):
    """Rows have rights of their own, beside that to change their record."""
    if version.kind == desk.opts.model_name:
        if gone:
            return desk.has_add_permission(request)
        return desk.has_change_permission(request, record)
    right = f"positions.{'add' if gone else 'change'}_{version.kind}"
    return desk.has_change_permission(request, record) and request.user.has_perm(right)


def restore(desk, request, record, versions, chosen):
    """Writes the chosen one of the versions of a record (None: it is no more) and of its rows.

    Raises ValidationError, or the database's IntegrityError; the caller then takes all back.
    """
    if chosen.kind != desk.opts.model_name:
        restore_row(desk, record, chosen)
    elif record:
        restore_record(desk, request, record, chosen)
    else:
        record = enter_again(chosen)
        for version in deleted_with(versions):
            enter_again(version)
    desk.log_change(request, record, f"Restored from version {chosen.number}.")


def restore_record(desk, request, record, chosen):
    """As if its form were saved, so that the desk's own rules see what changes."""
    stored = desk.model.objects.get(pk=record.pk)
    form = desk.get_form(request, stored, change=True)(instance=stored)
    form.changed_data = fill(stored, chosen)
    stored.full_clean()
    desk.save_model(request, stored, form, change=True)


def restore_row(desk, record, chosen):
    model = model_of(chosen.kind)
    stored = model.objects.filter(pk=chosen.row).first()
    reference = reference_of(chosen.kind, desk.opts.model_name)
    if not record:
        raise ValidationError(FIRST)
    if {chosen.values[reference], getattr(stored, reference, record.pk)} != {record.pk}:
        raise ValidationError(ELSEWHERE)
    if not stored:
        enter_again(chosen)
        return
    fill(stored, chosen)
    stored.full_clean()
    stored.save()


def fill(stored, chosen):
    """Gives the stored record the version's values; returns the names of the fields that change."""
    if getattr(stored, "settled_on", None):
        raise ValidationError(SETTLED)
    fields = tracked_fields(type(stored))
    now = {field.attname: getattr(stored, field.attname) for field in fields}
    then = values_to_restore(chosen, now)
    for name, value in then.items():
        setattr(stored, name, value)
    return [field.name for field in fields if then[field.attname] != now[field.attname]]


def enter_again(version):
    """Under the number it had, so that its versions stay its own."""
    row = model_of(version.kind)(pk=version.row, **values_to_restore(version, {}))
    row.full_clean()
    row.save(force_insert=True)
    return row


def deleted_with(versions):
    """The last versions of the rows that were deleted together with their record, which comes
    first among the versions."""
    last = {}
    for version in versions:
        last.setdefault((version.kind, version.row), version)
    record, *rows = last.values()
    return [
        row for row in rows if row.label == "delete" and row.occasion.key == record.occasion.key
    ]
