"""Locate the text of a fact after an edit.

Pure functions of the text before and after. A fact is followed only if its new position is unambiguous: its text occurs
once in the story, or as often in its paragraph as before and at the same unchanged positions, or its whole sentence
occurs once and is unchanged. Text that was corrected by a letter or two in place is followed, too, and reported as
changed. All other facts are lost.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from articles.desk.differences import common_share
from articles.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

# Block numbers as in facts: 0 and up for the body, negative for headline, standfirst and byline.
Texts = dict[int, str]
Span = tuple[int, int, int]
Edges = tuple[bool, bool]
_TOKEN = re.compile(r"\w+|[^\w\s]")
# Paragraphs with less than this in common count as different paragraphs.
_AKIN = 0.4
# Beyond these limits, paragraphs are not compared word by word: their facts are followed by whole sentences only.
_MAX_TOKENS = 3_000
_MAX_PAIRS = 10_000
_MAX_EDIT = 2


@dataclass(frozen=True, slots=True)
class Trace:
    """The new position of a fact. `text` is its new text, different if it was corrected."""

    span: Span
    text: str
    is_changed: bool = False


@dataclass(slots=True)
class Edit:
    """An edit of a story, with the data needed to follow text through it.

    `sentences` are those of each block before it.
    """

    before: Texts
    after: Texts
    sentences: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    _partners: dict[int, int] | None = None
    _maps: dict[int, dict[int, int]] = field(default_factory=dict)

    @property
    def partners(self) -> dict[int, int]:
        """Block before the edit -> corresponding block after it."""
        if self._partners is None:
            self._partners = _partners(self.before, self.after)
        return self._partners

    def tokens(self, block: int) -> dict[int, int]:
        """Token of a block before the edit -> corresponding token after it; tokens replaced by the same number
        correspond.
        """
        if block not in self._maps:
            self._maps[block] = _token_map(self.before[block], self.after[self.partners[block]])
        return self._maps[block]


def trace(edit: Edit, span: Span, is_correction: Callable[[str, str], bool]) -> Trace | None:
    """The position of this text after the edit; None if it was removed or its position is ambiguous.

    `is_correction(old, new)` decides whether corrected text still means the same.
    """
    block, start, end = span
    text = edit.before.get(block, "")[start:end]
    if not text or len(text) < end - start:
        return None
    found = _in_its_paragraph(edit, span, text) or _only_one(edit, span, text) or _in_its_sentence(edit, span, text)
    if found:
        return Trace(found, text)
    return _corrected(edit, span, text, is_correction)


def traced(edit: Edit, spans: Iterable[tuple[Span, Callable[[str, str], bool]]]) -> list[Trace | None]:
    """`trace` for each text; two different texts that would end up at the same position are both lost."""
    asked = list(spans)
    found = [trace(edit, span, is_correction) for span, is_correction in asked]
    origins: dict[Span, set[Span]] = {}
    for (span, _), one in zip(asked, found, strict=True):
        if one:
            origins.setdefault(one.span, set()).add(span)
    return [one if one and len(origins[one.span]) == 1 else None for one in found]


def is_small_change(old: str, new: str, *, with_names: bool) -> bool:
    """Whether `new` is `old` with a typing error corrected: the same number of words, each differing in at most a
    letter or two.

    Figures never count as typing errors. A capitalized word, which may be a name, counts only `with_names`, or if only
    accents or case differ.
    """
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(ours) != len(theirs) or ours == theirs:
        return False
    for one, other in zip(ours, theirs, strict=True):
        if one == other or (fold(one) and fold(one) == fold(other)):
            continue
        if any(c.isdecimal() for c in one + other) or not (one[0].isalnum() and other[0].isalnum()):
            return False
        if not with_names and (one[0].isupper() or other[0].isupper()):
            return False
        if _distance(one, other) > min(_MAX_EDIT, max(1, len(one) // 3)):
            return False
    return True


def _in_its_paragraph(edit: Edit, span: Span, text: str) -> Span | None:
    """In the corresponding paragraph: unchanged, or with this text as often as before and this occurrence in place."""
    block, start, end = span
    partner = edit.partners.get(block)
    if partner is None:
        return None
    before, after = edit.before[block], edit.after[partner]
    if before == after:
        return partner, start, end
    edges = _edges(before, start, end)
    old, new = _occurrences(before, text, edges), _occurrences(after, text, edges)
    if len(old) != len(new) or start not in old:
        return None
    there = _mapped(edit, span, partner)
    is_same = there is not None and after[there[1] : there[2]] == text and new.index(there[1]) == old.index(start)
    return there if is_same else None


def _only_one(edit: Edit, span: Span, text: str) -> Span | None:
    edges = _edges(edit.before[span[0]], *span[1:])
    return _single(edit.after, text, edges) if _single(edit.before, text, edges) else None


def _in_its_sentence(edit: Edit, span: Span, text: str) -> Span | None:
    """By its sentence, if that occurs once before and once after, word for word."""
    block, start, end = span
    for first, last in edit.sentences.get(block, ()):
        if first <= start and end <= last:
            sentence = edit.before[block][first:last]
            there = None if sentence == text else _only_one(edit, (block, first, last), sentence)
            return (there[0], there[1] + start - first, there[1] + end - first) if there else None
    return None


def _corrected(edit: Edit, span: Span, text: str, is_correction: Callable[[str, str], bool]) -> Trace | None:
    partner = edit.partners.get(span[0])
    there = _mapped(edit, span, partner) if partner is not None else None
    if partner is None or there is None:
        return None
    new = edit.after[partner][there[1] : there[2]]
    return Trace(there, new, is_changed=True) if new != text and is_correction(text, new) else None


def _mapped(edit: Edit, span: Span, partner: int) -> Span | None:
    """The new position of these tokens, if they are still adjacent and have an unchanged neighbour; else None."""
    block, start, end = span
    before, after = _positions(edit.before[block]), _positions(edit.after[partner])
    inside = [at for at, (first, last) in enumerate(before) if first < end and start < last]
    if not inside:
        return None
    tokens = edit.tokens(block)
    there = [tokens.get(at, -1) for at in inside]
    if there[0] < 0 or there != list(range(there[0], there[0] + len(there))):
        return None
    if not _has_neighbour(edit.before[block], edit.after[partner], (inside[0], inside[-1]), (there[0], there[-1])):
        return None
    # Text may begin or end inside a token: the distance from its edge is kept if the new token has as many letters.
    lead, trail = start - before[inside[0]][0], before[inside[-1]][1] - end
    first, last = after[there[0]][0] + lead, after[there[-1]][1] - trail
    return (partner, first, last) if first < last else None


def _has_neighbour(before: str, after: str, ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Whether the previous or the next token is unchanged; the edge of a paragraph counts as a neighbour."""
    old: list[str] = ["", *_TOKEN.findall(before), ""]  # with an edge in front, so that token 0 is old[1]
    new: list[str] = ["", *_TOKEN.findall(after), ""]
    return old[ours[0]] == new[theirs[0]] or old[ours[1] + 2] == new[theirs[1] + 2]


def _partners(before: Texts, after: Texts) -> dict[int, int]:
    """Pair headline, standfirst and byline with themselves, equal paragraphs anywhere, and the rest by similarity."""
    found = {block: block for block in before if block < 0 and block in after}
    old = {block: text for block, text in before.items() if block >= 0}
    new = {block: text for block, text in after.items() if block >= 0}
    ours, theirs = Counter(old.values()), Counter(new.values())
    equal: dict[str, list[int]] = {}
    for block in sorted(new):
        equal.setdefault(new[block], []).append(block)
    for block in sorted(old):
        if ours[old[block]] == theirs[old[block]]:
            found[block] = equal[old[block]].pop(0)
    taken = set(found.values())
    # A paragraph that occurred twice and now once has no partner: which of the two remains is unknown.
    old = {block: text for block, text in old.items() if block not in found and not theirs[text]}
    new = {block: text for block, text in new.items() if block not in taken and not ours[text]}
    found.update(_most_alike(old, new))
    return found


def _most_alike(old: Texts, new: Texts) -> Iterator[tuple[int, int]]:
    if len(old) * len(new) > _MAX_PAIRS:
        return
    ours = {block: Counter(words(text)) for block, text in old.items()}
    theirs = {block: Counter(words(text)) for block, text in new.items()}
    shares = [(common_share(ours[i], theirs[j]), -abs(i - j), i, j) for i in old for j in new]
    free_old, free_new = set(old), set(new)
    for share, _, i, j in sorted(shares, reverse=True):
        if share >= _AKIN and i in free_old and j in free_new:
            free_old.remove(i)
            free_new.remove(j)
            yield i, j


def _token_map(before: str, after: str) -> dict[int, int]:
    ours, theirs = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(ours), len(theirs)) > _MAX_TOKENS:
        return {}
    found: dict[int, int] = {}
    for _, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            found.update(zip(range(i1, i2), range(j1, j2), strict=True))
    return found


def _positions(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _TOKEN.finditer(text)]


def _edges(text: str, start: int, end: int) -> Edges:
    """Whether the text starts and ends at word boundaries."""
    return _is_edge(text, start), _is_edge(text, end)


def _is_edge(text: str, at: int) -> bool:
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())


def _occurrences(text: str, part: str, edges: Edges) -> list[int]:
    """Where this text occurs; not inside other words ("Mali" in "Malian"), unless it did so before."""
    found, start = [], text.find(part)
    while start >= 0:
        here = _edges(text, start, start + len(part))
        if (here[0] or not edges[0]) and (here[1] or not edges[1]):
            found.append(start)
        start = text.find(part, start + 1)
    return found


def _single(texts: Texts, part: str, edges: Edges) -> Span | None:
    """The only position of this text in the story; None if there is none or more than one."""
    found = [(block, start) for block, text in texts.items() for start in _occurrences(text, part, edges)]
    return (found[0][0], found[0][1], found[0][1] + len(part)) if len(found) == 1 else None


def _distance(one: str, other: str) -> int:
    """The number of inserted, deleted or replaced letters (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]
