"""Words of a story that an editor marked: where they are, and which findings are there already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.desk.anchors import is_lost
from articles.desk.sentence_spans import sentences_around
from articles.models import Figure, Membership, Mention, Pledge, Quotation
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.desk.anchors import AnyFact
    from articles.models import Article

# What can be marked -> its table and its label; the kinds of names are mentions.
MARKABLE: Mapping[str, tuple[type[AnyFact], str]] = {
    **{kind: (Mention, str(kind.label)) for kind in EntityKind},
    "quotation": (Quotation, "Quotation"),
    "pledge": (Pledge, "Pledge"),
    "role": (Membership, "Role"),
    "figure": (Figure, "Figure"),
}
_CONTEXT = 120


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Offsets are characters of the block. `before` and `after` are the text around the words, cut to a length."""

    block: int
    start: int
    end: int
    text: str
    before: str
    after: str


def marked_words(article: Article, what: str, words: str, place: tuple[int, int, int] | None) -> MarkedWords | None:
    """The words at `place` if they are there, else at their first occurrence that is not marked; None if they are nowhere.

    A pledge takes its whole sentence.
    """
    words = " ".join(words.split())
    model = MARKABLE[what][0]
    found = place if place and _text_at(article, *place) == words else _find(article, words, model)
    if found is None:
        return None
    block, start, end = found
    if model is Pledge:
        start, end = sentences_around(article, block, start, end)
    text = article.text_of(block)
    return MarkedWords(
        block, start, end, text[start:end], text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    )


def findings_there(article: Article, what: str, words: MarkedWords) -> list[AnyFact]:
    """Findings of the same table that share characters with the words."""
    rows = MARKABLE[what][0]._default_manager.filter(  # noqa: SLF001  # Django's public way to a model's rows
        article=article, block=words.block, start__lt=words.end, end__gt=words.start
    )
    return [fact for fact in rows.order_by("start", "pk") if not is_lost(fact)]


def _text_at(article: Article, block: int, start: int, end: int) -> str:
    try:
        return article.text_of(block)[start:end] if start < end else ""
    except IndexError:
        return ""


def _find(article: Article, words: str, model: type[AnyFact]) -> tuple[int, int, int] | None:
    """The first occurrence that is not marked; if all are, the first."""
    taken = set(model._default_manager.filter(article=article).values_list("block", "start", "end"))  # noqa: SLF001  # Django's public way to a model's rows
    first = None
    for block in (HEADLINE_BLOCK, DESCRIPTION_BLOCK, *range(len(article.body))):
        text = article.text_of(block)
        start = text.find(words) if words else -1
        while start >= 0:
            end = start + len(words)
            first = first or (block, start, end)
            if not any(at == block and begin < end and start < stop for at, begin, stop in taken):
                return block, start, end
            start = text.find(words, start + 1)
    return first
