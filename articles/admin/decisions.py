"""From a button of the review page to a move of the desk, and on to the next suggestion."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from articles.admin.base import attempt, editor
from articles.admin.highlight import sentences_around
from articles.admin.review_forms import AddForm, NameForm, record_meant, record_of
from articles.admin.review_page import anchor_of, form_for, next_anchor
from articles.desk import naming, review
from articles.desk.resolve import entities_named
from articles.models import Membership, Mention, Pledge, Quotation
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, FactStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from articles.desk.guard import AnyFact
    from articles.models import Article

_MODELS: dict[str, type[AnyFact]] = {
    "mention": Mention, "quotation": Quotation, "pledge": Pledge, "membership": Membership,
}  # fmt: skip
Place = tuple[int, int, int]


def fact_of(article: Article, noun: str, pk: int) -> AnyFact:
    model = _MODELS.get(noun)
    fact = model._default_manager.filter(article=article, pk=pk).first() if model else None  # noqa: SLF001  # Django's public way to a model's rows
    if fact is None:
        raise Http404
    return fact


def decide(request: HttpRequest, article: Article, fact: AnyFact, noun: str) -> str:
    """Do what the button says; the anchor of the suggestion to show next. A refused move stays where it was."""
    answer = request.POST.get("answer", "")
    was_open = fact.status == FactStatus.PROPOSED
    here = anchor_of(article, noun, fact.pk)
    try:
        move = _move(request, article, fact, noun, answer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return here
    if attempt(request, move, f"{_SAID[answer]}: {fact}") is None:
        return here
    return next_anchor(article, noun, fact.pk) if was_open else anchor_of(article, noun, fact.pk)


_SAID = {"accept": "Accepted", "change": "Changed and accepted", "reject": "Rejected"}


def _move(request: HttpRequest, article: Article, fact: AnyFact, noun: str, answer: str) -> Callable[[], Any]:
    if answer not in _SAID:
        raise ValidationError("Say whether to accept, change or reject it.")
    if isinstance(fact, Mention):
        return _name_move(request, article, fact, answer)
    if answer == "reject":
        return partial(review.reject, fact, user=editor(request))
    if answer == "accept":
        return partial(review.accept, fact, user=editor(request))
    form = form_for(noun, fact, request.POST)
    if not form.is_valid():
        raise ValidationError(_errors(form))
    settle = review.change if fact.status == FactStatus.ACCEPTED else review.accept
    return partial(settle, fact, user=editor(request), **form.changes())


def _name_move(request: HttpRequest, article: Article, mention: Mention, answer: str) -> Callable[[], Any]:
    """All mentions of the name are settled together; those that were rejected together come back together."""
    user, kind, name = editor(request), mention.kind, mention.name
    if answer == "reject":
        return partial(naming.reject_name, article, kind, name, user=user)
    if mention.status == FactStatus.REJECTED:
        return partial(_take_back, article, mention, request)
    changes: dict[str, Any] = {}
    if answer == "change":
        form = NameForm(request.POST)
        if not form.is_valid():
            raise ValidationError(_errors(form))
        changes = form.changes(kind, name)
    return partial(naming.accept_name, article, kind, name, user=user, **changes)


@transaction.atomic
def _take_back(article: Article, mention: Mention, request: HttpRequest) -> AnyFact:
    """A rejected name is accepted after all."""
    for fact in article.mentions.filter(kind=mention.kind, name=mention.name, status=FactStatus.REJECTED):
        review.accept(fact, user=editor(request))
    return mention


def add(request: HttpRequest, article: Article, form: AddForm) -> str | None:
    """Add a fact that the machine missed; None with the error in the form when its words do not stand in the text."""
    values = form.cleaned_data
    what, typed = values["what"], values["name"]
    model = _MODELS.get(what, Mention)
    place = find_words(article, values["words"], model)
    if place is None:
        form.add_error("words", "These words do not stand in the text (or all of them are marked already).")
        return None
    try:
        extra = _given(model, what, typed, values)
    except ValidationError as error:
        form.add_error("name", error)
        return None
    block, start, end = place
    put = partial(review.add, article, model, user=editor(request), block=block, start=start, end=end, **extra)
    fact = attempt(request, put, "Added and accepted.")
    return anchor_of(article, model.__name__.lower(), fact.pk) if fact is not None else "add"


def _given(model: type[AnyFact], what: str, typed: str, values: dict[str, Any]) -> dict[str, Any]:
    record = record_of(typed)
    if model is Quotation:
        return {"speaker": record} if record else {"speaker_name": typed}
    if model is Pledge:
        return {"item": values["item"], **({"pledged_by": record} if record else {"pledged_by_name": typed})}
    name = typed or values["words"].strip()
    if record is None and entities_named(name, [what]):
        record = record_meant(name, [what])
    return {"kind": what, "entity": record} if record else {"kind": what, "name": name}


def find_words(article: Article, words: str, model: type[AnyFact]) -> Place | None:
    """The first place where the words stand and nothing of this kind is marked; a pledge takes its whole sentence."""
    words = " ".join(words.split())
    taken = set(model._default_manager.filter(article=article).values_list("block", "start", "end"))  # noqa: SLF001  # Django's public way to a model's rows
    for block in (HEADLINE_BLOCK, DESCRIPTION_BLOCK, *range(len(article.body))):
        text = article.text_of(block)
        start = text.find(words)
        while start >= 0:
            place = (block, start, start + len(words))
            if model is Pledge:
                return (block, *sentences_around(article, *place))
            if not any(at == block and first < place[2] and start < last for at, first, last in taken):
                return place
            start = text.find(words, start + 1)
    return None


def _errors(form: Any) -> list[str]:
    return [
        f"{form[name].label}: {said}" if name in form.fields else str(said)
        for name, all_ in form.errors.items()
        for said in all_
    ]
