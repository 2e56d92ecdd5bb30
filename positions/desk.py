"""The front page of the admin: what editors open most comes first.

It stands outside positions.admin, which registers with the site that this makes.
"""

from functools import wraps

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.csp import csp_override

from positions.login.factors import was_shown
from positions.operation.state import state
from positions.waiting import waiting

GROUPS = {
    "Statements": ["Statement", "Article", "Coding", "Source", "Report", "Correction", "Upload"],
    "What is compared": ["Precondition", "SearchNote", "Topic"],
    "Who speaks": ["Official", "Actor"],
}

# A view with the policy that the admin's scripts get along with.
its_scripts = csp_override(settings.DESK_CSP)


class Desk(AdminSite):
    site_header = site_title = "Parley"
    index_title = "Editors' desk"

    def has_permission(self, request):
        return super().has_permission(request) and was_shown(request)

    def admin_view(self, view, cacheable=False):
        """A page of the desk: for its people only, and only with a second factor."""
        page = super().admin_view(view, cacheable)

        @its_scripts
        @wraps(view)
        def shown(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                if not request.user.is_staff:
                    raise PermissionDenied
                return redirect("mfa_index")
            return page(request, *args, **kwargs)

        return shown

    def index(self, request, extra_context=None):
        context = {"waiting": waiting(request.user), **(extra_context or {})}
        return super().index(request, context)

    def get_urls(self):
        return [path("state/", self.admin_view(self.state), name="state"), *super().get_urls()]

    def state(self, request):
        """How the site stands: for whoever wonders why something is not as it should be."""
        context = {**self.each_context(request), "title": "State of the site", "state": state()}
        return TemplateResponse(request, "admin/state.html", context)

    def get_app_list(self, request, app_label=None):
        """Django's list, with the records of this site in groups."""
        listed = []
        for app in super().get_app_list(request, app_label):
            listed = (
                [*groups_of(app), *listed] if app["app_label"] == "positions" else [*listed, app]
            )
        return listed


def groups_of(app):
    models = {model["object_name"]: model for model in app["models"]}
    groups = [
        {**app, "name": name, "models": [models[m] for m in members if m in models]}
        for name, members in GROUPS.items()
    ]
    return [group for group in groups if group["models"]]
