from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Django's admin with our site instead of the default one, and our pages of accounts and groups."""

    default_site = "articles.admin.site.DeskSite"

    def ready(self) -> None:
        super().ready()
        # Models, and Django's own pages of accounts, can be imported only once Django has loaded the apps.
        from django.contrib import admin  # noqa: PLC0415
        from django.contrib.auth.models import Group, User  # noqa: PLC0415

        from articles.admin.accounts import AccountAdmin, AccountGroupAdmin  # noqa: PLC0415

        admin.site.unregister([User, Group])
        admin.site.register(User, AccountAdmin)
        admin.site.register(Group, AccountGroupAdmin)
