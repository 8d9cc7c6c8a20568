"""The audit log in the admin: what was done, by whom, and every value before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join

from articles.admin.field_revert_page import FieldRevertAdmin, revert_link
from articles.admin.listing import moment_in_words
from articles.admin.log_values import details_in_words, value_changes
from articles.admin.undo_merge_page import undo_url
from articles.desk.action_sentences import sentence_of
from articles.desk.actions import registered
from articles.desk.field_reverts import revertible_fields
from articles.desk.rights import holds
from articles.models import LoggedAction, MergeRecord, SplitRecord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

# Entries about logins, accounts and groups, which have client addresses, are for those who may see the accounts.
_ABOUT_ACCOUNTS = tuple(key for key in registered() if key.startswith(("user.", "account.", "group.")))
# The pages of records link to the entries that refer to them.
_LOOKUPS = frozenset(f"{noun}__id__exact" for noun in ("article", "entity", "outlet", "item", "batch", "account"))


class ActionFilter(admin.SimpleListFilter):
    """The actions that the log has entries of, by their labels."""

    title, parameter_name = "action", "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        keys = _visible(request).order_by("action").values_list("action", flat=True).distinct()
        labels = {key: action.label for key, action in registered().items()}
        return sorted(((key, labels.get(key, key)) for key in keys if key), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[LoggedAction]) -> QuerySet[LoggedAction]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class LoggedActionAdmin(FieldRevertAdmin):
    """The log of actions, read-only."""

    label = "Log"

    list_display = ("when", "by", "sentence", "source")
    list_display_links = ("sentence",)
    list_filter = (ActionFilter, "at")
    list_select_related = ("by",)
    search_fields = ("what", "source", "by__username")
    fields = readonly_fields = (
        "at_in_words", "by", "sentence", "article", "entity", "outlet", "item", "batch", "account", "changes", "related_changes",
        "more", "source", "undo",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[LoggedAction]:
        return super().get_queryset(request) & _visible(request)

    @admin.display(description="When", ordering="at")
    def when(self, action: LoggedAction) -> str:
        return moment_in_words(action.at)

    @admin.display(description="What was done", ordering="action")
    def sentence(self, action: LoggedAction) -> str:
        said = sentence_of(action)
        return said[:1].upper() + said[1:]

    @admin.display(description="When")
    def at_in_words(self, action: LoggedAction) -> str:
        return f"{moment_in_words(action.at)} UTC"

    @admin.display(description="Changes")
    def changes(self, action: LoggedAction) -> SafeString | str:
        revertible = set(revertible_fields(action))
        return _table(
            (one.label, one.before, one.after, revert_link(action, one.name) if one.name in revertible else "")
            for one in value_changes(action)
            if not one.record
        )

    @admin.display(description="Other records that changed")
    def related_changes(self, action: LoggedAction) -> SafeString | str:
        changes = [one for one in value_changes(action) if one.record]
        return _table((f"{one.record}: {one.label}", one.before, one.after, "") for one in changes)

    @admin.display(description="Details")
    def more(self, action: LoggedAction) -> str:
        return details_in_words(action)

    @admin.display(description="Undo")
    def undo(self, action: LoggedAction) -> SafeString | str:
        """The page that undoes a merge or a split, or says why it cannot be undone."""
        move = moved_by(action)
        if move is None:
            return ""
        record, noun = (move.kept, "merge") if isinstance(move, MergeRecord) else (move.source, "split")
        return format_html('<a href="{}">Undo this {}</a>', undo_url(record, move), noun)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LoggedAction | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in _LOOKUPS or super().lookup_allowed(lookup, value, request)


def moved_by(action: LoggedAction) -> MergeRecord | SplitRecord | None:
    """The merge or split that an entry is about, if it is not undone."""
    found: MergeRecord | SplitRecord | None = None
    if action.action == "entity.merge":
        found = MergeRecord.objects.filter(pk=action.details.get("merge_record")).select_related("kept").first()
    elif action.action == "entity.split":
        found = SplitRecord.objects.filter(pk=action.details.get("split_record")).select_related("source").first()
    return found if found is not None and found.undone_at is None else None


def _visible(request: HttpRequest) -> QuerySet[LoggedAction]:
    rows = LoggedAction.objects.all()
    return rows if holds(request.user, "auth.view_user") else rows.exclude(action__in=_ABOUT_ACCOUNTS)


def _table(rows: Iterable[tuple[str, str, str, SafeString | str]]) -> SafeString | str:
    """Label, value before, value after, and a link if the field can be reverted."""
    rows = list(rows)
    if not rows:
        return ""
    cells = "<tr><th scope=row>{}</th><td>{}</td><td>{}</td>"
    has_links = any(link for *_, link in rows)
    body = format_html_join(
        "", cells + ("<td>{}</td></tr>" if has_links else "</tr>"), rows if has_links else (row[:3] for row in rows)
    )
    more = "<th scope=col>Revert</th>" if has_links else ""
    head = f"<tr><th scope=col>Field</th><th scope=col>Before</th><th scope=col>After</th>{more}</tr>"
    return format_html("<table><thead>" + head + "</thead><tbody>{}</tbody></table>", body)
