from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from articles.views import errors

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]
handler400 = errors.bad_request
handler500 = errors.server_error
