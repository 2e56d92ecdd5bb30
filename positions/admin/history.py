"""The trail on the desk: what changed, by whom, and back to an older version."""

import pghistory
from django.contrib import messages
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth import get_user_model
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst

from positions.history.telling import differences, summary, tell
from positions.history.versions import Change, entries
from positions.models.history import (
    deleted,
    lock,
    newest_numbers,
    read,
    reference_of,
    versions_of,
    words_for,
)

from .meanwhile import SEEN, as_text
from .numbers import number_of
from .refusals import reason
from .restoring import may_restore, restore, values_to_restore

CHANGED = "This record has changed since you opened the version; look at it again."
PER_PAGE = 25
DELETED_PER_PAGE = 50


def urls(desk):
    kind = desk.opts.model_name

    def view(show):
        return desk.admin_site.admin_view(lambda request, **given: show(desk, request, **given))

    return [
        path("deleted/", view(deleted_list), name=f"positions_{kind}_deleted"),
        path(
            "<path:object_id>/history/<slug:name>/",
            view(version_page),
            name=f"positions_{kind}_version",
        ),
    ]


def trail_of(desk, request, object_id):
    """The record, None if it is no more; its versions; whether older ones are left out."""
    pk = number_of(object_id)
    record = pk and desk.model.objects.filter(pk=pk).first()
    if not desk.has_view_or_change_permission(request, record):
        raise PermissionDenied
    return record, *(versions_of(desk.model, pk) if pk else ([], False))


def show(desk, request, object_id, extra_context=None):
    record, versions, left_out = trail_of(desk, request, object_id)
    if not versions:
        return desk._get_obj_does_not_exist_redirect(request, desk.opts, object_id)
    page = Paginator(entries(versions)[::-1], PER_PAGE).get_page(request.GET.get(PAGE_VAR))
    context = {
        **page_context(desk, request, record, versions),
        "title": "History",
        "entries": told(page.object_list, desk.opts.model_name),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "page_var": PAGE_VAR,
        "left_out": left_out,
        **(extra_context or {}),
    }
    return TemplateResponse(request, "admin/positions/history.html", context)


def page_context(desk, request, record, versions):
    """Of a record that is no more, what its last version was called."""
    last = next(v for v in versions if v.kind == desk.opts.model_name)
    change = Change(last, last.values)
    named = tell(change, words_for([change])[last.kind], last.kind).name
    return {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "media": desk.media,
        "record": record,
        "record_pk": last.row,
        "subtitle": str(record) if record else named,
    }


def told(found, kind):
    """Entries ready to be printed, with the names that they refer to: a list of dicts."""
    fields = words_for([change for entry in found for change in entry.changes])
    names = people([entry.occasion for entry in found])
    lines = []
    for entry in found:
        changes = [tell_here(c, fields[c.kind], kind) for c in entry.changes if not c.begins]
        lines.append(
            {
                "occasion": entry.occasion,
                "who": names[entry.occasion.key],
                "summary": summary(changes),
                "changes": changes,
            }
        )
    return lines


def tell_here(change, fields, kind):
    """Of a row that came or went, the record that it belongs to goes without saying."""
    if change.kind != kind and change.effect != "changed":
        reference = reference_of(change.kind, kind)
        fields = [field for field in fields if field.name != reference]
    return tell(change, fields, kind)


def people(occasions):
    """Who made each change, by the keys of the occasions."""
    users = get_user_model().objects.in_bulk({o.user for o in occasions} - {None})
    return {occasion.key: who(occasion, users) for occasion in occasions}


def who(occasion, users):
    if occasion.user is not None:
        user = users.get(occasion.user)
        return str(user) if user else f"user no. {occasion.user}, deleted since"
    if occasion.operator:
        return f"the operator, {occasion.operator}"
    return "a reader" if occasion.by_reader else "outside the desk"


def version_page(desk, request, object_id, name):
    """One version and what restoring it would change; restores it when posted."""
    record, versions, _ = trail_of(desk, request, object_id)
    chosen = next((version for version in versions if version.name == name), None)
    if not chosen:
        raise Http404
    newest = next(v for v in versions if (v.kind, v.row) == (chosen.kind, chosen.row))
    now = {} if newest.label == "delete" else newest.values
    may = may_restore(desk, request, record, chosen, gone=not now)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        return restored(desk, request, record, versions, chosen)
    again = Change(chosen, now, values_to_restore(chosen, now))
    as_it_was = Change(chosen, None, chosen.values)
    fields = words_for([again, as_it_was])[chosen.kind]
    context = {
        **page_context(desk, request, record, versions),
        "title": f"Version {chosen.number}",
        "version": chosen,
        "who": people([chosen.occasion])[chosen.occasion.key],
        "told": tell(as_it_was, fields, chosen.kind),
        "would_change": differences(again.before, again.after, fields),
        "gone": not now,
        "may_restore": may,
        "seen_name": SEEN,
        "seen": as_text(newest_numbers(desk.model, versions[0].row)),
    }
    return TemplateResponse(request, "admin/positions/version.html", context)


def restored(desk, request, record, versions, chosen):
    """Tells what became of it, and shows the history."""
    note = f"restored from version {chosen.number}"
    try:
        with transaction.atomic(), pghistory.context(note=note):
            lock(desk.model, versions[0].row)
            if request.POST.get(SEEN, "") != as_text(newest_numbers(desk.model, versions[0].row)):
                raise ValidationError(CHANGED)
            restore(desk, request, record, versions, chosen)
            connection.check_constraints()
    except IntegrityError as error:
        refuse(desk, request, [reason(error)])
    except ValidationError as error:
        refuse(desk, request, reasons(error))
    else:
        desk.message_user(request, f"{capfirst(note)}.", messages.SUCCESS)
    return redirect(f"admin:positions_{desk.opts.model_name}_history", versions[0].row)


def refuse(desk, request, told):
    for line in told:
        desk.message_user(request, f"Nothing was restored. {line}", messages.ERROR)


def reasons(error):
    """A ValidationError of a record, line by line, each after the name of its field."""
    if not hasattr(error, "error_dict"):
        return error.messages
    told = []
    for name, errors in error.error_dict.items():
        field = "" if name == NON_FIELD_ERRORS else f"{capfirst(name.replace('_', ' '))}: "
        for one in errors:
            gone = one.code == "invalid" and "model" in (one.params or {})
            line = f"the {one.params['model']} is no longer on record." if gone else one.messages[0]
            told.append(field + line)
    return told


def deleted_list(desk, request):
    """The records that are no more, each with a way to its history."""
    if not desk.has_view_or_change_permission(request):
        raise PermissionDenied
    page = Paginator(deleted(desk.model), DELETED_PER_PAGE).get_page(request.GET.get(PAGE_VAR))
    versions = read(desk.model, page.object_list)
    changes = [Change(version, version.values) for version in versions]
    fields = words_for(changes)
    names = people([version.occasion for version in versions])
    by = [names[version.occasion.key] for version in versions]
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "media": desk.media,
        "title": f"Deleted {desk.opts.verbose_name_plural}",
        "deleted": [
            (change.version, tell(change, fields[change.kind], change.kind).name, name)
            for change, name in zip(changes, by, strict=True)
        ],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "page_var": PAGE_VAR,
    }
    return TemplateResponse(request, "admin/positions/deleted.html", context)
