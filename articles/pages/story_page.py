"""Data of the story page."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from django.urls import reverse

from articles.drawing.locator import locator_map
from articles.models import Article, Entity, Mention, Place, Pledge, Quotation, StoryLink
from articles.pages.fact_rows import PledgeRow, QuoteCard, parties, pledge_row, quote_card, sentence_id
from articles.pages.lead_picture import ShownPicture, lead_picture
from articles.pages.links import Breadcrumb, NameLink, known_labels, link_to
from articles.pages.map_files import MapFile, map_file
from articles.pages.maps import country_names, map_place_of
from articles.pages.note_rows import NoteRow, note_row, notes_by_story
from articles.pages.published_texts import last_changes
from articles.pages.scene import Scene, scene_of
from articles.pages.story_age import AgeBasis, NamedInStory, age_basis
from articles.pages.story_text import TextGroup, story_text
from articles.readers.hosts import site_shown
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, DatePrecision, EntityKind, Genre, LinkKind
from articles.wording.formats import DateWords, date_words, direction, initials, reading_minutes

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

    from articles.drawing.picture import MapPicture
    from articles.models import CorrectionNote

MAP_SIZE = (448, 269)
MAX_AT_A_GLANCE = 4
# A mention in the body weighs 1. A standfirst may name only the venue: Maryland, where ministers met about Mosul.
ABOUT_WEIGHT = 8
# The accepted mentions, quotations and pledges of a story.
Facts = tuple[list[Mention], list[Quotation], list[Pledge]]
_BLOCK_WEIGHTS = {HEADLINE_BLOCK: 5, DESCRIPTION_BLOCK: 2}


class NameInText(Protocol):
    """An accepted mention, or its columns."""

    @property
    def entity_id(self) -> int | None: ...
    @property
    def block(self) -> int: ...
    @property
    def is_about(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    url: str
    role: str
    quotes: tuple[str, ...]

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True, slots=True)
class LinkedReport:
    """A story or report that this one links to. `site` is the domain of external links."""

    title: str
    url: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """`changed` is the day of the last change that readers can see; None if the text is as it was first published here."""

    article: Article
    crumbs: tuple[Breadcrumb, ...]
    kicker: NameLink | None
    genre: str
    direction: str
    date: DateWords
    minutes: int
    age_basis: AgeBasis
    named: tuple[NamedInStory, ...]
    map: MapFile | None
    glance: tuple[PledgeRow, ...]
    text: tuple[TextGroup, ...]
    quotations: tuple[QuoteCard, ...]
    speakers: tuple[Speaker, ...]
    names: tuple[tuple[str, tuple[NameLink, ...]], ...]
    pledges: tuple[PledgeRow, ...]
    related: tuple[LinkedReport, ...]
    sources: tuple[LinkedReport, ...]
    duplicates: tuple[LinkedReport, ...]
    address: LinkedReport | None
    found_by: str
    notes: tuple[NoteRow, ...]
    picture: ShownPicture | None
    changed: DateWords | None = None

    @property
    def versions_url(self) -> str:
        return reverse("articles:story-versions", args=[self.article.pk])

    @property
    def citation_url(self) -> str:
        return reverse("articles:story-citation", args=[self.article.pk])

    @property
    def unnamed_speakers(self) -> int:
        return sum(1 for quote in self.quotations if not quote.speaker)


def story_page(article_id: int) -> StoryPage | None:
    """The page of one story; None if it is not public."""
    return story_pages([article_id]).get(article_id)


def story_pages(ids: Collection[int]) -> dict[int, StoryPage]:
    """The pages of those of the stories that are public. Eight queries, and some for each story that was changed since."""
    found = Article.objects.select_related("outlet", "picture").defer("picture__received").in_bulk(ids)
    articles = {pk: one for pk, one in found.items() if one.is_published}
    facts, links, duplicates = accepted_facts(articles), links_of(articles), _duplicates_of(articles.values())
    shown = {
        pk: {mention.entity_id for mention in mentions if mention.entity_id} | parties([*quotations, *pledges])
        for pk, (mentions, quotations, pledges) in facts.items()
    }
    notes, changed = notes_by_story(articles), last_changes(articles)
    public = known_labels({entity for entities in shown.values() for entity in entities})
    pages = {
        pk: _page(
            article, facts[pk], links[pk], duplicates=duplicates.get(pk, ()), notes=notes.get(pk, ()), labelled=public
        )
        for pk, article in articles.items()
    }
    days = {pk: date_words(moment, DatePrecision.DAY) for pk, moment in changed.items()}
    return {pk: replace(page, changed=days.get(pk)) for pk, page in pages.items()}


def _page(
    article: Article,
    facts: Facts,
    links: Mapping[str, Sequence[LinkedReport]],
    *,
    duplicates: tuple[LinkedReport, ...],
    notes: Iterable[CorrectionNote],
    labelled: Container[int],
) -> StoryPage:
    mentions, quotations, pledges = facts
    weights, scene = weights_of_names(mentions), scene_of(article, mentions)
    named = entities_named(mentions, weights)
    public = _linked(named, parties([*quotations, *pledges]), labelled)
    quotes = [quote_card(quotation, article, public, elsewhere=False) for quotation in quotations]
    rows = tuple(pledge_row(pledge, article, public, elsewhere=False) for pledge in pledges)
    return StoryPage(
        article=article,
        crumbs=_crumbs(scene),
        kicker=link_to(scene.widest) if scene else None,
        genre=article.get_genre_display() if article.genre != Genre.REPORTAGE else "",
        direction=direction(article.in_language),
        date=date_words(article.date_published, article.date_precision),
        minutes=reading_minutes(article.word_count),
        age_basis=age_basis(article),
        named=_named_in_story(named, mentions),
        map=map_file(_map(named, weights), reverse("articles:story-map", args=[article.pk])),
        glance=at_a_glance(rows),
        text=story_text(article, mentions, _reports(article, quotations, pledges), quotes),
        quotations=tuple(quotes),
        speakers=_speakers(quotes),
        names=_names(named, {quote.speaker_url for quote in quotes if quote.speaker}),
        pledges=rows,
        related=tuple(links.get(LinkKind.RELATED, ())),
        sources=tuple(links.get(LinkKind.SOURCE, ())),
        duplicates=duplicates,
        address=LinkedReport(article.headline, article.url, site_shown(article.url)) if article.url else None,
        found_by=_found_by([*mentions, *quotations, *pledges]),
        notes=tuple(map(note_row, notes)),
        picture=lead_picture(article),
    )


def _linked(named: Iterable[Entity], others: Iterable[int], labelled: Container[int]) -> set[int]:
    """The entities whose names are links: those in the text, and of the parties to its facts those with a page."""
    return {entity.pk for entity in named} | {pk for pk in others if pk in labelled}


def _duplicates_of(articles: Iterable[Article]) -> dict[int, tuple[LinkedReport, ...]]:
    """For each story, the public stories that an editor grouped with it as the same text."""
    clusters = {article.pk: article.cluster_id for article in articles if article.cluster_id}
    if not clusters:
        return {}
    grouped: defaultdict[int | None, list[Article]] = defaultdict(list)
    found = Article.objects.for_cards().filter(cluster__in=set(clusters.values())).order_by("date_published", "pk")
    for other in found:
        if other.is_published:
            grouped[other.cluster_id].append(other)
    return {
        pk: tuple(
            LinkedReport(other.headline, other.get_absolute_url(), other.outlet.name if other.outlet else "")
            for other in grouped[cluster]
            if other.pk != pk
        )
        for pk, cluster in clusters.items()
    }


def accepted_facts(ids: Collection[int]) -> dict[int, Facts]:
    """The facts of each of these stories. Three queries, each in text order with the related entities."""
    found: dict[int, Facts] = {pk: ([], [], []) for pk in ids}
    mentions = Mention.objects.accepted().filter(article__in=found).select_related("entity__place__country")
    quotations = Quotation.objects.accepted().filter(article__in=found).select_related("speaker")
    pledges = Pledge.objects.accepted().filter(article__in=found)
    for mention in mentions.in_text_order():
        found[mention.article_id][0].append(mention)
    for quotation in quotations.in_text_order():
        found[quotation.article_id][1].append(quotation)
    for pledge in pledges.select_related("pledged_by", "announced_by", "recipient").in_text_order():
        found[pledge.article_id][2].append(pledge)
    return found


def weights_of_names(mentions: Iterable[NameInText]) -> Counter[int]:
    """The salience of each entity: the headline and an editor's choice weigh more than a mention."""
    weights: Counter[int] = Counter()
    about: set[int] = set()
    for mention in mentions:
        if mention.entity_id is not None:
            weights[mention.entity_id] += _BLOCK_WEIGHTS.get(mention.block, 1)
            about.update([mention.entity_id] if mention.is_about else [])
    weights.update(dict.fromkeys(about, ABOUT_WEIGHT))
    return weights


def entities_named(mentions: Iterable[Mention], weights: Mapping[int, int]) -> list[Entity]:
    """Unique entities by weight, then in text order."""
    entities: dict[int, Entity] = {}
    for mention in mentions:
        if mention.entity is not None:
            entities.setdefault(mention.entity.pk, mention.entity)
    return sorted(entities.values(), key=lambda entity: -weights[entity.pk])


def at_a_glance(rows: Sequence[PledgeRow]) -> tuple[PledgeRow, ...]:
    """Rows with a number, in text order, from as many different parties as possible.

    Amounts are not ranked: that would compare different currencies, and troops with money.
    """
    numbered = [row for row in rows if row.figures and row.figures[0] != "1"]
    firsts = list({row.who: row for row in reversed(numbered)}.values())
    chosen = sorted(numbered, key=lambda row: row not in firsts)[:MAX_AT_A_GLANCE]
    return tuple(row for row in numbered if row in chosen)


def _highlighted_country(place: Place) -> Place | None:
    if place.is_country:
        return place
    return place.country if place.words.is_in_country else None


def map_of_story(article_id: int) -> MapPicture | None:
    """The map on the page of a story, whether it is public or not. One query."""
    mentions = Mention.objects.accepted().filter(article=article_id).select_related("entity__place__country")
    ordered = list(mentions.in_text_order())
    weights = weights_of_names(ordered)
    return _map(entities_named(ordered, weights), weights)


def _map(named: Iterable[Entity], weights: Mapping[int, int]) -> MapPicture | None:
    return story_map([(entity.place, weights[entity.pk]) for entity in named if entity.kind == EntityKind.PLACE])


def story_map(weighted: Sequence[tuple[Place, int]], size: tuple[int, int] = MAP_SIZE) -> MapPicture | None:
    """A map of the places named; if they are too far apart, of the main cluster by weight.

    Their countries are coloured and linked; all dots have the same size.
    """
    if not weighted:
        return None
    places = [place for place, _ in weighted]
    countries: dict[str, Place] = {
        country.country_code: country
        for country in (_highlighted_country(place) for place in places)
        if country is not None
    }
    names = " and ".join(place.name for place in places[:2])
    return locator_map(
        [map_place_of(place, weight=weight) for place, weight in weighted],
        highlight_countries={code: country.get_absolute_url() for code, country in countries.items()},
        country_names=country_names(),
        width=size[0],
        height=size[1],
        label=f"Map of places in this story, including {names}" if names else "Map",
    )


def _crumbs(scene: Scene | None) -> tuple[Breadcrumb, ...]:
    """Breadcrumbs by the place where the story happens, or by the list of stories if that is not known."""
    home = Breadcrumb("Home", reverse("articles:home"))
    if scene is None:
        return (home, Breadcrumb("Stories", reverse("articles:story-list")))
    steps = dict.fromkeys([scene.widest, scene.place])
    return (
        home,
        Breadcrumb("Places", reverse("articles:place-list")),
        *(Breadcrumb(step.name, step.get_absolute_url()) for step in steps),
    )


def _named_in_story(named: Sequence[Entity], mentions: Iterable[Mention]) -> tuple[NamedInStory, ...]:
    about = {mention.entity_id for mention in mentions if mention.is_about}
    return tuple(
        NamedInStory(
            entity.pk,
            entity.name,
            is_country=entity.kind == EntityKind.PLACE and entity.place.is_country,
            is_about=entity.pk in about,
        )
        for entity in named
    )


def _reports(article: Article, quotations: Sequence[Quotation], pledges: Sequence[Pledge]) -> Mapping[str, str]:
    """Labels of the facts that each sentence is evidence for, by sentence id."""
    found: dict[str, list[str]] = {}
    for facts, words in ((quotations, "quotation"), (pledges, "pledge")):
        for fact in facts:
            reasons = found.setdefault(sentence_id(article, fact.block, fact.start), [])
            reasons.extend([words] if words not in reasons else [])
    return {name: f"Sentence that reports a {' and a '.join(reasons)}: " for name, reasons in found.items()}


def _speakers(quotes: Sequence[QuoteCard]) -> tuple[Speaker, ...]:
    by_speaker: dict[tuple[str, str], list[QuoteCard]] = {}
    for quote in quotes:
        if quote.speaker:
            by_speaker.setdefault((quote.speaker, quote.speaker_url), []).append(quote)
    return tuple(
        Speaker(name, url, next((quote.role for quote in said if quote.role), ""), tuple(quote.url for quote in said))
        for (name, url), said in by_speaker.items()
    )


def _names(named: Sequence[Entity], speakers: set[str]) -> tuple[tuple[str, tuple[NameLink, ...]], ...]:
    """All other names by kind; speakers are already listed above."""
    links = [link for link in map(link_to, named) if link.url not in speakers]
    kinds = (
        ("People", EntityKind.PERSON),
        ("Organizations", EntityKind.ORGANIZATION),
        ("Places", EntityKind.PLACE),
    )
    groups = ((title, tuple(link for link in links if link.kind == kind)) for title, kind in kinds)
    return tuple(group for group in groups if group[1])


def links_of(ids: Collection[int]) -> dict[int, defaultdict[str, list[LinkedReport]]]:
    """Links of each story by kind: to the story on this site if it is public, otherwise to the web. One query."""
    found: dict[int, defaultdict[str, list[LinkedReport]]] = {pk: defaultdict(list) for pk in ids}
    links = StoryLink.objects.filter(article__in=found).select_related("target").defer("target__body")
    for link in links.order_by("id"):
        if link.target is not None and link.target.is_published:
            report = LinkedReport(link.target.headline, link.target.get_absolute_url())
        else:
            report = LinkedReport(link.title, link.url, site_shown(link.url))
        found[link.article_id][link.kind].append(report)
    return found


def _found_by(facts: Sequence[Mention | Quotation | Pledge]) -> str:
    if not facts:
        return "None accepted by an editor"
    methods = {fact.method == "editor" for fact in facts}
    if methods == {True, False}:
        return "Found by software and an editor; all checked by an editor"
    return "Found and checked by an editor" if True in methods else "Found by software, checked by an editor"
