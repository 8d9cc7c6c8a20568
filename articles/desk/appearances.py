"""The roll-up of accepted mentions that lists and the index use. Derived data: deleted and recomputed, never repaired."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Appearance, Article, Place
from articles.search import outbox


@dataclass(slots=True)
class _Tally:
    mentions: int = 0
    is_about: bool = False
    via: int | None = None


def rebuild(article: Article) -> None:
    """Recompute the appearances and counts of a story from its accepted facts; call inside the writer's transaction.

    A country appears if a place in it is named; `via` is that place unless the country itself is named.
    """
    before = set(article.appearances.values_list("entity_id", flat=True))
    tallies = _tallies(article)
    article.appearances.all().delete()
    Appearance.objects.bulk_create(
        Appearance(article=article, entity_id=pk, mentions=tally.mentions, is_about=tally.is_about, via_id=tally.via)
        for pk, tally in tallies.items()
    )
    article.quotation_count = article.quotations.accepted().count()
    article.pledge_count = article.pledges.accepted().count()
    # An update, not a save: derived counts are not an edit and leave no entry in the history.
    Article.objects.filter(pk=article.pk).update(
        quotation_count=article.quotation_count, pledge_count=article.pledge_count
    )
    if article.is_published:
        enqueue_reindex(article, before)


def enqueue_reindex(article: Article, *more: set[int]) -> None:
    """Record in the outbox that the story, and the entities that it names or named, changed for readers."""
    outbox.changed_article(article.pk)
    for pk in sorted(set(article.appearances.values_list("entity_id", flat=True)).union(*more)):
        outbox.changed_entity(pk)


def _tallies(article: Article) -> dict[int, _Tally]:
    tallies: dict[int, _Tally] = {}
    for pk, is_about in article.mentions.accepted().in_text_order().values_list("entity_id", "is_about"):
        tally = tallies.setdefault(pk, _Tally())
        tally.mentions += 1
        tally.is_about = tally.is_about or is_about
    places = Place.objects.filter(pk__in=tallies, country__isnull=False).values_list("pk", "country_id")
    for pk, country in sorted(places, key=lambda row: -tallies[row[0]].mentions):
        if country is not None:
            tallies.setdefault(country, _Tally(via=pk))
    return tallies
