"""What the desk answers to a button of the review page, shown beside the suggestion or the form that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.admin.opened import Conflict

# The parts of the page, beside its suggestions, that answers stand in.
PROGRESS, FIELDS, VERSIONS, COPIES = PLACES = "progress", "fields", "versions", "copies"


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is that of the response: 409 where somebody was quicker or the move is not allowed, 400 for wrong values.

    `form` holds what the editor typed, to be shown again.
    """

    anchor: str
    says: str
    is_refusal: bool = False
    status: int = 200
    form: Any = None
    conflict: Conflict | None = None


def keep(request: HttpRequest, answer: Answer) -> None:
    """Keep an answer for the page that the browser is sent to."""
    level = messages.ERROR if answer.is_refusal else messages.SUCCESS
    messages.add_message(request, level, answer.says, extra_tags=answer.anchor)


def take_kept(request: HttpRequest) -> tuple[dict[str, Answer], list[Any]]:
    """The answers that were kept, by where they stand, and the other messages."""
    placed, others = {}, []
    for message in messages.get_messages(request):
        if message.extra_tags:
            placed[message.extra_tags] = Answer(message.extra_tags, str(message), message.level >= messages.ERROR)
        else:
            others.append(message)
    return placed, others
