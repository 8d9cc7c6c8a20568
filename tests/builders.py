"""Rows for tests, written directly: small functions with plain defaults, so that a test says only what it is about."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from articles.models import Appearance, Article, Membership, Mention, Organization, OtherName, Outlet, Person, Place
from articles.text import fold
from articles.vocabulary import ArticleStatus, BlockRole, DatePrecision, FactStatus, NameKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.models import Entity

_numbers = itertools.count(1)
_ACRONYM_LENGTH = 3


def an_outlet(name: str = "Sample Desk", **fields: Any) -> Outlet:
    outlet, _ = Outlet.objects.get_or_create(key=fold(name), defaults={"name": name, **fields})
    return outlet


def a_block(text: str, role: str = BlockRole.PARAGRAPH) -> dict[str, Any]:
    """A body block, parted into sentences at full stops."""
    sentences, start = [], 0
    for piece in text.split(". "):
        end = min(len(text), start + len(piece) + 1)
        sentences.append([start, end])
        start = end + 1
    return {"role": role, "text": text, "sentences": sentences}


def an_article(
    headline: str = "A bridge was repaired",
    *paragraphs: str | dict[str, Any],
    status: str = ArticleStatus.PUBLISHED,
    date: datetime | str | None = "2016-07-21",
    outlet: str | Outlet | None = None,
    **fields: Any,
) -> Article:
    """A story, published unless stated otherwise. `date` is a day as text, a moment, or None for "not known"."""
    body = [a_block(p) if isinstance(p, str) else p for p in paragraphs or ("Engineers reopened the crossing.",)]
    if isinstance(date, str):
        date = datetime.fromisoformat(date).replace(tzinfo=UTC)
    values = {
        "body": body,
        "review_status": status,
        "date_published": date,
        "date_precision": DatePrecision.DAY if date else DatePrecision.UNKNOWN,
        "outlet": an_outlet(outlet) if isinstance(outlet, str) else outlet,
        "in_language": "en",
        "sha256": hashlib.sha256(f"{next(_numbers)} {headline}".encode()).hexdigest(),
        "word_count": sum(len(block["text"].split()) for block in body),
        "first_published_here": datetime.now(UTC) if status == ArticleStatus.PUBLISHED else None,
    }
    return Article.objects.create(headline=headline, **{**values, **fields})


def other_name(entity: Entity, name: str, **fields: Any) -> OtherName:
    """Another name. Short names in capitals ("IS", "US") match only as written, as they do in the reference data."""
    short = name.isupper() and len(name) <= _ACRONYM_LENGTH
    fields = {"case_sensitive": short, "kind": NameKind.ACRONYM if name.isupper() else NameKind.ALIAS, **fields}
    return OtherName.objects.create(entity=entity, name=name, **fields)


def a_person(name: str = "Ash Carter", *other_names: str, **fields: Any) -> Person:
    person = Person.objects.create(name=name, **fields)
    _name_also(person, other_names)
    return person


def an_organization(name: str = "Islamic State", *other_names: str, **fields: Any) -> Organization:
    organization = Organization.objects.create(name=name, **fields)
    _name_also(organization, other_names)
    return organization


def a_country(name: str = "Iraq", *other_names: str, code: str = "", **fields: Any) -> Place:
    """A country; `code` is its ISO 3166-1 alpha-2 code, made up from a running number where a test does not care."""
    values = {"feature_class": "A", "feature_code": "PCLI", "country_code": code or _a_code(), **fields}
    country = Place.objects.create(name=name, **values)
    _name_also(country, other_names)
    return country


def a_place(
    name: str = "Mosul",
    *other_names: str,
    country: Place | None = None,
    at: tuple[float, float] | None = (36.335, 43.119),
    **fields: Any,
) -> Place:
    """A located place; without a country given, the one named Iraq (made when it is not there)."""
    country = country or Place.objects.filter(name="Iraq").first() or a_country("Iraq", code="IQ")
    latitude, longitude = at or (None, None)
    values = {
        "country": country,
        "country_code": country.country_code,
        "latitude": latitude,
        "longitude": longitude,
        **fields,
    }
    place = Place.objects.create(name=name, **values)
    _name_also(place, other_names)
    return place


def a_role(person: Person, role: str, organization: Entity | None = None, **fields: Any) -> Membership:
    """An accepted role; one of a story has its first word as its text, unless stated otherwise."""
    words = {"end": 1} if fields.get("article") else {}
    return Membership.objects.create(
        person=person, role=role, organization=organization, **{"status": FactStatus.ACCEPTED, **words, **fields}
    )


def mention(article: Article, entity: Entity, text: str = "", **fields: Any) -> Mention:
    """An accepted mention of the entity where its name (or `text`) first stands unmarked in the story; rolled up."""
    words = text or entity.name
    block, start = _free_spot(article, words)
    values = {
        "kind": entity.kind,
        "name": entity.name,
        "resolution": Resolution.ONE,
        "entity_id": entity.pk,
        "status": FactStatus.ACCEPTED,
        "method": "editor",
        **fields,
    }
    found = Mention.objects.create(
        article=article, block=block, start=start, end=start + len(words), text=words, **values
    )
    if found.status == FactStatus.ACCEPTED:
        _roll_up(article, entity)
    return found


def appear(article: Article, *entities: Entity) -> Article:
    """The entities appear in the story, with no word of it marked: for tests of lists and counts."""
    for entity in entities:
        _roll_up(article, entity)
    return article


def _name_also(entity: Entity, names: Sequence[str]) -> None:
    for name in names:
        other_name(entity, name)


def _a_code() -> str:
    taken = set(Place.objects.values_list("country_code", flat=True))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return next(code for code in (f"X{a}" for a in letters) if code not in taken)


def _free_spot(article: Article, words: str) -> tuple[int, int]:
    taken = set(article.mentions.values_list("block", "start"))
    for block in (-1, -2, *range(len(article.body))):
        start = article.text_of(block).find(words)
        while start >= 0:
            if (block, start) not in taken:
                return block, start
            start = article.text_of(block).find(words, start + 1)
    raise ValueError(f"{words!r} does not stand (again) in {article.headline!r}")


def _roll_up(article: Article, entity: Entity) -> None:
    appearance, _ = Appearance.objects.get_or_create(article=article, entity_id=entity.pk)
    appearance.mentions += 1
    appearance.via = None
    appearance.save()
    country_id = entity.country_id if isinstance(entity, Place) else None
    if country_id:
        Appearance.objects.get_or_create(
            article=article, entity_id=country_id, defaults={"via_id": entity.pk, "mentions": 0}
        )
