"""The address of a withdrawn story says that it was withdrawn, when and why; drafts and discarded stories have no page."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.desk import review, statuses
from articles.models import Article
from tests.builders import an_article

HEADLINE = "Quillon bridge is repaired"
REASON = "The figures were those of <another> bridge."
SHOWN_REASON = "The figures were those of &lt;another&gt; bridge."
migration = import_module("articles.migrations.0030_withdrawals")


def withdrawn(**options):
    return statuses.withdraw(an_article(HEADLINE), user=None, **{"reason": REASON, **options})


@pytest.mark.parametrize("words", ["", "-quillon-bridge-is-repaired", "-other-words"])
def test_it_is_gone_with_headline_date_and_reason_under_any_words(client, db, words):
    story = withdrawn()
    response = client.get(f"/stories/{story.pk}{words}/")
    html = response.content.decode()
    assert response.status_code == 410
    assert f"<h1>{HEADLINE}</h1>" in html
    assert f'datetime="{story.withdrawn_at.isoformat()}"' in html
    assert SHOWN_REASON in html
    assert "Engineers reopened the crossing." not in html


def test_a_hidden_headline_is_nowhere_in_the_answer(client, db):
    story = withdrawn(hides_headline=True)
    response = client.get(f"/stories/{story.pk}/")
    assert response.status_code == 410
    assert "quillon" not in f"{response.headers} {response.content.decode()}".lower()
    assert SHOWN_REASON in response.content.decode()


def test_search_engines_drop_it_and_no_cache_keeps_it(client, db):
    response = client.get(withdrawn().get_absolute_url())
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-cache"


def test_a_story_that_is_published_again_is_back_without_its_reason(client, db):
    story = review.publish(withdrawn(hides_headline=True), user=None)
    response = client.get(story.get_absolute_url())
    assert response.status_code == 200
    assert SHOWN_REASON not in response.content.decode()
    assert (story.withdrawn_at, story.withdrawal_reason, story.hides_headline) == (None, "", False)


@pytest.mark.parametrize("leave", [review.return_to_draft, review.discard])
def test_a_withdrawn_story_that_becomes_a_draft_or_is_discarded_has_no_page(client, db, leave):
    story = leave(withdrawn(), user=None)
    assert client.get(story.get_absolute_url()).status_code == 404


def test_the_log_has_the_public_reason(db):
    entry = withdrawn(hides_headline=True).actions.get()
    assert entry.action == "article.withdraw"
    assert (entry.after["withdrawal_reason"], entry.after["hides_headline"]) == (REASON, True)


def test_a_reason_that_is_too_long_is_refused_with_its_length(db):
    story = an_article(HEADLINE)
    with pytest.raises(review.IllegalTransitionError, match="501 characters"):
        review.withdraw(story, user=None, reason="x" * 501)
    assert review.withdraw(story, user=None, reason="x" * 500).withdrawal_reason == "x" * 500


@pytest.mark.django_db
def test_stories_withdrawn_before_show_only_their_date(client):
    logged, unlogged, published = withdrawn(), an_article(HEADLINE, status="withdrawn"), an_article(HEADLINE)
    at = logged.actions.get().at
    cleared = {"withdrawn_at": None, "withdrawal_reason": "", "hides_headline": False}
    Article.objects.filter(pk=logged.pk).update(**cleared)
    migration.date_earlier_withdrawals(apps, connection.schema_editor())
    for story, moment in ((logged, at), (unlogged, None)):
        story.refresh_from_db()
        html = client.get(story.get_absolute_url()).content.decode()
        assert story.withdrawn_at == moment
        assert ("<time datetime=" in html) is (moment is not None)
        assert "Quillon" not in html
        assert "Reason" not in html
    published.refresh_from_db()
    assert not published.hides_headline


MOVES = {
    "publish": lambda story: review.publish(story, user=None),
    "withdraw": lambda story: review.withdraw(story, user=None, reason="Wrong"),
    "draft": lambda story: review.return_to_draft(story, user=None),
    "discard": lambda story: review.discard(story, user=None),
}
ANSWERS = {"draft": 404, "discarded": 404, "published": 200, "withdrawn": 410}


class AnyOrderOfTransitions(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.sampled_from(sorted(MOVES)), max_size=8))
    def test_the_answer_follows_the_status_alone(self, moves):
        story = an_article(HEADLINE, status="draft")
        for move in moves:
            try:
                story = MOVES[move](story)
            except review.IllegalTransitionError:
                continue
        assert self.client.get(story.get_absolute_url()).status_code == ANSWERS[story.review_status]
        is_withdrawn = story.review_status == "withdrawn"
        assert (bool(story.withdrawn_at), bool(story.withdrawal_reason)) == (is_withdrawn, is_withdrawn)
