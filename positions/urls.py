"""The readers' pages, in each language."""

from django.urls import path

from .views import (
    actors,
    brief,
    cards,
    cell,
    changes,
    compare,
    corrections,
    coverage,
    data,
    documentation,
    embeds,
    history,
    home,
    method,
    preconditions,
    reports,
    statements,
    timeline,
)

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
    path("data/", data.data, name="data"),
    path("method/", method.method, name="method"),
    path("method/search/", method.searching, name="searching"),
    path("method/agreement/", method.agreement, name="agreement"),
    path("api/", documentation.api, name="api"),
    # Images of them, to be passed on.
    path("compare/card.png", cards.compare, name="compare_card"),
    path("compare/<slug:actor>/<slug:precondition>/card.png", cards.cell, name="cell_card"),
    path("statements/<slug:slug>/card.png", cards.statement, name="statement_card"),
    # Frames for other sites.
    path("embed/statement/<slug:slug>/", embeds.statement, name="embed_statement"),
    path("embed/compare/", embeds.compare, name="embed_compare"),
]
