from django.urls import path, register_converter

from .suffixes import Feed, Table
from .views import (
    actors,
    brief,
    cell,
    changes,
    compare,
    corrections,
    coverage,
    feeds,
    files,
    history,
    home,
    method,
    preconditions,
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
    path("statements/<slug:slug>/history/", history.history, name="history"),
    path("statements/<slug:slug>/report/", reports.report, name="report"),
    path("statements/<slug:slug>/report/thanks/", reports.reported, name="reported"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("method/", method.method, name="method"),
    path("method/search/", method.searching, name="searching"),
    path("method/agreement/", method.agreement, name="agreement"),
    path("healthz", method.healthz, name="healthz"),
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
    path("corrections.<table:suffix>", record_files.corrections, name="corrections_file"),
    path("coverage.<table:suffix>", record_files.coverage, name="coverage_file"),
    path("method/agreement.<table:suffix>", record_files.agreement, name="agreement_file"),
]
