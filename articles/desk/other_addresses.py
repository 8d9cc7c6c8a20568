"""The addresses under which a story is known: its own, and others that its source states or that it was imported from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import Article, ArticleAddress
from articles.readers.addresses import address_keys
from articles.vocabulary import AddressKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.readers.addresses import AddressKeys
    from articles.readers.story import Story

# Of one story; a page that states more addresses than this is not trusted with them.
MAX_ADDRESSES = 20
# Of a key in bytes, which the index of PostgreSQL limits.
_MAX_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class KnownAddress:
    kind: AddressKind
    url: str
    key: str


def addresses_of(story: Story) -> tuple[KnownAddress, ...]:
    """The address of the story, then the others, each once by its key.

    What a page states at another site leads to the story of another outlet: that is not this story.
    """
    own = address_keys(story.url)
    found = {own.key: KnownAddress(AddressKind.STATED, own.url, own.key)} if _can_be_kept(own) else {}
    for other in story.addresses:
        keys = address_keys(other.url)
        is_elsewhere = other.kind == AddressKind.STATED and own.site and keys.site != own.site
        kind = AddressKind.ELSEWHERE if is_elsewhere else other.kind
        if _can_be_kept(keys):
            found.setdefault(keys.key, KnownAddress(kind, keys.url, keys.key))
    return tuple(found.values())[:MAX_ADDRESSES]


def _can_be_kept(keys: AddressKeys) -> bool:
    return bool(keys.key) and max(len(keys.key.encode()), len(keys.url)) <= _MAX_LENGTH


def keep_addresses(article: Article, addresses: Iterable[KnownAddress]) -> None:
    """Add those that the story does not have yet. One that leads to another story stays with that one."""
    own = {article.address_key, *article.addresses.values_list("key", flat=True)}
    new = [one for one in addresses if one.key not in own][: MAX_ADDRESSES - len(own) + 1]
    taken = set(Article.objects.filter(address_key__in=[one.key for one in new]).values_list("address_key", flat=True))
    rows = [
        ArticleAddress(article=article, kind=one.kind, url=one.url, key=one.key)
        for one in new
        if one.kind == AddressKind.ELSEWHERE or one.key not in taken
    ]
    ArticleAddress.objects.bulk_create(rows, ignore_conflicts=True)
