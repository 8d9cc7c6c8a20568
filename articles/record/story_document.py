"""The page of a published story as it is stored, and how it is read: one query by key."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import StoryRecord
from articles.models.article import is_public_status
from articles.pages.story_age import Age, AgeBasis, NamedInStory, age_banner, age_basis
from articles.pages.story_page import story_page
from articles.record.changes import entity_key, story_key
from articles.record.page_format import page_format
from articles.wording.formats import date_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.models import Article
    from articles.pages.story_page import StoryPage

# Where templates/components/story_head.html leaves room for the age banner. Markup of a text is escaped, so that no
# story can contain it.
_AGE = "<!--age-->"


@dataclass(frozen=True, slots=True)
class StoryHead:
    """What the page of a story needs besides its main part. `published` is the ISO date, if known, for metadata.

    `entities` are the ids of all that the page names, in the text or as a party to a quotation or pledge.
    """

    url: str
    slug: str
    headline: str
    description: str
    published: str
    age: AgeBasis
    named: tuple[NamedInStory, ...]
    entities: tuple[int, ...]


_PLAIN = [field.name for field in fields(StoryHead) if field.name not in ("age", "named", "entities")]


@dataclass(frozen=True, slots=True)
class StoryDocument:
    """`main` is the main part of the page as HTML. `shows` are the keys of all records that the page shows."""

    head: StoryHead
    main: SafeString
    shows: frozenset[str] = frozenset()


def story_document(article_id: int) -> StoryDocument | None:
    """What readers see of a story today; None if it is not public. A story without a current record is rendered."""
    found = _stored(article_id) or rendered(article_id)
    if found is None:
        return None
    banner = age_banner(article_id, found.head.age, found.head.named, timezone.now().date())
    words = render_to_string("components/stale.html", {"age": banner}) if banner else ""
    # A story that comes into the list of newer stories, or leaves it, names one of the distinctive names.
    names = {entity_key(pk) for pk in banner.distinctive} if banner else set()
    main = SafeString(found.main.replace(_AGE, words, 1))
    return StoryDocument(found.head, main, frozenset({story_key(article_id), *names}))


def rendered(article_id: int) -> StoryDocument | None:
    """The page of a story from the tables, without its age banner. None if it is not public."""
    page = story_page(article_id)
    return render_page(page) if page else None


def render_page(page: StoryPage) -> StoryDocument:
    head = story_head(page.article, page.named, page.entities)
    return StoryDocument(head, render_to_string("pages/story_main.html", {"page": page}))


def compressed(document: StoryDocument) -> bytes:
    return zlib.compress(document.main.encode(), 6)


def head_as_json(head: StoryHead) -> dict[str, Any]:
    stated = head.age.stated
    return {name: getattr(head, name) for name in _PLAIN} | {
        "age": {
            "latest_day": head.age.latest_day.isoformat() if head.age.latest_day else None,
            "stated": {**asdict(stated), "since": stated.since.isoformat()} if stated else None,
        },
        "named": [[name.pk, name.name, name.is_country, name.is_about] for name in head.named],
        "entities": list(head.entities),
    }


def head_from_json(stored: Mapping[str, Any]) -> StoryHead:
    day, stated = stored["age"]["latest_day"], stored["age"]["stated"]
    age = AgeBasis(
        date.fromisoformat(day) if day else None,
        Age(**{**stated, "since": datetime.fromisoformat(stated["since"])}) if stated else None,
    )
    named = tuple(NamedInStory(pk, name, is_country, is_about) for pk, name, is_country, is_about in stored["named"])
    return StoryHead(**{**stored, "age": age, "named": named, "entities": tuple(stored["entities"])})


def _stored(article_id: int) -> StoryDocument | None:
    """One query. A withdrawn story is not shown, even while its record still exists."""
    row = (
        StoryRecord.objects.filter(pk=article_id)
        .values_list("article__review_status", "format", "head", "main")
        .first()
    )
    if row is None or not is_public_status(row[0]) or row[1] != page_format():
        return None
    return StoryDocument(head_from_json(row[2]), SafeString(zlib.decompress(row[3]).decode()))


def story_head(article: Article, named: tuple[NamedInStory, ...], entities: tuple[int, ...]) -> StoryHead:
    return StoryHead(
        url=article.get_absolute_url(),
        slug=article.slug,
        headline=article.headline,
        description=article.description,
        published=date_words(article.date_published, article.date_precision).iso,
        age=age_basis(article),
        named=named,
        entities=entities,
    )
