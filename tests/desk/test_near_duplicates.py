"""Near duplicates of a wire text: suggested, and grouped only by an editor."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from articles.desk import near_duplicates, review
from articles.desk.shingles import fingerprint
from articles.models import (
    Article,
    DuplicateCluster,
    LoggedAction,
    LSHBand,
    NotDuplicate,
    SearchOutbox,
    TextFingerprint,
)
from articles.vocabulary import ArticleStatus
from tests import builders
from tests.thoroughness import seeds

WIRE = tuple(
    f"In village {number} the council met until {number} o'clock and asked the province for {number * 3} new pumps."
    for number in range(2, 12)
)
OWN = (
    "Readers wrote to this newspaper about the pumps and the water, and many sent pictures of their streets.",
    "The paper's own reporter spoke with the owner of a mill that stands by the river near the old bridge.",
)

ELSE = (
    "Farmers in the north say that rain has kept them from the fields for three weeks, and hope for a dry month.",
    "There is enough grain for the winter in the storehouse at Aldersey, visitors were told on Wednesday evening.",
)


@pytest.mark.parametrize(
    ("copy", "is_alike"),
    [
        (WIRE, True),
        (WIRE[:5], True),
        ((*OWN, *WIRE[:6]), True),
        ((*WIRE[5:], *WIRE[:5]), True),
        (tuple(text.upper() for text in WIRE), True),
        (OWN, False),
        ((*OWN, WIRE[0]), False),
    ],
    ids=["whole", "half", "with paragraphs before it", "other order", "capitals", "another", "one sentence in common"],
)
def test_copies_share_a_band_and_most_of_the_shorter_text(copy, is_alike):
    ours, theirs = fingerprint(WIRE), fingerprint(copy)
    assert (bool(set(ours.bands) & set(theirs.bands)) and ours.share_with(theirs) >= 0.5) == is_alike


def test_a_text_of_one_line_has_no_near_duplicates():
    line = fingerprint(["The council met in the evening."])
    assert (line.bands, line.share_with(line)) == ([], 0.0)


def test_scripts_without_spaces_have_shingles_too():
    ours, theirs = fingerprint(["军队星期一进入城市"]), fingerprint(["星期一进入城市的军队"])
    assert ours.shingles & theirs.shingles


def a_copy(*paragraphs, outlet="Valley Post", **fields):
    article = builders.an_article("Villages ask for pumps", *paragraphs, outlet=outlet, **fields)
    near_duplicates.index_fingerprints(article)
    return article


@pytest.fixture
def pair(db):
    return a_copy(*WIRE), a_copy(*OWN, *WIRE[:7], outlet="Coast Herald")


def suggested(article):
    return [one.article for one in near_duplicates.suggestions(article)]


def test_each_of_two_copies_points_at_the_other(pair):
    first, second = pair
    a_copy(*ELSE, outlet="Hill Times")
    assert (suggested(first), suggested(second)) == ([second], [first])


def test_a_suggestion_says_how_much_is_shared(pair):
    assert near_duplicates.suggestions(pair[0])[0].share > 0.6


def test_candidates_are_found_in_one_query_and_read_in_another(pair, django_assert_num_queries):
    with django_assert_num_queries(4):  # bands, candidates, their texts, pairs marked as different
        near_duplicates.suggestions(pair[0])


def test_a_changed_text_is_matched_by_its_new_words(pair, editor):
    first, second = pair
    body = [{"role": "paragraph", "text": text} for text in ELSE]
    review.edit_fields(first, user=editor, version=first.version, fields={"body": body})
    first.refresh_from_db()
    assert suggested(first) == suggested(second) == []


def test_fingerprinting_again_changes_nothing(pair):
    before = set(LSHBand.objects.values_list("pk", flat=True))
    near_duplicates.index_fingerprints(pair[0])
    assert set(LSHBand.objects.values_list("pk", flat=True)) == before


def test_existing_stories_are_fingerprinted_once(db, django_assert_num_queries):
    builders.an_article("Old", *WIRE)
    builders.an_article("A line", "Too short to compare.")
    assert near_duplicates.backfill_fingerprints() == 1
    with django_assert_num_queries(1):  # no text is read again, of short ones neither
        assert near_duplicates.backfill_fingerprints() == 0


def test_a_deleted_story_takes_its_bands_with_it(pair):
    first, second = pair
    rest = set(TextFingerprint.objects.get(pk=second.pk).bands)
    first.delete()
    assert {key >> 32 for key in LSHBand.objects.values_list("key", flat=True)} == rest
    assert set(LSHBand.objects.stories_with(rest)) == {second.pk}


@pytest.mark.parametrize("band", [-(2**31), -1, 0, 1, 2**31 - 1])
def test_a_band_finds_its_own_stories_and_those_of_no_neighbouring_band(band, db):
    ids = (0, 1, LSHBand.MAX_ARTICLE)
    neighbours = [other for other in (band - 1, band + 1) if -(2**31) <= other < 2**31]
    LSHBand.objects.bulk_create(LSHBand(key=LSHBand.key_of(one, pk)) for one in (band, *neighbours) for pk in ids)
    assert list(LSHBand.objects.stories_with([band])) == [LSHBand.MAX_ARTICLE, 1, 0]


@pytest.mark.parametrize("number", [-1, 2**32])
def test_a_story_whose_id_does_not_fit_is_refused(number):
    with pytest.raises(OverflowError, match="ids up to 4294967295 only"):
        LSHBand.key_of(7, number)


def test_a_fingerprint_gives_back_its_bands():
    bands = [-(2**31), -1, 0, 2**31 - 1]
    assert TextFingerprint.of_bands(1, [*reversed(bands), 0]).bands == bands
    assert TextFingerprint.of_bands(1, []).bands == []


def generated_texts(rng):
    """Texts that share paragraphs: of one, of a few, and of none of the others."""
    pool = [" ".join(f"word{rng.randrange(400)}" for _ in range(30)) for _ in range(12)]
    own = [" ".join(f"own{rng.randrange(9_000)}" for _ in range(20)) for _ in range(40)]
    return [(*rng.sample(pool, rng.randrange(4)), own[number], own[-number - 1]) for number in range(20)]


@pytest.mark.django_db
def test_the_candidates_are_the_stories_that_share_a_band_those_with_most_of_them_first():
    for seed in seeds(8):
        Article.objects.all().delete()
        rng = random.Random(seed)  # noqa: S311
        bands = {a_copy(*text).pk: set(fingerprint(text).bands) for text in generated_texts(rng)}
        for own in bands.values():
            shared = Counter({pk: len(own & other) for pk, other in bands.items() if own & other})
            assert dict.fromkeys(article.pk for article in near_duplicates.candidates(own)).keys() == shared.keys()
            ordered = sorted(shared, key=lambda pk: (-shared[pk], -pk))
            assert [article.pk for article in near_duplicates.candidates(own)] == ordered
        assert near_duplicates.candidates([]) == []


def test_discarded_stories_take_no_place_among_the_candidates(db):
    first = a_copy(*WIRE)
    for number in range(near_duplicates.MAX_CANDIDATES):
        a_copy(*WIRE, outlet=f"Paper {number}", status=ArticleStatus.DISCARDED)
    assert near_duplicates.candidates(fingerprint(WIRE).bands) == [first]


def test_nothing_is_grouped_automatically(pair):
    assert [article.cluster for article in pair] == [None, None]


def test_grouped_stories_are_copies_of_each_other_and_no_longer_suggested(pair, editor):
    first, second = pair
    near_duplicates.group(first, second, user=editor)
    for article in pair:
        article.refresh_from_db()
    assert (near_duplicates.duplicates_of(first), near_duplicates.duplicates_of(second)) == ([second], [first])
    assert suggested(first) == []
    assert LoggedAction.objects.get(action="article.group").by == editor


def test_two_groups_become_one(pair, editor):
    first, second = pair
    third, fourth = a_copy(*WIRE[:8], outlet="Hill Times"), a_copy(*WIRE[1:], outlet="Lake News")
    near_duplicates.group(first, second, user=editor)
    near_duplicates.group(third, fourth, user=editor)
    cluster = near_duplicates.group(second, third, user=editor)
    assert set(cluster.articles.all()) == {first, second, third, fourth}
    assert DuplicateCluster.objects.count() == 1


def test_a_story_marked_as_different_is_not_suggested_again(pair, editor):
    first, second = pair
    near_duplicates.mark_distinct(second, first, user=editor)
    near_duplicates.mark_distinct(first, second, user=editor)
    assert suggested(first) == suggested(second) == []
    assert NotDuplicate.objects.count() == 1


def test_stories_marked_as_different_can_still_be_grouped(pair, editor):
    first, second = pair
    near_duplicates.mark_distinct(first, second, user=editor)
    near_duplicates.group(first, second, user=editor)
    assert not NotDuplicate.objects.exists()


def test_a_story_taken_out_of_its_group_is_not_suggested_for_it_again(pair, editor):
    first, second = pair
    third = a_copy(*WIRE[:8], outlet="Hill Times")
    near_duplicates.group(first, second, user=editor)
    near_duplicates.group(first, third, user=editor)
    near_duplicates.ungroup(third, user=editor)
    third.refresh_from_db()
    assert (third.cluster, suggested(third)) == (None, [])
    assert DuplicateCluster.objects.get().articles.count() == 2


def test_a_group_of_one_is_none(pair, editor):
    near_duplicates.group(*pair, user=editor)
    near_duplicates.ungroup(pair[0], user=editor)
    assert not DuplicateCluster.objects.exists()


def test_a_story_in_no_group_cannot_be_taken_out_of_one(pair, editor):
    with pytest.raises(review.IllegalTransitionError, match="in no group"):
        near_duplicates.ungroup(pair[0], user=editor)


def test_grouping_reindexes_the_published_stories(pair, editor):
    draft = a_copy(*WIRE[:8], outlet="Hill Times", status="draft")
    SearchOutbox.objects.all().delete()
    near_duplicates.group(*pair, user=editor)
    near_duplicates.group(pair[0], draft, user=editor)
    heard = set(SearchOutbox.objects.values_list("article_id", flat=True)) - {None}
    assert heard == {article.pk for article in pair}
