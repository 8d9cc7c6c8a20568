"""What the pages of merges and splits share: their context, and the question that an undo asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.template.response import TemplateResponse

from articles.admin.base import change_url
from articles.admin.guarded import GuardedModelAdmin
from articles.desk import links_since
from articles.models import Entity

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from articles.desk.links_since import LinksOfMerge

_E = TypeVar("_E", bound=Entity)
# Links made since that the page asks about. The others stay, and can be moved with a split.
_MAX_ASKED = 200


@dataclass(frozen=True, slots=True)
class UndoQuestion:
    """An undo on its page: `refused` says why it is not possible, or is empty; `links` and `seen` are asked for only then.

    `seen` is the state that the editor sees, which the undo checks.
    """

    template: str
    title: str
    refused: str
    links: Callable[[], LinksOfMerge]
    seen: Callable[[], str]
    shown: dict[str, Any]


class MovesAdmin(GuardedModelAdmin[_E]):
    def undo_question(
        self, request: HttpRequest, record: Entity, question: UndoQuestion, status: int = 200
    ) -> HttpResponse:
        context: dict[str, Any] = {"title": question.title, "refused": question.refused, **question.shown}
        if not question.refused:
            links = question.links()
            asked = links_since.shown_links(links.since, _MAX_ASKED)
            context |= {
                "back": links.back_by_noun(), "total": links.total_back, "asked": asked,
                "not_asked": links.total_since - len(asked), "seen": question.seen(),
                "chosen": set(request.POST.getlist("assigned")), "reason": request.POST.get("reason", ""),
            }  # fmt: skip
        return self.move_page(request, record, question.template, context, status)

    def move_page(
        self, request: HttpRequest, record: Entity, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request), "opts": self.opts, "kept": record, "list_name": self.label,
            "list_url": f"admin:articles_{self.opts.model_name}_changelist", "record_url": change_url(record),
        }  # fmt: skip
        return TemplateResponse(request, f"admin/articles/entity/{template}.html", {**shared, **context}, status=status)
