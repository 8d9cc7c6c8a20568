"""The record: what public pages show, derived from what editors settled. Only articles.record writes these tables.

Everything here can be deleted and derived again (`manage.py rebuild_record`). Foreign keys have no constraint: a record
outlives its story or entity until articles.record has taken it out of all counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.compact_json import CompactJSONEncoder
from articles.models.entity import Entity

if TYPE_CHECKING:
    from collections.abc import Collection


class RecordState(models.Model):
    """One row: the version of the last change of the record, and how far the outbox has been applied to it.

    `cursor` is an `OutboxCursor` as JSON, empty before the first one. `format` is the page format of the software that
    derived all stories, empty until the record has all of them for the first time. While stories are derived for a new
    record or after an upgrade, `next_format` is that of the software, and the stories up to the id `derived_to` are done.
    The stories up to the id `counted_to` are in the counts of lists. `counts_format` is that of the facets by which they
    were counted. Pages of stories with at least the sort key `render_from` are rendered ahead of their readers.
    """

    # `counted_to` of a record that has all stories.
    ALL_COUNTED: ClassVar = 2**63 - 1

    version = models.PositiveBigIntegerField(default=0)
    cursor = models.JSONField(default=dict)
    format = models.CharField(max_length=16, blank=True)
    next_format = models.CharField(max_length=16, blank=True)
    counts_format = models.CharField(max_length=24, blank=True)
    derived_to = models.PositiveBigIntegerField(default=0)
    counted_to = models.PositiveBigIntegerField(default=0)
    render_from = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"version {self.version}"


class StoryRecord(models.Model):
    """What is shown of one published story.

    `card` is what lists show, as pages and as data. `head` is what is needed of it without its page, such as what the age
    banner is made from, and the ids of `entities` that its page names besides those in `counted`. `page` is its whole page as HTML, compressed with Brotli; it is used only while `format` is that of
    the software that reads it. `format` is empty while the page waits to be rendered, and `NOT_RENDERED` where that failed.
    `newest` is its sort key (see `articles.search.sort_keys`). `counted` is what it adds to the
    counts of each list that it is in. `facts` are its quotations and pledges as the pages of entities show them, `roles`
    the roles that it states; `quotations` and `pledges` are how many it has.
    """

    NOT_RENDERED: ClassVar = "failed"

    article = models.OneToOneField(Article, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+")
    version = models.PositiveBigIntegerField()
    format = models.CharField(max_length=16, blank=True)
    newest = models.BigIntegerField(db_index=True)
    card = models.JSONField(encoder=CompactJSONEncoder)
    head = models.JSONField(encoder=CompactJSONEncoder)
    counted = models.JSONField(encoder=CompactJSONEncoder)
    facts = models.JSONField(default=dict, encoder=CompactJSONEncoder)
    roles = models.JSONField(default=list, encoder=CompactJSONEncoder)
    quotations = models.PositiveSmallIntegerField(default=0)
    pledges = models.PositiveSmallIntegerField(default=0)
    page = models.BinaryField(default=bytes)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-newest"], condition=Q(format=""), name="story_record_to_render"),
            models.Index(fields=["-newest"], condition=Q(quotations__gt=0), name="story_record_quotations"),
            models.Index(fields=["-newest"], condition=Q(pledges__gt=0), name="story_record_pledges"),
        ]

    def __str__(self) -> str:
        return f"record of story {self.pk}"


class EntityRecord(models.Model):
    """What is shown of an entity that a published story names.

    `label` is what stories and lists show of it, when it was last changed (`modified`), and for each of its roles of the
    reference data its source and as-of date (`sources`).
    """

    entity = models.OneToOneField(Entity, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+")
    version = models.PositiveBigIntegerField()
    label = models.JSONField(encoder=CompactJSONEncoder)

    def __str__(self) -> str:
        return f"record of entity {self.pk}"


class EntityStory(models.Model):
    """A story on the page of an entity: in its list if the story names it, with the quotations and pledges that it adds.

    A party to a quotation or pledge need not be named in the text. `newest` is the sort key of the story, so that the
    newest stories of an entity are read from the index of this table.
    """

    entity = models.ForeignKey(Entity, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    article = models.ForeignKey(Article, models.DO_NOTHING, db_constraint=False, related_name="+")
    newest = models.BigIntegerField()
    is_named = models.BooleanField()
    quotations = models.PositiveSmallIntegerField(default=0)
    pledges = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entity", "article"], name="unique_story_per_entity_record"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["entity", "-newest"], condition=Q(is_named=True), name="entity_story_newest"),
            models.Index(fields=["entity", "-newest"], condition=Q(quotations__gt=0), name="entity_story_quotations"),
            models.Index(fields=["entity", "-newest"], condition=Q(pledges__gt=0), name="entity_story_pledges"),
        ]

    def __str__(self) -> str:
        return f"story {self.article_id} of entity {self.entity_id}"


class StoryRole(models.Model):
    """A role that a published story states. `words` is a hash of what the role is called, so that the same role of a person
    in a body has the same three keys in all stories.

    Of those, a page shows the one with the highest `order` (see `articles.pages.role_rows`); this table is read when that
    one is taken away. `membership_id` decides between equal ones.
    """

    article = models.ForeignKey(Article, models.DO_NOTHING, db_constraint=False, related_name="+")
    person_id = models.PositiveBigIntegerField()
    organization_id = models.PositiveBigIntegerField()
    words = models.CharField(max_length=16)
    order = models.BigIntegerField()
    membership_id = models.PositiveBigIntegerField()
    row = models.JSONField(encoder=CompactJSONEncoder)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["person_id", "organization_id", "words", "-order", "membership_id"], name="story_role_latest"
            ),
            models.Index(fields=["organization_id"], name="story_role_organization"),
        ]

    def __str__(self) -> str:
        return f"role of {self.person_id} in story {self.article_id}"


class EntityRoles(models.Model):
    """The roles of a person, or in an organization or country, that published stories state: of each the latest statement.

    `stated` has them by the keys of `StoryRole`. `names` are the other names of an organization or country from which
    the wording of its roles was made, and empty for a person.
    """

    entity = models.OneToOneField(Entity, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+")
    version = models.PositiveBigIntegerField()
    stated = models.JSONField(encoder=CompactJSONEncoder)
    names = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"roles of entity {self.pk}"


class EntityPage(models.Model):
    """The page of an entity without filters, as HTML compressed with Brotli. It is used only while `format` is that of the software.

    `format` is empty from when something that the page shows changes until it is rendered again; `version` is that of
    the last change. `head` is what is needed of the entity without its page, `stories` are the ids of all stories that it shows.
    """

    entity = models.OneToOneField(Entity, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+")
    version = models.PositiveBigIntegerField()
    format = models.CharField(max_length=16, blank=True)
    head = models.JSONField(default=dict)
    stories = models.JSONField(default=list)
    page = models.BinaryField(default=bytes)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["format", "version"], name="entity_page_to_render")]

    def __str__(self) -> str:
        return f"page of entity {self.pk}"


class FrontPage(models.Model):
    """One row: the front page as HTML compressed with Brotli. It is used only while `version` is that of the record, and `format` that
    of the software. `stories` are the ids of all stories that it shows.
    """

    version = models.PositiveBigIntegerField()
    format = models.CharField(max_length=16)
    stories = models.JSONField()
    page = models.BinaryField()

    def __str__(self) -> str:
        return f"front page of version {self.version}"


class ListRecord(models.Model):
    """The counts of a list of stories. `key` is `stories` for all of them, and as `entity:7` for those of an entity. The row
    `reference roles` counts the roles of the reference data by source and as-of date instead.

    Its counts are the numbers of stories by value of each facet, by month, and in total. `shown` are those of them that
    pages can show, of a facet with thousands of values the highest. The others, `rest_size` in number, are in `rest`, or
    if there are many of them in so many `buckets` (see `articles.record.list_records`).
    """

    key = models.CharField(max_length=40, primary_key=True)
    version = models.PositiveBigIntegerField()
    shown = models.JSONField(encoder=CompactJSONEncoder)
    rest = models.JSONField(default=dict, encoder=CompactJSONEncoder)
    buckets = models.PositiveIntegerField(default=0)
    rest_size = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"counts of {self.key}"


class ListBucket(models.Model):
    """Some of the counts of a long list that pages do not show: those whose value has this hash. `key` is that of the list
    with the number of the bucket. A bucket without counts has no row.
    """

    key = models.CharField(max_length=52, primary_key=True)
    list_key = models.CharField(max_length=40, db_index=True)
    number = models.PositiveIntegerField()
    counts = models.JSONField(encoder=CompactJSONEncoder)

    def __str__(self) -> str:
        return f"counts {self.key}"


class CorrectionEntry(models.Model):
    """An entry of the page of corrections: a correction note of a published story, or the withdrawal of a story.

    `id` is twice that of the note, or twice that of the story plus 1. `kind` is that of the note, or `WITHDRAWAL`. `row`
    has what the page shows besides. The row `COUNTS` of `ListRecord` counts the entries by outlet and month.
    """

    WITHDRAWAL: ClassVar = "withdrawal"
    COUNTS: ClassVar = "corrections"

    id = models.BigIntegerField(primary_key=True)
    article = models.ForeignKey(Article, models.DO_NOTHING, db_constraint=False, related_name="+")
    kind = models.CharField(max_length=13)
    at = models.DateTimeField()
    outlet_id = models.PositiveBigIntegerField(null=True)
    row = models.JSONField(encoder=CompactJSONEncoder)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="correction_entry_newest"),
            models.Index(fields=["outlet_id", "-at", "-id"], name="correction_entry_outlet"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of story {self.article_id}"


class PublishedVersion(models.Model):
    """A text of a published story as readers saw it; only of stories whose text changed while they were public.

    `action_id` is the entry of the log by which readers first saw it, or 0 if the log does not have that. `periods` are
    pairs of its first moment and the moment at which it was replaced or withdrawn, in ISO 8601; the last one is null while
    readers see it. `changed` are the parts that differ from the version before. `text` is compressed JSON, and empty if the
    version is withheld from readers, with the reason in `withheld`.
    """

    article = models.ForeignKey(Article, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    action_id = models.PositiveBigIntegerField()
    periods = models.JSONField(encoder=CompactJSONEncoder)
    changed = models.JSONField(default=list, encoder=CompactJSONEncoder)
    withheld = models.CharField(max_length=500, blank=True)
    text = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="unique_number_per_published_version"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of story {self.article_id}"


class RecordChange(models.Model):
    """A page whose record changed, as web processes learn it. `key` is as `story:12` or `entity:7`.

    `version` is that of the change; several keys may share one. Rows are deleted after a day.
    """

    version = models.PositiveBigIntegerField()
    key = models.CharField(max_length=40)
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="unique_key_per_record_version"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at version {self.version}"


def forget_versions(articles: Collection[int]) -> None:
    """Have articles.record derive the published versions of these stories again: what the log says of them was changed."""
    RecordState.objects.select_for_update().first()  # locked first, as articles.record does
    PublishedVersion.objects.filter(article__in=list(articles)).delete()


def erase_stored_pages(article_id: int) -> None:
    """Erase the pages that show a story, and what lists show of it, in the transaction that removes it, and have caches
    drop their copies.

    What it adds to counts stays until articles.record has taken it out of them.
    """
    # Locked first, as articles.record does.
    state = RecordState.objects.select_for_update().first()
    entities = set(EntityStory.objects.filter(article=article_id).values_list("entity_id", flat=True))
    record = StoryRecord.objects.filter(pk=article_id).first()
    if record is not None:
        record.page, record.format, record.card, record.facts = b"", StoryRecord.NOT_RENDERED, {}, {}
        record.save(update_fields=["page", "format", "card", "facts"])
        entities.update(record.head.get("entities", ()))
    EntityPage.objects.filter(pk__in=entities).update(page=b"", format="")
    PublishedVersion.objects.filter(article=article_id).delete()
    for front in FrontPage.objects.all():
        if article_id in front.stories:
            front.delete()
    if state is not None:
        state.version += 1
        state.save(update_fields=["version"])
        keys = [f"story:{article_id}", *(f"entity:{pk}" for pk in sorted(entities))]
        RecordChange.objects.bulk_create(RecordChange(version=state.version, key=key) for key in keys)
