"""Convert rows to index documents. Only this module of the package reads stories and entities from the database."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from datetime import UTC
from operator import attrgetter
from typing import TYPE_CHECKING

import tantivy

from articles.geography.place_words import short_note
from articles.models import Appearance, Article, Entity, Mention
from articles.search.facets import FACETS
from articles.search.facets.base import IndexedStory, NamedEntity
from articles.search.schema import ENTITY, LABEL, STORY, key_of
from articles.search.sort_keys import newest_key, oldest_key
from articles.search.stems import language_of, stems, story_terms
from articles.search.surnames import surname_keys
from articles.search.tokens import Token, index_letter, is_all_capitals, joined_words, needs_case, tokens
from articles.text import fold
from articles.vocabulary import COUNTRY_FEATURE_CODES, BlockRole, EntityKind, FactStatus, NameKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

_MAX_SURFACES = 8
_MAX_STORIES = 10**10


def story_documents(ids: Collection[int]) -> Iterator[tuple[int, frozenset[int], list[tantivy.Document]]]:
    """(story, entities that it names, its documents) for those of the stories that are public."""
    appearances, surfaces = named_entities(ids), _surfaces(ids)
    # The status is no condition of the query: beside several ids it makes SQLite read the index of all published stories.
    articles = Article.objects.select_related("outlet").filter(pk__in=ids).order_by("pk")
    for article in (one for one in articles if one.is_published):
        story = IndexedStory(article, appearances[article.pk])
        documents = [_story(story, surfaces[article.pk]), *_labels(story)]
        yield article.pk, frozenset(entity.id for entity in story.entities), documents


def entity_documents(stories: Mapping[int, int], roles: Mapping[int, str]) -> Iterator[tuple[int, tantivy.Document]]:
    """The documents of entities, by the number of public stories that name each: none where that is 0.

    `roles` is what lists show with people (`person_descriptions`).
    """
    named = [pk for pk, number in stories.items() if number > 0]
    rows = Entity.objects.filter(pk__in=named).select_related("person", "organization", "place__country")
    for entity in rows.prefetch_related("other_names").order_by("pk"):
        yield entity.pk, _entity(entity, stories[entity.pk], roles.get(entity.pk, ""))


def named_entities(ids: Collection[int]) -> defaultdict[int, list[NamedEntity]]:
    """The entities that appear in each of the stories, in the order of their ids."""
    found: defaultdict[int, list[NamedEntity]] = defaultdict(list)
    rows = Appearance.objects.filter(article__in=ids).order_by("entity_id")
    for article, entity, kind, code in rows.values_list(
        "article_id", "entity_id", "entity__kind", "entity__place__feature_code"
    ):
        found[article].append(NamedEntity(entity, EntityKind(kind), is_country=code in COUNTRY_FEATURE_CODES))
    return found


def _surfaces(ids: Collection[int]) -> defaultdict[int, dict[int, list[str]]]:
    """The printed names of each entity in a story; for a country, also the names of its places."""
    found: defaultdict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Mention.objects.filter(article__in=ids, status=FactStatus.ACCEPTED).order_by("block", "start")
    for article, entity, country, text in rows.values_list(
        "article_id", "entity_id", "entity__place__country_id", "text"
    ):
        for pk in filter(None, (entity, country)):
            texts = found[article][pk]
            if text not in texts and len(texts) < _MAX_SURFACES:
                texts.append(text)
    return found


def _story(story: IndexedStory, surfaces: dict[int, list[str]]) -> tantivy.Document:
    article = story.article
    document = _document(STORY, article.pk)
    for entity in story.entities:
        document.add_unsigned("entities", entity.id)
    for facet in FACETS.values():
        for value in facet.index_values(story):
            facet.add_value(document, value)
    blocks = _blocks(article)
    _add_words(document, article, blocks)
    _add_dates(document, article)
    stored = {
        "language": language_of(article.in_language),
        "sentences": list(_sentences(article, blocks)),
        "surfaces": surfaces,
        "entities": [entity.id for entity in story.entities],
    }
    return _with_stored(document, stored)


def _labels(story: IndexedStory) -> Iterator[tantivy.Document]:
    """The labels of facet values that come from stories. Stories indexed later replace them."""
    for facet in FACETS.values():
        if labelled := facet.index_label(story):
            value, label = labelled
            document = tantivy.Document()
            document.add_text("key", key_of(facet.name, value))
            document.add_text("type", LABEL)
            yield _with_stored(document, {"value": value, "label": label})


def _add_words(document: tantivy.Document, article: Article, blocks: Iterable[_Block]) -> None:
    language = language_of(article.in_language)
    headline, description = _Block(article.headline), _Block(article.description)
    document.add_text("headline", " ".join(token.folded for token in headline.words))
    for block in (headline, description, *blocks):
        words = block.words
        # Values of one field are never adjacent, so that phrases do not match across blocks.
        document.add_text("plain", " ".join([word.folded for word in words]))
        if any(word.glue == "'" for word in words):
            document.add_text("plain", " ".join(word.folded for word in joined_words(words)))
        if not is_all_capitals(block.text):
            document.add_text("cased", " ".join([word.cased for word in words]))
        if language:
            document.add_text("stem", " ".join([story_terms(word.lower, language) for word in words]))


class _Block:
    """A text with its words, which are those of its sentences, too."""

    def __init__(self, text: str, sentences: Iterable[Sequence[int]] = ()) -> None:
        self.text = text
        self.words = tokens(text)
        self.sentences = sentences or [[0, len(text)]]

    def words_between(self, start: int, end: int) -> list[Token]:
        """As `tokens` of this part of the text, of which only the words are used, and not their offsets."""
        is_apart = self.text[start - 1 : start].isspace() or start == 0
        is_apart &= self.text[end : end + 1].isspace() or end >= len(self.text)
        if not is_apart:
            return tokens(self.text[start:end])
        first, last = (bisect_left(self.words, place, key=attrgetter("start")) for place in (start, end))
        return self.words[first:last]


def _blocks(article: Article) -> list[_Block]:
    """The blocks to index, without pull quotes, which repeat a sentence of the text."""
    blocks = (block for block in article.body if block["role"] != BlockRole.PULL_QUOTE)
    return [_Block(block["text"], block.get("sentences") or ()) for block in blocks]


def _sentences(article: Article, blocks: Iterable[_Block]) -> Iterator[tuple[str, str, str]]:
    """(sentence, its folded words, their stems), computed once, for choosing snippets at search time."""
    language = language_of(article.in_language)
    for block in blocks:
        for start, end in block.sentences:
            yield _with_words(block.text[start:end], block.words_between(start, end), language)
    if article.description:
        yield _with_words(article.description, tokens(article.description), language)


def _with_words(text: str, words: list[Token], language: str) -> tuple[str, str, str]:
    words = _in_both_forms(words)
    stemmed = {stem for word in words for stem in stems(word.lower, language)} if language else ()
    return text, " ".join([word.folded for word in words]), " ".join(sorted(stemmed))


def _in_both_forms(words: list[Token]) -> list[Token]:
    return words + joined_words(words) if any(word.glue == "'" for word in words) else words


def _add_dates(document: tantivy.Document, article: Article) -> None:
    date = article.date_published
    document.add_unsigned("newest", newest_key(article.pk, date))
    document.add_unsigned("oldest", oldest_key(article.pk, date))
    if date is None:
        return
    date = date.astimezone(UTC)
    document.add_unsigned("month", date.year * 100 + date.month)
    document.add_integer("day", date.date().toordinal())


def _entity(entity: Entity, stories: int, role: str) -> tantivy.Document:
    document = _document(ENTITY, entity.pk)
    place = getattr(entity, "place", None)
    document.add_text("kind", entity.kind)
    if place and place.is_country:
        document.add_text("kind", "country")
    names = _names(entity)
    for name, _, _ in names:
        document.add_text("name_key", fold(name))
        document.add_text("name_word", " ".join(word.folded for word in tokens(name)))
    surnames = _surname_keys(entity, names)
    for surname in surnames:
        document.add_text("surname_key", surname)
    sort_key = f"{fold(entity.sort_name) or '~'} {entity.pk:020d}"
    document.add_text("letter", index_letter(entity.sort_name))
    document.add_text("by_name", sort_key)
    document.add_text("by_coverage", f"{_MAX_STORIES - stories:010d} {sort_key}")
    document.add_unsigned("stories", stories)
    label = {
        "id": entity.pk,
        "kind": entity.kind,
        "name": entity.name,
        "slug": entity.slug,
        "country_code": place.country_code if place else "",
        "feature_code": place.feature_code if place else "",
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "stories": stories,
        "description": _description(entity, role),
        "disputed_area": place.disputed_area if place else "",
        "is_in_country": place.words.is_in_country if place else True,
    }
    return _with_stored(document, {"label": label, "names": names, "surnames": surnames})


def _names(entity: Entity) -> list[tuple[str, bool, bool]]:
    """(name, whether it needs no context, whether its case matters). The main name comes first."""
    found = {entity.name: (entity.name, True, needs_case(entity.name))}
    for other in entity.other_names.all():
        alone = not other.is_weak and other.kind != NameKind.DEMONYM
        found.setdefault(other.name, (other.name, alone, other.case_sensitive or needs_case(other.name)))
    return [name for name in found.values() if fold(name[0])]


def _surname_keys(entity: Entity, names: list[tuple[str, bool, bool]]) -> list[str]:
    person = getattr(entity, "person", None)
    if person is None:
        return []
    return sorted({key for name, alone, _ in names if alone for key in surname_keys(name, person.family_name)})


def _description(entity: Entity, role: str) -> str:
    if entity.kind == EntityKind.PERSON:
        return role
    if organization := getattr(entity, "organization", None):
        return str(organization.get_classification_display())
    place = getattr(entity, "place", None)
    if place is None:
        return ""
    return short_note(place.words, place.country.name if place.country else "", place.disputed_area)


def _document(kind: str, pk: int) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("key", key_of(kind, pk))
    document.add_text("type", kind)
    document.add_unsigned("id", pk)
    return document


def _with_stored(document: tantivy.Document, value: object) -> tantivy.Document:
    document.add_bytes("stored", json.dumps(value, separators=(",", ":")).encode())
    return document
