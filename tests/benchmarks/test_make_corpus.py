"""A generated corpus is what the product would have written itself, and is written into no database of real stories."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection, transaction

from articles.desk import anchors, appearances, incoming, near_duplicates
from articles.desk.columns import body_of
from articles.desk.shingles import fingerprint_of
from articles.desk.version_texts import other_body
from articles.models import (
    Appearance,
    Article,
    ArticleVersion,
    LSHBand,
    Membership,
    Mention,
    Pledge,
    Quotation,
    SearchOutbox,
    StoryLink,
    TextFingerprint,
)
from articles.vocabulary import ArticleStatus, FactStatus
from benchmarks.corpus import making, schedule
from tests import builders

STORIES = 60  # as tests/benchmarks/conftest.py makes them


@pytest.fixture
def stories(corpus, db):
    return list(Article.objects.order_by("pk"))


def test_it_has_as_many_published_stories_as_asked_for_and_others_beside_them(stories):
    statuses = Counter(story.review_status for story in stories)

    assert statuses[ArticleStatus.PUBLISHED] == STORIES
    assert statuses[ArticleStatus.DRAFT]
    assert statuses[ArticleStatus.WITHDRAWN]


def test_every_fact_is_anchored_at_its_words(stories):
    facts = [(story, fact) for story in stories for fact in anchors.facts_of(story)]

    assert {type(fact) for _, fact in facts} == {Mention, Quotation, Pledge, Membership}
    assert [fact for story, fact in facts if not anchors.is_anchored(story, fact)] == []


def test_rebuilding_the_appearances_of_a_story_changes_nothing(stories):
    def state():
        rows = Appearance.objects.values_list("article_id", "entity_id", "mentions", "is_about", "via_id")
        return set(rows), list(Article.objects.order_by("pk").values_list("pk", "quotation_count", "pledge_count"))

    before = state()
    assert any(via for *_, via in before[0])
    with transaction.atomic():
        for story in stories:
            appearances.rebuild(story)
        assert state() == before
        transaction.set_rollback(True)


def test_the_near_duplicate_bands_are_those_of_the_product(stories):
    def state():
        fingerprints = TextFingerprint.objects.values_list("article_id", "packed")
        return set(LSHBand.objects.values_list("key", flat=True)), {(pk, bytes(packed)) for pk, packed in fingerprints}

    before = state()
    assert len(before[0]) > STORIES
    with transaction.atomic():
        TextFingerprint.objects.all().delete()
        assert state() == (set(), set())
        for story in stories:
            near_duplicates.index_fingerprints(story)
        assert state() == before
        transaction.set_rollback(True)


def test_sentences_hashes_and_versions_are_those_of_the_product(stories):
    for story in stories:
        assert story.body == body_of(story.body)
        assert story.sha256 == incoming.text_sha256(story.body)
        version = ArticleVersion.objects.get(article=story)
        assert (version.headline, version.sha256) == (story.headline, story.sha256)
        assert version.other_body is other_body(story, version.body) is None


def test_only_reprints_are_found_as_near_duplicates(stories):
    reprints = {story.pk for number, story in enumerate(stories) if schedule.origin_of(number) != number}
    origins = {stories[schedule.origin_of(number)].pk for number in range(len(stories))} - reprints
    texts = {story.pk: fingerprint_of(story.body) for story in stories}

    found = {one for one in reprints if any(texts[one].share_with(texts[other]) >= 0.5 for other in origins)}
    alike = [
        (one, other)
        for one in origins
        for other in origins
        if one < other and texts[one].share_with(texts[other]) >= 0.3
    ]

    assert reprints
    assert found == reprints
    assert alike == []


def test_a_draft_has_nothing_that_an_editor_decided(stories):
    drafts = [story for story in stories if story.review_status == ArticleStatus.DRAFT]

    decided = [fact for story in drafts for fact in anchors.facts_of(story) if fact.status != FactStatus.PROPOSED]

    assert drafts
    assert decided == []


def test_some_names_of_published_stories_are_rejected_or_open(stories):
    counts = Counter(Mention.objects.filter(article__in=Article.objects.published()).values_list("status", flat=True))

    assert counts[FactStatus.ACCEPTED] > 10 * counts[FactStatus.REJECTED] > 0
    assert counts[FactStatus.PROPOSED] > 0


def test_words_of_one_topic_occur_together(stories):
    """Of two words of a topic one is far likelier in a story that has the other than elsewhere."""
    texts = [" ".join(block["text"] for block in story.body) for story in stories]
    with_word = [text for text in texts if "trainer" in text or "recruit" in text]
    without = [text for text in texts if text not in with_word]

    def share(of):
        return sum("battalion" in text for text in of) / max(1, len(of))

    assert with_word
    assert share(with_word) > 3 * share(without)


def test_links_lead_to_stories_of_the_corpus(corpus, db):
    links = StoryLink.objects.exclude(target=None).select_related("target")

    assert links
    assert [link for link in links if link.url != link.target.url] == []


def test_the_database_holds_no_dangling_reference(corpus, db):
    connection.check_constraints()


def test_new_rows_get_keys_of_their_own(corpus, db):
    story = builders.an_article("A story of an editor")

    assert story.pk > max(Article.objects.exclude(pk=story.pk).values_list("pk", flat=True))
    assert builders.a_person("Somebody New").pk
    assert not SearchOutbox.objects.filter(article_id=story.pk).exists()


def test_the_same_corpus_again_changes_nothing(corpus, db):
    assert making.make(STORIES, seed=3).stories == 0


@pytest.mark.parametrize(("stories", "seed"), [(STORIES + 1, 3), (STORIES, 4)], ids=["size", "seed"])
def test_another_corpus_beside_it_is_refused(corpus, db, stories, seed):
    with pytest.raises(making.RefusedError, match="another generated corpus, of 60 published stories"):
        making.make(stories, seed)


def test_a_real_story_beside_it_is_refused(corpus, db):
    builders.an_article("A bridge was repaired", status=ArticleStatus.DRAFT)

    with pytest.raises(making.RefusedError, match="holds 1 stories that are not generated"):
        making.make(STORIES, seed=3)


@pytest.mark.parametrize("published", [1, 46, 47, 48, 94, 1000])
def test_the_number_of_stories_for_so_many_published_ones(published):
    total = schedule.numbers_with(published)

    statuses = [schedule.status_of(number) for number in range(total)]
    assert statuses.count(ArticleStatus.PUBLISHED) == published
    assert statuses[-1] == ArticleStatus.PUBLISHED
