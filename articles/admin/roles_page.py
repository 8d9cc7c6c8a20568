"""The roles of a record, and the pages on which an editor adds, corrects, ends or removes a role of a person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from articles.admin.base import attempt, change_url, editor
from articles.admin.guarded import GuardedModelAdmin
from articles.admin.opened import (
    chosen,
    conflict_of,
    differences,
    dump,
    merged,
    put,
    values_of,
    values_opened,
    values_typed,
)
from articles.admin.role_forms import RoleFields, SourcedRoleForm, StoryRoleForm, initial_role, sentences_of
from articles.admin.role_rows import role_entries, role_entry
from articles.admin.split_links import stories_with
from articles.desk import review, sourced_roles
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, Entity, LoggedAction, Membership, Person
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.admin.opened import Conflict

_E = TypeVar("_E", bound=Entity)
_BAD, _CONFLICT = 400, 409
_REMOVE, _RESTORE = "remove", "restore"


class Submission(NamedTuple):
    """What an editor sent for a role, merged with what others saved meanwhile; `conflict` if they have to choose."""

    form: RoleFields
    conflict: Conflict | None


class RolesAdmin(GuardedModelAdmin[_E]):
    """The list of roles; of a person, and of everyone with a role in an organization or a place."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.roles_view))
        name = f"articles_{self.opts.model_name}_roles"
        return [path("<int:object_id>/roles/", view, name=name), *super().get_urls()]

    def roles_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        record = self.one(request, str(object_id))
        context = {
            "title": f"Roles of {record}" if record.entity_kind == EntityKind.PERSON else f"Roles in {record}",
            "roles": role_entries(record),
            "may_change": self.has_change_permission(request, record),
        }
        return self._role_page(request, record, "list", context)

    def _role_page(
        self, request: HttpRequest, record: Entity, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request), "opts": self.opts, "record": record, "list_name": self.label,
            "list_url": reverse(f"admin:articles_{self.opts.model_name}_changelist"), "record_url": change_url(record),
            "roles_url": _roles_url(record), "is_person": record.entity_kind == EntityKind.PERSON,
        }  # fmt: skip
        return TemplateResponse(request, f"admin/articles/role/{template}.html", {**shared, **context}, status=status)


class PersonRolesAdmin(RolesAdmin[Person]):
    def get_urls(self) -> list[URLPattern]:
        wrap, both = self.admin_site.admin_view, require_http_methods(["GET", "POST"])
        return [
            path("<int:object_id>/roles/add/", wrap(both(self.add_role_view)), name="articles_person_add_role"),
            path("<int:object_id>/roles/<int:role_id>/", wrap(both(self.role_view)), name="articles_person_role"),
            *super().get_urls(),
        ]

    def add_role_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """First the evidence is chosen, then the role is entered; an existing role gives the first values."""
        person = self.one(request, str(object_id), to_change=True)
        story = request.GET.get("story", "")
        if story:
            article = self._story(request, story)
            new_form: Callable[..., Any] = partial(StoryRoleForm, sentences=sentences_of(article, person))
        elif "source" in request.GET:
            article, new_form = None, SourcedRoleForm
        else:
            return self._evidence_page(request, person)
        if request.method != "POST":
            return self._new_page(request, person, article, new_form(initial=self._initial(request, person)))
        form = new_form(request.POST)
        if not form.is_valid():
            return self._new_page(request, person, article, form, status=_BAD)
        if attempt(request, partial(_add, request, person, article, form), "Role added.") is None:
            return self._new_page(request, person, article, form, status=_CONFLICT)
        return HttpResponseRedirect(_roles_url(person))

    def role_view(self, request: HttpRequest, object_id: int, role_id: int) -> HttpResponse:
        person = self.one(request, str(object_id), to_change=True)
        role = self._role(request, person, role_id)
        if request.method != "POST":
            return self._changed_page(request, person, role, _form_of(role)(initial=initial_role(role)))
        with transaction.atomic():
            # As in desk.review, the story is locked first, and the role is read again.
            if role.article_id:
                Article.objects.select_for_update().get(pk=role.article_id)
            Membership.objects.select_for_update().get(pk=role.pk)
            role = self._role(request, person, role_id)
            form, conflict = _submitted(request, role)
            action = request.POST.get("action", "")
            if conflict is None and action not in (_REMOVE, _RESTORE) and not form.is_valid():
                return self._changed_page(request, person, role, form, status=_BAD)
            if conflict is not None or attempt(request, partial(_apply, request, role, form), _done) is None:
                return self._changed_page(request, person, role, form, conflict=conflict, status=_CONFLICT)
        return HttpResponseRedirect(_roles_url(person))

    def _role(self, request: HttpRequest, person: Person, role_id: int) -> Membership:
        """A role of the person; one of a story only for those who may change the story."""
        rows = Membership.objects.filter(pk=role_id, person=person.pk)
        role = rows.select_related("organization", "article", "decided_by").first()
        if role is None:
            raise Http404
        if role.article_id:
            self._story(request, str(role.article_id))
        return role

    def _story(self, request: HttpRequest, story: str) -> Article:
        if not story.isdecimal() or len(story) > 18:
            raise Http404
        found: Article = self.admin_site.get_model_admin(Article).one(request, story, to_change=True)  # type: ignore[attr-defined]  # ours has it
        return found

    def _initial(self, request: HttpRequest, person: Person) -> Mapping[str, str]:
        """The values of the role that another source is to be added to."""
        given = request.GET.get("like", "")
        like = Membership.objects.filter(pk=given, person=person.pk) if given.isdecimal() and len(given) < 19 else None
        row = like.select_related("organization").first() if like is not None else None
        if row is None:
            return {}
        known = initial_role(row)
        return {name: known[name] for name in ("role", "organization_name", "start_date")}

    def _evidence_page(self, request: HttpRequest, person: Person) -> HttpResponse:
        typed, page = request.GET.get("q", "").strip(), request.GET.get("page", "")
        stories = stories_with(person, typed, int(page) if page.isdecimal() and len(page) < 9 else 1)
        found = Article.objects.select_related("outlet").in_bulk(list(stories.object_list))
        context = {
            "title": f"Add a role of {person}: its evidence",
            "page": stories,
            "total": stories.paginator.count,
            "stories": [found[pk] for pk in stories.object_list if pk in found],
            "typed": typed,
            "like": request.GET.get("like", ""),
        }
        return self._role_page(request, person, "evidence", context)

    def _new_page(
        self, request: HttpRequest, person: Person, article: Article | None, form: RoleFields, status: int = 200
    ) -> HttpResponse:
        context = {
            "title": f"Add a role of {person}",
            "article": article,
            "form": form,
            "sentences": sentences_of(article, person) if article else (),
            "chosen": form.data.get("sentence", ""),
        }
        return self._role_page(request, person, "add", context, status)

    def _changed_page(
        self,
        request: HttpRequest,
        person: Person,
        role: Membership,
        form: RoleFields,
        *,
        conflict: Conflict | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "title": f"Role of {person}",
            "role": role_entry(role, of_person=True),
            "form": form,
            "conflict": conflict,
            "opened": dump(values_of(_form_of(role)(initial=initial_role(role)))),
            "reason": request.POST.get("reason", ""),
        }
        return self._role_page(request, person, "change", context, status)


def _roles_url(record: Entity) -> str:
    return reverse(f"admin:articles_{record.entity_kind}_roles", args=[record.pk])


def _form_of(role: Membership) -> type[RoleFields]:
    return RoleFields if role.article_id else SourcedRoleForm


def _add(request: HttpRequest, person: Person, article: Article | None, form: Any) -> Membership:
    if article is None:
        return sourced_roles.add_role(person, form.values(), user=editor(request))
    block, start, end = form.place
    added = review.add(
        article, Membership, user=editor(request), block=block, start=start, end=end, person=person, **form.values()
    )
    assert isinstance(added, Membership)  # noqa: S101  # it is of the given model; this tells the type checker
    return added


def _submitted(request: HttpRequest, role: Membership) -> Submission:
    """The form as in articles.admin.guarded. The caller holds a lock on the role."""
    form_class = _form_of(role)
    now = form_class(initial=initial_role(role))
    data = chosen(request.POST, now)
    opened, saved, typed = values_opened(data), values_of(now), values_typed(form_class(data))
    found, is_stale = differences(now.fields, opened, saved, typed)
    if not is_stale:
        return Submission(form_class(data, initial=initial_role(role)), None)
    for name, value in merged(now.fields, opened, saved, typed).items():
        put(data, name, value)
    actions = LoggedAction.objects.filter(fact_kind="membership", fact_id=role.pk)
    return Submission(form_class(data, initial=initial_role(role)), conflict_of(found, actions))


def _apply(request: HttpRequest, role: Membership, form: RoleFields) -> str:
    """What was done, as a sentence."""
    action, user = request.POST.get("action", ""), editor(request)
    reason = request.POST.get("reason", "").strip()[:200]
    if action == _REMOVE:
        if role.article_id and not reason:
            raise IllegalTransitionError(sourced_roles.NO_REASON)
        if role.article_id:
            review.reject(role, user=user, reason=reason)
        else:
            sourced_roles.remove_role(role.pk, user=user, reason=reason)
        return "Role removed. It can be restored from the list of removed roles."
    if action == _RESTORE:
        if role.article_id:
            review.accept(role, user=user)
        else:
            sourced_roles.restore_role(role.pk, user=user, reason=reason)
        return "Role restored."
    values = {name: value for name, value in form.values().items() if name in _fields_changed(form)}
    if role.article_id:
        review.change(role, user=user, **values)
    else:
        sourced_roles.change_role(role.pk, values, user=user)
    return "Role saved."


def _fields_changed(form: RoleFields) -> set[str]:
    changed = set(form.changed_data)
    return changed | {"organization"} if "organization_name" in changed else changed


def _done(said: str) -> str:
    return said
