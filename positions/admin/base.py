"""The one base of the desk's pages: what the database refuses is told, never a server error."""

from collections import defaultdict
from contextlib import nullcontext

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest, ValidationError
from django.db import (
    DataError,
    IntegrityError,
    OperationalError,
    connection,
    models,
    transaction,
)
from django.forms.models import BaseInlineFormSet
from django.shortcuts import redirect
from django.utils.text import get_text_list

from positions.models import Statement

from . import history, meanwhile
from .forms import WIDGETS, RecordForm
from .numbers import number_of
from .picking import Choice, choice
from .refusals import AT_ONCE, MEANWHILE, met_another, reason

LONGEST_SEARCH = 200
PUBLISH = "positions.publish_statement"
# Empty rows of a kind that an address can ask for, where no script adds them.
MOST_MORE = 10


class DeskFields:
    """What pages and their rows share. Beside a choice of another record stand the links that add
    and change one; deleting it from there would be a slip."""

    form = RecordForm
    formfield_overrides = WIDGETS

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        if db_field.name in getattr(self, "list_editable", ()):
            field.widget.attrs["aria-label"] = field.label
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= choice(db_field, self.admin_site, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class Rows(BaseInlineFormSet):
    def clean(self):
        super().clean()
        if any("id" in row.errors for row in self.initial_forms):
            raise ValidationError(MEANWHILE)

    def know_choices(self):
        """Fetches what the rows have chosen, with one query for each kind of record."""
        picked = defaultdict(list)
        for field in (field for row in self.forms for field in row):
            widget = getattr(field.field.widget, "widget", None)
            if isinstance(widget, Choice):
                picked[field.field.queryset.model].append((field, widget))
        for chosen in picked.values():
            numbers = {number_of(str(field.value() or "")) for field, _ in chosen} - {None}
            queryset = chosen[0][0].field.queryset
            known = {str(record.pk): record for record in queryset.filter(pk__in=numbers)}
            for _, widget in chosen:
                widget.known = known


class RecordRows(DeskFields, admin.StackedInline):
    formset = Rows

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, max_num=100, absolute_max=200, **kwargs)

    def get_extra(self, request, obj=None, **kwargs):
        if not self.has_add_permission(request, obj):
            return 0
        return self.empty_rows(request, obj) + rows_asked_for(request)

    def empty_rows(self, request, obj):
        return self.extra


def rows_asked_for(request):
    """How many empty rows more than usual, of each kind: ?more=1."""
    more = request.GET.get("more", "")
    return min(int(more), MOST_MORE) if more.isdecimal() and len(more) < 5 else 0


class RecordAdmin(DeskFields, admin.ModelAdmin):
    """Rules that span tables are checked at the end of a transaction. Here they are checked as
    soon as a form's records are written or deleted, where the refusal can still be told."""

    @property
    def has_trail(self):
        return hasattr(self.model, "pgh_event_model")

    def get_urls(self):
        return [*(history.urls(self) if self.has_trail else []), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_trail:
            return super().history_view(request, object_id, extra_context)
        return history.show(self, request, object_id, extra_context)

    # The path from a statement to the records of this kind that it rests on, if it rests on any.
    rests_on = ""

    def has_change_permission(self, request, obj=None):
        """What a statement rests on that readers know is changed by reviewers, as the statement."""
        may = super().has_change_permission(request, obj)
        if not (may and obj and self.rests_on) or request.user.has_perm(PUBLISH):
            return may
        return not Statement.objects.seen().filter(**{self.rests_on: obj}).exists()

    def get_object(self, request, object_id, from_field=None):
        return super().get_object(request, object_id, from_field or None)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            with transaction.atomic():
                if object_id and self.has_trail:
                    object_id, form_url = meanwhile.look(self, request, object_id, form_url)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refusal = reason(error)
        except OperationalError as error:
            if not met_another(error):
                raise
            request.refusal = AT_ONCE
        # Nothing was saved. The second pass only shows the form as it was typed.
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if hasattr(request, "missed"):
            kwargs["data"] = meanwhile.rows_left(request, obj, inline, prefix)
        return kwargs

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        for shown in context["inline_admin_formsets"]:
            shown.formset.know_choices()
        context |= {
            "seen_name": meanwhile.SEEN,
            "seen": getattr(request, "seen", ""),
            "rests_on_it": bool(obj and self.rests_on)
            and not self.has_change_permission(request, obj)
            and self.has_change_permission(request),
            "missed": history.told(getattr(request, "missed", []), self.opts.model_name),
            "more_rows": self.more_rows(request, context["inline_admin_formsets"]),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def more_rows(self, request, formsets):
        """(address, words) of a form with one more row of each kind that can be added to."""
        kinds = [str(rows.opts.verbose_name) for rows in formsets if rows.has_add_permission]
        more = min(rows_asked_for(request) + 1, MOST_MORE)
        asked = request.GET.copy()
        asked["more"] = more
        return (f"?{asked.urlencode()}", get_text_list(kinds, "and")) if kinds else None

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        connection.check_constraints()

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            return self.refuse(request, error)

    def get_deleted_objects(self, objs, request):
        """A record in use is told by how many others use it, without reading them all."""
        users = []
        for relation in self.opts.related_objects:
            if relation.on_delete is models.PROTECT:
                users_here = relation.related_model.objects.filter(
                    **{f"{relation.field.name}__in": objs}
                )
                if number := users_here.count():
                    users.append(f"{relation.name.replace('_', ' ')}: {number}")
        return ([], {}, set(), users) if users else super().get_deleted_objects(objs, request)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        connection.check_constraints()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        connection.check_constraints()

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": meanwhile.ListedForm, **kwargs})

    def changelist_view(self, request, extra_context=None):
        try:
            with transaction.atomic() if "_save" in request.POST else nullcontext():
                return super().changelist_view(request, extra_context)
        except IntegrityError as error:
            return self.refuse(request, error)
        except (DataError, OverflowError):
            self.message_user(request, "That filter cannot be read.", messages.WARNING)
            return redirect(request.path)

    def response_action(self, request, queryset, **kwargs):
        if None in map(number_of, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("What is selected has no number.")
        try:
            with transaction.atomic():
                response = super().response_action(request, queryset, **kwargs)
                connection.check_constraints()
                return response
        except IntegrityError as error:
            return self.refuse(request, error)

    def refuse(self, request, error):
        self.message_user(request, reason(error), messages.ERROR)
        return redirect(request.get_full_path())

    def get_search_results(self, request, queryset, search_term):
        words = search_term.replace("\0", "")[:LONGEST_SEARCH]
        return super().get_search_results(request, queryset, words)
