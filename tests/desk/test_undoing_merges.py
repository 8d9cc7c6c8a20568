"""Undoing a merge: both records have their links, names and addresses again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles.desk import links_since, merging, records, undoing_merges
from articles.desk.removing import remove_record
from articles.desk.transitions import IllegalTransitionError
from articles.models import (
    Appearance,
    Article,
    Entity,
    Identifier,
    LoggedAction,
    Mention,
    MergeRecord,
    Organization,
    OtherName,
    Person,
    Place,
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
    return builders.a_person("Jane Doe", "Doe")


@pytest.fixture
def gone():
    return builders.a_person("Jane B. Doe", "Doe", "Governor Doe", summary="A governor.", given_name="Jane")


@pytest.fixture
def story(kept, gone):
    article = builders.an_article("H", "Jane Doe spoke. Jane B. Doe promised aid.")
    builders.mention(article, gone)
    builders.mention(article, kept)
    return article


def names(entity):
    return set(OtherName.objects.filter(entity=entity.pk).values_list("name", flat=True))


def said(entity):
    return {(row.pk, row.name, row.kind, row.language) for row in OtherName.objects.filter(entity=entity.pk)}


def test_the_record_has_its_columns_links_names_and_identifiers_again(kept, gone, story):
    where = {"article": story, "block": 0, "start": 0, "end": 5, "status": FactStatus.ACCEPTED}
    quotation = Quotation.objects.create(speaker=gone, text="Jane ", **where)
    pledge = Pledge.objects.create(
        announced_by=gone, pledged_by=gone, recipient=kept, item="aid", text="Jane ", **where
    )
    role = builders.a_role(gone, "Governor", article=story, end=5)
    number = Identifier.objects.create(entity=gone, scheme="wikidata", identifier="Q1")
    before = Person.objects.values().get(pk=gone.pk), said(gone), said(kept)
    undone = undoing_merges.undo_merge(merging.merge(kept, gone))
    for row in (quotation, pledge, role, number):
        row.refresh_from_db()
    assert {quotation.speaker_id, pledge.announced_by_id, pledge.pledged_by_id, role.person_id, number.entity_id} == {
        gone.pk
    }
    assert pledge.recipient_id == kept.pk
    after = Person.objects.values().get(pk=gone.pk), said(gone), said(kept)
    for values in (before[0], after[0]):
        values.pop("modified")
    assert after == before
    assert set(Mention.objects.values_list("entity", flat=True)) == {kept.pk, gone.pk}
    assert set(Appearance.objects.values_list("entity", "mentions")) == {(kept.pk, 1), (gone.pk, 1)}
    assert (undone.moved, undone.assigned, undone.stayed) == (7, 0, 0)


def test_the_old_address_answers_again_and_redirects_after_another_merge(client, index, kept, gone, story):
    address = gone.get_absolute_url()
    record = merging.merge(kept, gone)
    index()
    assert client.get(address).status_code == 301
    undoing_merges.undo_merge(record)
    index()
    assert client.get(address).status_code == 200
    assert not Redirect.objects.exists()
    merging.merge(kept, Entity.objects.get(pk=gone.pk))
    index()
    assert client.get(address)["Location"] == kept.get_absolute_url()


def test_search_index_and_record_follow_both_records_and_the_story(kept, gone, story):
    record = merging.merge(kept, gone)
    SearchOutbox.objects.all().delete()
    undoing_merges.undo_merge(record)
    assert {kept.pk, gone.pk} <= set(SearchOutbox.objects.values_list("entity_id", flat=True))
    assert story.pk in SearchOutbox.objects.values_list("article_id", flat=True)


def test_both_histories_say_what_was_done(kept, gone, story, editor):
    earlier = LoggedAction.objects.create(action="entity.add", what=gone.name, entity_id=gone.pk)
    undoing_merges.undo_merge(merging.merge(kept, gone), user=editor, reason="Two people")
    entry = LoggedAction.objects.get(action="entity.undo_merge")
    assert (entry.entity_id, entry.by, entry.source) == (kept.pk, editor, "Two people")
    earlier.refresh_from_db()
    assert earlier.entity_id == gone.pk
    assert LoggedAction.objects.get(action="entity.restore").entity_id == gone.pk


def test_links_made_since_are_listed_and_go_where_the_editor_says(kept, gone, story, editor):
    record = merging.merge(kept, gone)
    assert links_since.ids_since(record) == {}
    news = builders.an_article("News", "Before. Jane Doe left. Doe spoke. After.")
    first = builders.mention(news, kept, decided_by=editor, decided_at=timezone.now())
    second = builders.mention(news, kept, "Doe")
    since = links_since.ids_since(record)
    assert since == {"articles.mention.entity": [first.pk, second.pk]}
    shown = links_since.shown_links(since, 50)[-1]
    assert (shown.noun, shown.says, shown.sentence) == ("mention", "Jane Doe", "Jane Doe left.")
    assert (shown.article, shown.who, shown.when) == (news, editor.get_username(), first.decided_at)
    undone = undoing_merges.undo_merge(record, assigned=[f"articles.mention.entity:{second.pk}"])
    assert dict(news.mentions.values_list("pk", "entity")) == {first.pk: kept.pk, second.pk: gone.pk}
    assert (undone.moved, undone.assigned, undone.stayed) == (2, 1, 0)
    assert news.appearances.count() == 2


def test_only_links_made_since_can_be_assigned(kept, gone, story):
    own = Mention.objects.get(entity=kept.pk)
    record = merging.merge(kept, gone)
    with pytest.raises(undoing_merges.UnknownLinkError):
        undoing_merges.undo_merge(record, assigned=[f"articles.mention.entity:{own.pk}"])
    assert not Entity.objects.filter(pk=gone.pk).exists()


def test_what_was_changed_since_stays_and_is_counted(kept, gone, story):
    other = builders.a_person("Joan Roe")
    mention = Mention.objects.get(entity=gone.pk)
    removed = builders.mention(builders.an_article("R", "Jane B. Doe left."), gone)
    record = merging.merge(kept, gone)
    kept.summary = "Corrected since."
    records.save_entity(kept, user=None, changed=["summary"])
    Mention.objects.filter(pk=mention.pk).update(entity=other)
    removed.article.delete()
    OtherName.objects.filter(name="Governor Doe").delete()
    undone = undoing_merges.undo_merge(record)
    mention.refresh_from_db()
    assert mention.entity_id == other.pk
    assert Entity.objects.get(pk=kept.pk).summary == "Corrected since."
    assert names(gone) == {"Doe"}
    assert undone.stayed == 3


def test_merges_into_one_record_are_undone_in_any_order(kept, gone, story):
    third = builders.a_person("J. Doe", "Governor Doe", "Jane B. Doe")
    builders.mention(builders.an_article("T", "J. Doe left."), third)
    before = {one.pk: (names(one), set(Mention.objects.filter(entity=one.pk))) for one in (kept, gone, third)}
    for order in ((0, 1), (1, 0)):
        merges = [merging.merge(kept, Entity.objects.get(pk=one.pk)) for one in (gone, third)]
        undoing_merges.undo_merge(MergeRecord.objects.get(pk=merges[order[0]].pk))
        undoing_merges.undo_merge(MergeRecord.objects.get(pk=merges[order[1]].pk))
        after = {one.pk: (names(one), set(Mention.objects.filter(entity=one.pk))) for one in (kept, gone, third)}
        assert after == before


def test_a_name_that_two_merges_gave_stays_while_one_of_them_stands(kept, gone):
    third = builders.a_person("J. Doe", "Governor Doe")
    first, _ = merging.merge(kept, gone), merging.merge(kept, third)
    undoing_merges.undo_merge(first)
    assert names(kept) == {"Doe", "Governor Doe", "J. Doe"}
    assert names(gone) == {"Doe", "Governor Doe"}


def test_a_later_merge_of_the_record_kept_is_undone_first(kept, gone, story):
    first = merging.merge(kept, gone)
    last = builders.a_person("J. Doe")
    second = merging.merge(last, kept)
    first.refresh_from_db()
    with pytest.raises(IllegalTransitionError, match=r"Undo the merge of “Jane Doe” into “J\. Doe” first"):
        undoing_merges.undo_merge(first)
    undoing_merges.undo_merge(second)
    first.refresh_from_db()
    undoing_merges.undo_merge(first)
    assert dict(Mention.objects.values_list("text", "entity")) == {"Jane Doe": kept.pk, "Jane B. Doe": gone.pk}
    assert not Redirect.objects.exists()


def test_a_merge_is_undone_once_and_earlier_versions_cannot_be(kept, gone):
    record = merging.merge(kept, gone)
    undoing_merges.undo_merge(record)
    with pytest.raises(IllegalTransitionError, match="already undone"):
        undoing_merges.undo_merge(record)
    old = MergeRecord.objects.create(kept=Entity.objects.get(pk=kept.pk), merged_name="J.", merged_id=10**6)
    with pytest.raises(IllegalTransitionError, match="earlier version"):
        undoing_merges.undo_merge(old)


def test_a_record_whose_country_was_removed_cannot_be_restored():
    country, kept = builders.a_country("Arland"), builders.an_organization("Harbour Union")
    gone = builders.an_organization("Union of Harbours", country=country)
    record = merging.merge(kept, gone)
    remove_record(Entity.objects.get(pk=country.pk), user=None)
    with pytest.raises(IllegalTransitionError, match="The country of “Union of Harbours” no longer exists"):
        undoing_merges.undo_merge(record)


def test_a_country_that_was_merged_since_is_followed():
    country, other = builders.a_country("Arland"), builders.a_country("Republic of Arland")
    gone = builders.an_organization("Union of Harbours", country=country)
    record = merging.merge(builders.an_organization("Harbour Union"), gone)
    merging.merge(other, country)
    undoing_merges.undo_merge(record)
    assert Organization.objects.get(pk=gone.pk).country_id == other.pk


def test_a_part_merged_with_its_whole_belongs_to_it_again():
    whole, part = builders.an_organization("Harbour Union"), builders.an_organization("Harbour Union East")
    Organization.objects.filter(pk=part.pk).update(parent=whole)
    undoing_merges.undo_merge(merging.merge(part, whole))
    assert Organization.objects.get(pk=part.pk).parent_id == whole.pk
    undoing_merges.undo_merge(merging.merge(whole, part))
    assert Organization.objects.get(pk=part.pk).parent_id == whole.pk


def test_places_go_back_to_their_country_and_stories_to_the_right_one():
    first, second = builders.a_country("Arland"), builders.a_country("Arland (old)")
    town = builders.a_place("Brenwick", country=second)
    article = builders.an_article("B", "Brenwick was calm.")
    builders.mention(article, town)
    record = merging.merge(first, second)
    assert set(article.appearances.values_list("entity", flat=True)) == {town.pk, first.pk}
    undoing_merges.undo_merge(record)
    assert Place.objects.get(pk=town.pk).country_id == second.pk
    assert set(article.appearances.values_list("entity", flat=True)) == {town.pk, second.pk}


@pytest.mark.parametrize("with_third", [False, True])
@pytest.mark.parametrize("offers_kept", [False, True])
def test_an_open_name_has_its_candidates_again(kept, gone, with_third, offers_kept):
    article = builders.an_article("H", "Doe spoke.", status="draft")
    mention = Mention.objects.create(
        article=article, block=0, start=0, end=3, text="Doe", name="Doe", kind="person", resolution=Resolution.SEVERAL
    )
    offered = {gone.pk, *([kept.pk] if offers_kept else []), *([builders.a_person("D").pk] if with_third else [])}
    mention.candidates.set(offered)
    undoing_merges.undo_merge(merging.merge(kept, gone))
    mention.refresh_from_db()
    assert (mention.resolution, mention.entity_id) == ("several", None)
    assert set(mention.candidates.values_list("pk", flat=True)) == offered


def test_an_open_name_that_an_editor_accepted_since_is_asked_about(kept, gone):
    article = builders.an_article("H", "Doe spoke.", status="draft")
    mention = Mention.objects.create(
        article=article, block=0, start=0, end=3, text="Doe", name="Doe", kind="person", resolution=Resolution.SEVERAL
    )
    mention.candidates.set([kept.pk, gone.pk])
    record = merging.merge(kept, gone)
    assert links_since.ids_since(record) == {}
    Mention.objects.filter(pk=mention.pk).update(status=FactStatus.ACCEPTED)
    assert links_since.ids_since(record) == {"articles.mention.entity": [mention.pk]}
    undoing_merges.undo_merge(record)
    mention.refresh_from_db()
    assert (mention.status, mention.entity_id) == (FactStatus.ACCEPTED, kept.pk)


def links(entity):
    return (
        set(Mention.objects.filter(entity=entity.pk).values_list("pk", flat=True)),
        set(Quotation.objects.filter(speaker=entity.pk).values_list("pk", flat=True)),
        set(Pledge.objects.filter(pledged_by=entity.pk).values_list("pk", flat=True)),
    )


def test_200_links_are_merged_restored_and_merged_again_with_an_edit_between(client, index, kept, gone, editor):
    for number in range(100):
        article = builders.an_article(f"Story {number}", "Jane B. Doe spoke. Jane Doe left.")
        builders.mention(article, gone)
        where = {"article": article, "block": 0, "start": 0, "end": 5, "text": "Jane ", "status": FactStatus.ACCEPTED}
        model = (Quotation, Pledge)[number % 2]
        model.objects.create(**{("speaker", "pledged_by")[number % 2]: gone}, **where)
    builders.mention(article, kept)
    of_kept, of_gone, address = links(kept), links(gone), gone.get_absolute_url()
    both = tuple(one | other for one, other in zip(of_kept, of_gone, strict=True))
    assert sum(map(len, of_gone)) == 200
    record = merging.merge(kept, gone, user=editor)
    assert (links(kept), links(gone)) == (both, (set(), set(), set()))
    undoing_merges.undo_merge(record, user=editor)
    assert (links(kept), links(gone)) == (of_kept, of_gone)
    person = Person.objects.get(pk=gone.pk)
    person.name = "Jane Beatrice Doe"
    records.save_entity(person, user=editor, changed=["name"])
    last = Article.objects.order_by("-pk").first()
    Mention.objects.filter(article=last, entity=gone.pk).update(entity=kept.pk)
    again = merging.merge(kept, Entity.objects.get(pk=gone.pk), user=editor)
    assert links(kept) == both
    assert {"Jane Beatrice Doe", "Jane B. Doe"} <= names(kept)
    index()
    assert client.get(address)["Location"] == kept.get_absolute_url()
    undoing_merges.undo_merge(again, user=editor)
    assert len(links(kept)[0]) == 2
    assert len(links(gone)[0]) == 99
    told = LoggedAction.objects.filter(action__in=("entity.merge", "entity.undo_merge")).order_by("pk")
    assert [one.action for one in told] == ["entity.merge", "entity.undo_merge"] * 2


def test_a_change_of_the_record_kept_after_the_page_was_opened_stops_the_undo(kept, gone, story):
    record = merging.merge(kept, gone)
    seen = undoing_merges.state_for_undo(record)
    builders.other_name(kept, "J. D.")
    with pytest.raises(merging.StaleMergeError):
        undoing_merges.undo_unchanged(record, seen=seen, assigned=[], user=None)
    undoing_merges.undo_unchanged(record, seen=undoing_merges.state_for_undo(record), assigned=[], user=None)
    with pytest.raises(merging.StaleMergeError):
        undoing_merges.undo_unchanged(record, seen=seen, assigned=[], user=None)
