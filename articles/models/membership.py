"""Roles that people held."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from articles.models.article import is_published
from articles.models.entity import Entity
from articles.models.person import Person
from articles.vocabulary import (
    FactStatus,
)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def public(self) -> Self:
        """Accepted roles that published stories state, and roles of the reference data that say up to when they hold."""
        dated = Q(article__isnull=True) & (~Q(end_date="") | ~Q(as_of=""))
        return self.filter(dated | is_published("article__"), status=FactStatus.ACCEPTED)


class Membership(models.Model):
    """A role that somebody held, with the story and the words that say so. Dates are partial: "2016-10".

    A role without a story is reference data: it has an end, or `as_of` says up to when it is known to be true. `person`
    is empty only while the role is a proposal about somebody whom no editor has accepted yet.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="memberships")
    person_name = models.CharField(max_length=200, blank=True, help_text="The full name the story gives")
    organization = models.ForeignKey(
        Entity, models.CASCADE, null=True, blank=True, related_name="members", help_text="An organization or a country"
    )
    organization_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200)
    start_date = models.CharField(max_length=10, blank=True)
    end_date = models.CharField(max_length=10, blank=True)
    as_of = models.CharField(
        max_length=10,
        blank=True,
        help_text="Reference data without an end: the last date for which it is known to be true",
    )
    source = models.CharField(
        max_length=80,
        blank=True,
        help_text="Reference data: where it is from; empty where it was compiled for this site",
    )
    article = models.ForeignKey("Article", models.CASCADE, null=True, blank=True, related_name="memberships")
    block = models.IntegerField(default=0)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=FactStatus.choices, default=FactStatus.PROPOSED)
    method = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-start_date", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=FactStatus.values), name="membership_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status=FactStatus.ACCEPTED) | Q(person__isnull=False),
                name="an_accepted_role_names_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.person_name}, {self.role}"
