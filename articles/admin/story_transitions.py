"""Save the fields of a story and change its status. Both check which version the editor saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from articles.admin.answers import FIELDS, PROGRESS, Answer
from articles.admin.base import editor
from articles.admin.edit_check import lost_in_words, seen
from articles.admin.note_form import note_in, sent_note_form
from articles.admin.opened import (
    Difference,
    Values,
    chosen,
    conflict_of,
    differences,
    dump,
    merged,
    put,
    values_of,
    values_opened,
    values_typed,
    who_and_when,
)
from articles.admin.story_form import ArticleForm, initial_of
from articles.desk import review
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, QueryDict

    from articles.models import Article

_STATUS = "review_status"
_NOTE_MISSING = "Not saved. Choose below whether readers get a note on this change, and write it."
_DONE = {
    "article.edit": "edited",
    "article.publish": "published",
    "article.withdraw": "withdrawn",
    "article.return_to_draft": "returned to draft",
    "article.take_version": "updated from a new version",
    "article.follow_source": "updated from a new version",
    "article.discard": "discarded",
    "article.restore": "restored",
}


def fields_form(article: Article) -> ArticleForm:
    return ArticleForm(initial=initial_of(article))


def fields_opened(article: Article) -> str:
    """The opened values of the story fields."""
    return dump({**values_of(fields_form(article)), _STATUS: article.review_status})


def read_fields(request: HttpRequest, article: Article) -> ArticleForm | Answer:
    """Read the submitted fields of a locked story: a valid form, or the reason why it cannot be saved."""
    shown = fields_form(article)
    data = chosen(request.POST, shown)
    form = ArticleForm(data, initial=shown.initial)
    stale = _refuse_if_stale(article, shown, data, values_opened(data))
    if stale is not None:
        return stale
    return form if form.is_valid() else _invalid(form)


def save_fields(request: HttpRequest, article: Article, form: ArticleForm) -> Answer:
    """Save the form from `read_fields`, in the same transaction. A change of a published story needs a note, or the choice
    of none.
    """
    fields = form.changed_fields()
    note = sent_note_form(request, article) if fields else None
    if note is not None and not note.is_valid():
        return Answer(FIELDS, _NOTE_MISSING, is_refusal=True, status=400, form=form)
    try:
        done = review.edit(
            article, user=editor(request), version=article.version, fields=fields, accepted_losses=seen(request),
            note=note_in(note),
        )  # fmt: skip
    except IllegalTransitionError as error:
        return Answer(FIELDS, str(error), is_refusal=True, status=409, form=form)
    except MissingRightError as error:
        return Answer(FIELDS, str(error), is_refusal=True, status=403, form=form)
    except ValidationError as error:
        for name, said in error.message_dict.items():
            form.add_error(name if name in form.fields else None, said)
        return _invalid(form)
    return Answer(FIELDS, f"Fields saved.{lost_in_words(done.outcome)}")


def _invalid(form: ArticleForm) -> Answer:
    return Answer(FIELDS, "Not saved. Correct the fields marked below.", is_refusal=True, status=400, form=form)


def _refuse_if_stale(article: Article, shown: ArticleForm, sent: QueryDict, opened: Values) -> Answer | None:
    saved, typed = values_of(shown), values_typed(ArticleForm(sent))
    rows, is_stale = differences(shown.fields, opened, saved, typed)
    if opened.get(_STATUS, "") != article.review_status:
        rows, is_stale = [_status_row(article, opened), *rows], True
    if not is_stale:
        return None
    data = sent.copy()
    for name, value in merged(shown.fields, opened, saved, typed).items():
        put(data, name, value)
    says = "Not saved: someone else changed this story after you opened the page."
    conflict = conflict_of(rows, article.actions.all())
    form = ArticleForm(data, initial=shown.initial)
    return Answer(FIELDS, says, is_refusal=True, status=409, form=form, conflict=conflict)


def _status_row(article: Article, opened: Values) -> Difference:
    labels: dict[str, str] = dict(ArticleStatus.choices)
    before = labels.get(opened.get(_STATUS, ""), "")
    return Difference(_STATUS, "Status of the story", article.get_review_status_display(), before, False, True, False)


def change_status(
    request: HttpRequest, article: Article, transition: Callable[[], Any], done: str | Callable[[Any], str]
) -> Answer:
    """Publish, withdraw and so on, if the story is the version that the editor saw. The caller holds the lock."""
    if request.POST.get("version") != str(article.version):
        return Answer(PROGRESS, _changed_since(article), is_refusal=True, status=409)
    try:
        result = transition()
    except IllegalTransitionError as error:
        return Answer(PROGRESS, str(error), is_refusal=True, status=409)
    except MissingRightError as error:
        return Answer(PROGRESS, str(error), is_refusal=True, status=403)
    return Answer(PROGRESS, done if isinstance(done, str) else done(result))


def _changed_since(article: Article) -> str:
    last = article.actions.filter(action__in=_DONE).select_related("by").first()
    how = f" ({_DONE[last.action]} by {who_and_when(last)})" if last else ""
    return f"Not saved: this story was changed after you opened the page{how}. Check the current version first."
