"""The site's own settings, with texts that make the reader misbehave."""

from __future__ import annotations

from newsroom.settings import *  # noqa: F403
from newsroom.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.hostile.HostileConfig"]
