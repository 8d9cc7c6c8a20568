"""Stories. An Article is the record of one story, regardless of how it was imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from articles.models.compact_json import CompactJSONEncoder
from articles.models.duplicate_cluster import DuplicateCluster
from articles.models.outlet import Outlet
from articles.readers.addresses import site_of
from articles.text import fold, slug, words
from articles.vocabulary import (
    BYLINE_BLOCK,
    DESCRIPTION_BLOCK,
    HEADLINE_BLOCK,
    ArticleStatus,
    DatePrecision,
    Genre,
    SourceStatus,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_published(path: str = "") -> Q:
    """The definition of "public", together with `Article.is_published`. `path` leads from another table to its story,
    as in "article__".

    A condition on a join, because `article__in=published()` makes the database list every published story first.
    """
    return Q(**{f"{path}review_status": ArticleStatus.PUBLISHED})


def is_public_status(status: str) -> bool:
    """What "public" means for a status that was read by itself: as a condition, it can make a query read all stories."""
    return status == ArticleStatus.PUBLISHED


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(is_published())

    def drafts(self) -> Self:
        return self.filter(review_status=ArticleStatus.DRAFT)

    def kept(self) -> Self:
        """All stories except discarded ones."""
        return self.exclude(review_status=ArticleStatus.DISCARDED)

    def newest_first(self) -> Self:
        """Undated stories come last; ties are ordered by id, so that the order is stable across pages."""
        return self.order_by(models.F("date_published").desc(nulls_last=True), "-id")

    def for_cards(self) -> Self:
        """With the data of a story card, without the text."""
        return self.select_related("outlet").defer("body")

    def in_order(self, ids: Iterable[int]) -> list[Article]:
        """The published stories with these ids, in the order of the ids; ids that are not public drop out.

        Whether a story is published is looked at here: as a condition beside the ids it makes SQLite read the index of all
        published stories.
        """
        wanted = list(ids)
        found = self.for_cards().in_bulk(wanted)
        return [found[pk] for pk in wanted if pk in found and found[pk].is_published]


class Article(models.Model):
    """`body` is a list of {"role", "text", "sentences": [[start, end], ...]}; offsets count code points of the block.

    `version` is the optimistic lock of the desk. `sha256` is the hash of the body text as received, and `address_key`
    the normalized address (among duplicates older than this column, only the first has it). Both serve the duplicate
    check: the same text at two outlets is two stories. `touched_fields` names the fields that an editor set: imports
    never overwrite these. `date_text` are the words of a date that could not be used, `utc_offset` the minutes by which
    the clock of the source is ahead of UTC (`date_published` is in UTC). `source_key` is the identifier that the source gives its item in every version (NewsML guid,
    ninjs uri, feed id). `embargo`, `embargo_text` (as printed, if no time could be read from it), `source_status`,
    `usage_terms` and `editorial_note` are the source's restrictions on publication, enforced by
    articles.desk.clearance. `withdrawn_at`, `withdrawal_reason` and `hides_headline` are what readers see at the address of
    a withdrawn story, and empty in every other status. `source_version` is the number of the source version that the fields follow.
    `quotation_count` and `pledge_count` are derived from accepted facts, as Appearance is.
    """

    headline = models.CharField(max_length=400)
    slug = models.SlugField(max_length=120, editable=False, db_index=False)
    description = models.TextField(blank=True)
    byline = models.CharField(max_length=300, blank=True)
    authors = models.JSONField(default=list, blank=True, help_text="Names of people, as printed")
    dateline = models.CharField(max_length=120, blank=True)
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="articles")
    url = models.URLField(max_length=1000, null=True, blank=True, unique=True)
    address_key = models.CharField(max_length=1000, null=True, blank=True, unique=True, editable=False)
    date_published = models.DateTimeField(null=True, blank=True, db_index=True)
    date_precision = models.CharField(max_length=8, choices=DatePrecision.choices, default=DatePrecision.UNKNOWN)
    date_text = models.CharField(max_length=200, blank=True, editable=False)
    utc_offset = models.SmallIntegerField(null=True, blank=True, editable=False)
    date_modified = models.DateTimeField(null=True, blank=True)
    retrieved_at = models.DateTimeField(null=True, blank=True)
    in_language = models.CharField(max_length=12, blank=True)
    genre = models.CharField(max_length=12, choices=Genre.choices, default=Genre.REPORTAGE)
    section = models.CharField(max_length=100, blank=True)
    image_url = models.URLField(max_length=1000, blank=True)
    image_caption = models.TextField(blank=True)
    image_credit = models.CharField(max_length=200, blank=True)
    body = models.JSONField(default=list, encoder=CompactJSONEncoder)
    notices = models.JSONField(default=list, blank=True)
    source_key = models.CharField(max_length=500, blank=True, db_index=True, editable=False)
    embargo = models.DateTimeField(null=True, blank=True, editable=False)
    embargo_text = models.CharField(max_length=200, blank=True, editable=False)
    source_status = models.CharField(max_length=10, choices=SourceStatus.choices, blank=True, editable=False)
    usage_terms = models.TextField(blank=True, editable=False)
    editorial_note = models.TextField(blank=True, editable=False)
    source_version = models.PositiveIntegerField(default=1, editable=False)
    review_status = models.CharField(
        max_length=10, choices=ArticleStatus.choices, default=ArticleStatus.DRAFT, editable=False
    )
    first_published_here = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(max_length=500, blank=True, editable=False)
    hides_headline = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    touched_fields = models.JSONField(default=list, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    quotation_count = models.PositiveIntegerField(default=0, editable=False)
    pledge_count = models.PositiveIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    cluster = models.ForeignKey(DuplicateCluster, models.SET_NULL, null=True, blank=True, related_name="articles")
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"
        permissions: ClassVar = [("publish_article", "Can publish, correct and withdraw stories")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(url=""), name="an_unknown_address_is_null"),
            models.CheckConstraint(condition=Q(review_status__in=ArticleStatus.values), name="article_status_is_legal"),
            models.CheckConstraint(
                condition=Q(date_published__isnull=True, date_precision=DatePrecision.UNKNOWN)
                | (Q(date_published__isnull=False) & ~Q(date_precision=DatePrecision.UNKNOWN)),
                name="a_date_and_its_precision_go_together",
            ),
            models.CheckConstraint(
                condition=~Q(review_status=ArticleStatus.PUBLISHED) | ~Q(headline=""),
                name="a_published_story_has_a_headline",
            ),
            models.CheckConstraint(
                condition=Q(source_status__in=["", *SourceStatus.values]), name="article_source_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(url__isnull=True, outlet__isnull=True),
                name="a_text_from_nowhere_is_one_story",
            ),
            models.UniqueConstraint(
                fields=["sha256", "outlet"],
                condition=Q(url__isnull=True, outlet__isnull=False),
                name="a_text_of_an_outlet_is_one_story",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["review_status", "-date_published", "-id"], name="article_status_date"),
            # Not `db_index`, which on PostgreSQL makes a second one, for beginnings of the text.
            models.Index(fields=["sha256"], name="article_sha256"),
        ]

    def __str__(self) -> str:
        return self.headline or f"Story {self.pk} without a headline"

    def save(self, **kwargs: Any) -> None:
        # The slug is a pure function of the headline, so that no writer can forget it.
        self.slug = slug(self.headline)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("articles:story-detail", kwargs={"pk": self.pk, "slug": self.slug or "-"})

    @property
    def is_published(self) -> bool:
        return is_public_status(self.review_status)

    @property
    def headline_key(self) -> str:
        """Folded for comparison."""
        return fold(self.headline)

    @property
    def site(self) -> str:
        """The site of its address; empty without one."""
        return site_of(self.url or "")

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its text, folded for comparison."""
        return frozenset(word for block in self.body for word in words(block["text"]))

    def text_of(self, block: int) -> str:
        """The text in which facts of this block count their offsets. Raises IndexError for an unknown block."""
        if block == HEADLINE_BLOCK:
            return self.headline
        if block == DESCRIPTION_BLOCK:
            return self.description
        if block == BYLINE_BLOCK:
            return self.byline
        if block < 0:
            raise IndexError(block)
        text: str = self.body[block]["text"]
        return text

    def sentence_at(self, block: int, start: int) -> str:
        """The sentence at this offset of a body block; the whole block for headline and standfirst."""
        if block >= 0:
            for first, last in self.body[block].get("sentences", []):
                if first <= start < last:
                    return self.text_of(block)[first:last]
        return self.text_of(block)
