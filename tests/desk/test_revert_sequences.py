"""Whatever editors do with a story, in whatever order, can be undone from the audit log."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import entity_resolution, review
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, LoggedAction
from tests.desk import reverting
from tests.desk.scenarios import a_draft
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db


def some_mention(article, number):
    return article.mentions.order_by("pk")[number % article.mentions.count()]


# What editors do with a draft, in any order; each step gets a number to choose with.
STEPS = {
    "accept a name": lambda article, n, user: review.accept_name(
        article, some_mention(article, n).kind, some_mention(article, n).name, user=user
    ),
    "reject a name": lambda article, n, user: review.reject_name(
        article, some_mention(article, n).kind, some_mention(article, n).name, user=user
    ),
    "correct a mention": lambda article, n, user: review.accept(
        some_mention(article, n), user=user, kind="organization", name=f"Council {n}"
    ),
    "accept a quotation": lambda article, _n, user: review.accept(article.quotations.get(), user=user),
    "reject several names": lambda article, n, user: entity_resolution.reject_mentions(
        article, {mention.pk for mention in article.mentions.all() if mention.pk % 3 != n % 3}, user=user
    ),
    "reject a pledge": lambda article, _n, user: review.reject(article.pledges.get(), user=user),
    "correct a pledge": lambda article, n, user: review.accept(article.pledges.get(), user=user, item=f"{n} pumps"),
    "accept a role": lambda article, _n, user: review.accept(article.memberships.get(), user=user),
    "accept all": lambda article, _n, user: review.accept_all(article, user=user, minimum_confidence=0.5),
    "add words": lambda article, n, user: review.edit_fields(
        article, user=user, version=article.version,
        fields={"body": [{"role": "paragraph", "text": f"In {n}: {article.text_of(0)}"}, *article.body[1:]]},
    ),
    "remove a paragraph": lambda article, _n, user: review.edit_fields(
        article, user=user, version=article.version, fields={"body": article.body[:1]}
    ),
    "publish": lambda article, _n, user: review.publish(article, user=user),
    "withdraw": lambda article, _n, user: review.withdraw(article, user=user, reason="Wrong"),
    "discard": lambda article, _n, user: review.discard(article, user=user),
}  # fmt: skip


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 20)), min_size=1, max_size=8))
def test_any_sequence_of_actions_on_a_story_can_be_undone_step_by_step(editor, steps):
    with transaction.atomic():
        article, states = a_draft(), []
        for step, number in steps:
            states.append((reverting.state(), LoggedAction.objects.count()))
            try:
                with transaction.atomic():
                    STEPS[step](Article.objects.get(pk=article.pk), number, editor)
            except IllegalTransitionError:
                continue
        for state, count in reversed(states):
            entries = list(LoggedAction.objects.order_by("pk")[count:])
            reverting.revert(entries)
            LoggedAction.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
            assert reverting.differences(state, reverting.state()) == {}
        transaction.set_rollback(True)
