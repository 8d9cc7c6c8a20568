"""The record follows the tables: what an editor changes is what readers get, and only what changed is written again."""

from __future__ import annotations

import json

import pytest
import tantivy
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import editing, records, review, statuses
from articles.desk.merging import merge
from articles.models import (
    Article,
    Entity,
    EntityPage,
    EntityRecord,
    Person,
    Quotation,
    RecordState,
    SearchOutbox,
    StoryLink,
    StoryRecord,
)
from articles.record import changes, projector, story_records
from articles.record.page_format import page_format
from articles.record.story_document import story_document
from articles.search import storage
from articles.search.indexer import rebuild
from articles.search.open_index import open_folder
from articles.search.schema import ENTITY, STORY, schema
from articles.vocabulary import FactStatus
from tests.builders import a_country, a_person, a_place, a_role, an_organization, mention
from tests.record.contents import contents
from tests.record.editor import (
    DERIVED,
    Editor,
    a_draft,
    pages_at,
    public_addresses,
    published,
)

pytestmark = pytest.mark.django_db


def indexed() -> dict[str, object]:
    """What the search index stores of stories and entities, by key."""
    index = open_folder(storage.current())
    found = [index.find(tantivy.Query.term_query(schema(), "type", kind), limit=1000) for kind in (STORY, ENTITY)]
    stored = [index.stored(address) for hits in found for address in hits.addresses]
    return {json.dumps(one.get("label", one)): one for one in stored}


def test_a_published_story_has_a_record_once_its_row_is_read(keep_up):
    published(a_draft())
    assert not StoryRecord.objects.exists()
    keep_up()
    assert StoryRecord.objects.get().card["headline"] == "Canada opens a hospital"


def test_a_draft_has_none(keep_up):
    a_draft()
    keep_up()
    assert not StoryRecord.objects.exists()


def test_a_withdrawn_story_loses_its_record(keep_up):
    story = published(a_draft())
    keep_up()
    statuses.withdraw(story, user=None, reason="It was retracted")
    keep_up()
    assert not StoryRecord.objects.exists()


def test_a_withdrawn_story_is_not_shown_even_before_the_record_follows(keep_up):
    story = published(a_draft())
    keep_up()
    statuses.withdraw(story, user=None, reason="It was retracted")
    assert story_document(story.pk) is None


def test_an_edit_is_shown(keep_up):
    story = published(a_draft())
    keep_up()
    editing.edit_fields(
        Article.objects.get(), user=None, version=Article.objects.get().version, fields={"headline": "New words"}
    )
    keep_up()
    assert "New words" in story_document(story.pk).html
    assert StoryRecord.objects.get().card["headline"] == "New words"


def test_deriving_stories_takes_as_many_queries_for_one_as_for_ten(django_assert_num_queries):
    stories = [published(a_draft(f"Report {number}")) for number in range(10)]
    story_records.derive([stories[0].pk])
    with CaptureQueriesContext(connection) as for_one:
        story_records.derive([stories[0].pk])
    with django_assert_num_queries(len(for_one)):
        story_records.derive([story.pk for story in stories])


def test_reading_a_stored_page_takes_one_query(keep_up, django_assert_num_queries):
    story = published(a_draft(date="2999-01-01"))
    keep_up()
    with django_assert_num_queries(1):
        assert story_document(story.pk) is not None


def test_a_renamed_entity_has_its_new_name_in_the_stories_that_name_it(keep_up):
    carter = a_person("Ash Carter")
    story = a_draft("Ministers met", "Carter spoke on Monday.")
    mention(story, carter, "Carter")
    published(story)
    other = published(a_draft("Another story", "Nobody spoke."))
    keep_up()
    version = StoryRecord.objects.get(pk=other.pk).version
    carter.name = "Ashton Carter"
    records.save_entity(carter, user=None, changed=["name"])
    keep_up()
    assert "Ashton Carter" in story_document(story.pk).html
    assert StoryRecord.objects.get(pk=other.pk).version == version


def test_a_change_of_an_entity_that_no_page_of_a_story_shows_rewrites_no_story(keep_up):
    carter = a_person("Ash Carter")
    story = a_draft("Ministers met", "Carter spoke on Monday.")
    mention(story, carter, "Carter")
    published(story)
    keep_up()
    version = StoryRecord.objects.get().version
    carter.summary = "A former minister."
    records.save_entity(Person.objects.get(), user=None, changed=["summary"])
    before = RecordState.objects.get().version
    carter.refresh_from_db()
    records.save_entity(carter, user=None, changed=["summary"])
    keep_up()
    assert StoryRecord.objects.get().version == version
    assert changes.keys_since(before) == {f"entity:{carter.pk}"}


def test_a_story_that_links_to_another_shows_whether_it_is_public(keep_up):
    target = published(a_draft("The first report", "The bridge is open.", url="https://example.org/first"))
    story = a_draft("The second report", "The bridge is closed.")
    StoryLink.objects.create(
        article=story, kind="related", title="First", url="https://example.org/first", target=target
    )
    published(story)
    keep_up()
    assert target.get_absolute_url() in story_document(story.pk).html
    statuses.withdraw(target, user=None, reason="It was retracted")
    keep_up()
    assert target.get_absolute_url() not in story_document(story.pk).html


def test_the_changed_pages_are_those_of_the_story_and_of_the_entities_that_it_names_or_named(keep_up):
    iraq = a_country("Iraq")
    mosul, carter = a_place("Mosul", country=iraq), a_person("Ash Carter")
    story = a_draft("Ministers met", "Carter spoke in Mosul.")
    mention(story, mosul, "Mosul")
    named = mention(story, carter, "Carter")
    published(story)
    keep_up()
    version = changes.current_version()
    review.reject(named, user=None)
    keep_up()
    assert changes.keys_since(version) == {
        f"story:{story.pk}", *(f"entity:{entity.pk}" for entity in (iraq, mosul, carter))
    }  # fmt: skip


def test_nothing_is_written_when_nothing_changed(keep_up):
    story = published(a_draft())
    keep_up()
    version = changes.current_version()
    SearchOutbox.objects.create(article_id=story.pk)
    keep_up()
    assert changes.current_version() == version


def test_a_story_that_cannot_be_rendered_stops_no_other(keep_up, monkeypatch, caplog):
    broken, sound = published(a_draft("Broken", "One.")), published(a_draft("Sound", "Two."))
    render = story_records.render_page
    monkeypatch.setattr(
        story_records, "render_page", lambda page: render(page) if page.article.pk == sound.pk else 1 / 0
    )
    keep_up()
    assert list(StoryRecord.objects.filter(format=page_format()).values_list("pk", flat=True)) == [sound.pk]
    assert f"The page of story {broken.pk} could not be rendered" in caplog.text


@pytest.mark.parametrize("seed", range(4))
def test_the_record_and_the_index_kept_in_steps_equal_those_derived_from_the_tables(keep_up, client, settings, seed):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    editor = Editor(seed)
    for _ in range(125):
        editor.move()
        if editor.random.random() < 0.4:
            keep_up()
    keep_up()
    kept, pages, kept_index = contents(), pages_at(public_addresses(), client), indexed()
    assert len(kept["stories"]) > 1
    assert kept["pages"].keys() == set(Entity.objects.public().values_list("pk", flat=True))
    EntityPage.objects.all().delete()
    built = pages_at(list(pages), client)
    assert [address for address in pages if built[address] != pages[address]] == []
    for model in DERIVED:
        model.objects.all().delete()
    RecordState.objects.update(format="")
    # Corrections and versions are read from the record alone: a new one has them before any story.
    of_record = ("/corrections/", "/versions/")
    from_tables = [address for address in pages if not any(part in address for part in of_record)]
    unstored = pages_at(from_tables, client)
    assert [address for address in from_tables if unstored[address] != pages[address]] == []
    projector.rebuild()
    assert contents() == kept
    rebuild()
    assert indexed() == kept_index


def test_the_times_of_lists_follow_an_entity_of_which_no_story_shows_the_change(keep_up, client):
    carter = a_person("Ash Carter")
    story = a_draft("Ministers met", "Carter spoke on Monday.")
    mention(story, carter, "Carter")
    published(story)
    keep_up()
    before, version = EntityRecord.objects.get(pk=carter.pk).label["modified"], StoryRecord.objects.get().version
    carter.summary = "A former minister."
    records.save_entity(carter, user=None, changed=["summary"])
    keep_up()
    carter.refresh_from_db()
    assert EntityRecord.objects.get(pk=carter.pk).label["modified"] == carter.modified.isoformat() > before
    assert StoryRecord.objects.get().version == version


def test_a_merge_leads_every_story_to_the_record_that_is_kept(keep_up):
    kept, gone = a_person("Ash Carter"), a_person("Ashton Carter")
    story = a_draft("Ministers met", "Ashton Carter spoke.")
    mention(story, gone, "Ashton Carter")
    published(story)
    keep_up()
    old = gone.get_absolute_url()
    merge(kept, gone)
    keep_up()
    assert kept.get_absolute_url() in story_document(story.pk).html
    assert old not in story_document(story.pk).html


def test_a_role_in_a_story_changes_the_page_of_an_organization_that_the_story_does_not_name(keep_up):
    carter, body = a_person("Ash Carter"), an_organization("United Nations")
    story, other = a_draft("Ministers met", "Carter spoke."), a_draft("Another story", "The United Nations met.")
    mention(story, carter, "Carter")
    mention(other, body)
    role = a_role(
        carter, "envoy", body, article=story, block=0, start=0, end=6, text="Carter", status=FactStatus.PROPOSED
    )
    published(story)
    published(other)
    keep_up()
    version = changes.current_version()
    review.accept(role, user=None)
    keep_up()
    assert changes.entity_key(body.pk) in changes.keys_since(version)


def test_a_quotation_changes_the_page_of_the_organization_in_which_its_speaker_has_a_role(keep_up):
    carter, body = a_person("Ash Carter"), an_organization("United Nations")
    a_role(carter, "envoy", body, start_date="2010", as_of="2030")
    story, other = (
        a_draft("Ministers met", "Carter spoke: “We stay.”"),
        a_draft("Another story", "The United Nations met."),
    )
    mention(story, carter, "Carter")
    mention(other, body)
    start = story.body[0]["text"].index("We stay")
    said = Quotation.objects.create(
        article=story, block=0, start=start, end=start + 8, text="We stay.", speaker_id=carter.pk, speaker_name="Carter"
    )
    published(story)
    published(other)
    keep_up()
    version = changes.current_version()
    review.accept(said, user=None)
    keep_up()
    assert changes.entity_key(body.pk) in changes.keys_since(version)


def test_the_page_of_an_old_story_shows_the_records_of_the_names_that_newer_stories_share(keep_up):
    carter, mosul = a_person("Ash Carter"), a_place("Mosul")
    stories = [
        a_draft(f"In {year}", f"Carter spoke in Mosul in {year}.", date=f"{year}-05-01") for year in (2010, 2015)
    ]
    for story in stories:
        mention(story, carter, "Carter", is_about=True)
        mention(story, mosul)
        published(story)
    keep_up()
    old, newer = stories
    document = story_document(old.pk)
    assert "In 2015" in document.html
    version = changes.current_version()
    statuses.withdraw(newer, user=None, reason="It was retracted")
    keep_up()
    assert document.shows & changes.keys_since(version)
    assert "In 2015" not in story_document(old.pk).html
