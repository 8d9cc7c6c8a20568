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
    EntityRoles,
    EntityStory,
    FrontPage,
    ListRecord,
    Person,
    Quotation,
    RecordState,
    SearchOutbox,
    StoryLink,
    StoryRecord,
    StoryRole,
)
from articles.pages.whole_lists import list_counts, story_total
from articles.record import changes, projector, story_records, waiting_pages
from articles.record.entity_pages import render_pages
from articles.record.page_format import page_format
from articles.record.story_document import story_document
from articles.record.waiting_pages import render_waiting
from articles.search import storage
from articles.search.indexer import rebuild
from articles.search.list_counts import ALL_STORIES, TOTAL
from articles.search.open_index import open_folder
from articles.search.schema import ENTITY, STORY, schema
from articles.vocabulary import FactStatus
from tests.builders import a_country, a_person, a_place, a_role, an_organization, mention
from tests.record.editor import DERIVED, RECORD, Editor, a_draft, pages_at, public_addresses

pytestmark = pytest.mark.django_db


def published(article: Article) -> Article:
    return statuses.publish(article, user=None)


def rendered_pages() -> dict[int, tuple[object, ...]]:
    """The stored pages of all entities, after the last of them is rendered."""
    while render_pages():
        pass
    return {page.pk: (page.head, page.stories, bytes(page.page)) for page in EntityPage.objects.order_by("pk")}


def render_stories() -> None:
    """Render the pages of all stories that wait."""
    while render_waiting(0):
        pass


def one_step_of(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the projector derive so many stories of a new record at a time."""
    monkeypatch.setattr(projector, "_STEP", number)
    monkeypatch.setattr(projector, "_SECONDS", 0)


def contents() -> dict[str, object]:
    """All that the record says, without the versions, after the last page is rendered."""
    render_stories()
    stories = StoryRecord.objects.order_by("pk")
    rows = EntityStory.objects.order_by("entity", "article")
    return {
        "stories": {
            row.pk: (row.format, row.newest, row.card, row.head, row.counted, row.facts, row.roles, bytes(row.page))
            for row in stories
        },
        "front page": [(page.stories, bytes(page.page)) for page in FrontPage.objects.all()],
        "entities": dict(EntityRecord.objects.order_by("pk").values_list("pk", "label")),
        "rows": list(rows.values_list("entity", "article", "newest", "is_named", "quotations", "pledges")),
        "stated": list(
            StoryRole.objects.order_by("membership_id").values_list("membership_id", "article", "order", "row")
        ),
        "roles": dict(EntityRoles.objects.order_by("pk").values_list("pk", "stated")),
        "names": dict(EntityRoles.objects.order_by("pk").values_list("pk", "names")),
        "pages": rendered_pages(),
        "counts": dict(ListRecord.objects.order_by("pk").values_list("pk", "counts")),
        "shown": dict(ListRecord.objects.order_by("pk").values_list("pk", "shown")),
    }


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


def test_a_page_of_another_format_is_not_used(keep_up):
    story = published(a_draft())
    keep_up()
    StoryRecord.objects.update(format="0" * 16, card={"headline": "Not this one"})
    assert "Canada opens a hospital" in story_document(story.pk).html


def test_pages_of_another_format_are_rendered_again_step_by_step_after_an_upgrade(keep_up, monkeypatch):
    one_step_of(2, monkeypatch)
    for number in range(5):
        published(a_draft(f"Report {number}"))
    keep_up()
    right = contents()
    StoryRecord.objects.update(format="0" * 16)
    RecordState.objects.update(format="0" * 16)
    for left in (3, 1, 0):
        keep_up()
        assert StoryRecord.objects.filter(format="0" * 16).count() == left
    keep_up()
    assert contents() == right
    assert RecordState.objects.get().format == StoryRecord.objects.first().format


def test_a_new_record_is_built_step_by_step_and_lists_use_it_when_it_is_whole(index, client, monkeypatch):
    one_step_of(2, monkeypatch)
    for number in range(5):
        published(a_draft(f"Report {number}"))
    index()
    for model in RECORD:
        model.objects.all().delete()
    steps = []
    while not RecordState.objects.exclude(format="").exists():
        projector.drain()
        assert story_total() == 5
        steps.append(StoryRecord.objects.count())
    assert steps == [2, 4, 5, 5, 5, 5]  # derived, added up, and nothing left to add
    assert list_counts(ALL_STORIES)[TOTAL] == {"": 5}


def test_a_rebuild_leaves_the_pages_of_stories_to_be_rendered_later_the_newest_first(keep_up, monkeypatch):
    old = published(a_draft("Old", date="2015-01-01"))
    new = published(a_draft("New", date="2016-01-01"))
    keep_up()
    projector.rebuild()
    assert list_counts(ALL_STORIES)[TOTAL] == {"": 2}
    assert not StoryRecord.objects.exclude(format="").exists()
    monkeypatch.setattr(waiting_pages, "_STEP", 1)
    monkeypatch.setattr(waiting_pages, "_SECONDS", 0)
    for rendered in ({new.pk}, {new.pk, old.pk}):
        keep_up()
        assert set(StoryRecord.objects.exclude(format="").values_list("pk", flat=True)) == rendered


def test_pages_of_stories_older_than_the_newest_are_not_stored_but_shown(keep_up, monkeypatch):
    monkeypatch.setattr(waiting_pages, "AHEAD", 1)
    old = published(a_draft("Old", date="2015-01-01"))
    new = published(a_draft("New", date="2016-01-01"))
    keep_up()
    projector.rebuild()
    keep_up()
    assert list(StoryRecord.objects.exclude(format="").values_list("pk", flat=True)) == [new.pk]
    assert "Old" in story_document(old.pk).html


def test_a_page_that_a_rebuild_finds_as_it_was_is_no_change_for_caches(keep_up):
    published(a_draft())
    keep_up()
    projector.rebuild()
    version = changes.current_version()
    render_stories()
    assert changes.current_version() == version


def test_a_page_that_a_rebuild_finds_different_is_a_change_for_caches(keep_up):
    story = published(a_draft())
    keep_up()
    StoryRecord.objects.update(page=b"something else")
    projector.rebuild()
    version = changes.current_version()
    render_stories()
    assert changes.keys_since(version) == {f"story:{story.pk}"}


def test_a_change_that_affects_many_stories_leaves_their_pages_to_be_rendered_later(keep_up, monkeypatch):
    monkeypatch.setattr(projector, "_MAX_PAGES", 1)
    monkeypatch.setattr(projector, "render_waiting", lambda _from: 0)
    carter = a_person("Ash Carter")
    stories = [a_draft(f"Report {number}", "Carter spoke.") for number in range(2)]
    for story in stories:
        mention(story, carter, "Carter")
        published(story)
    keep_up()
    render_stories()
    version = changes.current_version()
    carter.name = "Ashton Carter"
    records.save_entity(carter, user=None, changed=["name"])
    keep_up()
    assert not StoryRecord.objects.exclude(format="").exists()
    assert {f"story:{story.pk}" for story in stories} <= changes.keys_since(version)
    assert "Ashton Carter" in story_document(stories[0].pk).html


@pytest.mark.parametrize("counted", [1, 3])
def test_a_story_withdrawn_while_a_new_record_is_added_up_is_not_in_the_counts(index, monkeypatch, counted):
    one_step_of(1, monkeypatch)
    monkeypatch.setattr("articles.record.totals._MAX_VALUES", 0)
    stories = [published(a_draft(f"Report {number}")) for number in range(3)]
    index()
    for model in RECORD:
        model.objects.all().delete()
    while not RecordState.objects.filter(counted_to=stories[counted - 1].pk).exists():
        projector.drain()
    statuses.withdraw(stories[1], user=None, reason="It was retracted")
    while not RecordState.objects.exclude(format="").exists():
        projector.drain()
    assert list_counts(ALL_STORIES)[TOTAL] == {"": 2}


def test_what_is_published_while_a_new_record_is_built_is_in_it_once(index, monkeypatch):
    one_step_of(2, monkeypatch)
    stories = [published(a_draft(f"Report {number}")) for number in range(4)]
    index()
    for model in RECORD:
        model.objects.all().delete()
    projector.drain()
    published(a_draft("Meanwhile"))
    statuses.withdraw(stories[3], user=None, reason="It was retracted")
    while not RecordState.objects.exclude(format="").exists():
        projector.drain()
    assert list_counts(ALL_STORIES)[TOTAL] == {"": 4}


def test_a_record_that_missed_rows_shows_none_of_its_pages_until_they_are_rendered_again(keep_up, monkeypatch):
    story = published(a_draft())
    keep_up()
    Article.objects.update(headline="New words")  # as if its row had been deleted before it was read
    monkeypatch.setattr("articles.search.outbox_cursor.OutboxCursor.rows_were_pruned", lambda _cursor: True)
    projector.drain()
    assert "New words" in story_document(story.pk).html


def test_an_upgrade_during_the_rendering_begins_again(keep_up, monkeypatch):
    one_step_of(2, monkeypatch)
    for number in range(3):
        published(a_draft(f"Report {number}"))
    keep_up()
    StoryRecord.objects.update(format="0" * 16)
    RecordState.objects.update(format="0" * 16, next_format="1" * 16, derived_to=10**9)
    for _ in range(3):
        keep_up()
    assert not StoryRecord.objects.filter(format="0" * 16).exists()


def test_a_page_of_another_format_is_written_again_by_a_rebuild(keep_up):
    published(a_draft())
    keep_up()
    right = contents()
    StoryRecord.objects.update(format="0" * 16)
    projector.rebuild()
    assert contents() == right


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
    unstored = pages_at(list(pages), client)
    assert [address for address in pages if unstored[address] != pages[address]] == []
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
