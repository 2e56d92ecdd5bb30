from django.urls import path, register_converter

from .suffixes import Table
from .views import (
    actors,
    brief,
    cell,
    changes,
    compare,
    corrections,
    coverage,
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
    path("compare.<table:suffix>", files.compare),
    path("compare/<slug:actor>/<slug:precondition>.<table:suffix>", files.cell),
    path("timeline.<table:suffix>", files.timeline),
    path("changes.<table:suffix>", files.changes),
    path("preconditions.<table:suffix>", record_files.preconditions),
    path("preconditions/<slug:slug>.<table:suffix>", record_files.precondition),
    path("actors.<table:suffix>", record_files.actors),
    path("actors/<slug:slug>.<table:suffix>", record_files.actor),
    path("officials/<slug:slug>.<table:suffix>", record_files.official),
    path("statements.<table:suffix>", files.statements),
    path("statements/<slug:slug>.json", files.statement),
    path("corrections.<table:suffix>", record_files.corrections),
    path("coverage.<table:suffix>", record_files.coverage),
    path("method/agreement.<table:suffix>", record_files.agreement),
]
