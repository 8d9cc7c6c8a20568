"""How much of one text stands in another: shingles of words, their MinHash, and the exact share. Nothing is stored here."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import rensa

from articles.text import words
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

# Word 4-grams: of pairs measured, copies of one wire story share more than half, different stories of one day under a tenth.
_WORDS = 4
MIN_SHARE = 0.5
# So few shingles say nothing: two notes of a line are alike by chance.
_MIN_SHINGLES = 8
# Bands of two hashes: two stories of one length that share half of their words meet with .999, a story and one three
# times as long that holds all of it with .99, stories that share one shingle in a hundred with .005.
_BANDS = 48
_ROWS = 2
_SEED = 42


@dataclass(frozen=True)
class Fingerprint:
    """What texts are compared by: the runs of words of a text, and the bands of their MinHash."""

    shingles: frozenset[str]

    @cached_property
    def bands(self) -> list[int]:
        """Texts that share one may be alike. Empty for a text too short to say."""
        if len(self.shingles) < _MIN_SHINGLES:
            return []
        minhash = rensa.RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
        minhash.update(sorted(self.shingles))
        digest = minhash.digest()
        return [_band(number, digest[number * _ROWS : (number + 1) * _ROWS]) for number in range(_BANDS)]

    def share_with(self, other: Fingerprint) -> float:
        """The share of the shorter text that stands in the longer one; 0 where it is too short to say."""
        shorter = min(len(self.shingles), len(other.shingles))
        return len(self.shingles & other.shingles) / shorter if shorter >= _MIN_SHINGLES else 0.0


def fingerprint(texts: Iterable[str]) -> Fingerprint:
    """None of its runs reaches from one paragraph into the next, whose order differs between near duplicates."""
    found: set[str] = set()
    for text in texts:
        all_words = words(text)
        found.update(" ".join(all_words[at : at + _WORDS]) for at in range(len(all_words) - _WORDS + 1))
    return Fingerprint(frozenset(found))


def fingerprint_of(body: Iterable[Mapping[str, Any]]) -> Fingerprint:
    """Of a story's body as it is stored; a pull quote repeats what the text says."""
    return fingerprint(block["text"] for block in body if block["role"] != BlockRole.PULL_QUOTE)


def _band(number: int, hashes: list[int]) -> int:
    """32 bits: two texts that have nothing in common share a band by chance once in two million times."""
    digest = hashlib.blake2b(struct.pack(f"<B{_ROWS}Q", number, *hashes), digest_size=8).digest()
    return int.from_bytes(digest[:4], "big", signed=True)
