from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "positions.views.errors.bad_request"
handler500 = "positions.views.errors.server_error"

urlpatterns = [
    # Before the desk, whose own login asks for no second factor.
    path(settings.ADMIN_PATH, include("positions.login.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include("positions.file_urls")),
    *i18n_patterns(path("", include("positions.urls")), prefix_default_language=False),
]
