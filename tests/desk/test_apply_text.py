"""Changing the text of a story: the same steps for editors, for source versions, and for drafts that follow their
source.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from articles.desk import apply_text, review
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, LoggedAction, SearchOutbox
from tests import builders

pytestmark = pytest.mark.django_db
ARTICLES = Path(__file__).parents[2] / "articles"
# The modules that define the status and publish stories.
MAY_COMPARE = {"models/article.py"}


def change(article, editor, **values):
    return apply_text.apply_text(article, values, action="article.edit", user=editor)


def test_a_dry_run_lists_the_facts_that_would_be_lost_and_writes_nothing():
    article = builders.an_article("News from Brenwick", "Nothing else.")
    lost = builders.mention(article, builders.a_place("Brenwick"))
    outcome = apply_text.outcome_of(article, {"headline": "News"})
    assert outcome.lost == [lost]
    article.refresh_from_db()
    assert (article.headline, LoggedAction.objects.count()) == ("News from Brenwick", 0)


def test_a_changed_body_is_counted_and_its_version_goes_up(editor):
    article = builders.an_article("News", "Two words.")
    change(article, editor, body=[builders.a_block("Now there are five words.")])
    article.refresh_from_db()
    assert (article.word_count, article.version) == (5, 2)


def test_an_accepted_fact_that_is_lost_returns_to_proposed_and_keeps_its_method(editor):
    article = builders.an_article("News from Brenwick", "Nothing else.")
    fact = builders.mention(article, builders.a_place("Brenwick"), method="names:place")
    change(article, editor, headline="News")
    fact.refresh_from_db()
    assert (fact.status, fact.decided_by, fact.method) == ("proposed", None, "names:place")


def test_a_lost_fact_is_not_accepted_with_the_others(editor):
    article = builders.an_article("News from Brenwick", "Nothing else.")
    builders.mention(article, builders.a_place("Brenwick"))
    change(article, editor, headline="News")
    assert review.accept_all(article, user=editor, minimum_confidence=0)["mention"] == 0


def test_facts_that_take_each_others_place_keep_their_words(editor):
    article = builders.an_article("News", "Tom met Ann.", "Ann met Tom.")
    people = {name: builders.a_person(name) for name in ("Tom", "Ann")}
    facts = {(block, name): builders.mention(article, people[name]) for block in (0, 1) for name in people}
    assert [fact.block for fact in facts.values()] == [0, 0, 1, 1]
    change(article, editor, body=[builders.a_block("Ann met Tom."), builders.a_block("Tom met Ann.")])
    for (_, name), fact in facts.items():
        fact.refresh_from_db()
        assert article.text_of(fact.block)[fact.start : fact.end] == name == fact.text
    assert {fact.block for (block, _), fact in facts.items() if block == 0} == {1}


@pytest.mark.parametrize(("status", "is_told"), [("published", True), ("draft", False)])
def test_a_change_that_readers_see_enqueues_a_reindex(status, is_told, editor):
    article = builders.an_article("News", "Two words.", status=status)
    change(article, editor, section="World")
    assert SearchOutbox.objects.filter(article_id=article.pk).exists() is is_told


def test_a_public_story_keeps_its_headline(editor):
    article = builders.an_article("News")
    with pytest.raises(IllegalTransitionError, match="needs a headline"):
        change(article, editor, headline="")
    assert Article.objects.get().headline == "News"


def test_an_address_of_another_story_is_refused_with_a_message(editor):
    taken = builders.an_article("First", url="https://example.org/a", address_key="example.org/a")
    article = builders.an_article("Second")
    with (
        pytest.raises(IllegalTransitionError, match=f"Story {taken.pk} has this address already: First"),
        apply_text.explain_conflicts(article),
    ):
        change(article, editor, url="https://example.org/a")


def is_published_spelled_out(node):
    """Whether this compares a status with "published", or filters by it, in place of `is_published` or `published()`."""
    if isinstance(node, ast.Compare):
        return any(ast.unparse(one) == "ArticleStatus.PUBLISHED" for one in (node.left, *node.comparators))
    is_status = isinstance(node, ast.keyword) and (node.arg or "").endswith("review_status")
    return is_status and ast.unparse(node.value) in ("ArticleStatus.PUBLISHED", "'published'")


def test_published_has_one_spelling():
    found = [
        f"{path.relative_to(ARTICLES)}:{getattr(node, 'lineno', '')}"
        for path in sorted(ARTICLES.rglob("*.py"))
        if "migrations" not in path.parts and path.relative_to(ARTICLES).as_posix() not in MAY_COMPARE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if is_published_spelled_out(node)
    ]
    assert found == []


def test_only_one_module_sets_the_fields_of_a_story():
    """Elsewhere a field would change without its facts, its counts and its log entry."""
    found = {path.name for path in (ARTICLES / "desk").glob("*.py") if "setattr(article," in path.read_text("utf-8")}
    assert found == {"apply_text.py"}
