"""What the newest stories of two records have in common: the stories, who is named in both, and outlets."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count

from articles.batches import batches
from articles.desk.record_likeness import Reason
from articles.models import Appearance, Article
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# The newest stories of a record that are compared.
_STORIES = 30
_IDS_A_QUERY = 2_000
_SAME_STORY, _SAME_COMPANY, _SAME_OUTLET = 8, 8, 2


@dataclass(slots=True)
class StoryContext:
    """`stories` are the ids of the newest stories of each record, `total` how many it has. `named` are the people and
    organizations of each story, `outlets` its outlet.
    """

    stories: Mapping[int, set[int]]
    total: Mapping[int, int]
    named: Mapping[int, dict[int, str]] = field(default_factory=dict)
    outlets: Mapping[int, str] = field(default_factory=dict)

    def reasons(self, one: int, other: int) -> list[Reason]:
        """The last one, a shared outlet, needs others beside it: most records of a site have that."""
        mine, others = self.stories.get(one, set()), self.stories.get(other, set())
        found = []
        if both := mine & others:
            found.append(Reason(_SAME_STORY, f"Named in the same {'story' if len(both) == 1 else 'stories'}."))
        company = self._company(mine - others, one) & self._company(others - mine, other) - {one, other}
        if company:
            names = {pk: name for story in mine for pk, name in self.named.get(story, {}).items()}
            found.append(Reason(_SAME_COMPANY, f"Named with the same: {_listed(sorted(names[pk] for pk in company))}."))
        outlets = {self.outlets[pk] for pk in mine if pk in self.outlets} & {
            self.outlets[pk] for pk in others if pk in self.outlets
        }
        if outlets:
            found.append(Reason(_SAME_OUTLET, f"Same outlet: {_listed(sorted(outlets))}.", needs_context=True))
        return found

    def _company(self, stories: Collection[int], record: int) -> set[int]:
        return {pk for story in stories for pk in self.named.get(story, {}) if pk != record}


def story_context(ids: Collection[int]) -> StoryContext:
    """Of these records: a query for each, and a few for their stories. `total` counts drafts, too."""
    stories = {}
    for pk in ids:
        rows = Appearance.objects.filter(entity=pk).order_by("-article")
        stories[pk] = set(rows.values_list("article_id", flat=True)[:_STORIES])
    total: Counter[int] = Counter()
    for some in batches(sorted(ids), _IDS_A_QUERY):
        counts = Appearance.objects.filter(entity__in=some).order_by().values_list("entity").annotate(Count("pk"))
        total.update(dict(counts))
    named: dict[int, dict[int, str]] = defaultdict(dict)
    outlets: dict[int, str] = {}
    for some in batches(sorted(set().union(*stories.values())), _IDS_A_QUERY):
        appearing = Appearance.objects.filter(article__in=some).order_by()
        for story, pk, kind, name in appearing.values_list("article_id", "entity_id", "entity__kind", "entity__name"):
            if kind != EntityKind.PLACE:
                named[story][pk] = name
        with_outlet = Article.objects.filter(pk__in=some).order_by().values_list("pk", "outlet__name")
        outlets.update({pk: name for pk, name in with_outlet if name})
    return StoryContext(stories, total, named, outlets)


def _listed(names: list[str]) -> str:
    more = len(names) - 2
    return ", ".join(names[:2]) + (f" and {more} more" if more > 0 else "")
