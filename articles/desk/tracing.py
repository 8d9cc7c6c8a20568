"""Where the words of a fact stand after an edit. Pure functions of the text before and after.

A fact is followed only where nothing else can be meant: its words stand once in the story, or its paragraph has them as
often as before and in the same places of what stayed, or its whole sentence stands once as it did. Words that were
corrected by a letter or two in one place are followed as well, and reported as changed. All else is lost, and said so.
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

# Numbers of blocks as facts have them: 0 and up for the body, below 0 for headline, standfirst and byline.
Texts = dict[int, str]
Span = tuple[int, int, int]
Edges = tuple[bool, bool]
_TOKEN = re.compile(r"\w+|[^\w\s]")
# A paragraph with less than this in common with another is another paragraph.
_AKIN = 0.4
# Longer paragraphs, and more pairs of them, are not compared word by word: facts in them follow by whole sentences alone.
_MAX_TOKENS = 3_000
_MAX_PAIRS = 10_000
_MAX_EDIT = 2


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the words of a fact went. `text` is what they are now: another text where they were corrected."""

    span: Span
    text: str
    is_changed: bool = False


@dataclass(slots=True)
class Edit:
    """An edit of a story, with what is needed to follow words through it. `sentences` are those of each block before."""

    before: Texts
    after: Texts
    sentences: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    _partners: dict[int, int] | None = None
    _maps: dict[int, dict[int, int]] = field(default_factory=dict)

    @property
    def partners(self) -> dict[int, int]:
        """Block before -> the block that it became."""
        if self._partners is None:
            self._partners = _partners(self.before, self.after)
        return self._partners

    def tokens(self, block: int) -> dict[int, int]:
        """Token of a block before -> token of the block that it became; several tokens replaced by as many count."""
        if block not in self._maps:
            self._maps[block] = _token_map(self.before[block], self.after[self.partners[block]])
        return self._maps[block]


def trace(edit: Edit, span: Span, is_correction: Callable[[str, str], bool]) -> Trace | None:
    """Where these words are after the edit; None where they are gone, or nobody can say which ones they are.

    `is_correction(old, new)` says whether the new words in their place still say the same.
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
    """`trace` for each; two different words that would come to stand in one place are both lost."""
    asked = list(spans)
    found = [trace(edit, span, is_correction) for span, is_correction in asked]
    origins: dict[Span, set[Span]] = {}
    for (span, _), one in zip(asked, found, strict=True):
        if one:
            origins.setdefault(one.span, set()).add(span)
    return [one if one and len(origins[one.span]) == 1 else None for one in found]


def is_small_change(old: str, new: str, *, with_names: bool) -> bool:
    """Whether `new` is `old` with a slip corrected: as many words, each the same but for a letter or two.

    Figures are never a slip. A word with a capital, which may be a name, is one only `with_names`, or where nothing but
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
    """In the paragraph that its own became: unchanged, or with these words as often, and this one in its place."""
    block, start, end = span
    partner = edit.partners.get(block)
    if partner is None:
        return None
    before, after = edit.before[block], edit.after[partner]
    if before == after:
        return partner, start, end
    edges = _edges(before, start, end)
    old, new = _places(before, text, edges), _places(after, text, edges)
    if len(old) != len(new) or start not in old:
        return None
    there = _mapped(edit, span, partner)
    is_same = there is not None and after[there[1] : there[2]] == text and new.index(there[1]) == old.index(start)
    return there if is_same else None


def _only_one(edit: Edit, span: Span, text: str) -> Span | None:
    edges = _edges(edit.before[span[0]], *span[1:])
    return _single(edit.after, text, edges) if _single(edit.before, text, edges) else None


def _in_its_sentence(edit: Edit, span: Span, text: str) -> Span | None:
    """Where its sentence stands once before and once after, word for word."""
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
    """The place that the tokens of these words went to, side by side, with a neighbour that stayed; else None."""
    block, start, end = span
    before, after = _spots(edit.before[block]), _spots(edit.after[partner])
    inside = [at for at, (first, last) in enumerate(before) if first < end and start < last]
    if not inside:
        return None
    tokens = edit.tokens(block)
    there = [tokens.get(at, -1) for at in inside]
    if there[0] < 0 or there != list(range(there[0], there[0] + len(there))):
        return None
    if not _has_neighbour(edit.before[block], edit.after[partner], (inside[0], inside[-1]), (there[0], there[-1])):
        return None
    # Words may begin or end inside a token: so far from its edge they do in the new one, if that has as many letters.
    lead, trail = start - before[inside[0]][0], before[inside[-1]][1] - end
    first, last = after[there[0]][0] + lead, after[there[-1]][1] - trail
    return (partner, first, last) if first < last else None


def _has_neighbour(before: str, after: str, ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Whether the token in front, or the one behind, is the same as before; the edge of a paragraph is a neighbour, too."""
    old: list[str] = ["", *_TOKEN.findall(before), ""]  # with an edge in front, so that token 0 is old[1]
    new: list[str] = ["", *_TOKEN.findall(after), ""]
    return old[ours[0]] == new[theirs[0]] or old[ours[1] + 2] == new[theirs[1] + 2]


def _partners(before: Texts, after: Texts) -> dict[int, int]:
    """Headline, standfirst and byline become themselves; equal paragraphs each other, however moved; the rest the most alike."""
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
    # A paragraph that stands twice and now once is none of the others: nobody can say which of the two it was.
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


def _spots(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _TOKEN.finditer(text)]


def _edges(text: str, start: int, end: int) -> Edges:
    """Whether a word begins at the start of these words, and one ends at their end."""
    return _is_edge(text, start), _is_edge(text, end)


def _is_edge(text: str, at: int) -> bool:
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())


def _places(text: str, part: str, edges: Edges) -> list[int]:
    """Where these words stand; not inside others, as "Mali" does in "Malian", unless they did so before."""
    found, start = [], text.find(part)
    while start >= 0:
        here = _edges(text, start, start + len(part))
        if (here[0] or not edges[0]) and (here[1] or not edges[1]):
            found.append(start)
        start = text.find(part, start + 1)
    return found


def _single(texts: Texts, part: str, edges: Edges) -> Span | None:
    """The one place of the story where these words stand; None for several and for none."""
    found = [(block, start) for block, text in texts.items() for start in _places(text, part, edges)]
    return (found[0][0], found[0][1], found[0][1] + len(part)) if len(found) == 1 else None


def _distance(one: str, other: str) -> int:
    """How many letters were put in, taken out or replaced (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]
