"""From a story that was read to the one article that keeps it, whatever source it came from and however often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.desk import near_duplicates
from articles.desk.apply_text import apply_text
from articles.desk.columns import EDITABLE, RESTRICTIONS, address_of, body_of, cleaned, fields_of, word_count
from articles.desk.duplicates import find_known
from articles.desk.incoming import incoming_story, lacks_part_of
from articles.desk.other_addresses import keep_addresses
from articles.desk.statements import (
    all_known,
    columns_of,
    differing,
    statement_of,
    without_wording,
)
from articles.desk.takedown_keys import TakenDownError, takedown_of
from articles.desk.transitions import IllegalTransitionError
from articles.desk.version_texts import other_body
from articles.models import Article, ArticleVersion, StoryLink
from articles.readers.addresses import address_key
from articles.text import clean_line
from articles.vocabulary import ArticleStatus, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import User

    from articles.desk.incoming import IncomingStory
    from articles.readers.story import Link, Story

# A story that readers do not see follows its source in what no editor touched.
FOLLOWING = frozenset({ArticleStatus.DRAFT, ArticleStatus.DISCARDED})


@dataclass(frozen=True, slots=True)
class Made:
    """The article a story became, or the one it turned out to be.

    `has_new_text` when its text changed with it; `changed` names the columns in which the story is a new version.
    """

    article: Article
    is_new: bool
    has_new_text: bool
    changed: tuple[str, ...] = ()


def make_article(story: Story, fields: Mapping[str, Any], *, user: User | None = None) -> Made:
    """The article of this story. `fields` are an editor's and stay the editor's.

    Two workers with one story end with one article: the loser of the race finds its savepoint undone and reads again.
    Raises TakenDownError for a story that was removed for good.
    """
    incoming = incoming_story(story)
    found_by = incoming_story(replace(story, url=str(fields["url"] or ""))) if "url" in fields else incoming
    known = find_known(found_by)
    if known is None:
        takedown = takedown_of(found_by) or takedown_of(incoming)
        if takedown is not None:
            raise TakenDownError(takedown)
        try:
            with transaction.atomic():
                return Made(_create(incoming, fields), is_new=True, has_new_text=True)
        except IntegrityError:
            known = find_known(found_by)
            if known is None:
                raise
    keep_addresses(known.article, found_by.addresses)
    if not known.changed:
        return Made(known.article, is_new=False, has_new_text=False)
    return _take_new_version(known.article, incoming, fields, with_address=known.is_at_its_address, user=user)


def _create(incoming: IncomingStory, fields: Mapping[str, Any]) -> Article:
    story = incoming.story
    values = cleaned(fields_of(story), allowed=EDITABLE | RESTRICTIONS) | cleaned(fields)
    article = Article.objects.create(
        **values,
        address_key=address_key(values["url"] or "") or None,
        source_key=incoming.source_key,
        sha256=incoming.sha256,
        word_count=word_count(values["body"]),
        retrieved_at=timezone.now(),
        touched_fields=sorted(fields),
    )
    _first_version(article, incoming)
    keep_addresses(article, incoming.addresses)
    near_duplicates.index_fingerprints(article)
    _keep_links(article, LinkKind.RELATED, story.related)
    _keep_links(article, LinkKind.SOURCE, story.sources)
    if article.url:
        StoryLink.objects.filter(url=article.url, target__isnull=True).update(target=article)
    return article


def _first_version(article: Article, incoming: IncomingStory) -> None:
    stated = incoming.stated
    ArticleVersion.objects.create(
        article=article,
        number=1,
        headline=stated.get("headline", ""),
        description=stated.get("description", ""),
        other_body=other_body(article, body_of(incoming.story.body)),
        fields=all_known(stated),
        sha256=incoming.sha256,
        retrieved_at=timezone.now(),
    )


def _take_new_version(
    article: Article, incoming: IncomingStory, fields: Mapping[str, Any], *, with_address: bool, user: User | None
) -> Made:
    """Keep what the source gave as a version, unless it is the last one. A draft follows it, a public story does not.

    Nor does a draft whose text would lose its end to a page that was cut or needs a subscription. What the source demands
    of publication holds for all; what an editor changed at the preview, for a draft.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    may_follow = article.review_status in FOLLOWING
    is_following = may_follow and not lacks_part_of(article.body, incoming.story)
    set_by_editor = cleaned({name: value for name, value in fields.items() if name != "url"})  # that found the story
    if set_by_editor and not may_follow:
        raise IllegalTransitionError(
            f"This is a new version of a story that is {article.review_status}: keep it as it came, and change the story "
            "on its own page."
        )
    stated = incoming.stated
    version = _keep_version(article, incoming, with_address=with_address)
    if version is None:
        return Made(article, is_new=False, has_new_text=False)
    wanted = set(stated) & RESTRICTIONS
    origin: dict[str, Any] = {
        "touched_fields": sorted({*article.touched_fields, *set_by_editor}),
        "source_key": article.source_key or incoming.source_key,
    }
    if is_following:
        wanted |= set(stated) & EDITABLE - set(article.touched_fields) - {"url"}
        origin |= {"source_version": version.number, "retrieved_at": timezone.now()}
    values = cleaned(columns_of(stated, wanted), allowed=EDITABLE | RESTRICTIONS) | set_by_editor
    if "body" in values:
        origin["sha256"] = incoming.sha256
    if is_following or values or origin["source_key"] != article.source_key:
        apply_text(
            article, values, action="article.follow_source", user=user, origin=origin, search_again=False,
            details={"version": version.number},
        )  # fmt: skip
    has_new_text = is_following or bool(set_by_editor)
    return Made(article, is_new=False, has_new_text=has_new_text, changed=tuple(version.changed))


def _keep_version(article: Article, incoming: IncomingStory, *, with_address: bool) -> ArticleVersion | None:
    """The version that this statement makes; None where it says nothing other than the last one."""
    stated, last = incoming.stated, article.versions.last()
    if last is None:
        known, fields, number = {}, all_known(stated), 1
        changed = [name for name in stated if name in ("headline", "description", "body")]
    else:
        known, number = statement_of(last), last.number + 1
        changed, fields = differing(known, stated, with_address=with_address), last.fields | without_wording(stated)
    if not changed:
        return None
    body = body_of(stated["body"]) if "body" in stated else known.get("body", [])
    return ArticleVersion.objects.create(
        article=article,
        number=number,
        headline=stated.get("headline") or known.get("headline", ""),
        description=stated.get("description") or known.get("description", ""),
        other_body=other_body(article, body),
        fields=fields,
        changed=changed,
        sha256=last.sha256 if last is not None and "body" not in stated else incoming.sha256,
        retrieved_at=timezone.now(),
    )


def _keep_links(article: Article, kind: LinkKind, links: Iterable[Link]) -> None:
    for link in links:
        url = address_of(link.url)
        target = Article.objects.filter(url=url).first() if url else None
        title = clean_line(link.title)[:400] or url[:400]
        if title:
            StoryLink.objects.create(article=article, kind=kind, title=title, url=url, target=target)
