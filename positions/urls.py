from django.urls import path

from .views import (
    actors,
    brief,
    cell,
    changes,
    compare,
    coverage,
    home,
    method,
    preconditions,
    statements,
    timeline,
)

app_name = "positions"
urlpatterns = [
    path("", home.home, name="home"),
    path("compare/", compare.compare, name="compare"),
    path("compare.csv", compare.compare_csv, name="compare_csv"),
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
    path("coverage/", coverage.coverage, name="coverage"),
    path("method/", method.method, name="method"),
    path("healthz", method.healthz, name="healthz"),
]
