from django.contrib.sitemaps import views as sitemaps
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from .api.endpoints import api
from .sitemaps import SITEMAPS
from .suffixes import Feed, Table
from .views import (
    actors,
    brief,
    cards,
    cell,
    changes,
    citing,
    compare,
    corrections,
    coverage,
    data,
    documentation,
    embeds,
    feeds,
    files,
    history,
    home,
    method,
    oembed,
    preconditions,
    programs,
    record_files,
    reports,
    statements,
    timeline,
)

register_converter(Table, "table")
register_converter(Feed, "feed")

app_name = "positions"
urlpatterns = [
    path("", home.home, name="home"),
    path("compare/", compare.compare, name="compare"),
    path("brief/", brief.brief, name="brief"),
    path("compare/<slug:actor>/<slug:precondition>/", cell.cell, name="cell"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("changes/", changes.changes, name="changes"),
    path("preconditions/", preconditions.precondition_list, name="preconditions"),
    path("preconditions/<slug:slug>/", preconditions.precondition, name="precondition"),
    path("actors/", actors.actor_list, name="actors"),
    path("actors/<slug:slug>/", actors.actor, name="actor"),
    path("officials/<slug:slug>/", actors.official, name="official"),
    path("statements/", statements.statement_list, name="statements"),
    path("statements/<slug:slug>/", statements.statement, name="statement"),
    path("statements/<slug:slug>.bib", citing.bib, name="statement_bib"),
    path("statements/<slug:slug>.ris", citing.ris, name="statement_ris"),
    path("statements/<slug:slug>.csl.json", citing.csl, name="statement_csl"),
    path("statements/<slug:slug>/history/", history.history, name="history"),
    path("statements/<slug:slug>/report/", reports.report, name="report"),
    path("statements/<slug:slug>/report/thanks/", reports.reported, name="reported"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("data/", data.data, name="data"),
    path("data/parley.zip", data.data_zip, name="data_zip"),
    path("data/parley.zip.sha256", data.data_sha256, name="data_sha256"),
    path("method/", method.method, name="method"),
    path("method/search/", method.searching, name="searching"),
    path("method/agreement/", method.agreement, name="agreement"),
    path("api/", documentation.api, name="api"),
    path("api/v1/", api.urls),
    path("healthz", method.healthz, name="healthz"),
    # For programs.
    path("robots.txt", programs.robots, name="robots"),
    path(".well-known/security.txt", programs.security, name="security"),
    path(
        "sitemap.xml",
        require_safe(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "positions:sitemap"},
        name="sitemap_index",
    ),
    path(
        "sitemap-<slug:section>.xml",
        require_safe(sitemaps.sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
    # Images of them, to be passed on.
    path("compare/card.png", cards.compare, name="compare_card"),
    path("compare/<slug:actor>/<slug:precondition>/card.png", cards.cell, name="cell_card"),
    path("statements/<slug:slug>/card.png", cards.statement, name="statement_card"),
    # Frames for other sites.
    path("embed/statement/<slug:slug>/", embeds.statement, name="embed_statement"),
    path("embed/compare/", embeds.compare, name="embed_compare"),
    path("oembed", oembed.oembed, name="oembed"),
    # The same as files.
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
