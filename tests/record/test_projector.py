"""The record follows the tables: what an editor changes is what readers get, and only what changed is written again."""

from __future__ import annotations

import random

import pytest

from articles.desk import editing, near_duplicates, records, review, statuses
from articles.desk.merging import merge
from articles.desk.transitions import IllegalTransitionError
from articles.models import (
    Article,
    Entity,
    EntityRecord,
    EntityStory,
    ListRecord,
    Person,
    Quotation,
    RecordChange,
    RecordState,
    SearchOutbox,
    StoryLink,
    StoryRecord,
)
from articles.record import changes, projector
from articles.record.story_document import story_document
from articles.search.indexer import Indexer
from articles.vocabulary import ArticleStatus, FactStatus
from tests.builders import a_country, a_person, a_place, an_article, an_organization, an_outlet, mention

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep_up(index):
    """Bring the index and the record up to date."""
    index()
    indexer = Indexer()

    def drain() -> int:
        indexer.drain()
        return projector.drain()

    drain()
    yield drain
    indexer.close()


def a_draft(headline="Canada opens a hospital", *paragraphs, **fields) -> Article:
    return an_article(headline, *paragraphs, review_status=ArticleStatus.DRAFT, **fields)


def published(article: Article) -> Article:
    return statuses.publish(article, user=None)


def contents() -> dict[str, object]:
    """All that the record says, without the versions."""
    stories = StoryRecord.objects.order_by("pk")
    rows = EntityStory.objects.order_by("entity", "article")
    return {
        "stories": {
            row.pk: (row.format, row.newest, row.card, row.head, row.counted, bytes(row.main)) for row in stories
        },
        "entities": dict(EntityRecord.objects.order_by("pk").values_list("pk", "label")),
        "rows": list(rows.values_list("entity", "article", "newest", "is_named", "quotations", "pledges")),
        "counts": dict(ListRecord.objects.order_by("pk").values_list("pk", "counts")),
    }


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
    assert "New words" in story_document(story.pk).main
    assert StoryRecord.objects.get().card["headline"] == "New words"


def test_reading_a_stored_page_takes_one_query(keep_up, django_assert_num_queries):
    story = published(a_draft(date="2999-01-01"))
    keep_up()
    with django_assert_num_queries(1):
        assert story_document(story.pk) is not None


def test_a_page_of_another_format_is_not_used(keep_up):
    story = published(a_draft())
    keep_up()
    StoryRecord.objects.update(format="0" * 16, card={"headline": "Not this one"})
    assert "Canada opens a hospital" in story_document(story.pk).main


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
    assert "Ashton Carter" in story_document(story.pk).main
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
    assert target.get_absolute_url() in story_document(story.pk).main
    statuses.withdraw(target, user=None, reason="It was retracted")
    keep_up()
    assert target.get_absolute_url() not in story_document(story.pk).main


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


def test_a_process_that_was_away_too_long_is_told_so():
    RecordState.objects.create(pk=1, version=9, cursor={})
    RecordChange.objects.create(version=8, key="story:1")
    assert changes.keys_since(7) == {"story:1"}
    assert changes.keys_since(6) is None


def test_a_story_that_cannot_be_rendered_stops_no_other(keep_up, monkeypatch, caplog):
    broken, sound = published(a_draft("Broken", "One.")), published(a_draft("Sound", "Two."))
    render = projector.rendered
    monkeypatch.setattr(projector, "rendered", lambda pk: render(pk) if pk == sound.pk else 1 / 0)
    keep_up()
    assert list(StoryRecord.objects.values_list("pk", flat=True)) == [sound.pk]
    assert f"The page of story {broken.pk} could not be rendered" in caplog.text


class Editor:
    """Moves that editors make, drawn at random."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (not for secrets)
        self.outlets = [an_outlet("Valley Post"), an_outlet("Coast Herald")]
        country = a_country("Iraq")
        self.entities = [
            country, a_place("Mosul", country=country), a_place("Raqqa"), a_person("Ash Carter"),
            a_person("John Kerry"), an_organization("Islamic State"), an_organization("United Nations"),
        ]  # fmt: skip
        for number in range(12):
            self._write(number)

    def _write(self, number: int) -> None:
        words = self.random.sample([entity.name for entity in self.entities], 3)
        story = a_draft(
            f"Report {number}", f"{words[0]} and {words[1]} were named.", f"“We will stay here,” {words[2]} said.",
            outlet=self.random.choice(self.outlets), date=f"20{10 + number}-05-01",
        )  # fmt: skip
        for entity in self.entities:
            if entity.name in words:
                mention(story, entity, status=FactStatus.PROPOSED)
        start = story.body[1]["text"].index("We will")
        said = "We will stay here"
        Quotation.objects.create(
            article=story, block=1, start=start, end=start + len(said), text=said, speaker_name=words[2], method="test"
        )

    def move(self) -> None:
        moves = [
            self.publish, self.publish, self.withdraw, self.edit, self.decide, self.decide, self.decide, self.rename,
            self.link, self.group, self.rename_outlet,
        ]  # fmt: skip
        try:
            self.random.choice(moves)()
        except IllegalTransitionError:
            self.refused = getattr(self, "refused", 0) + 1

    def story(self) -> Article:
        return self.random.choice(list(Article.objects.order_by("pk")))

    def publish(self) -> None:
        statuses.publish(self.story(), user=None)

    def withdraw(self) -> None:
        statuses.withdraw(self.story(), user=None, reason="A test")

    def edit(self) -> None:
        story, name = self.story(), self.random.choice(["headline", "description"])
        value = f"Report {self.random.randrange(100)}"
        editing.edit_fields(story, user=None, version=story.version, fields={name: value})

    def decide(self) -> None:
        story = self.story()
        fact = self.random.choice([*story.mentions.all(), *story.quotations.all()])
        self.random.choice([review.accept, review.reject])(fact, user=None)

    def rename(self) -> None:
        entity = self.random.choice(list(Entity.objects.order_by("pk")))
        entity = getattr(entity, entity.kind)
        entity.name = f"{entity.name.split(' no. ')[0]} no. {self.random.randrange(5)}"
        records.save_entity(entity, user=None, changed=["name"])

    def link(self) -> None:
        story, target = self.story(), self.story()
        StoryLink.objects.create(article=story, kind="related", title="Seen", url="https://example.org/", target=target)
        SearchOutbox.objects.create(article_id=story.pk)

    def group(self) -> None:
        story, other = self.story(), self.story()
        if story.cluster_id:
            near_duplicates.ungroup(story, user=None)
        elif story.pk != other.pk:
            near_duplicates.group(story, other, user=None)

    def rename_outlet(self) -> None:
        outlet = self.random.choice(self.outlets)
        outlet.note = f"Note {self.random.randrange(5)}"
        records.save_outlet(outlet, user=None, changed=["note"])


def pages_of_every_record(client) -> dict[str, str]:
    """What readers get at the addresses of all stories, entities and lists."""
    addresses = [
        *("/", "/stories/", "/stories/?sort=oldest", "/stories/?format=json", "/people/", "/places/", "/about/"),
        *(story.get_absolute_url() for story in Article.objects.published()),
        *(entity.get_absolute_url() for entity in Entity.objects.public()),
        *(f"{entity.get_absolute_url()}?sort=oldest" for entity in Entity.objects.public()),
    ]
    return {address: client.get(address).content.decode() for address in addresses}


@pytest.mark.parametrize("seed", range(2))
def test_the_record_kept_in_steps_equals_one_derived_from_the_tables(keep_up, client, settings, seed):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    editor = Editor(seed)
    for _ in range(250):
        editor.move()
        if editor.random.random() < 0.4:
            keep_up()
    keep_up()
    kept, pages = contents(), pages_of_every_record(client)
    assert len(kept["stories"]) > 1
    for model in (StoryRecord, EntityRecord, EntityStory, ListRecord):
        model.objects.all().delete()
    unstored = pages_of_every_record(client)
    assert [address for address in pages if unstored[address] != pages[address]] == []
    projector.rebuild()
    assert contents() == kept


def test_a_merge_leads_every_story_to_the_record_that_is_kept(keep_up):
    kept, gone = a_person("Ash Carter"), a_person("Ashton Carter")
    story = a_draft("Ministers met", "Ashton Carter spoke.")
    mention(story, gone, "Ashton Carter")
    published(story)
    keep_up()
    old = gone.get_absolute_url()
    merge(kept, gone)
    keep_up()
    assert kept.get_absolute_url() in story_document(story.pk).main
    assert old not in story_document(story.pk).main
