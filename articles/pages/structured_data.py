"""Structured data (JSON-LD, schema.org) of the pages of stories and entities, for search engines and archives.

It says what the page says, and no more: what is not known is left out. URLs are paths, as everywhere on a stored page, and
resolve against the address of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from articles.models import Organization, Person, Place
from articles.vocabulary import EntityKind, Genre, OrganizationClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from articles.models import Article, Entity
    from articles.pages.entity_page import EntityPage
    from articles.pages.fact_rows import QuoteCard
    from articles.pages.links import Breadcrumb, NameLink
    from articles.pages.story_page import StoryPage

CONTEXT = "https://schema.org"
# Of an entity; a country may have hundreds, in every language.
MAX_NAMES = 40
_STORY_TYPES: Mapping[str, str] = {
    Genre.REPORTAGE: "ReportageNewsArticle",
    Genre.ANALYSIS: "AnalysisNewsArticle",
    Genre.BACKGROUND: "BackgroundNewsArticle",
    Genre.OPINION: "OpinionNewsArticle",
}
_ORGANIZATION_TYPES: Mapping[str, str] = {
    OrganizationClass.STATE_BODY: "GovernmentOrganization",
    OrganizationClass.MEDIA: "NewsMediaOrganization",
    OrganizationClass.PARTY: "PoliticalParty",
    OrganizationClass.COMPANY: "Corporation",
}
_TYPES: Mapping[str, str] = {
    EntityKind.PERSON: "Person",
    EntityKind.ORGANIZATION: "Organization",
    EntityKind.PLACE: "Place",
}
Data = dict[str, Any]


def story_data(page: StoryPage) -> Data:
    """A story with its names and quotations, and the breadcrumbs above it."""
    article = page.article
    story = {
        "@type": _STORY_TYPES.get(article.genre, "NewsArticle"),
        "url": article.get_absolute_url(),
        "headline": article.headline,
        "description": article.description,
        "datePublished": page.date.iso,
        "inLanguage": article.in_language,
        "articleSection": article.section,
        "wordCount": article.word_count,
        "author": _authors(article),
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name} if article.outlet else None,
        "sdPublisher": {"@type": "Organization", "name": settings.SITE_NAME},
        "isBasedOn": article.url,
        "citation": [{"@type": "CreativeWork", "name": one.title, "url": one.url} for one in page.sources],
        "about": [_named(name) for name in ([page.kicker] if page.kicker else [])],
        "mentions": [_named(name) for _, names in page.names for name in names],
        "hasPart": [_quotation(quote) for quote in page.quotations],
        "correction": [
            {"@type": "CorrectionComment", "text": note.text, "dateCreated": note.iso} for note in page.notes
        ],
    }
    return _graph(story, breadcrumb_data(page.crumbs))


def entity_data(page: EntityPage) -> Data:
    """A person, organization or place, and the breadcrumbs above it."""
    entity = page.entity
    names = dict.fromkeys(name.name for name in page.names)
    described = {
        "@type": _type_of(entity),
        "url": entity.get_absolute_url(),
        "name": entity.name,
        "alternateName": [name for name in names if name != entity.name][:MAX_NAMES],
        **(_location(entity) if isinstance(entity, Place) else {}),
    }
    return _graph(described, breadcrumb_data(page.crumbs))


def breadcrumb_data(crumbs: Iterable[Breadcrumb]) -> Data:
    """The last one, which is the page itself, may be without a URL."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _known({"@type": "ListItem", "position": number, "name": crumb.name, "item": crumb.url})
            for number, crumb in enumerate(crumbs, start=1)
        ],
    }


def _graph(*nodes: Data) -> Data:
    return {"@context": CONTEXT, "@graph": [_known(node) for node in nodes]}


def _known(node: Data) -> Data:
    """Without what is not known. Zero is known."""
    return {name: value for name, value in node.items() if value or value == 0}


def _authors(article: Article) -> list[Data]:
    return [{"@type": "Person", "name": name} for name in article.authors]


def _named(name: NameLink) -> Data:
    return _known({"@type": _TYPES.get(name.kind, "Thing"), "name": name.name, "url": name.url})


def _quotation(quote: QuoteCard) -> Data:
    """An inferred speaker is left out: there is no way to say that it was inferred."""
    said_by = None
    if quote.speaker and not quote.inference:
        said_by = _known({"@type": _TYPES[quote.speaker_kind], "name": quote.speaker, "url": quote.speaker_url})
    return _known({"@type": "Quotation", "text": quote.text, "url": quote.url, "spokenByCharacter": said_by})


def _type_of(entity: Entity) -> str:
    if isinstance(entity, Organization):
        return _ORGANIZATION_TYPES.get(entity.classification, "Organization")
    if isinstance(entity, Person):
        return "Person"
    # Of a disputed area nothing is said but that it is a place.
    return "Country" if isinstance(entity, Place) and entity.is_country and not entity.disputed_area else "Place"


def _location(place: Place) -> Data:
    """The point of a place, and the country that it lies in if that is undisputed. A country is no point."""
    found: Data = {}
    if place.latitude is not None and not place.is_country:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    if place.country is not None and not place.is_country and place.words.is_in_country:
        inside = {"@type": "Country", "name": place.country.name, "url": place.country.get_absolute_url()}
        found["containedInPlace"] = inside
    return found
