"""From names to mentions: which known thing each one means, and what the document calls it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.extraction.findings import MentionFinding
from articles.extraction.names import places, titles
from articles.extraction.names.gazetteer import WORD
from articles.extraction.names.places import Choice, is_country
from articles.extraction.names.recognition import forms
from articles.text import fold
from articles.vocabulary import EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from articles.extraction.findings import KnownName
    from articles.extraction.names.recognition import Name

_BESIDE = (", ", ", in ", " in ", " (")


def mentions(names: Sequence[Name], countries: Collection[str]) -> tuple[MentionFinding, ...]:
    """One mention for each name. Names that mean the same thing get the same `name`."""
    beside = _countries_beside(names)
    groups: dict[tuple[EntityKind, str], list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[name.kind, fold(name.full or name.text)].append(number)
    made: dict[int, MentionFinding] = {}
    for numbers in groups.values():
        explicit = next((beside[number] for number in numbers if number in beside), "")
        choice = _choose([known for number in numbers for known in names[number].known], countries, explicit)
        for number in numbers:
            made[number] = _mention(names[number], choice)
    return _one_name_for_each_person([made[number] for number in range(len(names))])


def known_by_ref(names: Iterable[Name]) -> dict[str, KnownName]:
    return {known.ref: known for name in names for known in name.known}


def _countries_beside(names: Sequence[Name]) -> dict[int, str]:
    """The country printed right after a place: "Mosul, Iraq"."""
    found = {}
    for number, (name, following) in enumerate(pairwise(names)):
        if name.passage.block == following.passage.block and name.kind == following.kind == EntityKind.PLACE:
            gap = name.passage.text[name.end : following.start]
            countries = [known.country_code for known in following.known if is_country(known)]
            if gap in _BESIDE and countries and not any(is_country(known) for known in name.known):
                found[number] = countries[0]
    return found


def _choose(known: Sequence[KnownName], countries: Collection[str], explicit: str) -> Choice:
    if not known:
        return places.NOTHING
    if known[0].kind == EntityKind.PLACE:
        return places.choose(known, countries, explicit)
    by_ref = {name.ref: name for name in sorted(known, key=lambda name: not name.is_weak)}
    rivals = tuple(sorted(by_ref.values(), key=lambda name: (-name.weight, name.ref)))
    if len(rivals) == 1:
        return Choice(Resolution.ONE, rivals, "only one known", 0.95)
    return Choice(Resolution.SEVERAL, rivals, "several of the name", 0.5)


def _mention(name: Name, choice: Choice) -> MentionFinding:
    title = ""
    if name.kind == EntityKind.PERSON:
        role = titles.before(name.passage.text, name.start)
        title = name.passage.text[slice(*role)] if role else ""
    is_one = choice.resolution == Resolution.ONE
    return MentionFinding(
        block=name.passage.block,
        start=name.start,
        end=name.end,
        text=name.text,
        kind=name.kind,
        name=choice.known[0].main_name if is_one else name.full or name.text,
        resolution=choice.resolution,
        candidates=choice.refs,
        rule=f"{name.rule}; {choice.rule}",
        confidence=round(min(name.confidence, choice.confidence) if choice.known else name.confidence, 2),
        title=title,
    )


def _one_name_for_each_person(found: Sequence[MentionFinding]) -> tuple[MentionFinding, ...]:
    """As for "Vladimir V. Putin" and "Vladimir Putin": the first form that the document prints stands for both."""
    canonical: dict[str, MentionFinding] = {}
    for mention in found:
        if mention.kind == EntityKind.PERSON:
            canonical.setdefault(_person_key(mention.name), mention)
    return tuple(_renamed(mention, canonical) for mention in found)


def _renamed(mention: MentionFinding, canonical: Mapping[str, MentionFinding]) -> MentionFinding:
    if mention.kind != EntityKind.PERSON:
        return mention
    first = canonical[_person_key(mention.name)]
    if first.name == mention.name or mention.resolution != Resolution.NONE:
        return mention
    return replace(mention, name=first.name, resolution=first.resolution, candidates=first.candidates)


def _person_key(name: str) -> str:
    return fold(list(forms(name))[-1]) if WORD.search(name) else name
