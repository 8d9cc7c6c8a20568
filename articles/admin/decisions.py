"""Apply decisions made on the review page, and describe their outcome."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.text import Truncator

from articles.admin.answers import PROGRESS, Answer
from articles.admin.base import editor
from articles.admin.opened import Values, chosen, values_opened
from articles.admin.record_labels import labels_of
from articles.admin.review_forms import NameForm
from articles.admin.stale_answers import refuse_if_stale
from articles.admin.suggestions import Suggestion, fact_rows, form_for, name_rows
from articles.desk import entity_resolution, review
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, Figure, Membership, Mention, Pledge, Quotation
from articles.vocabulary import FactStatus
from articles.wording.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from articles.desk.anchors import AnyFact

_MODELS: dict[str, type[AnyFact]] = {
    "mention": Mention, "quotation": Quotation, "pledge": Pledge, "membership": Membership,
    "figure": Figure,
}  # fmt: skip
_SAID = {"accept": "Accepted", "change": "Changed and accepted", "reject": "Rejected"}
Place = tuple[int, int, int]
_LONGEST_ID = 19  # longer numbers are no ids
_MAX_SAID = 200


def fact_of(article: Article, noun: str, pk: int) -> AnyFact:
    model = _MODELS.get(noun)
    fact = model._default_manager.filter(article=article, pk=pk).first() if model else None  # noqa: SLF001  # Django's public way to a model's rows
    if fact is None:
        raise Http404
    return fact


def anchor_now(article: Article, fact: AnyFact) -> str:
    """The suggestion that shows a finding."""
    return row_now(article, fact).anchor


def anchor_of(article: Article, noun: str, pk: int) -> str:
    """The suggestion that contains this fact; the section with the buttons if the fact was removed."""
    fact = _MODELS[noun]._default_manager.filter(article=article, pk=pk).first()  # noqa: SLF001  # Django's public way to a model's rows
    return row_now(article, fact).anchor if fact is not None else PROGRESS


@transaction.atomic
def decide(request: HttpRequest, article: Article, noun: str, pk: int) -> Answer:
    """Apply a decision unless the suggestion has changed since the page was loaded."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    fact = fact_of(article, noun, pk)
    row = row_now(article, fact)
    answer = request.POST.get("answer", "")
    if answer not in _SAID:
        return Answer(row.anchor, "Choose accept, change or reject.", is_refusal=True, status=400)
    data = chosen(request.POST, row.form) if answer == "change" else request.POST
    form = _form(fact, row, data) if answer == "change" else None
    opened = values_opened(data)
    stale = refuse_if_stale(row, answer, opened, form)
    if stale is not None:
        return stale
    if form is not None and not form.is_valid():
        return Answer(row.anchor, " ".join(errors_of(form)), is_refusal=True, status=400, form=form)
    started = timezone.now()
    try:
        _move(request, row, answer, form)()
    except (IllegalTransitionError, MissingRightError) as error:
        status = 403 if isinstance(error, MissingRightError) else 409
        return Answer(row.anchor, str(error), is_refusal=True, status=status, form=form)
    fact.refresh_from_db()
    after = row_now(article, fact)
    return Answer(after.anchor, outcome_of(answer, after, opened, is_new=_is_new(fact, started)))


@transaction.atomic
def reject_unknown(request: HttpRequest, article: Article) -> Answer:
    """Reject the unknown names that the page showed, without those that were decided or became known since."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    shown = {int(pk) for pk in request.POST.getlist("mention") if pk.isdecimal() and len(pk) < _LONGEST_ID}
    wanted = {
        fact.pk for row in name_rows(article) if row.is_open and row.doubt for fact in row.facts if fact.pk in shown
    }
    try:
        names = entity_resolution.reject_mentions(article, wanted, user=editor(request))
    except IllegalTransitionError as error:
        return Answer(PROGRESS, str(error), is_refusal=True, status=409)
    kept = len(shown - wanted)
    said = f"Rejected {counted(len(names), 'unknown name', 'unknown names')}: {Truncator(', '.join(names)).chars(_MAX_SAID)}."
    if kept:
        said += f" {counted(kept, 'mention', 'mentions')} changed after you opened the page and stayed as before."
    return Answer(PROGRESS, said)


def row_now(article: Article, fact: AnyFact) -> Suggestion:
    if isinstance(fact, Mention):
        mentions = article.mentions.filter(kind=fact.kind, name=fact.name).select_related("entity")
        rows = name_rows(article, mentions.prefetch_related("candidates").in_text_order())
        return next(row for row in rows if fact.pk in {one.pk for one in row.facts})
    return fact_rows(article, [fact])[0]


def _form(fact: AnyFact, row: Suggestion, data: Any) -> Any:
    if isinstance(fact, Mention):
        return NameForm(data, initial=row.form.initial, auto_id=f"{row.anchor}-%s")
    return form_for(fact, data)


def _is_new(fact: AnyFact, started: Any) -> bool:
    entity = fact.entity if isinstance(fact, Mention) else None
    return entity is not None and entity.created >= started


def outcome_of(answer: str, row: Suggestion, opened: Values | None = None, *, is_new: bool) -> str:
    """The outcome in words; for a name also the record, unless the page already showed it."""
    said = f"{_SAID[answer]}: {row.title}"
    entity = row.fact.entity if isinstance(row.fact, Mention) and answer != "reject" else None
    if entity is None:
        return f"{said}."
    if is_new:
        return f"{said}, a new {entity.get_kind_display().lower()}."
    if entity.name != row.title:
        said = f"{said}, known as {entity.name}"
    return f"{said}." if (opened or {}).get("known_as") else f"{said} ({labels_of([entity])[entity.pk].says})."


def _move(request: HttpRequest, row: Suggestion, answer: str, form: Any) -> Callable[[], Any]:
    fact = row.fact
    if isinstance(fact, Mention):
        return _name_move(request, row, answer, form)
    if answer == "reject":
        return partial(review.reject, fact, user=editor(request))
    if answer == "accept":
        return partial(review.accept, fact, user=editor(request))
    save = review.change if fact.status == FactStatus.ACCEPTED else review.accept
    return partial(save, fact, user=editor(request), **form.changes())


def _name_move(request: HttpRequest, row: Suggestion, answer: str, form: NameForm | None) -> Callable[[], Any]:
    """The mentions of a suggestion are decided together; those that were decided otherwise stay as they are."""
    article, kind, name = row.fact.article, row.fact.kind, row.fact.name
    how: dict[str, Any] = {"user": editor(request), "only": {fact.pk for fact in row.facts} if row.is_part else None}
    if answer == "reject":
        return partial(entity_resolution.reject_name, article, kind, name, **how)
    if row.status == FactStatus.REJECTED:
        return partial(entity_resolution.accept_name, article, kind, name, rejected=True, **how)
    changes = form.changes(kind, name) if form is not None else {}
    return partial(entity_resolution.accept_name, article, kind, name, **how, **changes)


def errors_of(form: Any) -> list[str]:
    return [
        f"{form[name].label}: {said}" if name in form.fields else str(said)
        for name, all_ in form.errors.items()
        for said in all_
    ]
