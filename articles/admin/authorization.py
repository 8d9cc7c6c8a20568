"""Which rights each address of the desk requires, and what an account without them sees.

Every view of the desk is wrapped in `authorize`, so that an address that desk/address_rights.toml does not list is refused. The
checks of Django's own pages, and those for single records, come in addition.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.admin.login import address_of
from articles.admin.opened import who_and_when
from articles.admin.unsaved_entries import entries_of
from articles.desk.address_rights import Address, addresses, route_below_admin
from articles.desk.audit import log
from articles.desk.groups import groups_with
from articles.desk.rights import NOBODY, PUBLISH, SUPERUSER, MissingRightError, missing_rights
from articles.models import Article, Entity, LoggedAction
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.exceptions import PermissionDenied
    from django.http import HttpRequest, HttpResponse

# So many of an account's latest log entries are searched for the same refusal, so that repeating it does not fill the log.
_LATEST = 20
_MAX_NAMED = 5
_LONGEST_ID = 18  # longer numbers are no ids


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the page for a refused request shows. `happened` says why a record that the account may change
    otherwise is not changed: readers see it by now.
    """

    sentence: str
    rights: Sequence[str] = ()
    groups: Sequence[str] = ()
    administrators: Sequence[str] = field(default_factory=list)
    happened: str = ""
    record_url: str = ""


def address_at(request: HttpRequest) -> Address | None:
    match = request.resolver_match
    return addresses().get(route_below_admin(match.route)) if match is not None else None


def authorize(request: HttpRequest) -> HttpResponse | None:
    """A response if the method is not allowed. Raises MissingRightError if the account lacks a right."""
    if request.resolver_match is None:
        return None  # a view that is called directly, not by an address
    address = address_at(request)
    if address is None:
        raise MissingRightError([NOBODY])
    method = "GET" if request.method == "HEAD" else request.method or ""
    if method not in address.rights:
        return HttpResponseNotAllowed(list(address.rights))
    missing = missing_rights(request.user, address.rights[method])
    if missing and not address.anyone:
        raise MissingRightError(missing)
    return None


def refusal_page(request: HttpRequest, error: PermissionDenied, context: dict[str, Any]) -> HttpResponse:
    """A page that names the missing rights and who can give them, and gives back what was entered: the story may have
    been published after its form was opened.
    """
    shown = {"title": "Not allowed", "refusal": _refusal_of(request, error), "unsaved": entries_of(request)}
    response = TemplateResponse(request, "admin/refused.html", {**context, **shown}, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def log_refusal(request: HttpRequest, rights: Sequence[str]) -> None:
    """Log a refused request, once for as long as the account does the same again and again."""
    user = request.user
    if not isinstance(user, User):
        return
    what = f"{request.method} {request.path}"[:300]
    latest = LoggedAction.objects.filter(by=user).order_by("-pk").values_list("action", "what")[:_LATEST]
    if ("user.denied", what) not in latest:
        said = " and ".join(rights) or "the right"
        log("user.denied", what, user=user, account=user, details={"rights": said}, source=address_of(request))


def rights_behind(request: HttpRequest, error: PermissionDenied) -> Sequence[str]:
    """The missing rights; Django's own pages do not say which ones."""
    if isinstance(error, MissingRightError):
        return error.rights
    address = address_at(request)
    is_gated = address is not None and address.changes_public(request.method or "")
    return missing_rights(request.user, [PUBLISH]) if is_gated else ()


def _refusal_of(request: HttpRequest, error: PermissionDenied) -> Refusal:
    rights = rights_behind(request, error)
    sentence = str(error) if isinstance(error, MissingRightError) else str(MissingRightError(rights))
    if NOBODY in rights or SUPERUSER in rights:
        return Refusal(sentence)
    of_each = [set(groups_with(right)) for right in rights]
    shared = set.intersection(*of_each) if of_each else set()
    groups = [name for name in groups_with(rights[0]) if name in shared] if rights else []
    record = _record_at(request) if PUBLISH in rights else None
    return Refusal(sentence, rights, groups, _administrators(), _happened(record), _url_of(record))


def _record_at(request: HttpRequest) -> Article | Entity | None:
    """The story or record whose form was sent."""
    match = request.resolver_match
    noun = (match.url_name or "").split("_")[1:2] if match is not None and request.method == "POST" else []
    pk = str(match.kwargs.get("object_id", "")) if match is not None else ""
    if not noun or not pk.isdecimal() or len(pk) > _LONGEST_ID:
        return None
    if noun == ["article"]:
        return Article.objects.filter(pk=pk).first()
    return Entity.objects.filter(pk=pk).first() if noun[0] in EntityKind.values else None


def _happened(record: Article | Entity | None) -> str:
    """Why the account may not change it: readers see it, perhaps only since its form was opened."""
    if isinstance(record, Article):
        published = record.actions.filter(action="article.publish").select_related("by").first()
        if not record.is_published:
            return ""
        when = f" ({who_and_when(published)})" if published else ""
        return f"This story is published{when}: readers would see the change at once."
    is_public = record is not None and Entity.objects.filter(pk=record.pk).public().exists()
    return "Readers see this record, as a published story names it." if is_public else ""


def _url_of(record: Article | Entity | None) -> str:
    if record is None:
        return ""
    noun = record.kind if isinstance(record, Entity) else "article"
    return reverse(f"admin:articles_{noun}_change", args=[record.pk])


def _administrators() -> list[str]:
    """The active accounts that can give rights to others."""
    may = (
        Q(is_superuser=True)
        | Q(groups__permissions__codename="change_user")
        | Q(user_permissions__codename="change_user")
    )
    accounts = User.objects.filter(may, is_active=True, is_staff=True).distinct().order_by("username")
    return list(accounts.values_list("username", flat=True)[:_MAX_NAMED])
