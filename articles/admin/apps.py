from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Django's admin with our site instead of the default one."""

    default_site = "articles.admin.site.DeskSite"
