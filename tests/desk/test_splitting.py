"""Splitting a record, and undoing that."""

from __future__ import annotations

import pytest

from articles.desk import links_since, merging, records, splitting, undoing_merges
from articles.desk.transitions import IllegalTransitionError
from articles.models import (
    Appearance,
    Entity,
    LoggedAction,
    Mention,
    OtherName,
    Pledge,
    Quotation,
    Redirect,
    SearchOutbox,
)
from articles.vocabulary import FactStatus
from tests import builders

pytestmark = pytest.mark.django_db

MENTIONS, NAMES = "articles.mention.entity", "articles.othername.entity"


@pytest.fixture
def source():
    return builders.a_person("Jane Doe", "J. Doe", "Doe")


@pytest.fixture
def target():
    return builders.a_person("Janet Doe", "Doe")


@pytest.fixture
def stories(source):
    found = [builders.an_article(f"Story {number}", "Jane Doe spoke. Doe left.") for number in range(2)]
    for article in found:
        builders.mention(article, source)
        builders.mention(article, source, "Doe")
    return found


def of(article):
    return {MENTIONS: list(article.mentions.values_list("pk", flat=True))}


def owners(article):
    return set(article.mentions.values_list("entity", flat=True))


def test_only_the_chosen_links_move_and_the_stories_follow(source, target, stories):
    SearchOutbox.objects.all().delete()
    splitting.split(source, target, of(stories[0]))
    assert (owners(stories[0]), owners(stories[1])) == ({target.pk}, {source.pk})
    assert set(Appearance.objects.values_list("article", "entity")) == {
        (stories[0].pk, target.pk), (stories[1].pk, source.pk),
    }  # fmt: skip
    assert {source.pk, target.pk} <= set(SearchOutbox.objects.values_list("entity_id", flat=True))
    assert stories[0].pk in SearchOutbox.objects.values_list("article_id", flat=True)


def test_the_facts_of_a_story_are_found_with_all_their_references(source, stories):
    where = {"article": stories[0], "block": 0, "start": 0, "end": 4, "text": "Jane", "status": FactStatus.ACCEPTED}
    quotation = Quotation.objects.create(speaker=source, **where)
    pledge = Pledge.objects.create(pledged_by=source, announced_by=source, item="aid", **where)
    links = splitting.links_of_facts(source, splitting.facts_in_stories(source, {stories[0].pk}))
    assert links == of(stories[0]) | {
        "articles.quotation.speaker": [quotation.pk],
        "articles.pledge.pledged_by": [pledge.pk],
        "articles.pledge.announced_by": [pledge.pk],
    }


def test_an_undo_restores_the_links_and_both_histories_say_so(source, target, stories, editor):
    split = splitting.split(source, target, of(stories[0]), user=editor, reason="Another person")
    undone = splitting.undo_split(split, user=editor)
    assert owners(stories[0]) == owners(stories[1]) == {source.pk}
    assert (undone.moved, undone.stayed, undone.removed) == (2, 0, False)
    told = LoggedAction.objects.filter(action__startswith="entity.").order_by("pk").values_list("action", "entity")
    assert list(told) == [
        ("entity.split", source.pk), ("entity.split_off", target.pk), ("entity.undo_split", source.pk),
    ]  # fmt: skip
    with pytest.raises(IllegalTransitionError, match="already undone"):
        splitting.undo_split(split)


def test_a_record_added_for_the_split_is_removed_and_its_address_redirects(client, index, source, stories):
    new = builders.a_person("Janet Doe")
    address = new.get_absolute_url()
    split = splitting.split(source, new, of(stories[0]), made_target=True)
    index()
    assert client.get(address).status_code == 200
    assert splitting.undo_split(split).removed
    index()
    assert not Entity.objects.filter(pk=new.pk).exists()
    assert client.get(address)["Location"] == source.get_absolute_url()


@pytest.mark.parametrize("change", ["a link", "a field"])
def test_a_record_added_for_the_split_stays_if_something_names_it_or_an_editor_changed_it(source, stories, change):
    new = builders.a_person("Janet Doe")
    split = splitting.split(source, new, of(stories[0]), made_target=True)
    if change == "a link":
        builders.mention(builders.an_article("N", "Janet Doe spoke."), new)
    else:
        new.summary = "Another person."
        records.save_entity(new, user=None, changed=["summary"])
    assert not splitting.undo_split(split).removed
    assert Entity.objects.filter(pk=new.pk).exists()
    assert not Redirect.objects.exists()


def test_links_made_since_stay_unless_they_are_assigned(source, target, stories):
    split = splitting.split(source, target, of(stories[0]))
    first = builders.mention(builders.an_article("N", "Janet Doe spoke."), target)
    second = builders.mention(builders.an_article("M", "Janet Doe spoke."), target)
    assert links_since.ids_since_split(split) == {MENTIONS: [first.pk, second.pk]}
    undone = splitting.undo_split(split, assigned=[f"{MENTIONS}:{second.pk}"])
    assert (undone.moved, undone.assigned) == (2, 1)
    assert dict(Mention.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "entity")) == {
        first.pk: target.pk, second.pk: source.pk,
    }  # fmt: skip


def test_a_link_that_was_changed_meanwhile_stops_the_split(source, target, stories):
    chosen = of(stories[0])
    Mention.objects.filter(pk=chosen[MENTIONS][0]).update(entity=target)
    with pytest.raises(splitting.StaleSplitError):
        splitting.split(source, target, chosen)
    assert owners(stories[0]) == {source.pk, target.pk}
    with pytest.raises(IllegalTransitionError, match="at least one"):
        splitting.split(source, target, {MENTIONS: []})


def test_a_changed_target_stops_the_undo(source, target, stories):
    split = splitting.split(source, target, of(stories[0]))
    seen = splitting.state_for_undo_split(split)
    builders.mention(builders.an_article("N", "Janet Doe spoke."), target)
    with pytest.raises(splitting.StaleSplitError):
        splitting.undo_split(split, seen=seen)
    splitting.undo_split(split, seen=splitting.state_for_undo_split(split))


def test_names_move_and_the_main_name_of_the_other_record_is_dropped(source):
    new = builders.a_person("J. Doe")
    before = set(source.other_names.values_list("pk", "name"))
    split = splitting.split(source, new, {NAMES: [pk for pk, _ in before]})
    assert not source.other_names.exists()
    assert set(new.other_names.values_list("name", flat=True)) == {"Doe"}
    splitting.undo_split(split)
    assert set(source.other_names.values_list("pk", "name")) == before


def test_links_do_not_move_to_another_kind_or_to_the_record_itself(source, stories):
    for other in (builders.a_country(), source):
        with pytest.raises(IllegalTransitionError, match="one kind"):
            splitting.split(source, other, of(stories[0]))


def test_a_split_is_undone_across_merges_of_either_record(source, target, stories):
    split = splitting.split(source, target, of(stories[0]))
    last, final = builders.a_person("J. D."), builders.a_person("J. E. D.")
    merging.merge(last, source)
    merging.merge(final, target)
    splitting.undo_split(split)
    assert owners(stories[0]) == owners(stories[1]) == {last.pk}


def test_a_split_of_records_that_were_merged_again_waits_for_the_undo_of_the_merge(source, target, stories):
    split = splitting.split(source, target, of(stories[0]))
    merge = merging.merge(source, target)
    with pytest.raises(IllegalTransitionError, match="Undo that merge first"):
        splitting.undo_split(split)
    undoing_merges.undo_merge(merge)
    splitting.undo_split(split)
    assert owners(stories[0]) == {source.pk}
    assert set(OtherName.objects.filter(entity=target.pk).values_list("name", flat=True)) == {"Doe"}
