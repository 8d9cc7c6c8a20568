from __future__ import annotations

from django.apps import AppConfig


class WagtailSiteConfig(AppConfig):
    name = "benchmarks.wagtail_site"
    default_auto_field = "django.db.models.BigAutoField"
