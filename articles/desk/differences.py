"""The differences between two texts of a story: added and removed paragraphs, and changed words in the others.

Pure functions. A comparison takes a limited number of steps, whatever the texts contain. What it does not get to is shown
as removed and added: correct, but coarse.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import Enum
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any

from articles.text import UNSPACED, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# Paragraphs with less than this in common count as different paragraphs.
_AKIN = 0.4
# Limits of the comparison: pairs of paragraphs between two unchanged ones, and steps in all (about a second). difflib takes
# quadratic or cubic time for texts that repeat the same words.
_MAX_PAIRS = 10_000
_MAX_STEPS = 4_000_000
# Up to this many unchanged words between two changes are shown as changed: that is easier to read.
_SHORT_STAY = 2
_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")


class _Steps:
    """How many steps a comparison has left."""

    def __init__(self, left: int = _MAX_STEPS) -> None:
        self.left = left

    def may_take(self, number: int) -> bool:
        """Take this many, unless fewer are left."""
        if number > self.left:
            return False
        self.left -= number
        return True


class _Matcher(SequenceMatcher[str]):
    """As difflib's, in a limited number of steps: after them, the rest has nothing in common."""

    def __init__(self, old: Sequence[str], new: Sequence[str], steps: _Steps) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._steps, self._new_length = steps, len(new)
        counts = Counter(new)
        # How often the first words of the old text occur in the new one: as often as difflib looks at a word.
        self._costs = list(accumulate((counts[one] + 1 for one in old), initial=0))

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        end = len(self._costs) - 1 if ahi is None else ahi
        if not self._steps.may_take(self._costs[end] - self._costs[alo]):
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, end, blo, self._new_length if bhi is None else bhi)


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
    steps = _Steps()
    rows = [
        row
        for label, before, after in (
            ("Headline", old.headline, new.headline),
            ("Standfirst", old.description, new.description),
        )
        if before != after
        for row in labelled_row(label, before, after, steps)
    ]
    return Difference((*rows, *_body_rows(old.paragraphs, new.paragraphs, steps)))


def paired(old: Sequence[str], new: Sequence[str], steps: _Steps | None = None) -> list[tuple[int | None, int | None]]:
    """The pairs of corresponding paragraphs in reading order; None on a side without a counterpart."""
    steps, pairs = steps or _Steps(), list[tuple[int | None, int | None]]()
    for is_same, i1, i2, j1, j2 in _stretches(old, new, steps):
        if is_same:
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += _paired_paragraphs(old, new, range(i1, i2), range(j1, j2), steps)
    return pairs


def _stretches(old: Sequence[str], new: Sequence[str], steps: _Steps) -> Iterator[tuple[bool, int, int, int, int]]:
    """Equal and differing stretches of both, in turn. What both begin and end with is found in one pass."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    shorter -= start
    end = next((at for at in range(shorter) if old[-1 - at] != new[-1 - at]), shorter)
    middle = _Matcher(old[start : len(old) - end], new[start : len(new) - end], steps)
    if start:
        yield True, 0, start, 0, start
    for kind, i1, i2, j1, j2 in middle.get_opcodes():
        yield kind == "equal", i1 + start, i2 + start, j1 + start, j2 + start
    if end:
        yield True, len(old) - end, len(old), len(new) - end, len(new)


def labelled_row(label: str, before: str, after: str, steps: _Steps | None = None) -> Iterator[Row]:
    """The row of a value that changed, as of a headline; none if neither has it."""
    if before and after:
        yield Row(Change.CHANGED, _word_pieces(before, after, steps or _Steps()), label)
    elif before or after:
        change = Change.ADDED if after else Change.REMOVED
        yield Row(change, (Piece(change, after or before),), label)


def _body_rows(old: Sequence[str], new: Sequence[str], steps: _Steps) -> Iterator[Row]:
    rows = (_row(old, new, before, after, steps) for before, after in paired(old, new, steps))
    for is_same, run in groupby(rows, key=lambda row: row.change == Change.SAME):
        if is_same:
            yield Row(Change.SAME, paragraphs=sum(1 for _ in run))
        else:
            yield from run


def _row(old: Sequence[str], new: Sequence[str], before: int | None, after: int | None, steps: _Steps) -> Row:
    if after is None:
        return Row(Change.REMOVED, (Piece(Change.REMOVED, old[before or 0]),))
    if before is None:
        return Row(Change.ADDED, (Piece(Change.ADDED, new[after]),))
    if old[before] == new[after]:
        return Row(Change.SAME)
    return Row(Change.CHANGED, _word_pieces(old[before], new[after], steps))


def _paired_paragraphs(
    old: Sequence[str], new: Sequence[str], before: range, after: range, steps: _Steps
) -> Iterator[tuple[int | None, int | None]]:
    """The best pairs of paragraphs that kept their order and share words; the others have no partner."""
    best = _best_from(old, new, before, after, steps) if before and after else None
    if best is None:
        yield from ((i, None) for i in before)
        yield from ((None, j) for j in after)
        return
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


def _best_from(
    old: Sequence[str], new: Sequence[str], before: range, after: range, steps: _Steps
) -> list[list[float]] | None:
    """The total similarity of the best pairs, from each position of both texts to the end; None if that takes too long."""
    if len(before) * len(after) > _MAX_PAIRS:
        return None
    ours = [Counter(words(old[i])) for i in before]
    theirs = [Counter(words(new[j])) for j in after]
    if not steps.may_take(len(theirs) * sum(len(one) + 1 for one in ours)):
        return None
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


def _word_pieces(before: str, after: str, steps: _Steps) -> tuple[Piece, ...]:
    old, new = _places(before), _places(after)
    codes = list(_stretches(_keys(before, old), _keys(after, new), steps))
    pieces: list[Piece] = []
    for is_same, i1, i2, j1, j2 in _without_short_stays(codes):
        if is_same:
            # With the space after it, also where only one of the texts goes on.
            both = (_stretch(after, new, j1, j2), _stretch(before, old, i1, i2))
            pieces.append(Piece(Change.SAME, max(both, key=len)))
            continue
        if i1 < i2:
            pieces.append(Piece(Change.REMOVED, _stretch(before, old, i1, i2)))
        if j1 < j2:
            pieces.append(Piece(Change.ADDED, _stretch(after, new, j1, j2)))
    return tuple(pieces)


def _without_short_stays(
    codes: Sequence[tuple[bool, int, int, int, int]],
) -> Iterator[tuple[bool, int, int, int, int]]:
    def is_kept(at: int) -> bool:
        is_same, i1, i2, _, _ = codes[at]
        return is_same and (i2 - i1 > _SHORT_STAY or at in (0, len(codes) - 1))

    for stays, run in groupby(range(len(codes)), key=is_kept):
        places = list(run)
        first, last = codes[places[0]], codes[places[-1]]
        yield stays, first[1], last[2], first[3], last[4]


def _places(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]


def _keys(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in places]


def _stretch(text: str, places: Sequence[tuple[int, int]], first: int, last: int) -> str:
    """These words with the space up to the next word."""
    end = places[last][0] if last < len(places) else len(text)
    return text[places[first][0] : end]
