"""The properties of each story of a corpus, derived from its number: status, outlet, date, whether it reprints another."""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

from articles.vocabulary import ArticleStatus, DatePrecision
from benchmarks.corpus.population import rank
from benchmarks.corpus.vocabulary import topics

# Of this many stories, number 7 is printed by one or two more outlets, 20 is a draft, every second 15 was withdrawn.
_CYCLE = 25
_ORIGIN, _DRAFT, _WITHDRAWN = 7, 20, 15
_FIRST_YEAR, _YEARS = 2012, 9
_HOT_MONTHS, _HEAT = 5, 12


@dataclass(frozen=True, slots=True)
class Plan:
    """What a story is before it has a text. `origin` is the number of the story whose text it prints, mostly its own."""

    number: int
    origin: int
    status: ArticleStatus
    outlet: int
    topic: int
    published: datetime
    precision: DatePrecision
    is_grouped: bool


def status_of(number: int) -> ArticleStatus:
    cycle, place = divmod(number, _CYCLE)
    if place == _DRAFT:
        return ArticleStatus.DRAFT
    return ArticleStatus.WITHDRAWN if place == _WITHDRAWN and cycle % 2 else ArticleStatus.PUBLISHED


def numbers_with(published: int) -> int:
    """How many stories there are in all, where so many are published."""
    per_two_cycles = sum(status_of(number) == ArticleStatus.PUBLISHED for number in range(2 * _CYCLE))
    cycles, rest = divmod(published, per_two_cycles)
    number = cycles * 2 * _CYCLE
    while rest:
        rest -= status_of(number) == ArticleStatus.PUBLISHED
        number += 1
    return number


def origin_of(number: int) -> int:
    """The first copy follows its origin at once, a second one only in every second cycle."""
    cycle, place = divmod(number, _CYCLE)
    is_copy = place == _ORIGIN + 1 or (place == _ORIGIN + 2 and cycle % 2 == 0)
    return cycle * _CYCLE + _ORIGIN if is_copy else number


def is_grouped(number: int) -> bool:
    """Whether an editor has grouped a story with its near duplicates: half of them."""
    origin = origin_of(number)
    cycle, place = divmod(origin, _CYCLE)
    return place == _ORIGIN and cycle % 4 < 2


def outlet_of(number: int, seed: int, outlets: int) -> int:
    """The position of the outlet; a copy is printed by another outlet than its origin."""
    if number != origin_of(number):
        return (outlet_of(origin_of(number), seed, outlets) + number - origin_of(number)) % outlets
    return rank(random.Random(f"{seed} outlet {number}"), outlets)  # noqa: S311  # repeatable on purpose


def plan(number: int, seed: int, outlets: int) -> Plan:
    origin = origin_of(number)
    rng = random.Random(f"{seed} plan {origin}")  # noqa: S311
    topic = bisect(_topic_weights(), rng.random() * _topic_weights()[-1])
    weights = _month_weights(topic)
    month = bisect(weights, rng.random() * weights[-1])
    start = datetime(_FIRST_YEAR + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    moment = start + timedelta(minutes=int(rng.random() * 28 * 24 * 60)) + timedelta(hours=number - origin)
    precision = DatePrecision.MINUTE if rng.random() < 0.7 else DatePrecision.DAY
    if precision == DatePrecision.DAY:
        moment = moment.replace(hour=0, minute=0)
    return Plan(
        number, origin, status_of(number), outlet_of(number, seed, outlets), topic, moment, precision,
        is_grouped(number),
    )  # fmt: skip


@cache
def _topic_weights() -> list[int]:
    return list(accumulate(topic.share for topic in topics()))


@cache
def _month_weights(topic: int) -> list[int]:
    """Coverage grows over the years, and each topic has its own busy months."""
    rng = random.Random(f"months {topic}")  # noqa: S311
    weights = [2 + month // 24 for month in range(_YEARS * 12)]
    for month in rng.sample(range(len(weights)), _HOT_MONTHS):
        weights[month] *= _HEAT
    return list(accumulate(weights))
