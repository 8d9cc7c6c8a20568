"""Near duplicates: fingerprints for finding similar texts, and pairs that an editor marked as different stories."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from articles.batches import batches
from articles.models.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet


class TextFingerprint(models.Model):
    """The bands of the MinHash of a story's text (locality-sensitive hashing): similar texts share bands. Derived.

    `packed` has them in ascending order, four bytes each; a text too short to compare has none. With this row its bands
    are deleted.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="fingerprint")
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"fingerprint of story {self.pk}"

    @classmethod
    def of_bands(cls, article_id: int, bands: Iterable[int]) -> Self:
        ordered = sorted(set(bands))
        return cls(article_id=article_id, packed=struct.pack(f">{len(ordered)}i", *ordered))

    @property
    def bands(self) -> list[int]:
        return list(struct.unpack(f">{len(self.packed) // 4}i", self.packed))


class LSHBandQuerySet(models.QuerySet["LSHBand"]):
    def of(self, fingerprint: TextFingerprint) -> Self:
        """Read, or deleted, by key."""
        return self.filter(pk__in=[LSHBand.key_of(band, fingerprint.pk) for band in fingerprint.bands])

    def stories_with(self, bands: Iterable[int]) -> QuerySet[LSHBand, int]:
        """The ids of the stories that have one of these bands, those with most of them first; of equal ones the newest."""
        has_band = Q(pk__in=())
        for band in set(bands):
            has_band |= Q(key__range=(LSHBand.key_of(band, 0), LSHBand.key_of(band, LSHBand.MAX_ARTICLE)))
        rows = self.filter(has_band).order_by().values(article_id=F("key").bitand(LSHBand.MAX_ARTICLE))
        return (
            rows.annotate(shared=Count("key")).order_by("-shared", "-article_id").values_list("article_id", flat=True)
        )

    def batches_of_stories(self, bands: Iterable[int], size: int) -> Iterator[Sequence[int]]:
        """The same in batches of at most this many, from one query."""
        return batches(list(self.stories_with(bands)), size)


class LSHBand(models.Model):
    """A band of a story's fingerprint. `key` has the band in its upper 32 bits and the id of the story in the lower ones,
    so that the stories with a band are a range of keys. There are 48 a story: columns of their own with an index for each
    would take four times the space.
    """

    # The id of a story beyond it does not fit. `key_of` refuses it, and with it the import of the story.
    MAX_ARTICLE: ClassVar = 2**32 - 1

    # Never automatic; but SQLite stores only a key of this type as the number of the row, without an index beside it.
    key = models.BigAutoField(primary_key=True)

    objects = LSHBandQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key >> 32:x} of story {self.key & self.MAX_ARTICLE}"

    @classmethod
    def key_of(cls, band: int, article_id: int) -> int:
        """Raises OverflowError for an id that does not fit."""
        if not 0 <= article_id <= cls.MAX_ARTICLE:
            raise OverflowError(f"Near duplicates can be found among stories with ids up to {cls.MAX_ARTICLE} only.")
        return (band << 32) + article_id


@receiver(pre_delete, sender=TextFingerprint)
def _delete_bands(instance: TextFingerprint, **_kwargs: object) -> None:
    """No foreign key leads from a band to its story, so that no database deletes it."""
    LSHBand.objects.of(instance).delete()


class NotDuplicate(models.Model):
    """Two similar stories that an editor marked as different: the pair is not suggested again."""

    first = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="+")
    second = models.ForeignKey(Article, models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="unique_not_duplicate_pair"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="the_older_story_is_the_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
