from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from articles.admin.base import DeskModelAdmin
from articles.admin.listing import moment_in_words
from articles.models import LoggedAction

if TYPE_CHECKING:
    from django.http import HttpRequest


class LoggedActionAdmin(DeskModelAdmin[LoggedAction]):
    """The log of actions, read-only."""

    label = "Log"

    list_display = ("when", "by", "verb", "what", "source")
    list_display_links = ("what",)
    list_filter = ("verb", "at")
    list_select_related = ("by",)
    search_fields = ("what", "source")
    fields = readonly_fields = ("at", "by", "verb", "what", "article", "entity", "before", "after", "source")

    @admin.display(description="When", ordering="id")
    def when(self, action: LoggedAction) -> str:
        return moment_in_words(action.at)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LoggedAction | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Pages of stories and records link to their own log entries."""
        return lookup in ("article__id__exact", "entity__id__exact") or super().lookup_allowed(lookup, value, request)
