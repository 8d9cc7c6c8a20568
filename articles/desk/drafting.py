"""From a story that was read to the one article that keeps it, whatever door it came through and however often."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.desk import copies, guard
from articles.desk.duplicates import find_known, text_sha256
from articles.extraction import sentences
from articles.models import Article, ArticleVersion, Outlet, StoryLink
from articles.readers.addresses import address_key, canonical_address
from articles.readers.story import Block
from articles.text import clean, clean_line, clean_name, fold
from articles.vocabulary import ArticleStatus, BlockRole, DatePrecision, LinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from articles.readers.story import Link, Story

_LINES = frozenset({"headline", "byline", "dateline", "section", "image_caption", "image_credit", "in_language"})
_TEXTS = frozenset({"description"})
_LONGEST_ADDRESS = 1000
_LENGTHS = {
    field.name: field.max_length
    for field in Article._meta.fields  # noqa: SLF001 (Django's public way to a model's fields)
}
# What an editor may set, at the preview and later; everything else of a story is derived.
EDITABLE = _LINES | _TEXTS | {
    "authors", "outlet", "url", "date_published", "date_precision", "date_modified", "genre", "image_url", "body",
    "notices",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """The article a story became, or the one it turned out to be; `has_new_text` when its body changed with it."""

    article: Article
    is_new: bool
    has_new_text: bool


def body_of(blocks: Iterable[Block | Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The body as it is stored; blocks without words are dropped."""
    body = []
    for block in blocks:
        role, text = (block.role, block.text) if isinstance(block, Block) else (block["role"], block["text"])
        text = clean_line(text)
        if text:
            spans = [list(span) for span in sentences.split(text)]
            body.append({"role": BlockRole(role).value, "text": text, "sentences": spans})
    return body


def fields_of(story: Story) -> dict[str, Any]:
    """The columns of an article that the story states."""
    moment = _moment(story.date_published)
    genre = {"genre": story.genre} if story.genre else {}
    return genre | {
        "headline": story.headline,
        "description": story.description,
        "byline": story.byline,
        "authors": list(story.authors),
        "dateline": story.dateline,
        "outlet": story.outlet,
        "url": story.url,
        "date_published": moment,
        "date_precision": story.date_precision if moment else DatePrecision.UNKNOWN,
        "date_modified": _moment(story.date_modified),
        "in_language": story.language,
        "section": story.section,
        "image_url": story.image.url,
        "image_caption": story.image.caption,
        "image_credit": story.image.credit,
        "notices": list(story.notices),
        "body": [{"role": block.role, "text": block.text} for block in story.body],
    }


def cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the columns take them: through the text gate, in the length of the column, the outlet as a record."""
    unknown = set(fields) - EDITABLE
    if unknown:
        raise ValueError(f"Not fields that an editor sets: {', '.join(sorted(unknown))}")
    return _with_agreeing_date({name: _cleaned(name, value) for name, value in fields.items()})


def _cleaned(name: str, value: Any) -> Any:
    if name in _LINES:
        return _fitted(name, clean_line(value or ""))
    if name in _TEXTS:
        return clean(value or "")
    cleaner = _CLEANERS.get(name)
    return cleaner(value) if cleaner else value


def outlet_named(name: str) -> Outlet | None:
    name = clean_name(name)[:200]
    key = fold(name)
    return Outlet.objects.get_or_create(key=key[:200], defaults={"name": name})[0] if key else None


def word_count(body: Iterable[Mapping[str, Any]]) -> int:
    return sum(len(block["text"].split()) for block in body)


def make_article(story: Story, fields: Mapping[str, Any]) -> Made:
    """The article of this story. `fields` are an editor's and stay the editor's.

    Two workers with one story end with one article: the loser of the race finds its savepoint undone and reads again.
    """
    stated = replace(story, url=str(fields["url"] or "")) if "url" in fields else story
    known = find_known(stated)
    if known is None:
        try:
            with transaction.atomic():
                return Made(_create(story, fields), is_new=True, has_new_text=True)
        except IntegrityError:
            known = find_known(stated)
            if known is None:
                raise
    has_new_text = not known.same_text and _take_new_text(known.article, story)
    return Made(known.article, is_new=False, has_new_text=has_new_text)


def _create(story: Story, fields: Mapping[str, Any]) -> Article:
    values = cleaned({**fields_of(story), **fields})
    article = Article.objects.create(
        **values,
        address_key=address_key(values["url"] or "") or None,
        sha256=text_sha256(story.body),
        word_count=word_count(values["body"]),
        retrieved_at=timezone.now(),
        touched_fields=sorted(fields),
    )
    _keep_version(article, story)
    copies.remember(article)
    _keep_links(article, LinkKind.RELATED, story.related)
    _keep_links(article, LinkKind.SOURCE, story.sources)
    if article.url:
        StoryLink.objects.filter(url=article.url, target__isnull=True).update(target=article)
    return article


def _take_new_text(article: Article, story: Story) -> bool:
    """Keep the new text as a version. A draft follows its source in what no editor touched; a public story does not."""
    _keep_version(article, story)
    if article.review_status != ArticleStatus.DRAFT:
        return False
    before = copy.copy(article)
    stated = {name: value for name, value in fields_of(story).items() if value and name not in article.touched_fields}
    if {"date_published", "date_precision"} - set(stated):
        stated = {name: value for name, value in stated.items() if name not in ("date_published", "date_precision")}
    stated.pop("url", None)
    for name, value in cleaned(stated).items():
        setattr(article, name, value)
    article.sha256, article.retrieved_at = text_sha256(story.body), timezone.now()
    article.word_count = word_count(article.body)
    article.version += 1
    article.save()
    copies.remember(article)
    guard.check(article, before)
    return True


def _keep_version(article: Article, story: Story) -> None:
    ArticleVersion.objects.get_or_create(
        article=article,
        sha256=text_sha256(story.body),
        defaults={
            "headline": _fitted("headline", story.headline),
            "description": clean(story.description),
            "body": body_of(story.body),
            "retrieved_at": timezone.now(),
        },
    )


def _keep_links(article: Article, kind: LinkKind, links: Iterable[Link]) -> None:
    for link in links:
        url = _address(link.url)
        target = Article.objects.filter(url=url).first() if url else None
        title = clean_line(link.title)[:400] or url[:400]
        if title:
            StoryLink.objects.create(article=article, kind=kind, title=title, url=url, target=target)


def _address(url: str | None) -> str:
    address = canonical_address(url or "")
    return address if len(address) <= _LONGEST_ADDRESS else ""


def _outlet(value: Outlet | str | None) -> Outlet | None:
    return outlet_named(value) if isinstance(value, str) else value


def _names(values: Iterable[str]) -> list[str]:
    return [name for name in map(clean_name, values) if name]


def _moment(value: datetime | None) -> datetime | None:
    """Days, months and years come without a time zone: they are kept as their first minute, UTC."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def _with_agreeing_date(fields: dict[str, Any]) -> dict[str, Any]:
    if "date_published" not in fields:
        return fields
    value = fields["date_published"]
    if value is None:
        return fields | {"date_precision": DatePrecision.UNKNOWN}
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    precision = fields.get("date_precision") or DatePrecision.DAY
    precision = DatePrecision.DAY if precision == DatePrecision.UNKNOWN else precision
    return fields | {"date_published": _moment(value), "date_precision": precision}


def _fitted(column: str, value: str) -> str:
    """Cut at a word where the column ends."""
    longest = _LENGTHS[column]
    if longest is None or len(value) <= longest:
        return value
    return value[: longest - 1].rpartition(" ")[0] + "…"


_CLEANERS: Mapping[str, Callable[[Any], Any]] = {
    "body": body_of,
    "outlet": _outlet,
    "url": lambda value: _address(value) or None,
    "image_url": _address,
    "authors": _names,
}
