"""The pages of accounts and groups: nobody gives more rights than they have, and no account is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from articles.desk.groups import is_built_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[User]
else:
    _UserAdmin = UserAdmin
# What only superusers set; others give rights through groups.
_OF_SUPERUSERS = ("is_superuser", "user_permissions")
# What nobody changes on the own account, so that no site is left without an administrator by mistake.
_NOT_ON_THE_OWN = ("is_active", "is_staff", "is_superuser")


class AccountAdmin(_UserAdmin):
    """An account that is not superuser manages accounts that have no right that it lacks itself."""

    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The log has to say who acted: accounts are deactivated."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_manage(request.user, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj), "last_login", "date_joined"]
        if not request.user.is_superuser:
            fields += _OF_SUPERUSERS
        if obj is not None and obj.pk == request.user.pk:
            fields += _NOT_ON_THE_OWN
        return list(dict.fromkeys(fields))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups" and not request.user.is_superuser:
            allowed = [group.pk for group in Group.objects.all() if rights_of_group(group) <= rights_of(request.user)]
            kwargs["queryset"] = Group.objects.filter(pk__in=allowed)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The log of actions replaces Django's own history."""
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        url = reverse("admin:articles_loggedaction_changelist")
        return HttpResponseRedirect(f"{url}?account__id__exact={found.pk}")


class AccountGroupAdmin(GroupAdmin):
    """Superusers make groups of their own; those that the site makes are shown only."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return bool(request.user.is_superuser) and (obj is None or not is_built_in(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return self.has_change_permission(request, obj)


def may_manage(user: User | AnonymousUser, account: User) -> bool:
    """Whether `user` may change `account`, which includes setting its password: not if it has more rights."""
    return user.is_superuser or (not account.is_superuser and rights_of(account) <= rights_of(user))


def rights_of(user: User | AnonymousUser) -> set[str]:
    """The rights of an account, also while it is deactivated."""
    if user.is_active or not isinstance(user, User):
        return set(user.get_all_permissions())
    own = {f"{app}.{name}" for app, name in user.user_permissions.values_list("content_type__app_label", "codename")}
    return own.union(*(rights_of_group(group) for group in user.groups.all()))


def rights_of_group(group: Group) -> set[str]:
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{name}" for app, name in rows}
