"""Records that an editor marked as different, through merges, removals and new records."""

from __future__ import annotations

import pytest

from articles.desk import merging, removing, review
from articles.desk.distinct_records import distinct_among, mark_distinct, unmark_distinct
from articles.desk.transitions import IllegalTransitionError
from articles.models import DistinctRecords, Entity, LoggedAction, Organization, Person, PossibleDuplicate
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [builders.a_person("Jane Doe") for _ in range(3)]


def pairs():
    return set(DistinctRecords.objects.order_by().values_list("first", "second"))


def test_a_marked_pair_is_no_possible_duplicate_and_the_log_says_who(people, django_user_model):
    editor = django_user_model.objects.create_user("jo")
    PossibleDuplicate.objects.create(first=people[0], second=people[1], kind="person", likelihood=80)
    mark_distinct(people[1], people[0], user=editor, reason="born in different years")
    assert pairs() == {(people[0].pk, people[1].pk)}
    assert not PossibleDuplicate.objects.exists()
    entry = LoggedAction.objects.get(action="entity.mark_distinct")
    assert (entry.by, entry.source, entry.details["other_id"]) == (editor, "born in different years", people[0].pk)
    assert DistinctRecords.objects.get().by == editor


def test_a_pair_is_marked_once_and_can_be_taken_back(people):
    mark_distinct(people[0], people[1], user=None)
    with pytest.raises(IllegalTransitionError, match="already"):
        mark_distinct(people[1], people[0], user=None)
    unmark_distinct(people[1], people[0], user=None)
    assert pairs() == set()
    with pytest.raises(IllegalTransitionError, match="not marked"):
        unmark_distinct(people[1], people[0], user=None)


def test_two_kinds_and_one_record_are_no_pair(people):
    for other in (people[0], builders.an_organization("Jane Doe")):
        with pytest.raises(IllegalTransitionError, match="one kind"):
            mark_distinct(people[0], other, user=None)


def test_whoever_differs_from_a_merged_record_differs_from_the_one_that_is_kept(people):
    kept, merged, third = people
    mark_distinct(merged, third, user=None)
    mark_distinct(merged, kept, user=None)
    merging.merge(kept, merged)
    assert pairs() == {(kept.pk, third.pk)}


def test_a_pair_that_the_kept_record_has_already_is_not_doubled(people):
    kept, merged, third = people
    mark_distinct(merged, third, user=None)
    mark_distinct(kept, third, user=None)
    merging.merge(kept, merged)
    assert pairs() == {(kept.pk, third.pk)}


def test_a_removed_record_is_in_no_pair_and_a_marked_one_can_be_removed(people):
    mark_distinct(people[0], people[1], user=None)
    removing.remove_record(Entity.objects.get(pk=people[1].pk), user=None)
    assert pairs() == set()


def test_only_pairs_of_which_both_are_given_are_found(people):
    mark_distinct(people[0], people[1], user=None)
    mark_distinct(people[1], people[2], user=None)
    assert distinct_among([people[0].pk, people[1].pk]) == {(people[0].pk, people[1].pk)}


def test_a_new_record_beside_a_namesake_is_marked_as_different(people):
    other = builders.an_organization("Jane Doe")
    article = builders.an_article("H", "Jane Doe spoke.", status="draft")
    mention = builders.mention(article, people[0], status="proposed", entity_id=None, resolution="several")
    review.accept(mention, user=None, is_new=True)
    new = Person.objects.latest("pk")
    assert pairs() == {(one.pk, new.pk) for one in people}
    assert Organization.objects.get() == other


def test_a_new_record_without_namesakes_is_in_no_pair():
    article = builders.an_article("H", "Jane Doe spoke.", status="draft")
    person = builders.a_person("Joan Roe")
    mention = builders.mention(article, person, "Jane Doe", name="Jane Doe", status="proposed", entity_id=None)
    review.accept(mention, user=None, is_new=True)
    assert pairs() == set()
