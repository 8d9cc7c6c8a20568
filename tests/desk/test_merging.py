"""Merging two records: no reference to the merged record is lost."""

from __future__ import annotations

import pytest

from articles.desk import merging, records
from articles.desk.transitions import IllegalTransitionError
from articles.models import (
    Appearance,
    Entity,
    Identifier,
    Membership,
    Mention,
    MergeRecord,
    Person,
    Pledge,
    Quotation,
    Redirect,
    SearchOutbox,
)
from articles.vocabulary import FactStatus, Resolution
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return builders.a_person("Cyril Ramaphosa", "Ramaphosa")


@pytest.fixture
def gone():
    return builders.a_person("Matamela Cyril Ramaphosa", "Ramaphosa", "President Ramaphosa")


@pytest.fixture
def story(kept, gone):
    article = builders.an_article("H", "Cyril Ramaphosa spoke. Matamela Cyril Ramaphosa promised aid.")
    builders.mention(article, gone)
    builders.mention(article, kept)
    return article


def test_facts_names_roles_and_numbers_move(kept, gone, story):
    where = {"article": story, "block": 0, "start": 0, "end": 5, "status": FactStatus.ACCEPTED}
    Quotation.objects.create(speaker=gone, text="Cyril", **where)
    Pledge.objects.create(announced_by=gone, pledged_by=gone, recipient=gone, item="aid", text="Cyril", **where)
    builders.a_role(gone, "President", article=story, end=5)
    Identifier.objects.create(entity=gone, scheme="wikidata", identifier="Q1")
    merging.merge(kept, gone)
    assert not Entity.objects.filter(pk=gone.pk).exists()
    assert set(Mention.objects.values_list("entity", flat=True)) == {kept.pk}
    pledge = Pledge.objects.get()
    assert {pledge.announced_by_id, pledge.pledged_by_id, pledge.recipient_id} == {kept.pk}
    assert Quotation.objects.get().speaker_id == Membership.objects.get().person_id == kept.pk
    assert Identifier.objects.get().entity_id == kept.pk
    assert set(kept.other_names.values_list("name", flat=True)) == {
        "Ramaphosa", "President Ramaphosa", "Matamela Cyril Ramaphosa",
    }  # fmt: skip


def test_the_story_counts_the_one_record(kept, gone, story):
    merging.merge(kept, gone)
    assert Appearance.objects.get(article=story, entity__kind="person").mentions == 2


def test_the_old_address_redirects_to_the_kept_record_even_after_a_second_merge(client, index, kept, gone, story):
    first = gone.get_absolute_url()
    merging.merge(kept, gone)
    last = builders.a_person("C. Ramaphosa")
    builders.mention(builders.an_article("H", "C. Ramaphosa spoke."), last)
    merging.merge(last, kept)
    index()
    assert client.get(first)["Location"] == last.get_absolute_url()
    assert Redirect.objects.filter(entity=last).count() == 2


def test_merging_reindexes_both_records_and_the_story(kept, gone, story):
    SearchOutbox.objects.all().delete()
    merging.merge(kept, gone)
    assert {kept.pk, gone.pk} <= set(SearchOutbox.objects.values_list("entity_id", flat=True))
    assert story.pk in SearchOutbox.objects.values_list("article_id", flat=True)


def test_the_merge_record_lists_the_moved_rows(kept, gone, story):
    mention = Mention.objects.get(entity=gone.pk)
    merging.merge(kept, gone)
    record = MergeRecord.objects.get()
    assert (record.kept_id, record.merged_name, record.merged_id) == (kept.pk, "Matamela Cyril Ramaphosa", gone.pk)
    assert record.moved["articles.mention.entity"] == [mention.pk]


@pytest.mark.parametrize("others", [0, 1], ids=["only the two", "a third as well"])
def test_a_name_shared_only_by_the_two_is_resolved(kept, gone, others):
    third = [builders.a_person("Tshepo Ramaphosa") for _ in range(others)]
    article = builders.an_article("H", "Ramaphosa spoke.", status="draft")
    mention = Mention.objects.create(
        article=article, block=0, start=0, end=9, text="Ramaphosa", name="Ramaphosa", kind="person",
        resolution=Resolution.SEVERAL,
    )  # fmt: skip
    mention.candidates.set([kept.pk, gone.pk, *(one.pk for one in third)])
    merging.merge(kept, gone)
    mention.refresh_from_db()
    assert (mention.resolution, mention.entity_id) == (("several", None) if third else ("one", kept.pk))
    assert set(mention.candidates.values_list("pk", flat=True)) == ({kept.pk, third[0].pk} if third else set())


def test_a_person_and_a_place_cannot_be_merged(kept):
    with pytest.raises(IllegalTransitionError, match="one kind"):
        merging.merge(kept, builders.a_country())
    with pytest.raises(IllegalTransitionError, match="one kind"):
        merging.merge(kept, kept)


def test_an_organization_merged_into_a_part_of_it_leaves_no_part_of_itself():
    whole, part = builders.an_organization("Harbour Union"), builders.an_organization("Harbour Union East")
    type(part).objects.filter(pk=part.pk).update(parent=whole)
    merging.merge(part, whole)
    part.refresh_from_db()
    assert part.parent_id is None


def test_a_preview_counts_what_a_merge_moves(kept, gone, story):
    builders.a_role(gone, "President", article=story, end=5)
    counted = {link.noun: link.count for link in merging.links_of(gone) if link.count}
    assert counted == {"mention": 1, "role held": 1, "other name": 2}
    merging.merge(kept, gone)
    assert {link.noun: link.count for link in merging.links_of(kept)} | {"mention": 2, "role held": 1} == {
        link.noun: link.count for link in merging.links_of(kept)
    }


def test_a_change_of_either_record_after_the_preview_stops_the_merge(kept, gone, story):
    seen = merging.state_of(kept, gone)
    builders.other_name(gone, "C. Ramaphosa")
    with pytest.raises(merging.StaleMergeError):
        merging.merge_unchanged(kept, gone, seen=seen, user=None)
    with pytest.raises(merging.StaleMergeError):  # the other direction was not previewed
        merging.merge_unchanged(gone, kept, seen=merging.state_of(kept, gone), user=None)
    merging.merge_unchanged(kept, gone, seen=merging.state_of(kept, gone), user=None)
    assert not Entity.objects.filter(pk=gone.pk).exists()


def test_a_country_is_merged_only_into_a_country():
    country = builders.a_country()
    with pytest.raises(IllegalTransitionError, match="is a country"):
        merging.merge(builders.a_place("Raqqa"), country)


def test_a_record_without_references_is_unused(kept):
    builders.a_role(kept, "President", as_of="2022")
    assert not merging.is_used(kept)


@pytest.mark.parametrize("what", ["mention", "candidate", "role", "name"])
def test_a_record_named_in_a_story_is_used(kept, what):
    article = builders.an_article("H", "Cyril Ramaphosa spoke.")
    if what == "mention":
        builders.mention(article, kept)
    if what == "candidate":
        other = builders.mention(article, builders.a_person("Cyril Ramaphosa"))
        other.candidates.add(kept.pk)
    if what == "role":
        builders.a_role(kept, "President", article=article, end=5)
    if what == "name":
        builders.other_name(kept, "Comrade Cyril", article=article)
    assert merging.is_used(kept)


def test_a_record_that_an_editor_changed_is_used(kept, django_user_model):
    person = Person.objects.get(pk=kept.pk)
    person.summary = "President."
    records.save_entity(person, user=django_user_model.objects.create_user("editor"), changed=["summary"])
    assert merging.is_used(person)
