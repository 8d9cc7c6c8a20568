"""Roles that people held."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from articles.models.article import is_published
from articles.models.entity import Entity
from articles.models.fact import Fact, FactQuerySet
from articles.models.person import Person
from articles.vocabulary import (
    FactStatus,
)

if TYPE_CHECKING:
    from collections.abc import Collection


_FEW = 50


class MembershipQuerySet(FactQuerySet["Membership"]):
    def public(self) -> Self:
        """Accepted roles in published stories, and reference roles with an end or as-of date."""
        dated = Q(article__isnull=True) & (~Q(end_date="") | ~Q(as_of=""))
        return self.filter(dated | is_published("article__"), status=FactStatus.ACCEPTED)

    def listed_of(self, people: Collection[int]) -> Self:
        """The accepted roles of these people in the reference data.

        One condition for each of a few people: with a list of them SQLite reads all roles without a story instead of the
        index of people and stories.
        """
        if len(people) > _FEW:
            return self.accepted().filter(person__in=people, article__isnull=True)
        of_each = (Q(person=pk, article__isnull=True) for pk in people)
        return self.accepted().filter(reduce(or_, of_each, Q(pk__in=())))


class Membership(Fact):
    """A role that a person held, anchored in the text of a story. Dates are partial: "2016-10".

    A role without a story is reference data, or, with a `source_url`, what an editor states from a source: it has no text;
    it has an end date, or `as_of` is the last date for which it is known to be true. `person` is empty only while the role is a proposal about a person whom no
    editor has accepted yet.
    """

    # A reference role has no story and no offsets.
    article = models.ForeignKey(  # type: ignore[assignment]  # never null in other facts
        "Article", models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    block = models.IntegerField(default=0)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, db_index=False, related_name="memberships"
    )
    person_name = models.CharField(max_length=200, blank=True, help_text="The full name the story gives")
    organization = models.ForeignKey(
        Entity,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="members",
        help_text="An organization or a country",
    )
    organization_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200)
    start_date = models.CharField(max_length=10, blank=True)
    end_date = models.CharField(max_length=10, blank=True)
    as_of = models.CharField(
        max_length=10,
        blank=True,
        help_text="Without a story and without an end: the last date for which it is known to be true",
    )
    source = models.CharField(
        max_length=200,
        blank=True,
        help_text="Without a story: where it is from; empty where it was compiled for this site",
    )
    source_url = models.CharField(
        max_length=500, blank=True, help_text="The address of a source that an editor stated; empty for reference data"
    )

    needed_links = frozenset({"person"})
    holds_names = True

    objects = MembershipQuerySet.as_manager()  # type: ignore[misc]  # a child's own options, as Django allows

    class Meta(Fact.Meta):
        ordering = ["-start_date", "id"]
        constraints: ClassVar = [
            *(one for one in Fact.Meta.constraints if one.name != "%(class)s_has_words"),
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(end__gt=F("start")), name="a_role_of_a_story_has_words"
            ),
            models.CheckConstraint(
                condition=~Q(status=FactStatus.ACCEPTED) | Q(person__isnull=False),
                name="an_accepted_role_names_a_person",
            ),
        ]
        # Of a person with a role in thousands of stories, those of the reference data are read without the others.
        indexes: ClassVar = [
            models.Index(fields=["person", "article"], name="membership_person_article"),
            models.Index(fields=["organization", "article"], name="membership_body_article"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.person_name}, {self.role}"

    @property
    def unmet_requirement(self) -> str:
        if self.person_id is not None:
            return ""
        return f"Accept {self.person_name or 'the person'} first: a role needs a person."
