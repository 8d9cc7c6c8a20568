"""Where a story takes place, inferred from the place names in its headline, standfirst and first paragraph.

A country that acts ("the United States says") is not a scene, nor is a capital used for its government; the words before a
name decide. If they do not, the story has no scene: nothing is guessed.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from articles.geography.reference import disputed_areas
from articles.text import fold
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, BlockRole, EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from articles.models import Article, Mention, Place

# Placeholder for the block number of the first paragraph, which may follow a heading.
_FIRST_PARAGRAPH = 0
# How much a mention says about where the story takes place, by block: headline, first paragraph, standfirst.
_WEIGHTS: Mapping[str, Mapping[int, float]] = {
    role: dict(zip((HEADLINE_BLOCK, _FIRST_PARAGRAPH, DESCRIPTION_BLOCK), weights, strict=True))
    for role, weights in {
        "town where": (6, 4, 3),
        "town": (5, 3, 1.5),
        "where": (4, 2.5, 1),
        "towards": (3, 1.5, 0.75),
        "for": (2, 1, 0.5),
        "from": (2, 0.5, 0.5),
    }.items()
}
_MEETING, _EARLIER = 0.4, 0.2
_MIN_SCORE = 2.0
# Below this difference between the scores of two countries there is no decision.
_UNDECIDED = 0.8
_MAX_WORDS_BETWEEN = 5
_CAPITAL, _WATER = "PPLC", "H"
_ABOUT = frozenset({"on", "for", "to"})
_WORD = re.compile(r"[\w\u2019'-]+")
_CLAUSE_END = re.compile(r"[.;:!?,]\s")
_NAMES_OF_DAYS = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name))
_JOINED, _LIST_GOES_ON = re.compile(r"(?:,|,?\s+and|,?\s+or)\s+(?:the\s+)?"), re.compile(r",?\s+(?:and|or)\s|,\s")
_BY_DEFAULT = ("", "")


@dataclass(frozen=True, slots=True)
class Scene:
    """`place` is the most precise place named. `widest` is the wider area: the country if undisputed, otherwise the
    disputed area, the waters or the region.
    """

    place: Place
    widest: Place


def scene_of(article: Article, mentions: Iterable[Mention]) -> Scene | None:
    """Needs the accepted mentions in the order of the text, each with its entity, place and country."""
    first = next((index for index, block in enumerate(article.body) if block["role"] == BlockRole.PARAGRAPH), 0)
    blocks = {HEADLINE_BLOCK: HEADLINE_BLOCK, DESCRIPTION_BLOCK: DESCRIPTION_BLOCK, first: _FIRST_PARAGRAPH}
    named = [
        (mention, mention.entity.place)
        for mention in mentions
        if mention.block in blocks and mention.entity is not None and mention.entity.kind == EntityKind.PLACE
    ]
    scores: defaultdict[str, float] = defaultdict(float)
    sites: defaultdict[int, float] = defaultdict(float)
    before: dict[int, tuple[int, tuple[str, str]]] = {}
    for mention, place in named:
        text = article.text_of(mention.block)
        last_end, last_words = before.get(mention.block, (0, _BY_DEFAULT))
        is_joined = bool(last_end) and _is_joined(text, last_end, mention)
        words = last_words if is_joined else _words_before(text, mention.start)
        before[mention.block] = mention.end, words
        score = _score(text, mention, place, words, blocks[mention.block])
        scores[_group(place)] += score
        # The standfirst gives background: it may decide the country but never the exact place.
        sites[place.pk] += score if mention.block != DESCRIPTION_BLOCK else 0
    places = [place for _, place in named]
    group = _decided(scores, _dateline_group(article, places)) or _fallback(article, named)
    inside = [place for place in places if _group(place) == group]
    return _most_precise(inside, sites) if inside else None


def _most_precise(places: Sequence[Place], scores: Mapping[int, float]) -> Scene:
    """The place with the best score inside the country; without one, the country or the disputed area itself."""
    best = max(places, key=lambda place: (not place.is_country and scores[place.pk] >= _MIN_SCORE, scores[place.pk]))
    widest = best if best.is_country else _undisputed_country(best) or _area_named(places) or best
    is_site = not best.is_country and scores[best.pk] >= _MIN_SCORE
    return Scene(best if is_site else widest, widest)


def _area_named(places: Sequence[Place]) -> Place | None:
    """The disputed area itself, among the places in it."""
    areas = disputed_areas()
    names = {areas[place.disputed_area].name for place in places if place.disputed_area in areas}
    return next((place for place in places if place.name in names), None)


def _undisputed_country(place: Place) -> Place | None:
    return place.country if place.words.is_in_country else None


def _group(place: Place) -> str:
    """Places of one country or one disputed area count together; waters and regions of several count alone."""
    if place.is_country:
        return place.country_code
    if area := disputed_areas().get(place.disputed_area):
        return area.code or area.key
    return place.country_code if place.words.is_in_country and place.country_code else f"place {place.pk}"


def _score(text: str, mention: Mention, place: Place, words: tuple[str, str], block: int) -> float:
    preposition, governor = words
    role = _role(text, mention, place, preposition, governor)
    if not role:
        return 0.0
    score = _WEIGHTS[role][block]
    if block != HEADLINE_BLOCK and {governor, _word_after(text, mention)} & _list("meeting"):
        score *= _MEETING
    if _is_earlier(text, mention.start):
        score *= _EARLIER
    return score


def _role(text: str, mention: Mention, place: Place, preposition: str, governor: str) -> str:
    """The key of the weight to use; empty if the place acts or is only talked about."""
    kind = _kind_of(preposition)
    if kind == "with":
        return ""
    if place.is_country or not place.country_code or place.feature_class == _WATER:
        return _role_of_wide(_word_after(text, mention), preposition, governor)
    if kind:
        return "town where"
    if place.feature_code == _CAPITAL:
        return "town where" if governor in _list("taking") else ""
    return "town"


def _role_of_wide(following: str, preposition: str, governor: str) -> str:
    """As `_role`, for countries, regions and waters, whose name alone says little."""
    if following in _list("border") and preposition != "from":
        return ""
    if preposition == "of":
        return "where" if governor in _list("place_of") else ""
    if preposition in _ABOUT and governor in _list("about"):
        return ""
    if not preposition:
        return "towards" if governor in _list("taking") else ""
    return _kind_of(preposition)


def _word_after(text: str, mention: Mention) -> str:
    rest = text[mention.end :].removeprefix("\u2019s").removeprefix("'s").lstrip()
    word = _WORD.match(rest)
    return word[0].lower() if word else ""


def _is_joined(text: str, last_end: int, mention: Mention) -> bool:
    """Whether it is listed with the place before it: "in Iraq and Syria", but not "In Syria, Turkey said"."""
    between = text[last_end : mention.start]
    is_in_list = between.strip() != "," or _LIST_GOES_ON.match(text[mention.end :]) is not None
    return is_in_list and _JOINED.fullmatch(between) is not None


def _words_before(text: str, start: int) -> tuple[str, str]:
    """The preposition that governs the name and the word before it; without a preposition, only the preceding word."""
    clause = _CLAUSE_END.split(text[:start])[-1]
    found = _WORD.findall(clause)
    words, capitals = [word.lower() for word in found], [word[:1].isupper() for word in found]
    nearest = words[-1] if words else ""
    for back in range(1, min(_MAX_WORDS_BETWEEN, len(words)) + 1):
        word = words[-back]
        rest = words[-back - 1] if back < len(words) else ""
        if word == "of" and rest in _list("between"):
            continue
        if _kind_of(word):
            return word, rest
        is_name = capitals[-back] and word not in _NAMES_OF_DAYS
        if not (is_name or word in _list("between") or word.endswith(("ern", "\u2019s", "'s"))):
            break
    return "", nearest


def _is_earlier(text: str, start: int) -> bool:
    clause = _CLAUSE_END.split(text[:start])[-1]
    return any(word.lower() in _list("earlier") for word in _WORD.findall(clause))


def _decided(scores: Mapping[str, float], dateline: str) -> str:
    """The group with the highest score; on a tie the group of the dateline, or none."""
    ranked = sorted(scores, key=lambda group: -scores[group])
    if not ranked or scores[ranked[0]] < _MIN_SCORE:
        return ""
    near = [group for group in ranked if scores[group] > _UNDECIDED * scores[ranked[0]]]
    if len(near) == 1:
        return near[0]
    return dateline if dateline in near else ""


def _dateline_group(article: Article, places: Sequence[Place]) -> str:
    """The group of a place that both the dateline and the story name."""
    parts = [fold(part) for part in article.dateline.split(",") if part.strip()]
    if not parts:
        return ""
    for place in places:
        country = place if place.is_country else _undisputed_country(place)
        if country is not None and fold(country.name) == parts[-1]:
            return _group(country)
        if fold(place.name) == parts[0]:
            return _group(place)
    return ""


def _fallback(article: Article, named: Sequence[tuple[Mention, Place]]) -> str:
    """The country of the dateline if the headline names it, otherwise the only country in the headline."""
    in_headline = [_group(place) for mention, place in named if mention.block == HEADLINE_BLOCK]
    dateline = _dateline_group(article, [place for _, place in named])
    if dateline in in_headline:
        return dateline
    return in_headline[0] if len(set(in_headline)) == 1 else ""


def _kind_of(word: str) -> str:
    return _kinds().get(word, "")


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in _file()["prepositions"].items() for word in words}


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(_file()["words"][name])


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("articles.pages").joinpath("scene.toml").read_text("utf-8"))
