"""The yardstick: a Django site with one view, no middleware and no database, on the same server as ours."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
urlpatterns = [path("", lambda _request: HttpResponse("<p>Hello from the yardstick.</p>" * 4))]
application = get_wsgi_application()
