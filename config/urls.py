from django.contrib import admin
from django.urls import include, path

handler400 = "positions.views.errors.bad_request"
handler500 = "positions.views.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("positions.urls")),
]
