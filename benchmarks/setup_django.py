"""Sets Django up, so that programs can import models at their top: import this module before them."""

from __future__ import annotations

import os

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
if not apps.ready:  # as in a test
    django.setup()
