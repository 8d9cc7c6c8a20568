"""Merges, splits, edits and undos in any order: links, names and addresses are as a simple model says, at each step."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import merging, splitting, undoing_merges
from articles.desk.transitions import IllegalTransitionError
from articles.models import Appearance, Entity, Mention, MergeRecord, OtherName, Redirect, SplitRecord
from tests import builders
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db

MENTIONS = "articles.mention.entity"


@dataclass
class Move:
    """A merge or a split of the model: the links that it moved, and where they were and went."""

    source: int
    target: int
    links: set[int]
    undone: bool = False


@dataclass
class Model:
    """Which record each link and each name belongs to, and which records exist. Nothing is read from the database."""

    owner: dict[int, int]
    alive: set[int]
    merges: dict[int, Move] = field(default_factory=dict)
    splits: dict[int, Move] = field(default_factory=dict)
    redirects: dict[int, int] = field(default_factory=dict)

    def merge(self, pk, kept, merged):
        links = {link for link, owner in self.owner.items() if owner == merged}
        self.owner |= dict.fromkeys(links, kept)
        self.merges[pk] = Move(merged, kept, links)
        self.alive.remove(merged)
        self.redirects = {old: kept if new == merged else new for old, new in self.redirects.items()} | {merged: kept}

    def undo_merge(self, pk):
        """False if a later merge has to be undone first."""
        move = self.merges[pk]
        if move.undone or move.target not in self.alive:
            return False
        self.owner |= {link: move.source for link in move.links if self.owner[link] == move.target}
        self.alive.add(move.source)
        del self.redirects[move.source]
        # Addresses of records that were merged into the restored one lead to it again.
        for other in self.merges.values():
            if not other.undone and other.target == move.source:
                self.redirects |= dict.fromkeys(self.leading_to(other.source), move.source)
        move.undone = True
        return True

    def leading_to(self, pk):
        """The record and all that were merged into it."""
        found = {pk}
        for other in self.merges.values():
            if not other.undone and other.target == pk:
                found |= self.leading_to(other.source)
        return found

    def now(self, pk):
        return pk if pk in self.alive else self.redirects[pk]

    def split(self, pk, source, target, links):
        self.owner |= dict.fromkeys(links, target)
        self.splits[pk] = Move(source, target, set(links))

    def undo_split(self, pk):
        move = self.splits[pk]
        source, target = self.now(move.source), self.now(move.target)
        if move.undone or source == target:
            return False
        self.owner |= {link: source for link in move.links if self.owner[link] == target}
        return self._done(move)

    @staticmethod
    def _done(move):
        move.undone = True
        return True


class Site:
    """The records, and the actions of editors on them with the same actions on the model."""

    def __init__(self):
        self.people = [builders.a_person(f"Jane {letter}. Doe", "Doe", f"J. {letter}. Doe") for letter in "ABCD"]
        self.stories = [builders.an_article(f"Story {n}", "Doe spoke. Doe left. Doe slept.") for n in range(3)]
        mentions = [
            builders.mention(article, self.people[(n + i) % 4], "Doe")
            for n, article in enumerate(self.stories)
            for i in range(2)
        ]
        self.names = {one.pk: set(one.other_names.values_list("name", flat=True)) for one in self.people}
        self.model = Model({one.pk: one.entity_id for one in mentions}, {one.pk for one in self.people})

    def pick(self, number, among):
        among = sorted(among)
        return among[number % len(among)]

    def two(self, number):
        kept = self.pick(number, self.model.alive)
        others = self.model.alive - {kept}
        return (kept, self.pick(number // 4, others)) if others else None

    def merge(self, number):
        pair = self.two(number)
        if pair:
            record = merging.merge(*(Entity.objects.get(pk=pk) for pk in pair))
            self.model.merge(record.pk, *pair)

    def undo_merge(self, number):
        if self.model.merges:
            pk = self.pick(number, self.model.merges)
            self._same(
                lambda: undoing_merges.undo_merge(MergeRecord.objects.get(pk=pk)), lambda: self.model.undo_merge(pk)
            )

    def split(self, number):
        pair = self.two(number)
        links = pair and [link for link, owner in self.model.owner.items() if owner == pair[0]][: 1 + number % 2]
        if links:
            record = splitting.split(*(Entity.objects.get(pk=pk) for pk in pair), {MENTIONS: links})
            self.model.split(record.pk, *pair, links)

    def undo_split(self, number):
        if self.model.splits:
            pk = self.pick(number, self.model.splits)
            self._same(lambda: splitting.undo_split(SplitRecord.objects.get(pk=pk)), lambda: self.model.undo_split(pk))

    def edit(self, number):
        """An editor links a mention to another record."""
        link, owner = self.pick(number, self.model.owner), self.pick(number // 3, self.model.alive)
        Mention.objects.filter(pk=link).update(entity=owner)
        self.model.owner[link] = owner
        for article in self.stories:
            splitting.rebuild_stories({article.pk})

    def link(self, number):
        """An editor accepts a name of a new story."""
        owner = self.pick(number, self.model.alive)
        self.stories.append(builders.an_article(f"News {len(self.stories)}", "Doe spoke."))
        mention = builders.mention(self.stories[-1], Entity.objects.get(pk=owner), "Doe")
        self.model.owner[mention.pk] = owner

    def _same(self, act, act_on_model):
        """Both succeed or both refuse."""
        try:
            with transaction.atomic():
                act()
        except IllegalTransitionError:
            assert not act_on_model()
        else:
            assert act_on_model()

    def check(self):
        model = self.model
        assert set(Entity.objects.values_list("pk", flat=True)) == model.alive
        assert dict(Mention.objects.values_list("pk", "entity")) == model.owner
        assert dict(Redirect.objects.values_list("old_id", "entity")) == model.redirects
        named = {(Mention.objects.get(pk=link).article_id, owner) for link, owner in model.owner.items()}
        assert set(Appearance.objects.values_list("article", "entity")) == named

    def undo_all(self):
        """Undo every merge, the last one first: the names are those of the beginning."""
        for pk in sorted(self.model.merges, reverse=True):
            if not self.model.merges[pk].undone:
                undoing_merges.undo_merge(MergeRecord.objects.get(pk=pk))
                assert self.model.undo_merge(pk)
                self.check()
        names = {pk: set() for pk in self.names}
        for pk, name in OtherName.objects.values_list("entity", "name"):
            names[pk].add(name)
        assert names == self.names


STEPS = ("merge", "undo_merge", "split", "undo_split", "edit", "link")


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 50)), min_size=2, max_size=10))
def test_any_sequence_of_merges_splits_edits_and_undos_leaves_each_link_where_it_belongs(steps):
    with transaction.atomic():
        site = Site()
        for step, number in steps:
            getattr(site, step)(number)
            site.check()
        site.undo_all()
        transaction.set_rollback(True)
