"""The links of a record by story, from which the page of a split lets editors choose."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

from articles.batches import batches
from articles.desk.audit import kind_of
from articles.desk.links_since import sentence_of_fact
from articles.desk.merge_rules import RULES
from articles.desk.moved_links import FACTS, SPLITTABLE, moved_key, rows_of
from articles.models import Article, Identifier, Mention, OtherName

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.core.paginator import Page
    from django.db.models import Model

    from articles.models import Entity

STORIES_A_PAGE = 50
# More ids in one condition than any database refuses.
_MANY = 500
# By the first part of a choice, for example "mention-12".
CHOOSABLE: Mapping[str, type[Model]] = {kind_of(model): model for model, _ in SPLITTABLE}


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact, an other name or an identifier that can be moved."""

    value: str
    noun: str
    says: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class StoryChoices:
    article: Article
    choices: Sequence[Choice]


def stories_with(entity: Entity, typed: str, page: int) -> Page[int]:
    """A page of the ids of the stories with facts of a record, the newest first; those with the typed words in the headline
    or in the words of a mention.
    """
    found: set[int] = set()
    for model, field in FACTS:
        ids = rows_of(model).filter(**{field: entity.pk}).order_by().values_list("article_id", flat=True)
        found.update(pk for pk in ids.distinct() if pk is not None)
    if typed:
        named = Mention.objects.filter(entity=entity.pk, text__icontains=typed).order_by()
        matching = set(named.values_list("article_id", flat=True))
        for batch in batches(sorted(found), _MANY):
            headed = Article.objects.filter(pk__in=batch, headline__icontains=typed)
            matching.update(headed.values_list("pk", flat=True))
        found &= matching
    return Paginator(sorted(found, reverse=True), STORIES_A_PAGE).get_page(page)


def choices_in(entity: Entity, stories: Sequence[int]) -> list[StoryChoices]:
    """The facts of a record in these stories, in text order; a constant number of queries."""
    articles = Article.objects.in_bulk(list(stories))
    rows: dict[int, dict[tuple[str, int], tuple[Any, list[str]]]] = defaultdict(dict)
    for model, field in FACTS:
        # Beside the ids of stories no further condition: SQLite would read all links of the record.
        for row in rows_of(model).filter(article__in=stories).order_by("block", "start", "pk"):
            if getattr(row, f"{field}_id") == entity.pk:
                key = (kind_of(model), row.pk)
                _, nouns = rows[row.article_id].setdefault(key, (row, []))
                nouns.append(RULES[moved_key(model, field)].noun)
    return [StoryChoices(articles[pk], _choices(articles[pk], rows[pk])) for pk in stories if pk in articles]


def _choices(article: Article, rows: Mapping[tuple[str, int], tuple[Any, Sequence[str]]]) -> list[Choice]:
    ordered = sorted(rows.items(), key=lambda one: (one[1][0].block, one[1][0].start))
    return [
        Choice(f"{name}-{pk}", ", ".join(nouns), str(row), sentence_of_fact(article, row))
        for (name, pk), (row, nouns) in ordered
    ]


def names_and_identifiers(entity: Entity) -> list[Choice]:
    names = OtherName.objects.filter(entity=entity.pk).order_by("name", "pk")
    identifiers = Identifier.objects.filter(entity=entity.pk).order_by("scheme", "pk")
    return [
        *(Choice(f"othername-{name.pk}", "other name", name.name) for name in names),
        *(Choice(f"identifier-{one.pk}", "identifier", str(one)) for one in identifiers),
    ]


def chosen_rows(values: Collection[str]) -> dict[type[Model], set[int]]:
    """The rows that these choices name, by table. Raises ValueError for text that is no choice."""
    rows: dict[type[Model], set[int]] = defaultdict(set)
    for value in values:
        name, _, pk = value.partition("-")
        if name not in CHOOSABLE or not pk.isdecimal() or len(pk) > 18:
            raise ValueError(value)
        rows[CHOOSABLE[name]].add(int(pk))
    return rows
