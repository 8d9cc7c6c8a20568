"""Apply a decision on selected mentions of a name, unless one of them changed since the page was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.admin.answers import MENTIONS, Answer
from articles.admin.base import editor
from articles.admin.decisions import errors_of, outcome_of, row_now
from articles.admin.opened import values_opened, written
from articles.admin.review_forms import NameForm
from articles.desk import entity_resolution
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError
from articles.vocabulary import FactStatus
from articles.wording.counts import counted

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.models import Article, Mention

_ANSWERS = ("accept", "change", "reject")
_MAX_DIGITS = 18


def state_of(mention: Mention) -> str:
    """The values of a mention that a decision changes, to detect conflicts."""
    return f"{mention.status} {written(mention.entity_id)}".strip()


def decide_mentions(request: HttpRequest, article: Article, mention: Mention) -> Answer:
    """The caller holds the lock on the story. `answer` is accept, change or reject; a button of one mention adds its id."""
    answer, _, one = request.POST.get("answer", "").partition("-")
    wanted = [one] if one else request.POST.getlist("mention")
    ids = {int(pk) for pk in wanted if pk.isdecimal() and len(pk) <= _MAX_DIGITS}
    if answer not in _ANSWERS:
        return _refusal("Choose accept, change or reject.", 400)
    form = NameForm(request.POST, auto_id="mentions-%s")
    if not ids:
        return _refusal("Select the mentions that you want to decide.", 400, form)
    chosen = list(article.mentions.filter(pk__in=ids, kind=mention.kind, name=mention.name).in_text_order())
    stale = _refuse_if_stale(request, article, chosen, len(ids))
    if stale:
        return _refusal(stale, 409, form)
    if answer == "change" and not form.is_valid():
        return _refusal(" ".join(errors_of(form)), 400, form)
    return _decided(request, article, chosen, answer, form)


def _decided(request: HttpRequest, article: Article, chosen: list[Mention], answer: str, form: NameForm) -> Answer:
    first, started = chosen[0], timezone.now()
    how: dict[str, Any] = {"user": editor(request), "only": {one.pk for one in chosen}}
    try:
        if answer == "reject":
            count = entity_resolution.reject_name(article, first.kind, first.name, **how)
        else:
            how |= form.changes(first.kind, first.name) if answer == "change" else _without_accepted(chosen)
            count = entity_resolution.accept_name(article, first.kind, first.name, **how)
    except (IllegalTransitionError, MissingRightError) as error:
        return _refusal(str(error), 403 if isinstance(error, MissingRightError) else 409, form)
    changed = next(one for one in chosen if one.pk in how["only"])
    changed.refresh_from_db()
    row = row_now(article, changed)
    is_new = changed.entity is not None and changed.entity.created >= started
    said = outcome_of(answer, row, is_new=is_new)
    return Answer(row.anchor, said if count == row.all_times else f"{said} ({counted(count, 'mention', 'mentions')})")


def _without_accepted(chosen: list[Mention]) -> dict[str, set[int]]:
    """Accepting without a record leaves accepted mentions as they are."""
    ids = {one.pk for one in chosen if one.status != FactStatus.ACCEPTED}
    if not ids:
        raise IllegalTransitionError("This is already accepted.")
    return {"only": ids}


def _refuse_if_stale(request: HttpRequest, article: Article, chosen: list[Mention], wanted: int) -> str:
    """Why the decision is refused; empty if the selected mentions are as they were on the page."""
    opened = values_opened(request.POST)
    if len(chosen) < wanted:
        return "Not saved: a selected mention is no longer part of the story or has another name now."
    changed = [one for one in chosen if opened.get(str(one.pk)) != state_of(one)]
    if not changed:
        return ""
    who = _last_editor(article, changed[0])
    number = counted(len(changed), "selected mention was", "selected mentions were")
    return f"Not saved: {number} changed{who} after you opened the page. Check the current values and decide again."


def _last_editor(article: Article, mention: Mention) -> str:
    actions = article.actions.filter(action__in=("name.accept", "name.reject"), details__name=mention.name)
    newest = actions.select_related("by").order_by("-pk").first()
    return f" by {newest.by.get_username()}" if newest is not None and newest.by is not None else ""


def _refusal(says: str, status: int, form: NameForm | None = None) -> Answer:
    return Answer(MENTIONS, says, is_refusal=True, status=status, form=form)
