"""The differences between two texts of a story: added and removed paragraphs, and changed words in the others.

Pure functions. Text that is too long to compare word by word is shown as removed and added: correct, but coarse.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING, Any

from articles.text import UNSPACED, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# Paragraphs with less than this in common count as different paragraphs.
_AKIN = 0.4
# Limits of the comparison: pairs of paragraphs, and words of one paragraph.
_MAX_PAIRS = 10_000
_MAX_WORDS = 2_000
# Up to this many unchanged words between two changes are shown as changed: that is easier to read.
_SHORT_STAY = 2
_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")


class Change(Enum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of a story in one of its versions."""

    headline: str
    description: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph in pieces; for a run of unchanged paragraphs only their number. `label` names headline or standfirst."""

    change: Change
    pieces: tuple[Piece, ...] = ()
    label: str = ""
    paragraphs: int = 1


@dataclass(frozen=True, slots=True)
class Difference:
    rows: tuple[Row, ...]

    @property
    def is_none(self) -> bool:
        return all(row.change == Change.SAME for row in self.rows)

    @property
    def words_added(self) -> int:
        return self._words(Change.ADDED)

    @property
    def words_removed(self) -> int:
        return self._words(Change.REMOVED)

    def _words(self, change: Change) -> int:
        return sum(len(words(piece.text)) for row in self.rows for piece in row.pieces if piece.change == change)


def wording_of(source: Any) -> Wording:
    """The wording of an article or one of its versions."""
    return wording(source.headline, source.description, source.body)


def wording(headline: str, description: str, body: Iterable[Mapping[str, Any]]) -> Wording:
    return Wording(headline, description, tuple(block["text"] for block in body))


def difference(old: Wording, new: Wording) -> Difference:
    rows = [
        row
        for label, before, after in (
            ("Headline", old.headline, new.headline),
            ("Standfirst", old.description, new.description),
        )
        if before != after
        for row in _labelled(label, before, after)
    ]
    return Difference((*rows, *_body_rows(old.paragraphs, new.paragraphs)))


def paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """The pairs of corresponding paragraphs in reading order; None on a side without a counterpart."""
    pairs: list[tuple[int | None, int | None]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += _paired_paragraphs(old, new, range(i1, i2), range(j1, j2))
    return pairs


def _labelled(label: str, before: str, after: str) -> Iterator[Row]:
    if before and after:
        yield Row(Change.CHANGED, _word_pieces(before, after), label)
    else:
        change = Change.ADDED if after else Change.REMOVED
        yield Row(change, (Piece(change, after or before),), label)


def _body_rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    rows = (_row(old, new, before, after) for before, after in paired(old, new))
    for is_same, run in groupby(rows, key=lambda row: row.change == Change.SAME):
        if is_same:
            yield Row(Change.SAME, paragraphs=sum(1 for _ in run))
        else:
            yield from run


def _row(old: Sequence[str], new: Sequence[str], before: int | None, after: int | None) -> Row:
    if after is None:
        return Row(Change.REMOVED, (Piece(Change.REMOVED, old[before or 0]),))
    if before is None:
        return Row(Change.ADDED, (Piece(Change.ADDED, new[after]),))
    if old[before] == new[after]:
        return Row(Change.SAME)
    return Row(Change.CHANGED, _word_pieces(old[before], new[after]))


def _paired_paragraphs(
    old: Sequence[str], new: Sequence[str], before: range, after: range
) -> Iterator[tuple[int | None, int | None]]:
    """The best pairs of paragraphs that kept their order and share words; the others have no partner."""
    if len(before) * len(after) > _MAX_PAIRS:
        yield from ((i, None) for i in before)
        yield from ((None, j) for j in after)
        return
    best = _best_from(old, new, before, after)
    i, j = 0, 0
    while i < len(before) and j < len(after):
        if best[i][j] == best[i + 1][j]:
            yield before[i], None
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield None, after[j]
            j += 1
        else:
            yield before[i], after[j]
            i, j = i + 1, j + 1
    yield from ((at, None) for at in before[i:])
    yield from ((None, at) for at in after[j:])


def _best_from(old: Sequence[str], new: Sequence[str], before: range, after: range) -> list[list[float]]:
    """The total similarity of the best pairs, from each position of both texts to the end."""
    ours = [Counter(words(old[i])) for i in before]
    theirs = [Counter(words(new[j])) for j in after]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            common = common_share(ours[i], theirs[j])
            both = best[i + 1][j + 1] + common if common >= _AKIN else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    return best


def common_share(ours: Counter[str], theirs: Counter[str]) -> float:
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0


def _word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _places(before), _places(after)
    if max(len(old), len(new)) > _MAX_WORDS:
        return (Piece(Change.REMOVED, before), Piece(Change.ADDED, after))
    matcher = SequenceMatcher(None, _keys(before, old), _keys(after, new), autojunk=False)
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in _without_short_stays(matcher.get_opcodes()):
        if kind == "equal":
            pieces.append(Piece(Change.SAME, _stretch(after, new, j1, j2)))
            continue
        if i1 < i2:
            pieces.append(Piece(Change.REMOVED, _stretch(before, old, i1, i2)))
        if j1 < j2:
            pieces.append(Piece(Change.ADDED, _stretch(after, new, j1, j2)))
    return tuple(pieces)


def _without_short_stays(
    codes: Sequence[tuple[str, int, int, int, int]],
) -> Iterator[tuple[str, int, int, int, int]]:
    def is_kept(at: int) -> bool:
        kind, i1, i2, _, _ = codes[at]
        return kind == "equal" and (i2 - i1 > _SHORT_STAY or at in (0, len(codes) - 1))

    for stays, run in groupby(range(len(codes)), key=is_kept):
        places = list(run)
        first, last = codes[places[0]], codes[places[-1]]
        yield "equal" if stays else "replace", first[1], last[2], first[3], last[4]


def _places(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]


def _keys(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in places]


def _stretch(text: str, places: Sequence[tuple[int, int]], first: int, last: int) -> str:
    """These words with the space up to the next word."""
    end = places[last][0] if last < len(places) else len(text)
    return text[places[first][0] : end]
