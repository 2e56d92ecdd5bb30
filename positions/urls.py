from django.urls import path

from .views import actors, compare, home, method, preconditions, statements

app_name = "positions"
urlpatterns = [
    path("", home.home, name="home"),
    path("compare/", compare.compare, name="compare"),
    path("compare/<slug:actor>/<slug:precondition>/", compare.cell, name="cell"),
    path("preconditions/", preconditions.precondition_list, name="preconditions"),
    path("preconditions/<slug:slug>/", preconditions.precondition, name="precondition"),
    path("actors/", actors.actor_list, name="actors"),
    path("actors/<slug:slug>/", actors.actor, name="actor"),
    path("officials/<slug:slug>/", actors.official, name="official"),
    path("statements/", statements.statement_list, name="statements"),
    path("statements/<slug:slug>/", statements.statement, name="statement"),
    path("method/", method.method, name="method"),
    path("healthz", method.healthz, name="healthz"),
]
