"""Addresses for programs and of files: in English, under no language's prefix."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from .api.endpoints import api
from .sitemaps import SITEMAPS
from .suffixes import Feed, Table
from .views import citing, data, feeds, files, oembed, programs, record_files

register_converter(Table, "table")
register_converter(Feed, "feed")

app_name = "files"
urlpatterns = [
    path("robots.txt", programs.robots, name="robots"),
    path(".well-known/security.txt", programs.security, name="security"),
    path(
        "sitemap.xml",
        require_safe(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "files:sitemap"},
        name="sitemap_index",
    ),
    path(
        "sitemap-<slug:section>.xml",
        require_safe(sitemaps.sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
    path("api/v1/", api.urls),
    path("oembed", oembed.oembed, name="oembed"),
    path("statements/<slug:slug>.bib", citing.bib, name="statement_bib"),
    path("statements/<slug:slug>.ris", citing.ris, name="statement_ris"),
    path("statements/<slug:slug>.csl.json", citing.csl, name="statement_csl"),
    path("data/parley.zip", data.data_zip, name="data_zip"),
    path("data/parley.zip.sha256", data.data_sha256, name="data_sha256"),
    path("compare.<table:suffix>", files.compare, name="compare_file"),
    path("compare/<slug:actor>/<slug:precondition>.<table:suffix>", files.cell, name="cell_file"),
    path("timeline.<table:suffix>", files.timeline, name="timeline_file"),
    path("changes.<table:suffix>", files.changes, name="changes_file"),
    path("preconditions.<table:suffix>", record_files.preconditions, name="preconditions_file"),
    path(
        "preconditions/<slug:slug>.<table:suffix>",
        record_files.precondition,
        name="precondition_file",
    ),
    path("actors.<table:suffix>", record_files.actors, name="actors_file"),
    path("actors/<slug:slug>.<table:suffix>", record_files.actor, name="actor_file"),
    path("officials/<slug:slug>.<table:suffix>", record_files.official, name="official_file"),
    path("statements.<feed:suffix>", feeds.statements, name="statements_feed"),
    path("changes.<feed:suffix>", feeds.changes, name="changes_feed"),
    path("corrections.<feed:suffix>", feeds.corrections, name="corrections_feed"),
    path("statements.<table:suffix>", files.statements, name="statements_file"),
    path("statements/<slug:slug>.json", files.statement, name="statement_file"),
    path(
        "statements/<slug:slug>/history.<table:suffix>", record_files.history, name="history_file"
    ),
    path("corrections.<table:suffix>", record_files.corrections, name="corrections_file"),
    path("coverage.<table:suffix>", record_files.coverage, name="coverage_file"),
    path("method/agreement.<table:suffix>", record_files.agreement, name="agreement_file"),
]
