"""The page of a published story as it is stored, and how it is read: one query by key."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone

from articles.models import StoryRecord
from articles.models.article import is_public_status
from articles.models.read_by_key import ReadByKey
from articles.pages.story_age import Age, AgeBasis, NamedInStory, age_banner, age_basis
from articles.pages.story_page import story_page
from articles.pages.structured_data import story_data
from articles.record.changes import entity_key, story_key
from articles.record.page_format import page_format
from articles.record.stored_html import decompressed, render_whole_page
from articles.wording.formats import date_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.models import Article
    from articles.pages.story_page import StoryPage

# Where templates/components/story_head.html leaves room for the age banner. Markup of a text is escaped, so that no
# story can contain it.
_AGE = "<!--age-->"
_READ = ReadByKey(StoryRecord.objects.values_list("article__review_status", "format", "head", "page"))


@dataclass(frozen=True, slots=True)
class StoryHead:
    """What is needed of a story without its page."""

    slug: str
    age: AgeBasis
    named: tuple[NamedInStory, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is in the head of a page. `published` is the ISO date, if known."""

    url: str
    headline: str
    description: str
    published: str


@dataclass(frozen=True, slots=True)
class StoryDocument:
    """`page` is the whole page: HTML, or bytes as it is stored. `shows` are the keys of all records that it shows."""

    head: StoryHead
    page: str | bytes
    shows: frozenset[str] = frozenset()

    @property
    def html(self) -> str:
        return decompressed(self.page)


def story_document(article_id: int) -> StoryDocument | None:
    """What readers see of a story today; None if it is not public. A story without a current record is rendered."""
    found = _stored(article_id) or rendered(article_id)
    if found is None:
        return None
    banner = age_banner(article_id, found.head.age, found.head.named, timezone.now().date())
    if banner is None:
        return replace(found, shows=frozenset({story_key(article_id)}))
    # A story that comes into the list of newer stories, or leaves it, names one of the distinctive names.
    shows = {story_key(article_id), *(entity_key(pk) for pk in banner.distinctive)}
    page = found.html.replace(_AGE, render_to_string("components/stale.html", {"age": banner}), 1)
    return StoryDocument(found.head, page, frozenset(shows))


def rendered(article_id: int) -> StoryDocument | None:
    """The page of a story from the tables, without its age banner. None if it is not public."""
    page = story_page(article_id)
    return render_page(page) if page else None


def render_page(page: StoryPage) -> StoryDocument:
    context = {"head": _metadata(page.article), "page": page, "data": story_data(page), "section": "stories"}
    html = render_whole_page("pages/story_detail.html", context)
    return StoryDocument(story_head(page.article, page.named), html)


def head_as_json(head: StoryHead) -> dict[str, Any]:
    stated = head.age.stated
    return {
        "slug": head.slug,
        "age": {
            "latest_day": head.age.latest_day.isoformat() if head.age.latest_day else None,
            "stated": {**asdict(stated), "since": stated.since.isoformat()} if stated else None,
        },
        "named": [[name.pk, name.name, name.is_country, name.is_about] for name in head.named],
    }


def head_from_json(stored: Mapping[str, Any]) -> StoryHead:
    day, stated = stored["age"]["latest_day"], stored["age"]["stated"]
    age = AgeBasis(
        date.fromisoformat(day) if day else None,
        Age(**{**stated, "since": datetime.fromisoformat(stated["since"])}) if stated else None,
    )
    named = tuple(NamedInStory(pk, name, is_country, is_about) for pk, name, is_country, is_about in stored["named"])
    return StoryHead(stored["slug"], age, named)


def _stored(article_id: int) -> StoryDocument | None:
    """One query. A withdrawn story is not shown, even while its record still exists."""
    for status, made_by, head, page in _READ([article_id]):
        if is_public_status(status) and made_by == page_format():
            return StoryDocument(head_from_json(json.loads(head)), bytes(page))
    return None


def story_head(article: Article, named: tuple[NamedInStory, ...]) -> StoryHead:
    return StoryHead(article.slug, age_basis(article), named)


def _metadata(article: Article) -> Metadata:
    return Metadata(
        url=article.get_absolute_url(),
        headline=article.headline,
        description=article.description,
        published=date_words(article.date_published, article.date_precision).iso,
    )
