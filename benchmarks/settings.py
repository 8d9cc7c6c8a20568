"""The site's own settings without the page cache and without hashed static files, to ask pages inside one process."""

from __future__ import annotations

from newsroom.settings import *  # noqa: F403  # the whole point of this file
from newsroom.settings import ALLOWED_HOSTS, MIDDLEWARE, STORAGES

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith(("PageCacheMiddleware", "WhiteNoiseMiddleware"))]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Measurements ask more often than any reader.
SEARCH_RATE = 1_000_000
