"""Importing files: choose them, look at what they would change, import it."""

import csv
import hashlib
import json

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.views.decorators.csrf import csrf_exempt

from positions.history.telling import Difference
from positions.models import Statement, Upload
from positions.outcomes import UploadStatus
from positions.packages.schema import RESOURCES

from . import examples
from .base import RecordAdmin
from .importing import MOST_ALIKE, added, steps
from .numbers import number_of
from .upload_forms import Quota, UploadForm

AT_ONCE = 200
AT_FIRST = 20
PROSE = ["text", "original_text", "note", "title", "venue", "exact"]
# Where the page that grows has its lines; stands in its template.
GROWS = "<!-- the lines -->"


def quota(view):
    """Before anything reads the request, so that a file too large is never kept."""

    @csrf_exempt  # `admin_view` checks it, once the quota is in place.
    def within(request, *args, **kwargs):
        request.upload_handlers.insert(0, Quota(request))
        return view(request, *args, **kwargs)

    return within


@admin.register(Upload)
class UploadAdmin(RecordAdmin):
    list_display = ["names", "status", "uploaded_by", "uploaded_at", "stored_at"]
    list_filter = ["status"]
    list_select_related = ["uploaded_by"]
    search_fields = ["names"]
    date_hierarchy = "uploaded_at"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "preview")

    def get_urls(self):
        site = self.admin_site.admin_view

        def named(route, view, name):
            return path(route, view, name=f"positions_upload_{name}")

        return [
            named("add/", quota(site(self.add_view)), "add"),
            named("columns/", site(self.columns_view), "columns"),
            named("example.<str:kind>", site(self.example_view), "example"),
            named("<int:pk>/check/", site(self.check_view), "check"),
            named("<int:pk>/store/", site(self.store_view), "store"),
            named("<int:pk>/problems.csv", site(self.problems_view), "problems"),
            *super().get_urls(),
        ]

    def page(self, request, name, title, **context):
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        template = f"admin/positions/upload/{name}.html"
        return TemplateResponse(request, template, {**shared, **context})

    def allowed(self, request, pk=None):
        """The upload, for who may import."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.one(pk) if pk else None

    def one(self, pk):
        if (
            upload := Upload.objects.select_related("uploaded_by", "stored_by")
            .filter(pk=pk)
            .first()
        ):
            return upload
        raise Http404

    # Choosing

    def add_view(self, request, form_url="", extra_context=None):
        self.allowed(request)
        form = UploadForm()
        if request.method == "POST":
            # Files are read before their number is known.
            posted, files = request.POST, request.FILES
            form = UploadForm(posted, files, over_quota=request.over_quota)
            if form.is_valid():
                return self.grow(request, self.keep(request.user, form.cleaned_data["files"]))
        response = self.page(request, "add", "Import statements, sources and codings", form=form)
        response.status_code = 413 if getattr(request, "over_quota", False) else 200
        return response

    def keep(self, user, reading):
        text = json.dumps(reading.tables, sort_keys=True)
        return Upload.objects.create(
            names=reading.names,
            content=reading.tables,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            uploaded_by=user,
        )

    def columns_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        tables = list(examples.tables())
        return self.page(request, "columns", "Columns of an import", tables=tables)

    def example_view(self, request, kind):
        if not self.has_view_permission(request):
            raise PermissionDenied
        match kind:
            case "zip":
                content, mime = examples.as_zip(), "application/zip"
            case "xlsx":
                content = examples.as_workbook()
                mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case _:
                raise Http404
        name = f'attachment; filename="{examples.NAME}.{kind}"'
        return HttpResponse(content, mime, headers={"Content-Disposition": name})

    # Checking and importing

    def check_view(self, request, pk):
        upload = self.allowed(request, pk)
        return self.grow(request, upload) if request.method == "POST" else self.to_page(pk)

    def store_view(self, request, pk):
        upload = self.allowed(request, pk)
        if request.method != "POST":
            return self.to_page(pk)
        if not own(upload, request.user):
            raise PermissionDenied
        return self.grow(request, upload, store=True)

    def to_page(self, pk):
        return redirect("admin:positions_upload_change", pk)

    def grow(self, request, upload, *, store=False):
        title = f"{'Importing' if store else 'Checking'} {upload}"
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        context = {**shared, "upload": upload, "store": store}
        page = render_to_string("admin/positions/upload/progress.html", context, request)
        head, tail = page.split(GROWS)

        def growing():
            yield head
            yield from steps(upload, request.user, store=store)
            yield tail

        # A proxy that collects the page first would show no progress.
        return StreamingHttpResponse(growing(), headers={"X-Accel-Buffering": "no"})

    # What was found

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = self.one(number_of(unquote(object_id)))
        found = upload.preview
        told = found.get("problems") or found.get("changes") or []
        pages = Paginator(told, AT_ONCE)
        page = pages.get_page(request.GET.get("p"))
        context = {
            "upload": upload,
            "may_import": self.has_add_permission(request),
            "own": own(upload, request.user),
            "counts": [
                {"table": name, **{effect: count.get(effect, 0) for effect in EFFECTS}}
                for name in RESOURCES
                if (count := found.get("counts", {}).get(name))
            ],
            "problems": page.object_list if found.get("problems") else [],
            "changes": [] if found.get("problems") else [*map(told_of, page.object_list)],
            "number": len(told),
            "page": page,
            "page_var": "p",
            "pages": pages.get_elided_page_range(page.number),
            "statuses": UploadStatus,
            "entered": entered(upload),
            "alike": alike(found),
            "more_alike": len(found.get("alike") or []) > MOST_ALIKE,
            "too_slow": found.get("alike", []) is None,
        }
        return self.page(request, "found", f"Import {upload.pk}: {upload}", **context)

    def problems_view(self, request, pk):
        """All problems as a file, beside which the others can be mended."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = self.one(pk)
        name = f'attachment; filename="problems-{pk}.csv"'
        response = HttpResponse(
            "\ufeff", "text/csv; charset=utf-8", headers={"Content-Disposition": name}
        )
        writer = csv.writer(response)
        writer.writerow(["table", "line", "column", "problem"])
        writer.writerows(upload.preview.get("problems", []))
        return response


def own(upload, user):
    """Words belong to who uploaded them, and are stored by nobody else: who had another's files
    stored could publish them alone."""
    return upload.uploaded_by_id == user.pk


def entered(upload):
    """The first statements that an import added, as far as they are on record still."""
    if upload.status != UploadStatus.STORED:
        return []
    slugs = [*added(upload.preview)][:AT_FIRST]
    statements = Statement.objects.only("slug", "text").in_bulk(slugs, field_name="slug")
    return [statements[slug] for slug in slugs if slug in statements]


def alike(found):
    """What was seen to look alike: the slug of a new statement, its words, the slug of the other,
    its words, and its primary key if it is on record."""
    pairs = (found.get("alike") or [])[:MOST_ALIKE]
    if not pairs:
        return []
    new = added(found)
    others = Statement.objects.only("slug", "text").in_bulk(
        {b for _, b in pairs}, field_name="slug"
    )
    return [
        (a, new.get(a, ""), b, others[b].text if b in others else new.get(b, ""), others.get(b))
        for a, b in pairs
    ]


EFFECTS = ["added", "changed", "same"]


def told_of(change):
    """A change as a page shows it."""
    labels = {column.name: column for column in RESOURCES[change["table"]].columns}
    differences = [
        Difference(name, capfirst(name.replace("_", " ")), before, after, name in PROSE)
        for name, before, after in change["cells"]
        if name in labels
    ]
    return {**change, "differences": differences}
