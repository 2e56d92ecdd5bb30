"""The paste desk: an article's text, and the statements picked from it."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms import Media, formset_factory
from django.forms.widgets import Script
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import Truncator

from positions.codebook import Status
from positions.models import Article, Source, Statement

from .alike import TOO_SLOW, found, settle
from .article_forms import ArticleForm
from .article_page import Reading
from .article_rows import MOST_ROWS, ROW_FIELDS, OccasionForm, ProposalForm, Rows
from .base import RecordAdmin
from .refusals import reason

SOURCE_FIELDS = ["publisher", "title", "url", "published_on", "kind", "language"]
SOURCE_SHOWN = ["publisher", "title", "url", ("published_on", "kind", "language")]
OCCASION_SHOWN = [("said_on", "date_precision", "date_basis"), "venue"]
ROW_SHOWN = [
    (
        None,
        {
            "fields": [
                "text",
                ("form", "language"),
                ("official", "attribution"),
                ("actor", "role"),
                ("said_on", "date_precision", "date_basis"),
                "exact",
            ]
        },
    ),
    (
        "More: no tenure on that day, a joint statement, a restatement",
        {"fields": ["outside_tenure", "on_behalf_of", "restates"], "classes": ["collapse"]},
    ),
]
MAY_SAVE = ["positions.add_statement", "positions.add_citation"]


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    """The text is never changed: what was proved against it stays proved."""

    form = ArticleForm
    fields = ["source", "text"]
    autocomplete_fields = ["source"]
    list_display = ["beginning", "its_source", "pasted_at", "pasted_by", "size"]
    search_fields = ["source__publisher", "source__title", "source__url"]
    date_hierarchy = "pasted_at"

    def get_queryset(self, request):
        return super().get_queryset(request).listed()

    @admin.display(description="begins")
    def beginning(self, article):
        return Truncator(article.beginning).chars(80)

    @admin.display(description="source", ordering="source__publisher")
    def its_source(self, article):
        return article.source

    @admin.display(description="characters", ordering="length")
    def size(self, article):
        return f"{article.length:,}"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A new source is entered on the same page, not in a window of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "source":
            field.widget.can_add_related = field.widget.can_change_related = False
        return field

    def changelist_view(self, request, extra_context=None):
        context = {"title": "Pasted articles", **(extra_context or {})}
        return super().changelist_view(request, context)

    # Pasting

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else None
        form = self.get_form(request)(given, initial=self.get_changeform_initial_data(request))
        form.new_source = new = self.source_form(request, given)
        if given is not None and (article := self.paste(request, form)):
            return redirect("admin:positions_article_change", article.pk)
        parts = [AdminForm(form, [("The source", {"fields": ["source"]})], {}, model_admin=self)]
        if new:
            fields = [("Or a source that is not on record yet", {"fields": SOURCE_SHOWN})]
            parts.append(AdminForm(new, fields, {}, model_admin=self))
        parts.append(AdminForm(form, [("The text", {"fields": ["text"]})], {}, model_admin=self))
        context = {
            "title": "Paste an article",
            "add": True,
            "parts": parts,
            "errors": form.errors,
            "refusals": form.non_field_errors(),
            "media": self.media + form.media,
        }
        return self.answer(request, "add_form", context)

    def source_form(self, request, given):
        """The form of a new source, or None for those who may not add one."""
        sources = self.admin_site.get_model_admin(Source)
        if not sources.has_add_permission(request):
            return None
        made = sources.get_form(request, fields=[*SOURCE_FIELDS, "slug"])
        return made(given, prefix="new", initial={"language": "en"})

    def paste(self, request, form):
        """The article, saved with its source; None if it is refused."""
        if not form.is_valid():
            return None
        article, source = form.instance, form.source
        is_new = source.pk is None
        try:
            with transaction.atomic():
                if is_new:
                    source.accessed_on = timezone.localdate()
                    source.save()
                    self.log_addition(request, source, "Added with the text of its article.")
                article.source, article.pasted_by = source, request.user
                article.save()
                self.log_addition(request, article, "Pasted.")
        except IntegrityError as error:
            if is_new:
                source.pk = None
            form.add_error(None, reason(error))
            return None
        if form.found_by_address:
            told = "This address is on record already: the text is filed under its source."
            self.message_user(request, told)
        if left_out := form.fields["text"].left_out:
            told = f"Control characters left out of the text: {left_out}."
            self.message_user(request, told, messages.WARNING)
        return article

    # Picking

    def change_view(self, request, object_id, form_url="", extra_context=None):
        article = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        may_save = request.user.has_perms(MAY_SAVE)
        if request.method == "POST" and not may_save:
            raise PermissionDenied
        reading = Reading(article)
        page = reading.page(request.GET.get("page"))
        context = {
            "title": article.source,
            "original": article,
            "reading": reading,
            "page": page,
            "may_save": may_save,
            "media": self.media,
        }
        if may_save:
            occasion, rows = self.forms(request, reading, page)
            if request.method == "POST" and self.save_picked(request, article, occasion, rows):
                return redirect(request.get_full_path())
            context |= self.rows_context(request, occasion, rows)
        return self.answer(request, "change_form", context)

    def forms(self, request, reading, page):
        """What all statements share, and the rows: as they were typed, or filled in."""
        statements = self.admin_site.get_model_admin(Statement)
        given = request.POST if request.method == "POST" else None
        shared = statements.get_form(request, form=OccasionForm, fields=OccasionForm.Meta.fields)
        occasion = shared(given, prefix="all", initial=reading.occasion())
        row = statements.get_form(request, form=ProposalForm, fields=ROW_FIELDS)
        row.article, row.judged = reading.pasted, "_more" not in request.POST
        row.refused = []
        row.proposals = {one.at: one for one in reading.proposed}
        row.occasion = occasion.shared() if given else None
        for name, known in (("official", reading.officials), ("actor", reading.actors)):
            row.base_fields[name].widget.widget.known = known
        made = formset_factory(row, Rows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        made.blank = reading.blank()
        initial = [*map(reading.initial, page), reading.blank()]
        return occasion, made(given, prefix="rows", initial=None if given else initial)

    def rows_context(self, request, occasion, rows):
        statements = self.admin_site.get_model_admin(Statement)
        shown = [(row, AdminForm(row, ROW_SHOWN, {}, model_admin=self)) for row in rows]
        for row in rows:
            row.found = found(statements, request, row.words, row.alike) if row.alike else []
        return {
            "occasion": AdminForm(occasion, [(None, {"fields": OCCASION_SHOWN})], {}),
            "rows": rows,
            "shown": shown,
            "proposals": [each for each in shown if not each[0].is_own],
            "own": [each for each in shown if each[0].is_own],
            "errors": occasion.errors or any(row.errors for row in rows),
            "media": self.media + rows.media + Media(js=[Script("js/admin-paste.js", defer=True)]),
        }

    def save_picked(self, request, article, occasion, rows):
        """Whether the picked statements were saved as drafts: all of them, or none."""
        picked = [row for row in rows if row.picked and row.judged]
        together = set()
        with transaction.atomic():
            # Whoever saves from the same article meanwhile waits, and is told what is there.
            Article.objects.select_for_update().get(pk=article.pk)
            for row in picked:
                row.together = frozenset(together)
                if row.is_valid() and occasion.is_valid():
                    together.add(self.save_row(request, row, article.source))
            refused = occasion.errors or any(row.errors for row in picked)
            if refused:
                transaction.set_rollback(True)
        if not picked and "_more" not in request.POST:
            self.message_user(request, "Nothing is picked, so nothing was saved.", messages.WARNING)
        if picked and not refused:
            self.message_user(request, f"Saved as drafts: {len(picked)}.", messages.SUCCESS)
            if any(row.too_slow for row in picked):
                self.message_user(request, TOO_SLOW, messages.WARNING)
        return picked and not refused

    def save_row(self, request, row, source):
        """The statement's primary key; None if it is refused after all."""
        statements = self.admin_site.get_model_admin(Statement)
        try:
            with transaction.atomic():
                if row.is_other_source:
                    statement = another_source(statements, request, row.ruling.chosen)
                    self.log_change(request, statement, f"Added as another source: {source}.")
                else:
                    row.refuse_twin(source)
                    row.instance.entered_by = request.user
                    statement = row.save()
                    settle(statements, request, row, statement)
                    self.log_addition(request, statement, "Picked from its article.")
                row.cite(source, statement)
                connection.check_constraints()
                return statement.pk
        except ValidationError as refusal:
            row.add_error(None, refusal)
        except IntegrityError as error:
            row.add_error(None, reason(error))

    def answer(self, request, template, context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "has_view_permission": self.has_view_permission(request),
            "has_delete_permission": self.has_delete_permission(request),
            **context,
        }
        return TemplateResponse(request, f"admin/positions/article/{template}.html", context)


def another_source(statements, request, pk):
    """The statement on record that the article is a source of, too."""
    known = Statement.objects.filter(pk=pk).exclude(status=Status.WITHDRAWN).first()
    if not known or not statements.has_change_permission(request, known):
        raise ValidationError("No source can be added to the statement that you chose.")
    return known
