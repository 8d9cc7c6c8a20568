"""The site's own settings, with a data folder of the run's own and nothing slow or remote."""

from __future__ import annotations

import os
import tempfile

# Before the settings are read: a test run must never touch the records of a site that runs from this checkout.
os.environ["DATA_DIR"] = os.environ.get("TEST_DATA_DIR") or tempfile.mkdtemp(prefix="newsroom-test-")
for name in ("PRODUCTION", "SECRET_KEY", "ALLOWED_HOSTS", "FETCH_ALLOW", "SITE_NAME", "EDITOR_PASSWORD"):
    os.environ.pop(name, None)

from newsroom.settings import *  # noqa: F403  # the whole point of this file

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Tests with generated queries ask more often than any reader; those of the limit set one.
SEARCH_RATE = 1_000_000
# On a busy machine any statement may be slow, and tests read the log.
SLOW_QUERY_MS = 0
# Tests call the reading step themselves, when they mean it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
# A child process has a database connection of its own, which does not see what a test has not committed.
IMPORTS_IN_CHILD_PROCESS = False
# Tests of pictures turn it on: no other one expects its tasks.
FETCH_PICTURES = False
