"""One or more addresses for each type of public page on a generated corpus. As a program it prints them as JSON,
and renders those of stories and entities before, as the indexer does after a change.
"""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.db.models import BigIntegerField, Q
from django.urls import resolve, reverse

from articles.models import Appearance, Article, CorrectionNote, Entity, Person, RecordState
from articles.record import entity_pages, waiting_pages
from articles.search.result import PAGE_SIZE
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_STORY_PAGE = "story-detail"
_ENTITY_PAGES = frozenset(f"{kind}-detail" for kind in EntityKind)
# Several addresses of a type, so that one unusual story or person does not stand for all.
_SAMPLES = 3
# Both sizes of the growth gate have so many pages of stories and of people; of a smaller collection, the last page.
_DEEP_STORIES, _DEEP_NAMES = 45, 15
_COUNTRY = Q(place__feature_code__in=COUNTRY_FEATURE_CODES)
_PLACE = Q(kind=EntityKind.PLACE) & ~_COUNTRY
# Rows read at a time.
_ROWS = 50_000
# Words of benchmarks/corpus: in about half of the stories, in every tenth, and of one topic alone.
_COMMON, _MIDDLE, _RARE = "report", "ceasefire", "manuscript"


def page_types() -> dict[str, list[str]]:
    """Addresses by type. Hot names are those of most stories, cold ones are in two stories."""
    stories, search, people = (reverse(f"articles:{name}") for name in ("story-list", "search", "person-list"))
    corrections, coverage = reverse("articles:corrections"), _coverage()

    addresses = partial(_addresses, coverage=coverage)
    hot_country = _entities(_COUNTRY, coverage, hot=True)[0]
    return {
        "home": [reverse("articles:home")],
        "story, hot names": _stories_of(_entities(Q(kind=EntityKind.PERSON), coverage, hot=True)),
        "story, any": _any_stories(),
        "story versions": _versions_of_stories(),
        "person, hot": addresses(Q(kind=EntityKind.PERSON), hot=True),
        "person, cold": addresses(Q(kind=EntityKind.PERSON), hot=False),
        "organization, hot": addresses(Q(kind=EntityKind.ORGANIZATION), hot=True),
        "organization, cold": addresses(Q(kind=EntityKind.ORGANIZATION), hot=False),
        "place, hot": addresses(_PLACE, hot=True),
        "place, cold": addresses(_PLACE, hot=False),
        "country, hot": addresses(_COUNTRY, hot=True),
        "country, cold": addresses(_COUNTRY, hot=False),
        "story list, first": [stories],
        "story list, deep": [_with(stories, page=str(_deep(Article.objects.published().count(), _DEEP_STORIES)))],
        "people list, first": [people],
        "people list, deep": [_with(people, page=str(_deep(Person.objects.public().count(), _DEEP_NAMES)))],
        "places list": [reverse("articles:place-list")],
        "search, common": [_with(search, q=_COMMON)],
        "search, middle": [_with(search, q=_MIDDLE)],
        "search, rare": [_with(search, q=_RARE)],
        "search, two words": [_with(search, q=f"{_COMMON} {_MIDDLE}")],
        "search, word and country": [_with(search, q=_MIDDLE, country=str(hot_country))],
        "autocomplete": [_with(reverse("articles:suggest"), q="mar")],
        "about": [reverse("articles:about")],
        "corrections, first": [corrections],
        "corrections of a month": [_with(corrections, month=_middle_month())],
        "corrections, Atom feed": [reverse("articles:corrections-feed")],
        "stories, Atom feed": [_with(stories, format="atom")],
        "stories, JSON": [_with(stories, format="json")],
        "people, Atom feed": [_with(people, format="atom")],
    }


def exports() -> dict[str, list[str]]:
    """Lists as one file, of which a measurement reads the beginning."""
    lists = {"stories": "articles:story-list", "people": "articles:person-list"}
    return {f"{name}, first rows of CSV": [_with(reverse(url), format="csv")] for name, url in lists.items()}


def render_stored_pages(types: Mapping[str, Iterable[str]]) -> None:
    """Store the pages of the stories and entities among these addresses, as the indexer does soon after they change."""
    found = [resolve(urlsplit(address).path) for addresses in types.values() for address in addresses]
    entity_pages.render({match.kwargs["pk"] for match in found if match.url_name in _ENTITY_PAGES})
    waiting_pages.render({match.kwargs["pk"] for match in found if match.url_name == _STORY_PAGE})


def _deep(rows: int, page: int) -> int:
    return max(1, min(page, rows // PAGE_SIZE))


def _with(address: str, **params: str) -> str:
    return f"{address}?{urlencode(params)}"


def _addresses(wanted: Q, *, coverage: Counter[int], hot: bool) -> list[str]:
    ids = _entities(wanted, coverage, hot=hot)
    found = Entity.objects.in_bulk(ids)
    return [found[pk].get_absolute_url() for pk in ids]


def _entities(wanted: Q, coverage: Counter[int], *, hot: bool) -> list[int]:
    """The first of those with most stories, or of those in two; else in the fewest from two on."""
    found = set(Entity.objects.filter(wanted).values_list("pk", flat=True))
    counts = sorted((-coverage[pk], pk) for pk in coverage.keys() & found if hot or coverage[pk] > 1)
    if not hot:
        counts.sort(key=lambda one: (-one[0], one[1]))
    return [pk for _, pk in counts[:_SAMPLES]]


def _coverage() -> Counter[int]:
    """The number of published stories of each entity. Counted here: SQLite would look up each appearance by its entity."""
    published = set(Article.objects.published().values_list("pk", flat=True))
    rows = Appearance.objects.order_by("pk").values_list("article_id", "entity_id")
    return Counter(entity for article, entity in rows.iterator(chunk_size=_ROWS) if article in published)


def _stories_of(entities: list[int]) -> list[str]:
    """The newest story of each."""
    published = Article.objects.published()
    found = [published.filter(appearances__entity=pk).newest_first().first() for pk in entities]
    return [story.get_absolute_url() for story in found if story]


def _middle_month() -> str:
    """A month in the middle of the corrections."""
    moments = CorrectionNote.objects.order_by("at").values_list("at", flat=True)
    return f"{moments[len(moments) // 2]:%Y-%m}" if moments else ""


def _any_stories() -> list[str]:
    """Stories from the middle of the collection."""
    published = Article.objects.published().order_by("pk")
    middle = published.count() // 2
    return [story.get_absolute_url() for story in published[middle : middle + _SAMPLES]]


def _versions_of_stories() -> list[str]:
    stories = (resolve(address).kwargs["pk"] for address in _any_stories())
    return [reverse("articles:story-versions", args=[pk]) for pk in stories]


def leave_other_pages_waiting() -> None:
    """The pages of a new record wait to be rendered, for an hour if there are 100,000. A site in use is measured, whose
    pages were rendered long ago, so the indexer leaves them.
    """
    RecordState.objects.update(render_from=BigIntegerField.MAX_BIGINT)


def main() -> None:
    types = page_types()
    render_stored_pages(types)
    leave_other_pages_waiting()
    print(json.dumps(types))


if __name__ == "__main__":
    main()
