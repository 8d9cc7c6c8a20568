"""The hashes by which a removed story is recognized if it is imported again: of its addresses, identifier and texts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from articles.desk.columns import word_count
from articles.desk.incoming import text_sha256
from articles.desk.transitions import IllegalTransitionError
from articles.models import TakedownKey
from articles.readers.addresses import address_key
from articles.text import fold
from articles.vocabulary import AddressKind, TakedownKeyKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.desk.incoming import IncomingStory
    from articles.models import Article, Takedown

# A text of fewer words, such as the notice of a paywall, may be that of many pages: with its headline it is recognized.
MIN_WORDS = 25

Key = tuple[str, str]


class TakenDownError(IllegalTransitionError):
    """The story of an import was removed for good."""

    def __init__(self, takedown: Takedown) -> None:
        super().__init__(f"{takedown.sentence} It cannot be imported again.")
        self.takedown = takedown


def keys_of(article: Article, addresses: Iterable[str]) -> set[Key]:
    """Kind and digest. `addresses` are those that the story was imported from, besides those that it is known under."""
    known = article.addresses.exclude(kind=AddressKind.ELSEWHERE).values_list("key", flat=True)
    stated = {article.address_key or address_key(article.url or ""), *known, *map(address_key, addresses)}
    found = {_key(TakedownKeyKind.ADDRESS, address) for address in stated if address}
    if article.source_key:
        found.add(_key(TakedownKeyKind.SOURCE_KEY, article.source_key))
    texts = [(article.headline, article.body), *((one.headline, one.body) for one in article.versions.all())]
    for headline, body in texts:
        found.add(_key(TakedownKeyKind.HEADLINE, fold(headline)))
        if body:
            found.add(_text_key(text_sha256(body), fold(headline), word_count(body)))
    return found


def takedown_of(incoming: IncomingStory) -> Takedown | None:
    """The takedown of this story, if it was removed for good.

    By its own address or one that it was imported from, or by its text, whoever prints it. An address that a page states
    besides, and the identifier of the source, may be those of several stories: they count with the same headline only.
    """
    headline = _key(TakedownKeyKind.HEADLINE, incoming.headline_key)
    others = {_key(TakedownKeyKind.ADDRESS, one.key) for one in incoming.addresses if one.kind == AddressKind.STATED}
    if incoming.source_key:
        others.add(_key(TakedownKeyKind.SOURCE_KEY, incoming.source_key))
    certain = {_key(TakedownKeyKind.ADDRESS, one.key) for one in incoming.addresses if one.kind == AddressKind.ASKED}
    if incoming.address.key:
        certain.add(_key(TakedownKeyKind.ADDRESS, incoming.address.key))
    if incoming.story.body:
        certain.add(_text_key(incoming.sha256, incoming.headline_key, incoming.word_count))
    found = _known({headline, *others, *certain})
    by_takedown: dict[int, set[Key]] = {}
    for row in found:
        by_takedown.setdefault(row.takedown_id, set()).add((row.kind, row.digest))
    for row in found:
        keys = by_takedown[row.takedown_id]
        if keys & certain or (headline in keys and keys & others):
            return row.takedown
    return None


def takedown_at(address: str) -> Takedown | None:
    """The takedown of the story at this address: it is not even fetched again."""
    key = address_key(address)
    found = _known({_key(TakedownKeyKind.ADDRESS, key)}) if key else []
    return found[0].takedown if found else None


def _known(keys: Iterable[Key]) -> list[TakedownKey]:
    wanted = set(keys)
    rows = TakedownKey.objects.filter(digest__in=[digest for _, digest in wanted]).select_related("takedown__by")
    return [row for row in rows.order_by("pk") if (row.kind, row.digest) in wanted]


def _text_key(sha256: str, headline_key: str, words: int) -> Key:
    return _key(TakedownKeyKind.TEXT, f"{sha256} {headline_key}" if words < MIN_WORDS else sha256)


def _key(kind: TakedownKeyKind, value: str) -> Key:
    return kind.value, hashlib.sha256(f"{kind.value}\n{value}".encode()).hexdigest()
