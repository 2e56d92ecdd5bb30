"""The front page of the admin: what editors open most comes first.

It stands outside positions.admin, which registers with the site that this makes.
"""

from django.contrib.admin import AdminSite

from positions.waiting import waiting

GROUPS = {
    "Statements": ["Statement", "Article", "Coding", "Source", "Report", "Correction", "Upload"],
    "What is compared": ["Precondition", "SearchNote", "Topic"],
    "Who speaks": ["Official", "Actor"],
}


class Desk(AdminSite):
    site_header = site_title = "Parley"
    index_title = "Editors' desk"

    def index(self, request, extra_context=None):
        context = {"waiting": waiting(request.user), **(extra_context or {})}
        return super().index(request, context)

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
