"""The age of a story, shown only when certain, and the newer stories that follow it up."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, time
from math import log
from typing import TYPE_CHECKING

from articles.models import Appearance, Article, StoryRecord
from articles.models.article import is_public_status
from articles.models.read_by_key import ReadByKey
from articles.pages.cards import story_card_data
from articles.search.names import labels
from articles.search.related import most_related, stories_in_index
from articles.search.sort_keys import newest_key, published_at
from articles.vocabulary import DatePrecision
from articles.wording.formats import DateWords

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

OLD_AFTER_YEARS = 1
SHARED_NAMES = 2
MAX_NEWER = 3
MAX_SHARED_SHOWN = 4
# Names in more than this share of all stories relate two stories only if one of them is about that name.
COMMON_SHARE = 0.1
_ABOUT_FACTOR, _COUNTRY_FACTOR = 2.0, 0.5
_READ = ReadByKey(StoryRecord.objects.values_list("pk", "newest", "head", "card", "article__review_status"))

_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_AGE_NOTICE = re.compile(
    rf"(?:over|more than)\s+(\d{{1,2}}|a|{'|'.join(_NUMBER_WORDS)})\s+years?\s+old\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Age:
    """At least this many full years. Stories after `since` are certainly newer.

    `as_stated` quotes the source if the story has no date and nothing else indicates its age.
    """

    years: int
    since: datetime
    as_stated: str = ""


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name in this story, with the weight of sharing it with another story."""

    pk: int
    name: str
    weight: float
    is_distinctive: bool


@dataclass(frozen=True, slots=True)
class NewerStory:
    url: str
    headline: str
    date: DateWords
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A story that may follow another up; `newest` is its sort key, `names` are the entities that its text names.

    `card` is what lists show of it, as JSON: it is read for the few that the banner lists.
    """

    pk: int
    newest: int
    names: set[int]
    card: str

    @property
    def date(self) -> datetime | None:
        return published_at(self.newest)


@dataclass(frozen=True, slots=True)
class AgeBanner:
    """`distinctive` are the ids of the names of which each newer story has at least one."""

    age: Age
    newer: tuple[NewerStory, ...]
    distinctive: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AgeBasis:
    """What the age of a story is computed from: the last day on which it can have been published, or what its source
    stated. Neither if nothing is known.
    """

    latest_day: date | None = None
    stated: Age | None = None

    def on(self, today: date) -> Age | None:
        """None below the limit."""
        if self.latest_day is None:
            return self.stated
        years = _whole_years(self.latest_day, today)
        since = datetime.combine(self.latest_day, time.max, UTC)
        return Age(years, since) if years >= OLD_AFTER_YEARS else None


def age_basis(article: Article) -> AgeBasis:
    """A date known by month or year counts as its last day."""
    if article.date_published is None:
        return AgeBasis(stated=_stated_age(article))
    return AgeBasis(_latest_day(article.date_published, article.date_precision))


@dataclass(frozen=True, slots=True)
class NamedInStory:
    """What of an entity that a story names decides which newer stories belong to it."""

    pk: int
    name: str
    is_country: bool
    is_about: bool


def age_banner(article_id: int, basis: AgeBasis, named: Sequence[NamedInStory], today: date) -> AgeBanner | None:
    """The banner as it is today, with the newer stories of the index. None for a story that is not certainly old."""
    age = basis.on(today)
    if age is None:
        return None
    counts = labels([name.pk for name in named]) if named else {}
    total = stories_in_index()
    names = [shared_name(name, counts[name.pk].stories, total) for name in named if name.pk in counts]
    distinctive = frozenset(name.pk for name in names if name.is_distinctive)
    return AgeBanner(age, newer_stories(article_id, age.since, names), distinctive)


def _latest_day(moment: datetime, precision: str) -> date:
    day = moment.date()
    if precision == DatePrecision.YEAR:
        return day.replace(month=12, day=31)
    if precision == DatePrecision.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def _whole_years(then: date, today: date) -> int:
    return today.year - then.year - ((today.month, today.day) < (then.month, then.day))


def _stated_age(article: Article) -> Age | None:
    """A line "over 5 years old" was true when the story was retrieved: it is older than that date minus 5 years."""
    for notice in article.notices:
        found = _AGE_NOTICE.search(notice)
        if found:
            word = found[1].lower()
            years = int(word) if word.isdigit() else _NUMBER_WORDS.get(word, 1)
            came_in = article.retrieved_at or article.created
            before = came_in.replace(year=came_in.year - years, day=min(came_in.day, 28))
            return Age(years, before, notice)
    return None


def shared_name(name: NamedInStory, named_in: int, total: int) -> SharedName:
    """`named_in` of `total` stories name the entity: the fewer, the higher the weight. Countries alone do not count."""
    weight = log(1 + total / max(named_in, 1))
    weight *= (_ABOUT_FACTOR if name.is_about else 1) * (_COUNTRY_FACTOR if name.is_country else 1)
    is_rare = named_in <= max(SHARED_NAMES, total * COMMON_SHARE)
    return SharedName(
        name.pk, name.name, round(weight, 3), is_distinctive=not name.is_country and (name.is_about or is_rare)
    )


def newer_stories(article_id: int, since: datetime, names: Sequence[SharedName]) -> tuple[NewerStory, ...]:
    """The stories after `since` that share the most distinctive names with this one, newest first.

    Two names must be shared, at least one of them distinctive. A country does not count if only a place in it is named:
    Mosul would always imply Iraq. Candidates come from the index, so one query by key is enough.
    """
    weights = {name.pk: name.weight for name in names}
    telling = {name.pk for name in names if name.is_distinctive}
    candidates = most_related(weights, telling, since.date()) if telling else []
    if not candidates:
        return ()
    named = [one for one in _candidates(candidates) if one.pk != article_id and one.date and one.date > since]
    shared = {one.pk: weights.keys() & one.names for one in named}
    closest = set(_closest(shared, weights, telling)[:MAX_NEWER])
    by_pk = {name.pk: name for name in names}
    return tuple(_described(one, [by_pk[pk] for pk in shared[one.pk]]) for one in named if one.pk in closest)


def _candidates(ids: Sequence[int]) -> list[_Candidate]:
    """Those of the stories that are public, newest first: one query by key, and four for those without a record."""
    rows = _READ(ids)
    found = [
        _Candidate(pk, newest, {one[0] for one in json.loads(head)["named"]}, card)
        for pk, newest, head, card, status in rows
        if is_public_status(status)
    ]
    if missing := set(ids) - {row[0] for row in rows}:
        found += _candidates_from_tables(missing)
    return sorted(found, key=lambda candidate: candidate.newest, reverse=True)


def _candidates_from_tables(ids: Collection[int]) -> Iterator[_Candidate]:
    names: defaultdict[int, set[int]] = defaultdict(set)
    for pk, entity, via in Appearance.objects.filter(article__in=ids).values_list("article_id", "entity_id", "via_id"):
        names[pk].update(() if via else (entity,))
    cards = story_card_data(ids)
    for pk, published in Article.objects.filter(pk__in=cards).values_list("pk", "date_published"):
        yield _Candidate(pk, newest_key(pk, published), names[pk], json.dumps(cards[pk]))


def _closest(shared: Mapping[int, set[int]], weights: Mapping[int, float], telling: Collection[int]) -> list[int]:
    """The stories by weight, the highest first; ties go to the newest, which come first in `shared`."""
    scores = {
        pk: round(sum(weights[name] for name in sorted(names)), 3)
        for pk, names in shared.items()
        if len(names) >= SHARED_NAMES and not names.isdisjoint(telling)
    }
    return sorted(scores, key=lambda pk: -scores[pk])


def _described(story: _Candidate, shared: Sequence[SharedName]) -> NewerStory:
    """Names with the highest weight first, and only as many as explain why the story is listed."""
    ordered = sorted(shared, key=lambda name: (-name.weight, name.name, name.pk))
    card = json.loads(story.card)
    return NewerStory(
        card["url"],
        card["headline"],
        DateWords(**card["date"]),
        tuple(name.name for name in ordered[:MAX_SHARED_SHOWN]),
    )
