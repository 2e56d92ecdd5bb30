"""Two editors, one record: whoever saves second is told what changed since their form was opened.

A form says which versions it was opened at. Saving another version than the newest is refused
once, with what was typed still in the form, which then says the newest.
"""

import re
from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from positions.history.versions import entries
from positions.models.history import lock, newest_numbers, read, versions_of

from .numbers import number_of

# The name of the hidden field.
SEEN = "_seen"
SAVES = {"_save", "_continue", "_addanother"}
FORM_ACTION = "CHANGE_FORM-action"
CHANGED = "This record has changed since you opened it; nothing was saved."
UNKNOWN = (
    "This form does not say when it was opened, so nothing was saved: somebody else may have "
    "changed the record since. Compare it with its history; then save again."
)
CHANGED_IN_LIST = (
    "Somebody else has made it {} since you opened the list. Save again to put yours in its place."
)
DELETED = "This record was deleted after you opened it. Saving enters what you typed as a new one."


def as_text(numbers):
    return " ".join(f"{kind}:{number}" for kind, number in numbers.items())


def as_numbers(text):
    """What `as_text` made; None of anything else."""
    if not re.fullmatch(r"[a-z]+:[0-9]{1,18}( [a-z]+:[0-9]{1,18}){0,9}", text):
        return None
    return {kind: int(number) for kind, number in (p.split(":") for p in text.split(" "))}


def saves(request):
    """Whether a form is posted to be saved, rather than an action on its record taken."""
    return request.method == "POST" and (
        FORM_ACTION not in request.POST or bool(SAVES & request.POST.keys())
    )


def look(desk, request, object_id, form_url):
    """Notes on the request at which versions its form is `seen`. Of a form that is saved, though it
    was opened at others: the `refusal`, and the entries of the history that it `missed`.

    Returns the record and the address that the form goes on with: none and that of a new record,
    where it was deleted.
    """
    pk = number_of(object_id)
    if saves(request):
        lock(desk.model, pk)
    numbers = newest_numbers(desk.model, pk)
    request.seen = as_text(numbers)
    if not saves(request) or request.POST.get(SEEN) == request.seen:
        return object_id, form_url
    opened_at = as_numbers(request.POST.get(SEEN, ""))
    if numbers:
        request.refusal, request.missed = UNKNOWN, []
        if opened_at and opened_at.keys() == numbers.keys():
            request.refusal, request.missed = CHANGED, entries_since(desk.model, pk, opened_at)
    elif opened_at and desk.has_add_permission(request):
        request.refusal, request.missed = DELETED, entries_since(desk.model, pk, opened_at)
        return None, reverse(f"admin:positions_{desk.opts.model_name}_add")
    return object_id, form_url


def entries_since(model, pk, numbers):
    """Those of the history with versions newer than these, by kind; the newest first."""
    versions, _ = versions_of(model, pk)
    return [
        entry
        for entry in reversed(entries(versions))
        if any(change.version.number > numbers.get(change.kind, 0) for change in entry.changes)
    ]


class ListedForm(forms.ModelForm):
    """What is typed into a list. Beside each field the list tells what that was when it was opened:
    only what was typed over is saved, and refused once where somebody else has changed it since.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.listed = [*self.fields]
        for name in self.listed:
            self.fields[name].show_hidden_initial = True

    def clean(self):
        given = super().clean()
        typed = [name for name in self.listed if name in self.changed_data and name in given]
        records = self._meta.model._base_manager.filter(pk=self.instance.pk)
        now = typed and records.select_for_update(no_key=True).values(*typed).first()
        for name in typed if now else []:
            if now[name] not in (given[name], self.opened_at(name)):
                self.data = self.data.copy()
                self.data[self[name].html_initial_name] = now[name]
                self.add_error(name, CHANGED_IN_LIST.format(now[name]))
        return given

    def opened_at(self, name):
        try:
            return self.fields[name].to_python(self.data.get(self[name].html_initial_name))
        except ValidationError:
            return None


def rows_left(request, record, inline, prefix):
    """The rows of a form as they were typed. One that was deleted meanwhile becomes a new row; if
    nothing was changed in it, it is left out, unless its record was deleted too."""
    rows, data = typed_rows(request.POST, prefix)
    initial = request.POST.get(f"{prefix}-INITIAL_FORMS", "")
    initial = int(initial) if re.fullmatch("[0-9]{1,3}", initial) else 0
    pks = {n: number_of(rows[n].get("id", [""])[0]) for n in rows if n < initial}
    on_record = inline.model.objects.filter(pk__in=[pk for pk in pks.values() if pk])
    known = {*on_record.values_list("pk", flat=True)} if record.pk else set()
    kept = [n for n in rows if pks.get(n) in known]
    gone = [n for n in pks if n not in kept and "DELETE" not in rows[n]]
    if record.pk:
        untouched = untouched_rows(request, record, inline, prefix, {n: pks[n] for n in gone})
        gone = [n for n in gone if n not in untouched]
    new = gone + [n for n in rows if n >= initial]
    for place, number in enumerate(kept + new):
        for name, values in rows[number].items():
            blank = name == "id" and number in gone
            data.setlist(f"{prefix}-{place}-{name}", [""] if blank else values)
    data[f"{prefix}-INITIAL_FORMS"] = len(kept)
    data[f"{prefix}-TOTAL_FORMS"] = len(kept + new)
    return data


def typed_rows(typed, prefix):
    """The rows of a form by their numbers, and a copy of everything else."""
    rows, rest = defaultdict(dict), QueryDict(mutable=True)
    for name, values in typed.lists():
        if row := re.fullmatch(rf"{prefix}-([0-9]{{1,3}})-(.+)", name):
            rows[int(row[1])][row[2]] = values
        else:
            rest.setlist(name, values)
    return dict(sorted(rows.items())), rest


def untouched_rows(request, record, inline, prefix, pks):
    """Of rows that are no more, by number of the form, those that were typed as they were last."""
    model = inline.model
    if not hasattr(model, "pgh_event_model"):
        return []
    events = model.pgh_event_model.objects.filter(pgh_obj__in=[pk for pk in pks.values() if pk])
    last = {version.row: version.values for version in read(model, events.order_by("pgh_id"))}
    form = inline.get_formset(request, record).form
    return [
        number
        for number, pk in pks.items()
        if pk in last
        and not form(
            request.POST, prefix=f"{prefix}-{number}", instance=model(pk=pk, **last[pk])
        ).has_changed()
    ]
