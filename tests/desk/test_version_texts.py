"""The text of a story is stored once, and every version still reads as it was published."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from django.db import transaction

from articles.desk import review, versions
from articles.desk.version_texts import other_body
from articles.imports import drafts
from articles.models import Article, ArticleVersion
from tests.desk.test_duplicates import NEW, OLD, a_page, file
from tests.thoroughness import seeds

pytestmark = pytest.mark.django_db
ARTICLES = Path(__file__).resolve().parents[2] / "articles"


def texts(version):
    return [block["text"] for block in version.body]


def stored_texts(article):
    """Of each version its own text as stored; None where it refers to that of the story."""
    rows = ArticleVersion.objects.filter(article=article).order_by("number").values_list("other_body", flat=True)
    return [body and [block["text"] for block in body] for body in rows]


def publish_text(editor, headline, *paragraphs):
    return drafts.make_draft(file(a_page(headline, *paragraphs)), user=editor, fields={})


def edit_text(article, editor, *paragraphs):
    body = [{"role": "paragraph", "text": text} for text in paragraphs]
    return review.edit_fields(article, user=editor, version=article.version, fields={"body": body})


def test_the_version_of_a_new_story_stores_no_text(nothing_found, editor):
    article = publish_text(editor, "Bridge open", *OLD)
    assert stored_texts(article) == [None]
    assert texts(article.versions.get()) == list(OLD)


def test_a_text_that_an_editor_set_at_the_preview_is_not_that_of_the_source(nothing_found, editor):
    fields = {"body": [{"role": "paragraph", "text": "Our words."}]}
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields=fields)
    assert stored_texts(article) == [list(OLD)]


def test_an_edit_leaves_the_version_as_it_was_published(nothing_found, editor):
    article = publish_text(editor, "Bridge open", *OLD)
    article = edit_text(article, editor, "Our words.")
    assert stored_texts(article) == [list(OLD)]
    article = edit_text(article, editor, *OLD)
    assert stored_texts(article) == [None]


def test_a_draft_that_follows_its_source_refers_to_its_last_version(nothing_found, editor):
    publish_text(editor, "Bridge open", *OLD)
    article = publish_text(editor, "Bridge is open", *NEW)
    assert stored_texts(article) == [list(OLD), None]


def test_new_sentence_boundaries_are_no_new_text(nothing_found, editor):
    article = publish_text(editor, "Bridge open", *OLD)
    for block in article.body:
        block["sentences"] = []
    article.save()
    version = article.versions.get()
    assert other_body(article, version.body) is None
    assert texts(version) == list(OLD)


def test_a_failed_edit_changes_no_version(nothing_found, editor):
    article = publish_text(editor, "Bridge open", *OLD)
    review.publish(article, user=editor)
    article.refresh_from_db()
    with pytest.raises(review.IllegalTransitionError):
        edit_text(article, editor)
    assert stored_texts(article) == [None]


WORDS = ("bridge", "river", "road", "mill", "winter", "council", "engineers", "grain")


def test_the_text_of_a_story_is_written_in_one_place():
    """Elsewhere the versions that refer to it would change with it. `propose` writes other sentences of the same text."""
    found = {
        path.name for path in ARTICLES.rglob("*.py") if re.search(r"\bupdate\([^)]*\bbody=", path.read_text("utf-8"))
    }
    assert found == {"propose.py"}


def a_text(rng):
    """One of few texts, so that a source and editors come back to earlier ones."""
    return [f"The {word} was open on day {rng.randrange(2)} of the week." for word in rng.sample(WORDS, 2)]


def step(rng, article, editor):
    """A random action; returns the text that the source published with it, if any."""
    action = rng.choice(["publish text", "publish text", "edit", "apply", "publish", "withdraw", "draft"])
    if action == "publish text":
        paragraphs = a_text(rng)
        publish_text(editor, f"Bridge {rng.randrange(3)} open", *paragraphs)
        return paragraphs
    article = Article.objects.get(pk=article.pk)
    if action == "edit":
        edit_text(article, editor, *a_text(rng))
    elif action == "apply":
        version = rng.choice(list(article.versions.all()))
        chosen = rng.choice([None, ["body"], ["headline"]])
        versions.apply_version(article, version, user=editor, at=article.version, fields=chosen)
    elif action == "publish":
        review.publish(article, user=editor)
    elif action == "withdraw":
        review.withdraw(article, user=editor, reason="Wrong")
    else:
        review.return_to_draft(article, user=editor)
    return None


def test_after_any_sequence_of_actions_every_version_reads_as_it_was_published(nothing_found, editor):
    for seed in seeds(12):
        rng = random.Random(seed)  # noqa: S311
        with transaction.atomic():
            published = [a_text(rng)]
            article = publish_text(editor, "Bridge open", *published[0])
            for _ in range(15):
                before = article.versions.count()
                try:
                    with transaction.atomic():
                        text = step(rng, article, editor)
                except review.IllegalTransitionError:
                    continue
                now = list(Article.objects.get(pk=article.pk).versions.all())
                published += [text] * (len(now) - before)
                assert [texts(version) for version in now] == published
                article = now[0].article
                assert [version.other_body for version in now] == [other_body(article, v.body) for v in now]
            transaction.set_rollback(True)
